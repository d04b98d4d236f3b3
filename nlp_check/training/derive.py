"""The findings under ``strict`` that follow from the labels of a note, by the contract's rule table alone.

This is a second, independent reading of the contract: it shares no code with the rules of the program. So the
corpus can be checked against itself, and the rules can be checked against the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

import msgspec

from nlp_check.records.evidence import Code, Span, TimeBlock
from nlp_check.records.report import Severity
from nlp_check.training.gold import GoldNarrative, GoldNote

MAX_BLOCK_MINUTES = 240
RULE_IDS = {
    "missing-time": "T01", "missing-clock-time": "T02", "combined-time": "T03", "overlapping-time": "T04",
    "impossible-time": "T05", "minutes-mismatch": "T06", "estimated-time": "T07",
    "units-exceed-time": "U01", "units-below-time": "U02",
    "vague-intervention": "S01", "missing-dose": "S02", "missing-load": "S03", "missing-position": "S04",
    "missing-components": "S05", "missing-impairment": "S06",
    "missing-measure": "O01", "missing-baseline": "O02", "missing-response": "O03",
    "missing-goal-connection": "G01", "generic-goal": "G02", "shared-goal-connection": "G03",
    "missing-skilled-direction": "K01", "vague-cueing": "K02", "no-direct-contact": "K03",
    "passive-patient": "K04", "education-only": "K05",
    "exercise-billed-as-activity": "C01", "activity-billed-as-exercise": "C02", "gait-training": "C03",
    "neuromuscular-reeducation": "C04", "other-service": "C05", "shared-description": "P01",
    "no-clinical-link": "P02", "modifier-59-reminder": "P03", "modifier-59-unsupported": "P04",
    "modifier-59-missing": "P05", "no-code-found": "N01", "billed-not-documented": "N02",
}  # fmt: skip
_NOTE_IDS = ("T03", "T04", "G03", "P01", "P02", "P03", "P04", "P05", "N01")
_JUDGED_IDS = ("K03", "K04", "K05", "P01", "P05")
NOTE_RULES = frozenset(name for name, id in RULE_IDS.items() if id in _NOTE_IDS)  # their code is None
JUDGED_RULES = frozenset(name for name, id in RULE_IDS.items() if id in _JUDGED_IDS)  # no label implies them

# element -> (rule, severity when missing, severity when partial); None: does not fire
_ELEMENT_RULES: dict[str, tuple[str, Severity | None, Severity | None]] = {
    "named_exercise": ("vague-intervention", "error", "warning"),
    "named_activity": ("vague-intervention", "error", "warning"),
    "dose": ("missing-dose", "error", "warning"),
    "load": ("missing-load", "error", "warning"),
    "position": ("missing-position", "warning", None),
    "components": ("missing-components", "error", "warning"),
    "impairment_target": ("missing-impairment", "error", "warning"),
    "objective_measure": ("missing-measure", "error", "warning"),
    "patient_response": ("missing-response", "info", "info"),
}
_NEEDS_A_NAME = frozenset({"dose", "load", "position"})  # nothing is named: that alone is the finding
_INTENT_RULES: dict[str, tuple[str, Severity]] = {
    "97110": ("exercise-billed-as-activity", "error"),
    "97530": ("activity-billed-as-exercise", "error"),
    "97116": ("gait-training", "error"),
    "97112": ("neuromuscular-reeducation", "error"),
    "97535": ("other-service", "warning"),
    "97140": ("other-service", "warning"),
}
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


class DerivedFinding(msgspec.Struct, frozen=True):
    """One finding that must be raised. ``code`` is None for a finding of the whole note."""

    rule: str
    code: Code | None
    severity: Severity


def derive(note: GoldNote) -> tuple[DerivedFinding, ...]:
    """The whole set for ``note``: each (rule, code) once, ordered by rule id and then by code."""
    found = set(_of_note(note))
    for narrative in note.narratives:
        found.update(_of_narrative(narrative, combined=note.combined_time is not None))
    documented = {narrative.code for narrative in note.narratives if narrative.spans}
    for rule, code in note.judged:
        if rule in JUDGED_RULES and (code is None if rule in NOTE_RULES else code in documented):
            found.add(DerivedFinding(rule, code, "error"))
    return tuple(sorted(found, key=lambda finding: (RULE_IDS[finding.rule], finding.code or "")))


def block_minutes(start: str, stop: str) -> int | None:
    """Minutes from ``start`` to ``stop`` (24-hour HH:MM) of one day; None when the block is impossible.

    Impossible: not a clock time, stop at or before start (a visit does not cross midnight), or over 4 hours.
    """
    begin, end = _clock(start), _clock(stop)
    if begin is None or end is None or not 0 < end - begin <= MAX_BLOCK_MINUTES:
        return None
    return end - begin


def table_units(minutes: int) -> int:
    """Units by the 8-minute table: 8-22 one, 23-37 two, 38-52 three, ..."""
    return (minutes + 7) // 15


def is_impossible(block: TimeBlock) -> bool:
    """Whether a block's clock times allow no minutes: stop at or before start, or over four hours."""
    return block_minutes(block.start, block.stop) is None


def _clock(time: str) -> int | None:
    match = _CLOCK.fullmatch(time)
    return int(match[1]) * 60 + int(match[2]) if match else None


def _of_narrative(narrative: GoldNarrative, combined: bool) -> Iterator[DerivedFinding]:
    code = narrative.code
    if not narrative.spans:  # excludes every other rule for the code
        yield DerivedFinding("billed-not-documented", code, "error")
        return
    for rule, severity in (
        *_time(narrative, combined),
        *_units(narrative),
        *_elements(narrative),
        *_goal_and_skill(narrative),
    ):
        yield DerivedFinding(rule, code, severity)
    if narrative.intended_code != code and narrative.intended_code in _INTENT_RULES:
        rule, severity = _INTENT_RULES[narrative.intended_code]
        yield DerivedFinding(rule, code, severity)


def _time(narrative: GoldNarrative, combined: bool) -> Iterator[tuple[str, Severity]]:
    clock = narrative.elements.get("clock_time")
    if not combined and clock == "missing":
        yield "missing-time", "error"
    if not combined and clock == "partial" and not narrative.time_blocks:  # an estimate may have its blocks
        yield "missing-clock-time", "error"
    if any(map(is_impossible, narrative.time_blocks)):
        yield "impossible-time", "error"
    elif narrative.stated_minutes is not None and narrative.minutes not in (None, narrative.stated_minutes):
        yield "minutes-mismatch", "error"
    if narrative.estimated_time:
        yield "estimated-time", "warning"


def _units(narrative: GoldNarrative) -> Iterator[tuple[str, Severity]]:
    minutes, billed = narrative.minutes, narrative.billed_units
    if minutes is None or billed is None or any(map(is_impossible, narrative.time_blocks)):
        return
    if billed > table_units(minutes):
        yield "units-exceed-time", "error"
    elif billed < table_units(minutes):
        yield "units-below-time", "info"


def _elements(narrative: GoldNarrative) -> Iterator[tuple[str, Severity]]:
    levels = narrative.elements
    named = levels.get("named_exercise", "missing") != "missing"
    for element, (rule, missing, partial) in _ELEMENT_RULES.items():
        severity = {"missing": missing, "partial": partial}.get(levels.get(element, "met"))
        if severity is not None and (named or element not in _NEEDS_A_NAME):
            yield rule, severity
    if levels.get("objective_measure") == "met" and levels.get("baseline") in ("missing", "partial"):
        yield "missing-baseline", "warning"


def _goal_and_skill(narrative: GoldNarrative) -> Iterator[tuple[str, Severity]]:
    goal, skill = narrative.elements.get("goal_connection"), narrative.elements.get("skilled_direction")
    if goal in ("missing", "partial"):
        yield ("missing-goal-connection" if goal == "missing" else "generic-goal"), "error"
    if skill == "missing":
        yield "missing-skilled-direction", "error"
    elif skill == "partial":
        yield "vague-cueing", "warning"


def _of_note(note: GoldNote) -> Iterator[DerivedFinding]:
    if not note.narratives:
        yield DerivedFinding("no-code-found", None, "info")
    if note.combined_time is not None:
        yield DerivedFinding("combined-time", None, "error")
    if _blocks_overlap(note):
        yield DerivedFinding("overlapping-time", None, "error")
    if len(note.narratives) > 1:
        yield from _of_pair(note)


def _of_pair(note: GoldNote) -> Iterator[DerivedFinding]:
    documented = all(narrative.spans for narrative in note.narratives)
    shared_goal = documented and _goal_is_shared(note)
    if shared_goal:
        yield DerivedFinding("shared-goal-connection", None, "error")
    if documented and note.pair is not None and note.pair.clinical_link == "missing":
        yield DerivedFinding("no-clinical-link", None, "warning")
    yield DerivedFinding("modifier-59-reminder", None, "info")
    one_description = ("shared-description", None) in note.judged
    unsupported = one_description or shared_goal or note.combined_time is not None or not documented
    if note.pair is not None and note.pair.modifier_59 == "present" and unsupported:
        yield DerivedFinding("modifier-59-unsupported", None, "error")


def _blocks_overlap(note: GoldNote) -> bool:
    """Two possible blocks, of one code or of two, share a minute. Blocks that merely touch do not."""
    blocks = [block for item in note.narratives if item.spans for block in item.time_blocks]
    hours = [(_clock(block.start), _clock(block.stop)) for block in blocks if not is_impossible(block)]
    certain = [(start, stop) for start, stop in hours if start is not None and stop is not None]
    return any(a[0] < b[1] and b[0] < a[1] for a, b in combinations(certain, 2))


def _goal_is_shared(note: GoldNote) -> bool:
    """Each code has one goal connection, and both are the same sentence (its full stop quoted or not)."""
    if any(len(narrative.goal_connections) != 1 for narrative in note.narratives):
        return False
    spans = [narrative.goal_connections[0].span for narrative in note.narratives]
    return len({_core(note.text, span) for span in spans}) == 1


def _core(text: str, span: Span) -> Span:
    """``span`` without white space and punctuation at its ends."""
    start, stop = span
    while start < stop and not text[start].isalnum():
        start += 1
    while start < stop and not text[stop - 1].isalnum():
        stop -= 1
    return start, stop
