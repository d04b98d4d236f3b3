"""Elements of a narrative, met / partial / missing, read off the evidence by the annotation guide's table.

These are the answers that the evidence alone gives. For the elements that words decide without end (which demands,
what counts as a response), the scorer (scoring/scorer.py) may correct them; ``RULED`` lists those it may not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence

ELEMENTS: Mapping[Code, tuple[str, ...]] = {
    "97110": (
        "named_exercise", "dose", "load", "position", "impairment_target", "clock_time", "objective_measure", "baseline", "goal_connection",
    ),
    "97530": ("named_activity", "components", "skilled_direction", "clock_time", "goal_connection", "patient_response"),
}  # fmt: skip
RULED = frozenset(("clock_time",))
COUNTED_KINDS = frozenset(("rom", "strength", "girth", "balance", "endurance", "gait", "outcome_score"))


def read_elements(narrative: Evidence, note: NoteEvidence) -> dict[str, Level]:
    """Every element of the narrative's code, in the contract's order."""
    if not narrative.documented:
        return dict.fromkeys(ELEMENTS[narrative.code], "missing")
    return {name: _READERS[name](narrative, note) for name in ELEMENTS[narrative.code]}


def _share(parts: list[bool], *, half: bool = False) -> Level:
    """All met, some partial, none missing; ``half``: met from half of them on."""
    if not parts or not any(parts):
        return "missing"
    if all(parts) or (half and 2 * sum(parts) >= len(parts)):
        return "met"
    return "partial"


def _named_exercise(narrative: Evidence, note: NoteEvidence) -> Level:
    named = [work for work in narrative.work if work.kind != "class"]
    if not named:
        return "missing"
    return "partial" if len(named) < len(narrative.work) else "met"


def _dose(narrative: Evidence, note: NoteEvidence) -> Level:
    return _share([work.has_dose for work in narrative.work if work.kind != "class"])


def _load(narrative: Evidence, note: NoteEvidence) -> Level:
    needing = [work for work in narrative.work if work.load_need]
    if not needing:
        named = any(work.kind != "class" for work in narrative.work)
        return "not_applicable" if named else "missing"
    return _share([work.has_load for work in needing])


def _position(narrative: Evidence, note: NoteEvidence) -> Level:
    return _share([work.has_position for work in narrative.work if work.kind != "class"], half=True)


def _impairment_target(narrative: Evidence, note: NoteEvidence) -> Level:
    if any(capacity and place for capacity, place, _ in narrative.targets):
        return "met"
    return "partial" if narrative.targets else "missing"


def _clock_time(narrative: Evidence, note: NoteEvidence) -> Level:
    if narrative.time_blocks:
        return "partial" if narrative.estimate is not None else "met"
    if narrative.stated_minutes or narrative.lone_clock is not None or note.combined_time is not None:
        return "partial"
    return "missing"


def _objective_measure(narrative: Evidence, note: NoteEvidence) -> Level:
    if any(measure.kind in COUNTED_KINDS for measure in narrative.measures):
        return "met"
    return "partial" if narrative.measures else "missing"


def _baseline(narrative: Evidence, note: NoteEvidence) -> Level:
    counted = [measure for measure in narrative.measures if measure.kind in COUNTED_KINDS]
    if not counted:
        return "missing"
    return "met" if any(measure.baseline is not None for measure in counted) else "missing"


def _goal_connection(narrative: Evidence, note: NoteEvidence) -> Level:
    if narrative.goal_connections:
        return "met"
    return "partial" if narrative.generic_goals else "missing"


def _named_activity(narrative: Evidence, note: NoteEvidence) -> Level:
    grades = [
        "missing" if work.kind == "exercise" and work.purpose != "unknown" else work.specific
        for work in narrative.work
        if work.kind != "class"
    ]
    for level in ("met", "partial"):
        if level in grades:
            return level
    return "missing"


def _components(narrative: Evidence, note: NoteEvidence) -> Level:
    count = len(narrative.components)
    if count == 0 or not narrative.work:
        return "missing"
    named = _named_activity(narrative, note)
    return "met" if count >= 2 and named != "missing" else "partial"


def _skilled_direction(narrative: Evidence, note: NoteEvidence) -> Level:
    if narrative.cues:
        return "met"
    return "partial" if narrative.empty_cues or narrative.assist_only else "missing"


def _patient_response(narrative: Evidence, note: NoteEvidence) -> Level:
    if narrative.responses or narrative.measures:
        return "met"
    return "partial" if narrative.stock_responses or narrative.assist_only else "missing"


_READERS: Mapping[str, Callable[[Evidence, NoteEvidence], Level]] = {
    "named_exercise": _named_exercise,
    "dose": _dose,
    "load": _load,
    "position": _position,
    "impairment_target": _impairment_target,
    "clock_time": _clock_time,
    "objective_measure": _objective_measure,
    "baseline": _baseline,
    "goal_connection": _goal_connection,
    "named_activity": _named_activity,
    "components": _components,
    "skilled_direction": _skilled_direction,
    "patient_response": _patient_response,
}


def own_minutes(narrative: Evidence, note: NoteEvidence) -> int | None:
    """The code's own minutes: the sum of its clock blocks, else minutes stated for it; None where unknown,
    combined or impossible."""
    if narrative.time_blocks:
        minutes = [block.minutes for block in narrative.time_blocks]
        return None if None in minutes else sum(value for value in minutes if value is not None)
    if narrative.stated_minutes:
        return narrative.stated_minutes[0][0]
    return None
