"""Do the labels of one narrative agree with each other?

Each check yields (field below the narrative, what is wrong). A check refuses only what the annotation guide
or the corpus notation rules out; where the guide leaves a judgement to the annotator, nothing is checked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from nlp_check.records.evidence import BILLED_CODES, Intervention, Level
from nlp_check.training.derive import block_minutes, is_impossible
from nlp_check.training.gold import NOWHERE, GoldNarrative

Complaint = tuple[str, str]
_SHARED = ("clock_time", "goal_connection")
ELEMENTS: dict[str, tuple[str, ...]] = {
    BILLED_CODES[0]: (
        "named_exercise", "dose", "load", "position", "impairment_target", *_SHARED, "objective_measure",
        "baseline",
    ),
    BILLED_CODES[1]: ("named_activity", "components", "skilled_direction", *_SHARED, "patient_response"),
}  # fmt: skip
_UNCOUNTED = ("pain", "vital")  # values that are of no treated impairment
_SOME = ("met", "partial")
# code -> what `specific` needs: one of these elements at one of these levels, for each line
_SPECIFIC_NEEDS: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    "97110": ((("named_exercise",), _SOME), (("dose",), _SOME), (("impairment_target",), ("met",))),
    "97530": ((("named_activity",), _SOME), (("components", "skilled_direction"), ("met",))),
}
_HH_MM = re.compile(r"\d\d:\d\d")


def check_narrative(narrative: GoldNarrative, combined: bool, why_met: bool) -> Iterator[Complaint]:
    """Every disagreement.

    ``combined``: one time is stated for both codes. ``why_met``: the file says why skilled direction is met
    although no cue can be quoted (a decision told over several sentences, say).
    """
    yield from _vocabulary(narrative)
    if not narrative.spans:
        yield from _undocumented(narrative)
        return
    yield from _time_blocks(narrative)
    yield from _minutes(narrative)
    yield from _clock_time(narrative, combined)
    for check in _CHECKS_97110 if narrative.code == "97110" else ():
        yield from check(narrative)
    if narrative.code == "97530":
        yield from _skilled_direction(narrative, why_met)
    yield from _goal_connection(narrative)
    yield from _judgements(narrative)
    yield from _spans(narrative)


def level(narrative: GoldNarrative, element: str) -> Level:
    """The level of an element; one that is not labelled is missing."""
    return narrative.elements.get(element, "missing")


def _vocabulary(narrative: GoldNarrative) -> Iterator[Complaint]:
    known = ELEMENTS[narrative.code]
    for element, value in narrative.elements.items():
        if element not in known:
            yield f"elements.{element}", f"is not an element of {narrative.code}"
        elif value == "not_applicable" and element != "load":
            yield f"elements.{element}", "cannot be not_applicable (only load can)"
    for element in known:
        if element not in narrative.elements:
            yield "elements", f"{element} is left out"


def _undocumented(narrative: GoldNarrative) -> Iterator[Complaint]:
    """A billed code that nothing documents has nothing to label."""
    for element, value in narrative.elements.items():
        if value != "missing":
            yield f"elements.{element}", "must be missing where text is []"
    for field in ("interventions", "cues", "measures", "goal_connections"):  # a grid row may state a time
        if getattr(narrative, field):
            yield field, "must be empty where text is []"
    for field in ("specific", "separately_justified"):
        if getattr(narrative, field):
            yield field, "must be false where text is []"


def _time_blocks(narrative: GoldNarrative) -> Iterator[Complaint]:
    for n, block in enumerate(narrative.time_blocks):
        field = f"time_blocks[{n}]"
        real = block_minutes(block.start, block.stop)
        if real is None and block.minutes is not None:
            yield field, "an impossible block (stop at or before start, or over 4 hours) has no minutes"
        elif real is not None and not (_HH_MM.fullmatch(block.start) and _HH_MM.fullmatch(block.stop)):
            yield field, "start and stop are written HH:MM"
        elif real != block.minutes:
            yield field, f"{block.start} to {block.stop} is {real} minutes, not {_shown(block.minutes)}"


def _minutes(narrative: GoldNarrative) -> Iterator[Complaint]:
    blocks, stated = narrative.time_blocks, narrative.stated_minutes
    if any(map(is_impossible, blocks)):
        if narrative.minutes is not None:
            yield "minutes", "must be null where a block is impossible"
        return
    total = sum(block_minutes(block.start, block.stop) or 0 for block in blocks)
    if blocks and narrative.minutes != total:
        yield "minutes", f"the blocks add up to {total}, not {_shown(narrative.minutes)}"
    if stated is not None and not blocks:
        yield "stated_minutes", "is only for minutes that differ from the clock: without blocks, use minutes"
    if stated is not None and blocks and stated == total:
        yield "stated_minutes", "is only for minutes that differ from the clock: leave it out"


def _clock_time(narrative: GoldNarrative, combined: bool) -> Iterator[Complaint]:
    value, blocks, minutes = level(narrative, "clock_time"), narrative.time_blocks, narrative.minutes
    field = "elements.clock_time"
    if combined:
        if blocks or minutes is not None:
            yield "minutes", "with combined_time, time_blocks is [] and minutes is null"
        if value != "partial":
            yield field, "must be partial with combined_time"
    elif blocks and not narrative.estimated_time and value != "met":
        yield field, "must be met: there is a start and a stop"
    elif blocks and narrative.estimated_time and value != "partial":
        yield field, "must be partial: the time is an estimate"
    elif not blocks and value == "met":
        yield field, "cannot be met without a time block"
    elif not blocks and minutes is not None and value != "partial":
        yield field, "must be partial: minutes are stated"
    if narrative.estimated_time and value == "missing":
        yield "estimated_time", "no time is labelled that could be an estimate"


def _named_exercise(narrative: GoldNarrative) -> Iterator[Complaint]:
    value, vague = level(narrative, "named_exercise"), len(narrative.interventions) > len(narrative.named)
    field = "elements.named_exercise"
    if value == "missing" and narrative.named:
        yield field, "is missing, but an intervention is listed that is not vague"
    if value == "met" and vague:
        yield field, "cannot be met: an intervention is vague"
    if value == "met" and not narrative.interventions and narrative.intended_code != "education":
        yield field, "is met, but no intervention is listed"


def _dose(narrative: GoldNarrative) -> Iterator[Complaint]:
    value, named = level(narrative, "dose"), narrative.named
    without = [item.name for item in named if not item.has_dose]
    if value == "met" and without:
        yield "elements.dose", f"cannot be met: {without[0]!r} has no dose"
    elif value == "missing" and len(without) < len(named):
        yield "elements.dose", "cannot be missing: an intervention has a dose"
    elif value == "partial" and named and len(without) == len(named):
        yield "elements.dose", "cannot be partial: no intervention has a dose"
    elif value == "partial" and named and all(map(_has_full_dose, named)):
        yield "elements.dose", "cannot be partial: every intervention has a dose"


def _has_full_dose(item: Intervention) -> bool:
    """More than a bare number of sets."""
    return any(
        part is not None for part in (item.reps, item.hold_seconds, item.duration_seconds, item.distance)
    )


def _load_and_position(narrative: GoldNarrative) -> Iterator[Complaint]:
    loads = any(item.load is not None for item in narrative.interventions)
    if level(narrative, "load") in ("met", "partial") and narrative.interventions and not loads:
        yield "elements.load", f"is {level(narrative, 'load')}, but no intervention has a load"
    positions = any(item.position is not None for item in narrative.interventions)
    position = level(narrative, "position")
    if position == "missing" and positions:
        yield "elements.position", "cannot be missing: an intervention has a position"
    if position in ("met", "partial") and narrative.interventions and not positions:
        yield "elements.position", f"is {position}, but no intervention has a position"


def _objective_measure(narrative: GoldNarrative) -> Iterator[Complaint]:
    value, baseline = level(narrative, "objective_measure"), level(narrative, "baseline")
    counted = any(measure.kind not in _UNCOUNTED for measure in narrative.measures)
    field = "elements.objective_measure"
    if value == "met" and not counted:
        yield field, "is met, but no measure is listed that counts (pain and vitals do not)"
    if value == "missing" and any(measure.kind != "other" for measure in narrative.measures):
        yield field, "cannot be missing: a measure is listed"  # "other" may count successes of a task
    if baseline != "missing" and value != "met":
        yield "elements.baseline", "must be missing unless objective_measure is met"


def _skilled_direction(narrative: GoldNarrative, why_met: bool) -> Iterator[Complaint]:
    value, field = level(narrative, "skilled_direction"), "elements.skilled_direction"
    if value == "met" and not narrative.cues and not why_met:
        yield field, "is met, but no cue is listed (or say why in a comment: # why_met: ...)"
    if value != "met" and narrative.cues:
        yield field, "must be met: a cue with content is listed"


def _goal_connection(narrative: GoldNarrative) -> Iterator[Complaint]:
    value, field = level(narrative, "goal_connection"), "elements.goal_connection"
    if value == "met" and not narrative.goal_connections:
        yield field, "is met, but goal_connections is empty"
    if value != "met" and narrative.goal_connections:
        yield field, "must be met: goal_connections lists only those that are met"


def _judgements(narrative: GoldNarrative) -> Iterator[Complaint]:
    """What the two judgements need. It is necessary, not sufficient, so ``false`` is never refused."""
    for elements, levels in _SPECIFIC_NEEDS[narrative.code] if narrative.specific else ():
        if not any(level(narrative, element) in levels for element in elements):
            yield "specific", f"cannot be true unless {' or '.join(elements)} is {' or '.join(levels)}"
    if narrative.separately_justified and level(narrative, "goal_connection") != "met":
        yield "separately_justified", "cannot be true unless goal_connection is met"


def _spans(narrative: GoldNarrative) -> Iterator[Complaint]:
    for field, spans in (
        ("text", narrative.spans),
        ("interventions", tuple(item.span for item in narrative.interventions)),
    ):
        placed = [(span, n) for n, span in enumerate(spans) if span != NOWHERE]
        if field == "text" and placed != sorted(placed):
            yield field, "the stretches are not in the order of the note"
        ordered = sorted(placed)
        for (before, _), (after, n) in pairwise(ordered):
            if after[0] < before[1]:
                yield f"{field}[{n}]", "overlaps another stretch of the same list"


def _shown(minutes: int | None) -> str:
    return "null" if minutes is None else str(minutes)


_CHECKS_97110: tuple[Callable[[GoldNarrative], Iterator[Complaint]], ...] = (
    _named_exercise,
    _dose,
    _load_and_position,
    _objective_measure,
)
