"""How two codes of one day stand beside each other. The evidence is built by hand."""

from __future__ import annotations

from typing import Any

import pytest

from nlp_check.elements import ELEMENTS
from nlp_check.pairing import read_pair
from nlp_check.records.evidence import Code, Evidence, GoalConnection, Level, NoteEvidence, TimeBlock
from nlp_check.records.report import Pair

EXERCISE_GOAL = GoalConnection(text="Quad strength is needed for stairs.", span=(10, 45))
ACTIVITY_GOAL = GoalConnection(text="Stairs practised to reach his bedroom.", span=(60, 97))


def block(start: str, stop: str, minutes: int | None = 15) -> TimeBlock:
    return TimeBlock(start=start, stop=stop, minutes=minutes, span=(0, 9))


def pair(
    exercise: dict[str, Level] | None = None,
    activity: dict[str, Level] | None = None,
    *,
    exercise_evidence: dict[str, Any] | None = None,
    activity_evidence: dict[str, Any] | None = None,
    **note: Any,
) -> Pair:
    """The pair of two narratives that lack nothing, but for what is named."""
    blocks = {"97110": (block("10:05", "10:23"),), "97530": (block("10:25", "10:40"),)}
    goals = {"97110": (EXERCISE_GOAL,), "97530": (ACTIVITY_GOAL,)}
    narratives, elements = [], {}
    codes: tuple[tuple[Code, dict[str, Level] | None, dict[str, Any] | None], ...] = (
        ("97110", exercise, exercise_evidence), ("97530", activity, activity_evidence),
    )  # fmt: skip
    for code, levels, evidence in codes:
        fields = {
            "time_blocks": blocks[code],
            "goal_connections": goals[code],
            "documented": True,
            **(evidence or {}),
        }
        narratives.append(Evidence(code=code, spans=((0, 9),), anchor=None, **fields))
        met: dict[str, Level] = dict.fromkeys(ELEMENTS[code], "met")
        elements[code] = {**met, **(levels or {})}
    found = read_pair(NoteEvidence(narratives=tuple(narratives), link="met", **note), elements)
    assert found is not None
    return found


def test_two_services_that_stand_well() -> None:
    assert pair() == Pair("met", "met", "met", "unknown")


@pytest.mark.parametrize("count", [0, 1])
def test_no_pair_without_two_codes(count: int) -> None:
    narrative = Evidence(code="97110", spans=(), anchor=None, documented=True)
    assert read_pair(NoteEvidence(narratives=(narrative,) * count), {"97110": {}}) is None


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "met"),
        ({"exercise": {"clock_time": "partial"}}, "partial"),
        ({"activity": {"clock_time": "partial"}}, "partial"),
        ({"activity": {"clock_time": "missing"}}, "missing"),
        ({"combined_time": ((0, 9), 40)}, "missing"),
        ({"activity_evidence": {"time_blocks": (block("10:20", "10:40"),)}}, "partial"),
        ({"activity_evidence": {"time_blocks": (block("10:23", "10:40"),)}}, "met"),
        ({"exercise_evidence": {"time_blocks": (block("9:00", "9:20"), block("9:10", "9:30"))}}, "partial"),
        ({"activity_evidence": {"time_blocks": (block("10:20", "10:05", None),)}}, "met"),
    ],
    ids=[
        "own-clock-times", "estimate", "minutes-only", "no-time", "combined", "overlap", "touching", "overlap-of-one-code", "impossible-block",
    ],
)  # fmt: skip
def test_separate_time(changes: dict[str, Any], expected: Level) -> None:
    assert pair(**changes).separate_time == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "met"),
        ({"shared_description": (0, 9)}, "missing"),
        ({"exercise_evidence": {"documented": False}}, "missing"),
        ({"activity_evidence": {"goal_connections": (EXERCISE_GOAL,)}}, "missing"),
        ({"activity_evidence": {"goal_connections": (EXERCISE_GOAL, ACTIVITY_GOAL)}}, "met"),
        ({"exercise": {"goal_connection": "partial"}}, "partial"),
        ({"activity": {"goal_connection": "missing"}}, "partial"),
        ({"exercise": {"goal_connection": "partial"}, "activity": {"goal_connection": "partial"}}, "missing"),
    ],
    ids=[
        "each-its-own",
        "one-description",
        "not-documented",
        "one-sentence-for-both",
        "one-more",
        "generic",
        "none-for-one",
        "both-generic",
    ],
)
def test_separate_justification(changes: dict[str, Any], expected: Level) -> None:
    assert pair(**changes).separate_justification == expected


@pytest.mark.parametrize(("stated", "expected"), [(True, "present"), (False, "absent"), (None, "unknown")])
def test_modifier_59(stated: bool | None, expected: str) -> None:
    assert pair(modifier_59=stated).modifier_59 == expected
