"""How two codes of one day stand beside each other: separate time, separate justification, clinical link, modifier."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence
from nlp_check.records.report import Pair

Elements = Mapping[Code, Mapping[str, Level]]


def read_pair(note: NoteEvidence, elements: Elements) -> Pair | None:
    """None unless both codes are billed."""
    if len(note.narratives) < 2:
        return None
    return Pair(
        separate_time=_separate_time(note, elements),
        separate_justification=_separate_justification(note, elements),
        clinical_link=note.link,
        modifier_59={True: "present", False: "absent", None: "unknown"}[note.modifier_59],  # type: ignore[arg-type]
    )


def _separate_time(note: NoteEvidence, elements: Elements) -> Level:
    """Own clock times that do not overlap are met; anything less that is still each code's own is partial."""
    grades = {elements[narrative.code]["clock_time"] for narrative in note.narratives}
    if note.combined_time is not None or "missing" in grades:
        return "missing"
    if "partial" in grades or _overlap(note.narratives):
        return "partial"
    return "met"


def _overlap(narratives: tuple[Evidence, ...]) -> bool:
    times = sorted(
        (block.start, block.stop) for narrative in narratives for block in narrative.time_blocks if block.minutes is not None
    )
    return any(later[0] < earlier[1] for earlier, later in pairwise(times))


def _separate_justification(note: NoteEvidence, elements: Elements) -> Level:
    """Met where each code has a goal connection of its own and its own description; partial where one has."""
    if note.shared_description is not None or not all(narrative.documented for narrative in note.narratives):
        return "missing"
    goals = [elements[narrative.code]["goal_connection"] for narrative in note.narratives]
    if goals == ["met", "met"]:
        first, second = (narrative.goal_connections for narrative in note.narratives)
        if len(first) == len(second) == 1 and first[0].span == second[0].span:
            return "missing"
        return "met"
    return "partial" if "met" in goals else "missing"
