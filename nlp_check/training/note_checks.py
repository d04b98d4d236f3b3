"""Do the labels of a whole note agree with each other, with the claim, and with the findings they imply?

Each check yields (field, what is wrong), the field as a path from the top of the label file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from nlp_check.errors import RecordError
from nlp_check.records.evidence import BILLED_CODES
from nlp_check.records.note import parse_note
from nlp_check.training.derive import JUDGED_RULES, NOTE_RULES, RULE_IDS, derive
from nlp_check.training.gold import NOWHERE, GoldNote
from nlp_check.training.labels import RuleAndCode
from nlp_check.training.narrative_checks import Complaint, check_narrative
from nlp_check.training.quotes import find_all

_ID = re.compile(r"(?P<writer>[a-z]+\d+)-\d+")
_STYLE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_ACTIVITY_ONLY = ("passive-patient", "education-only")
_DISTINCT_SERVICE = frozenset({"59", "XE", "XP", "XS", "XU"})


def check_note(note: GoldNote, id: str, source: str) -> Iterator[Complaint]:
    """Every disagreement in the labels of the note in file ``id``; ``source`` is that file as written."""
    yield from _identity(note, id)
    yield from _codes(note)
    yield from _claim(note)
    for n, narrative in enumerate(note.narratives):
        combined = note.combined_time is not None
        for field, message in check_narrative(narrative, combined, why_met="why_met:" in source):
            yield f"narratives[{n}].{field}", f"{narrative.code} {message}"
    yield from _loads_as_written(note)
    yield from _clocks_as_written(note)
    yield from _pair(note)
    yield from _judged(note)
    yield from _listed(note)
    yield from _findings(note)


def _identity(note: GoldNote, id: str) -> Iterator[Complaint]:
    if note.id != id:
        yield "id", f"is {note.id}, but the file is named {id}"
    match = _ID.fullmatch(id)
    if match is None:
        yield "id", "an id is <writer>-<number>, such as w03-007"
    elif match["writer"] != note.writer:
        yield "writer", f"is {note.writer}, but the id says {match['writer']}"
    if not _STYLE.fullmatch(note.style):
        yield "style", "must be a slug: small letters, digits and hyphens"
    if not note.text.strip():
        yield "id", "the note is empty"


def _codes(note: GoldNote) -> Iterator[Complaint]:
    codes = [narrative.code for narrative in note.narratives]
    if len(set(codes)) < len(codes):
        yield "narratives", "a code has two narratives: one holds all that documents it"
    if note.combined_time is not None and len(codes) < 2:
        yield "combined_time", "is only for a note with both codes"
    if len(codes) > 1 and note.pair is None:
        yield "narratives", "pair is left out, but both codes are billed"
    if len(codes) < 2 and note.pair is not None:
        yield "pair", "must be left out unless both codes are billed"


def _claim(note: GoldNote) -> Iterator[Complaint]:
    try:
        parse_note({"text": note.text, "claim": [msgspec.structs.asdict(line) for line in note.claim or ()]})
    except RecordError as error:
        yield error.field, error.reason
    for code in BILLED_CODES:
        lines = [line for line in note.claim or () if line.code == code]
        narrative = note.narrative(code)
        if lines and narrative is None:
            yield "claim", f"{code} is on the claim and has no narrative (text: [] if nothing documents it)"
        units = [line.units for line in lines if line.units is not None]
        if narrative is not None and units and narrative.billed_units != sum(units):
            place = f"narratives[{note.narratives.index(narrative)}].billed_units"
            yield place, f"{code} units on the claim are {sum(units)}"


def _loads_as_written(note: GoldNote) -> Iterator[Complaint]:
    for n, narrative in enumerate(note.narratives):
        for k, item in enumerate(narrative.interventions):
            text = item.load.text if item.load is not None else ""
            if text and not find_all(note.text, text):
                yield f"narratives[{n}].interventions[{k}].load.text", f"{text!r} is not found in the note"


def _clocks_as_written(note: GoldNote) -> Iterator[Complaint]:
    """The digits of a block's start and stop stand in its quote: times are typed by hand, and hands slip."""
    for n, narrative in enumerate(note.narratives):
        for k, block in enumerate(narrative.time_blocks):
            quote = note.text[slice(*block.span)]
            for name, time in (("start", block.start), ("stop", block.stop)):
                if block.span != NOWHERE and not _stands_in(quote, time, with_hour=name == "start"):
                    yield f"narratives[{n}].time_blocks[{k}]", f"{name} {time} does not stand in the quote"


def _stands_in(quote: str, time: str, with_hour: bool) -> bool:
    """A full hour may be written without its ``:00``, and a stop without its hour (``10:05-23``)."""
    hour, _, minute = time.partition(":")
    hours = {hour.lstrip("0"), str((int(hour) - 1) % 12 + 1)} if hour.isdecimal() else {hour}
    return (minute in quote or minute == "00") and (not with_hour or any(hour in quote for hour in hours))


def _pair(note: GoldNote) -> Iterator[Complaint]:
    if note.pair is None:
        return
    if note.combined_time is not None and note.pair.separate_time == "met":
        yield "pair.separate_time", "cannot be met with combined_time"
    modifiers = {m for line in note.claim or () if line.code in BILLED_CODES for m in line.modifiers}
    if modifiers & _DISTINCT_SERVICE and note.pair.modifier_59 != "present":
        yield "pair.modifier_59", "must be present: the claim has 59 or an X modifier"


def _judged(note: GoldNote) -> Iterator[Complaint]:
    for n, (rule, code) in enumerate(note.judged):
        if rule not in JUDGED_RULES:
            yield f"judged[{n}]", f"{rule} is not a judged rule: it follows from the labels or does not exist"
        elif rule in _ACTIVITY_ONLY and code == "97110":
            yield f"judged[{n}]", f"{rule} is a rule of 97530"
    if ("shared-description", None) in note.judged:
        for n, narrative in enumerate(note.narratives):
            if narrative.separately_justified:
                yield f"narratives[{n}].separately_justified", "cannot be true with shared-description"


def _listed(note: GoldNote) -> Iterator[Complaint]:
    """Names, codes and repetitions in ``judged`` and ``findings``."""
    billed = {narrative.code for narrative in note.narratives}
    for name, listed in (("judged", note.judged), ("findings", note.findings)):
        for n, (rule, code) in enumerate(listed):
            field = f"{name}[{n}]"
            if rule not in RULE_IDS:
                yield field, f"{rule} is not a rule that is on under strict"
            elif rule in NOTE_RULES and code is not None:
                yield field, f"{rule} is a finding of the note: its code is null"
            elif rule not in NOTE_RULES and code not in billed:
                yield field, f"{rule} needs the code of a narrative"
            if (rule, code) in listed[:n]:
                yield field, f"{_shown((rule, code))} is listed twice"


def _findings(note: GoldNote) -> Iterator[Complaint]:
    """What is listed must be exactly what the labels imply."""
    derived: list[RuleAndCode] = [(finding.rule, finding.code) for finding in derive(note)]
    for finding in derived:
        if finding not in note.findings:
            yield "findings", f"missing: {_shown(finding)} follows from the labels"
    for n, finding in enumerate(note.findings):
        if finding not in derived and finding[0] in RULE_IDS:
            yield f"findings[{n}]", f"too much: {_shown(finding)} does not follow from the labels"


def _shown(finding: RuleAndCode) -> str:
    rule, code = finding
    return f"[{rule}, {code or 'null'}] ({RULE_IDS.get(rule, '?')})"
