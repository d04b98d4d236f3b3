"""Who did the work: contact of the therapist, a passive patient, talk without practice, one text for both codes, a signature."""

from __future__ import annotations

import re

from nlp_check.components.assertion import denied_in
from nlp_check.components.codes import JUDGED
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.stretches import Stretches
from nlp_check.records.evidence import Intervention, Span

Tokens = tuple[int, int]
_CONTACT_WORDS = ("aide", "tech", "group", "class", "circuit", "other", "while", "trainer")
_HELPER = r"(?:(?:the|a|our)\s+)?(?:(?:rehab(?:ilitation)?|therapy|pt|ot)\s+)?(?:aides?|tech(?:nician)?s?|athletic trainer)\b"
_NO_CONTACT = re.compile(
    rf"(?<!sock )(?:\b(?:with|by|per|under)|\bw/)\s?{_HELPER}(?!\s+(?:loop|for (?:transfer|safety)))"
    r"|\b(?:aide|tech(?:nician)?)\s+(?:led|ran|supervis\w+|count(?:ed|ing)|monitor\w+|watch\w+|took|complet\w+|spott\w+)"
    r"|\b(?:exercise |therapy |seated |chair |strengthening )?(?:group|class|circuit)\b[^.;]{0,45}\b(?:others?|participants?|residents?|patients?|clients?|led by)\b"
    r"|\ball (?:clients|patients|residents)\b[^.;]{0,30}\b(?:group|class|circuit)\b"
    r"|(?:\b(?:with|alongside)|\bw/)\s?(?:\d|two|three|four|five|six)\s+other\s+(?:patients?|residents?|clients?|pts?)\b"
    r"|\bwhile (?:the )?(?:therapist|pta?|ota?|i|cota)\s+(?:document|chart|treat|complet\w* (?:notes|doc)|was with|worked with|finish\w* notes|did (?:notes|paperwork)|on (?:the )?(?:phone|eval))\w*",
)
_SIGNATURE = re.compile(
    r"(?:(?:e-?|electronically\s+|digitally\s+)?signed(?:\s+by)?\b[^\n]{0,60}?|\bsignature\b[^\n]{0,60}?|(?:^|\n)[^\n]{0,40}?,\s*)"
    r"\b(?P<title>DPT|MPT|MSPT|PTA|PT|COTA(?:/L)?|OTR(?:/L)?|OTD|MOT|OT|CHT|SPT|OTS)\b",
)


def _first_hit(reading: Reading, ranges: list[Tokens], role: str, kinds: frozenset[str] | None = None) -> Tokens | None:
    for first, end in ranges if reading.says(role) else ():
        denied: Stretches | None = None
        for at, last, concept in reading.hits_of(role, first, end):
            if kinds is not None and concept.senses[role].normal not in kinds:
                continue
            if denied is None:
                denied = denied_in(reading, first, end)
            if not denied.cover(at):
                return at, last
    return None


def no_contact(reading: Reading, ranges: list[Tokens]) -> Span | None:
    """Billed work done alone, with an aide, in a group, or watched from afar."""
    found = _first_hit(reading, ranges, "no_contact")
    if found is not None:
        return reading.span(*found)
    words = [word for word in _CONTACT_WORDS if word in reading.lower]
    for first, end in ranges if words else ():
        start, stop = reading.span(first, end)
        lower = reading.lower[start:stop]
        if any(word in lower for word in words):
            match = _NO_CONTACT.search(lower)
            if match is not None:
                return start + match.start(), start + match.end()
    return None


def passive(reading: Reading, ranges: list[Tokens]) -> Span | None:
    """The patient is moved and does not perform."""
    found = _first_hit(reading, ranges, "passive")
    return None if found is None else reading.span(*found)


def education_only(reading: Reading, ranges: list[Tokens], interventions: tuple[Intervention, ...]) -> Span | None:
    """Explanation, handout or demonstration, and nothing practised."""
    talk = _first_hit(reading, ranges, "education_only")
    if talk is None:
        return None
    idle = _first_hit(reading, ranges, "not_practised")
    if idle is not None:
        return reading.span(*idle)
    if any(item.has_dose for item in interventions):
        return None
    active = sum(reading.classes[first:end].count("K") for first, end in ranges)
    return reading.span(*talk) if active == 0 or not interventions else None


def shared_description(reading: Reading, segments: list[Segment]) -> Span | None:
    """The stretch labelled for both codes at once that describes the work of both."""
    ends = {segment.block: segment.end for segment in segments if set(JUDGED) <= set(segment.owners)}  # the last of each block
    for segment in segments:
        if segment.row or segment.mention is None or segment.mention.role != "label":
            continue
        if len({code for code in segment.mention.codes if code in JUDGED}) == 2:
            first = segment.mention.first
            end = max(segment.end, ends.get(segment.block, 0))
            if end - segment.mention.end > 4:
                return reading.span(first, segment.end)
    return None


def find_signature(reading: Reading) -> Span | None:
    """A signature with a professional designation."""
    text = reading.text
    begin = _signed_line(text)
    if begin is None:
        return None
    found = [match.span("title") for match in _SIGNATURE.finditer(text, max(0, begin - 1))]
    return found[-1] if found else None


_TITLE = re.compile(r"DPT|MPT|MSPT|PTA|PT|COTA|OTR|OTD|MOT|OT|CHT|SPT|OTS")


def _signed_line(text: str) -> int | None:
    """Where the first line begins that a title closes or a signature opens; a title elsewhere stands for something else."""
    line = looked = 0  # where the line begins, and how far the text was read
    signed = False
    for title in _TITLE.finditer(text):
        at = title.start()
        comma = at - 1
        while comma >= 0 and text[comma].isspace():
            comma -= 1
        begin = text.rfind("\n", looked, at) + 1
        if begin:
            line, signed = begin, False
        if comma >= 0 and text[comma] == ",":
            return text.rfind("\n", 0, comma) + 1
        signed = signed or text.find("sign", max(line, looked - 3), at) >= 0
        if signed:
            return line
        looked = at
    return None
