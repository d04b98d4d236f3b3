"""Minutes and totals that stand in running text: of a visit, of a code, in a line that heads or closes its work."""

from __future__ import annotations

import re

from nlp_check.components.figures import only_figures, spoken_value
from nlp_check.components.ledger import Ledger, Stated
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.times import estimate_before

_TOTAL_TIMED = re.compile(
    r"total\s++(?:(?:timed|direct|one[\s-]on[\s-]one|1:1|billable|contact)(?:[\s-]*+code)?)\s*+(?:treatment|code|tx|therapy|contact)?\s*+(?:time|min(?:ute)?s?)?\s*+(?:\(?min(?:ute)?s?\)?)?"
    r"\s*+[|:=\-]?\s*+(?P<min>\d{1,3})|timed(?:[\s-]code)?\s++(?:treatment\s++)?(?:min(?:ute)?s?|time|total)\s*+[|:=\-]?\s*+(?P<min2>\d{1,3})",
    re.IGNORECASE,
)
_TOTAL_TREATMENT = re.compile(
    r"total\s++(?:treatment|tx|session|visit|therapy|rx)?\s*+(?:time|min(?:ute)?s?)\s*+(?:\(min\))?\s*+(?:today|in clinic|of treatment)?\s*+[|:=\-]?\s*+(?P<min>\d{1,3})"
    r"|(?:treatment|session|visit|tx)\s++(?:time|length|duration)\s*+(?:total)?\s*+[|:=\-]?\s*+(?P<min2>\d{1,3})\s*+m"
    r"|\b(?P<min3>\d{1,3})\s*+min(?:ute)?s?\s++total\b"
    r"|^[^\w\n]*+(?:pt|ot|tx|treatment|therapy|session|visit|seen)(?:\s++(?:for|x|time))?\s*+[:,x-]?\s*+(?P<min4>\d{1,3})\s*+min",
    re.IGNORECASE | re.MULTILINE,
)
_SPENT = re.compile(r"\b(?:spent|first|next|another|remaining|last|then|the other|over|lasting|lasted|took|totall?ing|total of)\s++(?:approx(?:imately|\.)?|about|the)?\s*+(?=[\da-z])", re.IGNORECASE)
_PROSE_MINUTES = re.compile(r"(?:d|n{1,2})-?m")
_SHORTEST_SERVICE = 8  # minutes: less supports no unit, and is the length of an exercise


def minutes_in_prose(reading: Reading, segments: list[Segment], billed: tuple[str, ...], ledger: Ledger) -> None:
    """``Spent 25 min on ...``, ``the next twenty minutes ...``: minutes of a code that states none in any other way."""
    for segment in segments:
        own = [code for code in segment.owners if code in billed]
        if len(own) != 1 or segment.row or ledger.of(own[0]).blocks or ledger.of(own[0]).minutes:
            continue
        start, stop = reading.span(segment.first, segment.end)
        for lead in _SPENT.finditer(reading.text, start, stop):
            at = reading.token_at(lead.end()) if lead.end() < stop else segment.end
            match = _PROSE_MINUTES.match(reading.shapes, at, segment.end)
            value = spoken_value(reading, at, match.end() - 1 - (reading.shapes[match.end() - 2] == "-")) if match is not None else None
            if match is None or value is None or value < _SHORTEST_SERVICE:
                continue
            following = reading.hits_of("exercise", match.end(), min(match.end() + _MACHINE_NEAR, segment.end))
            if not any(concept.senses["exercise"].load == "level" for _, _, concept in following):
                ledger.of(own[0]).minutes.append(Stated(value, reading.span(at, match.end()), estimate_before(reading.text, reading.starts[at])))
                break
        else:
            _closing_minutes(reading, segment, own[0], ledger)


_CLOSING_MINUTES = re.compile(r"(d|n{1,2})-?m[.)c]*\Z")
_SHORT_LINE = 9


def _closing_minutes(reading: Reading, segment: Segment, code: str, ledger: Ledger) -> None:
    """``Core and hips, 20 min.``: a short line that names no exercise and ends in minutes heads or closes its code's work."""
    if segment.end - segment.first > _SHORT_LINE or set(reading.classes[segment.first : segment.end]) & set("XKHN"):
        return
    match = _CLOSING_MINUTES.search(reading.shapes, segment.first, segment.end)
    value = spoken_value(reading, *match.span(1)) if match is not None else None
    if match is not None and value is not None and value >= _SHORTEST_SERVICE:
        ledger.of(code).minutes.append(Stated(value, reading.span(*match.span()), estimate_before(reading.text, reading.starts[match.start()])))


_MACHINE_NEAR = 5


def adopt_field_lines(reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> None:
    """``Start 1:18 PM``, ``Units 1``: a line of figures right under the text of one code, with others like it, is of that code."""
    above: Segment | None = None
    for segment in segments:
        if segment.row or segment.labelled:
            above = segment if not segment.row else None
            continue
        field = not segment.owners and segment.end - segment.first <= 16 and only_figures(reading, segment)
        if field and above is not None and above.sentence.paragraph == segment.sentence.paragraph and segment.sentence.line - above.sentence.line <= 1:
            own = [code for code in above.owners if code in billed]
            if len(own) == 1 and len(own) < len(billed):
                segment.owners = (own[0],)
        above = segment


def read_totals(text: str, ledger: Ledger) -> None:
    """The timed and the whole treatment minutes that the text states."""
    words = text.lower()
    total = "total" in words
    timed = _TOTAL_TIMED.search(text) if total or "timed" in words else None
    if timed is not None:
        ledger.total_timed = (int(timed["min"] or timed["min2"]), timed.span())
    if not total and not any(length in words for length in _LENGTHS) and _VISIT_MINUTES.search(words) is None:
        return
    for match in _TOTAL_TREATMENT.finditer(text):
        if timed is None or match.start() != timed.start():
            ledger.total_treatment = (int(match["min"] or match["min2"] or match["min3"] or match["min4"]), match.span())
            break


_VISIT_MINUTES = re.compile(r"^[^\w\n]*+(?:pt|ot|tx|treatment|therapy|session|visit|seen)\b.{0,9}\d\s*+min", re.MULTILINE)
_LENGTHS = tuple(
    f"{what} {length}" for what in ("treatment", "session", "visit", "tx") for length in ("time", "length", "duration")
)
