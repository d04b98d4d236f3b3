"""Elements read off the evidence, by the annotation guide's table: met, partial, missing, not applicable.

The evidence is built by hand: what is found in a text is the matter of other tests.
"""

from __future__ import annotations

from typing import Any

import pytest

from nlp_check.elements import ELEMENTS, own_minutes, read_elements
from nlp_check.records.evidence import (
    Code,
    Cue,
    Evidence,
    GoalConnection,
    Level,
    Measure,
    NamedWork,
    NoteEvidence,
    TimeBlock,
)

NOTE = NoteEvidence(narratives=())
AT = (0, 1)


def work(**changes: Any) -> NamedWork:
    """A strengthening exercise that lacks nothing, but for ``changes``."""
    whole: dict[str, Any] = {
        "span": AT, "kind": "exercise", "specific": "met", "load_need": True, "has_dose": True, "has_load": True, "has_position": True,
        "purpose": "strength",
    }  # fmt: skip
    return NamedWork(**{**whole, **changes})


def task(specific: str = "met", **changes: Any) -> NamedWork:
    return work(kind="activity", specific=specific, load_need=False, purpose="task", **changes)


VAGUE = work(kind="class", specific="missing", has_dose=False, has_load=False, has_position=False)
STRETCH = work(load_need=False, has_load=False, purpose="flexibility")


def measure(kind: str, baseline: Any = None) -> Measure:
    return Measure(text="x", span=AT, kind=kind, value=1, unit=None, baseline=baseline)  # type: ignore[arg-type]


def block(minutes: int | None = 18) -> TimeBlock:
    return TimeBlock(start="10:05", stop="10:23", minutes=minutes, span=AT)


CUE = Cue(text="VC for TKE", span=AT, kind="verbal")
GOAL = GoalConnection(text="needed for stairs", span=AT)


def level(element: str, code: Code, note: NoteEvidence = NOTE, **evidence: Any) -> Level:
    narrative = Evidence(code=code, spans=((0, 9),), anchor=None, documented=True, **evidence)
    return read_elements(narrative, note)[element]


Case = tuple[str, dict[str, Any], str]
EXERCISE: dict[str, list[Case]] = {
    "named_exercise": [
        ("all named", {"work": (work(), STRETCH)}, "met"),
        ("some vague", {"work": (work(), VAGUE)}, "partial"),
        ("a class only", {"work": (VAGUE,)}, "missing"),
        ("nothing", {}, "missing"),
        ("a task", {"work": (task(),)}, "met"),
    ],
    "dose": [
        ("all have one", {"work": (work(), STRETCH)}, "met"),
        ("some have one", {"work": (work(), work(has_dose=False))}, "partial"),
        ("none has one", {"work": (work(has_dose=False),)}, "missing"),
        ("a vague class does not count", {"work": (work(), VAGUE)}, "met"),
        ("nothing", {}, "missing"),
    ],
    "load": [
        ("all strengthening has one", {"work": (work(), STRETCH)}, "met"),
        ("some has one", {"work": (work(), work(has_load=False))}, "partial"),
        ("none has one", {"work": (work(has_load=False), STRETCH)}, "missing"),
        ("nothing is strengthened", {"work": (STRETCH,)}, "not_applicable"),
        ("a life task", {"work": (task(),)}, "not_applicable"),
        ("nothing is named", {"work": (VAGUE,)}, "missing"),
    ],
    "position": [
        ("all", {"work": (work(), work())}, "met"),
        ("half", {"work": (work(), work(has_position=False))}, "met"),
        ("fewer than half", {"work": (work(), work(has_position=False), work(has_position=False))}, "partial"),
        ("none", {"work": (work(has_position=False),)}, "missing"),
    ],
    "impairment_target": [
        ("capacity and place", {"targets": (("strength", "quad", AT),)}, "met"),
        ("capacity alone", {"targets": (("strength", None, AT),)}, "partial"),
        ("place alone", {"targets": ((None, "quad", AT),)}, "partial"),
        ("one of two is whole", {"targets": (("strength", None, AT), ("rom", "knee", AT))}, "met"),
        ("neither", {}, "missing"),
    ],
    "objective_measure": [
        ("of the impairment", {"measures": (measure("rom"),)}, "met"),
        ("pain only", {"measures": (measure("pain"),)}, "partial"),
        ("vitals only", {"measures": (measure("vital"),)}, "partial"),
        ("pain beside degrees", {"measures": (measure("pain"), measure("rom"))}, "met"),
        ("none", {}, "missing"),
    ],
    "baseline": [
        ("compared", {"measures": (measure("strength", "3+"),)}, "met"),
        ("not compared", {"measures": (measure("strength"),)}, "missing"),
        ("only pain is compared", {"measures": (measure("pain", 6), measure("rom"))}, "missing"),
        ("no measure", {}, "missing"),
    ],
}  # fmt: skip
ACTIVITY: dict[str, list[Case]] = {
    "named_activity": [
        ("a life task", {"work": (task(),)}, "met"),
        ("a class with some shape", {"work": (task("partial"),)}, "partial"),
        ("the better of two", {"work": (task("partial"), task())}, "met"),
        ("an exercise only", {"work": (work(),)}, "missing"),
        ("a class only", {"work": (VAGUE,)}, "missing"),
        ("nothing", {}, "missing"),
    ],
    "components": [
        ("two demands", {"work": (task(),), "components": (("balance", AT), ("reach", AT))}, "met"),
        ("one demand", {"work": (task(),), "components": (("balance", AT),)}, "partial"),
        ("none", {"work": (task(),)}, "missing"),
        ("of no activity", {"components": (("balance", AT), ("reach", AT))}, "missing"),
        ("of drills", {"work": (work(),), "components": (("balance", AT), ("reach", AT))}, "partial"),
    ],
    "skilled_direction": [
        ("a cue with content", {"cues": (CUE,)}, "met"),
        ("empty cueing", {"empty_cues": (AT,)}, "partial"),
        ("an assistance level", {"assist_only": (AT,)}, "partial"),
        ("none", {}, "missing"),
    ],
    "patient_response": [
        ("concrete", {"responses": (AT,)}, "met"),
        ("measured", {"measures": (measure("vital"),)}, "met"),
        ("a stock phrase", {"stock_responses": (AT,)}, "partial"),
        ("an assistance level", {"assist_only": (AT,)}, "partial"),
        ("none", {}, "missing"),
    ],
}  # fmt: skip
SHARED: dict[str, list[Case]] = {
    "clock_time": [
        ("start and stop", {"time_blocks": (block(),)}, "met"),
        ("an impossible block", {"time_blocks": (block(None),)}, "met"),
        ("an estimate", {"time_blocks": (block(),), "estimate": AT}, "partial"),
        ("minutes only", {"stated_minutes": ((18, AT),)}, "partial"),
        ("one clock time", {"lone_clock": AT}, "partial"),
        ("combined", {"note": NoteEvidence(narratives=(), combined_time=(AT, 40))}, "partial"),
        ("none", {}, "missing"),
    ],
    "goal_connection": [
        ("whole", {"goal_connections": (GOAL,)}, "met"),
        ("whole beside generic", {"goal_connections": (GOAL,), "generic_goals": (AT,)}, "met"),
        ("generic", {"generic_goals": (AT,)}, "partial"),
        ("none", {}, "missing"),
    ],
}  # fmt: skip


def cases() -> list[Any]:
    groups: list[tuple[Code, dict[str, list[Case]]]] = [
        ("97110", EXERCISE), ("97530", ACTIVITY), ("97110", SHARED), ("97530", SHARED),
    ]  # fmt: skip
    return [
        pytest.param(element, code, evidence, expected, id=f"{code} {element}: {name}")
        for code, group in groups
        for element, listed in group.items()
        for name, evidence, expected in listed
    ]


@pytest.mark.parametrize(("element", "code", "evidence", "expected"), cases())
def test_level(element: str, code: Code, evidence: dict[str, Any], expected: Level) -> None:
    assert level(element, code, **evidence) == expected


@pytest.mark.parametrize("code", ["97110", "97530"])
def test_what_is_not_documented_misses_everything(code: Code) -> None:
    """Whatever a grid says of its time."""
    narrative = Evidence(code=code, spans=(), anchor=None, documented=False, time_blocks=(block(),))
    assert read_elements(narrative, NOTE) == dict.fromkeys(ELEMENTS[code], "missing")


@pytest.mark.parametrize("code", ["97110", "97530"])
def test_the_elements_are_the_contracts_in_its_order(code: Code) -> None:
    narrative = Evidence(code=code, spans=(), anchor=None, documented=True)
    expected = {
        "97110": ["named_exercise", "dose", "load", "position", "impairment_target", "clock_time", "objective_measure", "baseline", "goal_connection"],
        "97530": ["named_activity", "components", "skilled_direction", "clock_time", "goal_connection", "patient_response"],
    }  # fmt: skip
    assert list(read_elements(narrative, NOTE)) == expected[code]


@pytest.mark.parametrize(
    ("evidence", "minutes"),
    [
        ({"time_blocks": (block(18),)}, 18),
        ({"time_blocks": (block(10), block(8))}, 18),
        ({"time_blocks": (block(18),), "stated_minutes": ((23, AT),)}, 18),
        ({"time_blocks": (block(18), block(None))}, None),
        ({"stated_minutes": ((23, AT),)}, 23),
        ({"lone_clock": AT}, None),
        ({}, None),
    ],
    ids=["block", "blocks-add-up", "the-clock-wins", "impossible", "minutes", "one-clock-time", "nothing"],
)
def test_own_minutes(evidence: dict[str, Any], minutes: int | None) -> None:
    narrative = Evidence(code="97110", spans=(), anchor=None, documented=True, **evidence)
    assert own_minutes(narrative, NOTE) == minutes
