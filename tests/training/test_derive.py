"""The contract's rule table, line by line: what fires on which labels, how severely, and what excludes it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from nlp_check.records.evidence import BILLED_CODES, Code, GoalConnection, TimeBlock
from nlp_check.records.report import Pair
from nlp_check.training.derive import RULE_IDS, block_minutes, derive, table_units
from nlp_check.training.gold import CombinedTime, GoldNarrative, GoldNote

TEXT = "Quads needed for stairs. Stairs to reach her bed. Both needed to get home."
OWN_GOAL = {"97110": GoalConnection(TEXT[:24], (0, 24)), "97530": GoalConnection(TEXT[25:49], (25, 49))}
SHARED_GOAL = GoalConnection(TEXT[50:], (50, len(TEXT)))
ELEMENTS = {
    "97110": (
        "named_exercise",
        "dose",
        "load",
        "position",
        "impairment_target",
        "objective_measure",
        "baseline",
    ),
    "97530": ("named_activity", "components", "skilled_direction", "patient_response"),
}
BLOCKS = {"97110": TimeBlock("10:00", "10:20", 20, (0, 1)), "97530": TimeBlock("10:20", "10:40", 20, (1, 2))}


def narrative(code: Code, *, elements: dict[str, str] | None = None, **changes: Any) -> GoldNarrative:
    """A narrative that raises nothing, but for what is changed."""
    levels = dict.fromkeys((*ELEMENTS[code], "clock_time", "goal_connection"), "met") | (elements or {})
    fields: dict[str, Any] = {
        "code": code, "spans": ((0, 10),), "time_blocks": (BLOCKS[code],), "minutes": 20,
        "stated_minutes": None, "estimated_time": False, "billed_units": 1,
        "interventions": (), "cues": (), "measures": (),
        "goal_connections": (OWN_GOAL[code],), "elements": levels, "intended_code": code, "specific": True,
        "separately_justified": True,
    }  # fmt: skip
    return GoldNarrative(**(fields | changes))


def note(
    *narratives: GoldNarrative, link: str = "met", modifier_59: str = "absent", **changes: Any
) -> GoldNote:
    both = len(narratives) > 1
    pair = msgspec.convert(
        {
            "separate_time": "met",
            "separate_justification": "met",
            "clinical_link": link,
            "modifier_59": modifier_59,
        },
        Pair,
    )
    fields: dict[str, Any] = {
        "id": "w01-001", "writer": "w01", "style": "soap", "text": TEXT, "payer": None, "claim": None,
        "narratives": narratives, "combined_time": None, "pair": pair if both else None, "judged": (),
        "findings": (), "comment": None, "path": "w01-001.yaml", "lines": {},
    }  # fmt: skip
    return GoldNote(**(fields | changes))


def found(*arguments: Any, **changes: Any) -> set[tuple[str, str | None, str]]:
    """(rule id, code, first letter of the severity) of every derived finding."""
    findings = derive(note(*arguments, **changes))
    return {(RULE_IDS[item.rule], item.code, item.severity[0].upper()) for item in findings}


def pair_ids(*arguments: Any, **changes: Any) -> set[str]:
    """The ids of the note-level findings, without P03, which stands on every pair."""
    ids = {id for id, code, _ in found(*arguments, **changes) if code is None}
    assert "P03" in ids
    return ids - {"P03"}


def test_sound_notes_raise_nothing_but_the_reminder() -> None:
    assert found(narrative("97110")) == set()
    assert found(narrative("97530")) == set()
    assert found(narrative("97110"), narrative("97530")) == {("P03", None, "I")}


@pytest.mark.parametrize(
    ("code", "element", "missing", "partial"),
    [
        ("97110", "named_exercise", ("S01", "E"), ("S01", "W")),
        ("97530", "named_activity", ("S01", "E"), ("S01", "W")),
        ("97110", "dose", ("S02", "E"), ("S02", "W")),
        ("97110", "load", ("S03", "E"), ("S03", "W")),
        ("97110", "position", ("S04", "W"), None),
        ("97530", "components", ("S05", "E"), ("S05", "W")),
        ("97110", "impairment_target", ("S06", "E"), ("S06", "W")),
        ("97110", "objective_measure", ("O01", "E"), ("O01", "W")),
        ("97110", "baseline", ("O02", "W"), ("O02", "W")),
        ("97530", "patient_response", ("O03", "I"), ("O03", "I")),
        ("97110", "goal_connection", ("G01", "E"), ("G02", "E")),
        ("97530", "goal_connection", ("G01", "E"), ("G02", "E")),
        ("97530", "skilled_direction", ("K01", "E"), ("K02", "W")),
    ],
)
def test_one_element_one_rule(
    code: Code, element: str, missing: tuple[str, str], partial: tuple[str, str] | None
) -> None:
    for value, expected in (("missing", missing), ("partial", partial)):
        fired = found(narrative(code, elements={element: value}))
        assert fired == ({(expected[0], code, expected[1])} if expected else set())


def test_load_that_does_not_apply_raises_nothing() -> None:
    assert found(narrative("97110", elements={"load": "not_applicable"})) == set()


@pytest.mark.parametrize("value", ["missing", "partial"])
def test_where_nothing_is_named_dose_load_and_position_are_not_asked(value: str) -> None:
    elements = {"named_exercise": "missing", "dose": value, "load": value, "position": value}
    assert found(narrative("97110", elements=elements)) == {("S01", "97110", "E")}


@pytest.mark.parametrize("measure", ["missing", "partial"])
def test_a_baseline_is_asked_only_of_a_met_measure(measure: str) -> None:
    fired = found(narrative("97110", elements={"objective_measure": measure, "baseline": "missing"}))
    assert {id for id, _, _ in fired} == {"O01"}


def test_time_missing_excludes_clock_time() -> None:
    untimed: dict[str, Any] = {"time_blocks": (), "minutes": None}
    assert found(narrative("97110", elements={"clock_time": "missing"}, **untimed)) == {("T01", "97110", "E")}
    assert found(narrative("97110", elements={"clock_time": "partial"}, **untimed)) == {("T02", "97110", "E")}


def test_an_estimated_block_is_a_start_and_stop_of_its_own() -> None:
    partial = {"clock_time": "partial"}
    assert found(narrative("97530", elements=partial, estimated_time=True)) == {("T07", "97530", "W")}
    about = narrative("97530", elements=partial, estimated_time=True, time_blocks=())
    assert found(about) == {("T02", "97530", "E"), ("T07", "97530", "W")}


def test_combined_time_excludes_the_time_rules_of_both_codes() -> None:
    halves = [
        narrative(
            code, elements={"clock_time": "partial"}, time_blocks=(), minutes=None, estimated_time=estimated
        )
        for code, estimated in zip(BILLED_CODES, (True, False), strict=True)
    ]
    combined = CombinedTime((0, 5), 30)
    fired = found(*halves, combined_time=combined)
    assert fired == {("T03", None, "E"), ("T07", "97110", "W"), ("P03", None, "I")}


@pytest.mark.parametrize(
    ("start", "stop", "overlaps"),
    [("10:20", "10:40", False), ("10:19", "10:39", True), ("09:40", "10:00", False), ("10:05", "10:10", True),
     ("10:00", "10:20", True), ("09:00", "08:30", False)],
)  # fmt: skip
def test_blocks_of_two_codes_that_share_a_minute_overlap(start: str, stop: str, overlaps: bool) -> None:
    minutes = block_minutes(start, stop)
    other = narrative("97530", time_blocks=(TimeBlock(start, stop, minutes, (1, 2)),), minutes=minutes)
    assert ("T04" in pair_ids(narrative("97110"), other)) is overlaps


def test_two_blocks_of_one_code_may_overlap_too() -> None:
    blocks = (BLOCKS["97110"], TimeBlock("10:15", "10:30", 15, (3, 4)))
    fired = found(narrative("97110", time_blocks=blocks, minutes=35, billed_units=2))
    assert fired == {("T04", None, "E")}


@pytest.mark.parametrize(
    ("start", "stop"),
    [("10:20", "10:00"), ("10:00", "10:00"), ("10:75", "10:90"), ("08:00", "12:01"), ("25:00", "26:00")],
)
def test_an_impossible_block_is_told_alone(start: str, stop: str) -> None:
    block = TimeBlock(start, stop, None, (0, 1))
    fired = found(narrative("97110", time_blocks=(block,), minutes=None, stated_minutes=20, billed_units=9))
    assert fired == {("T05", "97110", "E")}


def test_block_minutes_at_the_edges() -> None:
    assert block_minutes("11:50", "12:10") == 20
    assert block_minutes("12:50", "13:05") == 15
    assert block_minutes("08:00", "12:00") == 240
    assert block_minutes("23:50", "00:10") is None


def test_stated_minutes_that_differ_from_the_clock() -> None:
    assert found(narrative("97110", stated_minutes=25)) == {("T06", "97110", "E")}
    assert found(narrative("97110", stated_minutes=20)) == set()


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (68, 5)],
)
def test_the_8_minute_table(minutes: int, units: int) -> None:
    assert table_units(minutes) == units


@pytest.mark.parametrize(
    ("minutes", "billed", "expected"),
    [
        (18, 2, "U01"),
        (18, 1, None),
        (23, 1, "U02"),
        (7, 1, "U01"),
        (7, 0, None),
        (None, 2, None),
        (30, None, None),
    ],
)
def test_units_against_the_minutes_of_the_code(
    minutes: int | None, billed: int | None, expected: str | None
) -> None:
    fired = found(
        narrative(
            "97530", elements={"clock_time": "partial"}, time_blocks=(), minutes=minutes, billed_units=billed
        )
    )
    severity = "E" if expected == "U01" else "I"
    assert fired - {("T02", "97530", "E")} == ({(expected, "97530", severity)} if expected else set())


@pytest.mark.parametrize(
    ("billed", "intended", "expected"),
    [
        ("97530", "97110", ("C01", "E")), ("97110", "97530", ("C02", "E")), ("97110", "97116", ("C03", "E")),
        ("97530", "97116", ("C03", "E")), ("97110", "97112", ("C04", "E")), ("97530", "97112", ("C04", "E")),
        ("97530", "97535", ("C05", "W")), ("97110", "97140", ("C05", "W")), ("97530", "education", None),
        ("97110", "unclear", None),
    ],
)  # fmt: skip
def test_what_was_billed_against_what_is_described(
    billed: Code, intended: str, expected: tuple[str, str] | None
) -> None:
    fired = found(narrative(billed, intended_code=intended))
    assert fired == ({(expected[0], billed, expected[1])} if expected else set())


def test_a_note_with_neither_code() -> None:
    assert found() == {("N01", None, "I")}


def test_what_nothing_documents_excludes_every_other_rule_of_the_code() -> None:
    elements = dict.fromkeys((*ELEMENTS["97530"], "clock_time", "goal_connection"), "missing")
    empty = narrative(
        "97530", spans=(), elements=elements, time_blocks=(BLOCKS["97110"],), minutes=5, intended_code="97110"
    )
    assert found(empty, judged=(("no-direct-contact", "97530"),)) == {("N02", "97530", "E")}
    assert pair_ids(narrative("97110"), empty, link="missing") == set()
    assert pair_ids(narrative("97110"), empty, link="missing", modifier_59="present") == {"P04"}


@pytest.mark.parametrize(("link", "fires"), [("missing", True), ("partial", False), ("met", False)])
def test_no_clinical_link(link: str, fires: bool) -> None:
    fired = found(narrative("97110"), narrative("97530"), link=link)
    assert (("P02", None, "W") in fired) is fires


def test_one_sentence_as_the_only_goal_connection_of_both() -> None:
    without_stop = GoalConnection(TEXT[50:-1], (50, len(TEXT) - 1))
    exercise = narrative("97110", goal_connections=(SHARED_GOAL,))
    shared = narrative("97530", goal_connections=(without_stop,))
    assert found(exercise, shared) == {("G03", None, "E"), ("P03", None, "I")}
    own_too = narrative("97530", goal_connections=(OWN_GOAL["97530"], SHARED_GOAL))
    assert pair_ids(exercise, own_too) == set()
    partial: dict[str, Any] = {"elements": {"goal_connection": "partial"}, "goal_connections": ()}
    fired = found(narrative("97110", **partial), narrative("97530", **partial))
    assert fired == {("G02", "97110", "E"), ("G02", "97530", "E"), ("P03", None, "I")}


def test_judged_findings_are_taken_as_they_are() -> None:
    judged = (
        ("no-direct-contact", "97110"), ("passive-patient", "97530"), ("education-only", "97530"),
        ("shared-description", None), ("modifier-59-missing", None),
    )  # fmt: skip
    fired = found(narrative("97110"), narrative("97530"), judged=judged)
    assert fired == {
        ("K03", "97110", "E"), ("K04", "97530", "E"), ("K05", "97530", "E"), ("P01", None, "E"),
        ("P05", None, "E"), ("P03", None, "I"),
    }  # fmt: skip


@pytest.mark.parametrize("modifier", ["present", "absent", "unknown"])
def test_modifier_59_needs_two_services(modifier: str) -> None:
    both = narrative("97110"), narrative("97530")
    present = modifier == "present"
    assert "P04" not in pair_ids(*both, modifier_59=modifier)
    judged = (("shared-description", None),)
    assert ("P04" in pair_ids(*both, modifier_59=modifier, judged=judged)) is present
    combined = CombinedTime((0, 5), 30)
    assert ("P04" in pair_ids(*both, modifier_59=modifier, combined_time=combined)) is present
    shared = [narrative(code, goal_connections=(SHARED_GOAL,)) for code in BILLED_CODES]
    assert ("P04" in pair_ids(*shared, modifier_59=modifier)) is present


def test_the_order_is_that_of_the_rule_ids_and_each_stands_once() -> None:
    both = [
        narrative(code, elements={"goal_connection": "missing"}, billed_units=2)
        for code in ("97530", "97110")
    ]
    findings = [(item.rule, item.code) for item in derive(note(*both, link="missing"))]
    assert findings == [
        ("missing-goal-connection", "97110"), ("missing-goal-connection", "97530"),
        ("no-clinical-link", None),
        ("modifier-59-reminder", None), ("units-exceed-time", "97110"), ("units-exceed-time", "97530"),
    ]  # fmt: skip
