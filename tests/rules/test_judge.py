"""Rules on views built by hand: where each fires, how they exclude one another, and what a finding holds."""

from __future__ import annotations

import datetime
import random
import re
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_check.errors import PolicyError
from nlp_check.records.evidence import Span
from nlp_check.records.report import Finding
from nlp_check.rules.base import NoteView
from nlp_check.rules.judge import judge, line_starts
from nlp_check.rules.registry import all_rules
from nlp_check.units import UnitCount

from .builders import TEXT, at, block, findings_of, intervention, narrative, note, policy, work
from .cases import BARE, CASES, GENERIC, GOAL_TE, TA_BLOCK, TE_BLOCK, Case, ta, te, units


def quoted(span: Span | None, text: str = TEXT) -> str:
    return text[span[0] : span[1]] if span else ""


def keys(view: NoteView) -> list[tuple[str, str | None]]:
    return [(finding.id, finding.code) for finding in judge(view)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.id}-{case.name}")
def test_rule_fires_exactly_there(case: Case) -> None:
    found = [
        (finding.code, finding.severity, quoted(finding.span)) for finding in findings_of(case.view, case.id)
    ]
    assert tuple(found) == case.expected


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.id)
def test_rule_has_a_case_both_ways(rule: Any) -> None:
    if rule.scope != "history":
        assert {bool(case.expected) for case in CASES if case.id == rule.id} == {True, False}


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.expected], ids=lambda case: f"{case.id}-{case.name}"
)
def test_message_is_a_statement_and_hint_a_question(case: Case) -> None:
    for finding in judge(case.view):
        assert finding.message.endswith(".")
        assert finding.hint.endswith("?"), finding.hint
        for said in (finding.message, finding.hint):
            assert not re.search(r"\b(\w+) \1\b|  ", said), said


@pytest.mark.parametrize(
    "case", [case for case in CASES if case.expected], ids=lambda case: f"{case.id}-{case.name}"
)
def test_message_holds_no_words_of_the_note_and_nothing_invents_a_number(case: Case) -> None:
    known = {*re.findall(r"\d+", TEXT), "59", "97112", "97116", "97140", "97535", "2024", "07", "01"}
    views = case.view.narratives
    known |= {str(number) for view in views for number in (view.minutes, view.supported_units)}
    known |= {str(view.evidence.billed_units) for view in views}
    known |= {str(minutes) for view in views for minutes, _ in view.evidence.stated_minutes}
    for finding in findings_of(case.view, case.id):
        assert set(re.findall(r"\d+", finding.message + finding.hint)) <= known
        for words in ("leg press", "SLR", "stairs", "LE strengthening", "CGA", "quad"):
            assert words.lower() not in finding.message.lower()


# What holds between rules


def test_undocumented_code_has_no_other_finding() -> None:
    levels: Any = {"goal_connection": "missing", "clock_time": "missing", "components": "missing"}
    view = note(te(), ta(levels, documented=False, billed_units=2, supported=1, minutes=18), link="missing")
    assert keys(view) == [("N02", "97530"), ("P03", None)]


def test_undocumented_code_excludes_even_where_its_rule_is_off() -> None:
    off = policy(rules={"billed-not-documented": {"enabled": False}})
    assert keys(note(te({"dose": "missing"}, documented=False), policy=off)) == []


def test_no_time_excludes_only_the_missing_clock_of_the_same_code() -> None:
    view = note(te({"clock_time": "missing"}), ta({"clock_time": "partial"}))
    assert [key for key in keys(view) if key[0] in ("T01", "T02")] == [("T01", "97110"), ("T02", "97530")]


@pytest.mark.parametrize("enabled", [True, False])
def test_combined_time_excludes_missing_times_of_both_codes(enabled: bool) -> None:
    view = note(
        te({"clock_time": "partial"}),
        ta({"clock_time": "missing"}),
        combined_time=(at("10:05-10:23"), 18),
        policy=policy(rules={"combined-time": {"enabled": enabled}}),
    )
    found = [key for key in keys(view) if key[0][0] == "T"]
    assert found == ([("T03", None)] if enabled else [])


@pytest.mark.parametrize(
    "grounds",
    [
        {"shared_description": at("SLR")},
        {"combined_time": (at("18 min"), 18)},
    ],
    ids=["shared-description", "combined-time"],
)
def test_modifier_is_unsupported_beside_what_is_shared(grounds: dict[str, Any]) -> None:
    assert ("P04", None) in keys(note(te(), ta(), modifier_59=True, **grounds))


def test_modifier_is_unsupported_beside_a_shared_goal_connection() -> None:
    shared = (GOAL_TE,)
    view = note(te(goal_connections=shared), ta(goal_connections=shared), modifier_59=True)
    assert ("P04", None) in keys(view)


@pytest.mark.parametrize("enabled", [True, False])
def test_modifier_is_unsupported_beside_a_missing_narrative(enabled: bool) -> None:
    rules = {"billed-not-documented": {"enabled": enabled}}
    view = note(te(), ta(documented=False), modifier_59=True, policy=policy(rules=rules))
    assert ("P04", None) in keys(view)


def test_modifier_is_not_judged_by_a_rule_that_is_off() -> None:
    off = policy(rules={"combined-time": {"enabled": False}})
    view = note(te(), ta(), modifier_59=True, combined_time=(at("18 min"), 18), policy=off)
    assert ("P04", None) not in keys(view)


def test_modifier_on_one_billed_code_is_no_matter_of_the_pair() -> None:
    assert ("P04", None) not in keys(note(ta(documented=False), modifier_59=True))


def test_one_shared_generic_sentence_is_a_finding_of_each_code() -> None:
    partial: Any = {"goal_connection": "partial"}
    view = note(te(partial, generic_goals=(GENERIC,)), ta(partial, generic_goals=(GENERIC,)))
    found = [key for key in keys(view) if key[0][0] == "G"]
    assert found == [("G02", "97110"), ("G02", "97530")]


# Policy


def test_switched_off_rule_is_silent() -> None:
    view = note(te({"dose": "missing"}), policy=policy(rules={"missing-dose": {"enabled": False}}))
    assert keys(view) == []


def test_severity_and_source_are_those_of_the_policy() -> None:
    sourced = {"authority": "payer", "source": "a payer's manual"}
    setting = msgspec.structs.replace(policy().rules["missing-dose"].sourced, **sourced)
    changed = policy(rules={"missing-dose": {"severity": "info", "sourced": setting}})
    (finding,) = judge(note(te({"dose": "missing"}), policy=changed))
    assert (finding.severity, finding.authority, finding.source) == ("info", "payer", "a payer's manual")
    assert (finding.rule, finding.id) == ("missing-dose", "S02")


@pytest.mark.parametrize(("partial", "expected"), [("info", "info"), (None, "error")])
def test_partial_severity_falls_back_on_the_severity(partial: str | None, expected: str) -> None:
    changed = policy(rules={"missing-dose": {"partial_severity": partial}})
    (finding,) = judge(note(te({"dose": "partial"}), policy=changed))
    assert finding.severity == expected


def test_policy_that_forgets_a_rule_is_broken() -> None:
    whole = policy()
    rules = {name: setting for name, setting in whole.rules.items() if name != "missing-dose"}
    with pytest.raises(PolicyError, match="says nothing of rule missing-dose"):
        judge(note(te(), policy=msgspec.structs.replace(whole, rules=rules)))


def test_many_policies_do_not_mix() -> None:
    """Plans are kept by identity; more policies than are kept must not answer for one another."""
    for n in range(200):
        view = note(te({"dose": "missing"}), policy=policy(rules={"missing-dose": {"enabled": n % 2 == 0}}))
        assert keys(view) == ([("S02", "97110")] if n % 2 == 0 else [])


# Order and place


def test_findings_stand_in_the_order_of_the_note() -> None:
    view = note(
        te({"dose": "missing", "load": "missing", "goal_connection": "missing"}, work=BARE),
        ta({"goal_connection": "missing"}, anchor=None, no_contact=at("stairs x4")),
        shared_description=at("seated leg press"),
    )
    assert keys(view) == [
        ("G01", "97110"),
        ("P03", None),
        ("S02", "97110"),
        ("S03", "97110"),
        ("P01", None),
        ("K03", "97530"),
        ("G01", "97530"),
    ]


def test_same_place_and_rule_is_ordered_by_code() -> None:
    one = at("18 min")
    view = note(te(), ta(), combined_time=(one, 18), combined_estimate=one)
    assert [key for key in keys(view) if key[0] == "T07"] == [("T07", "97110"), ("T07", "97530")]


@pytest.mark.parametrize("seed", range(20))
def test_order_is_total(seed: int) -> None:
    """Any order of the evidence gives the same findings in the same order."""
    shuffled = random.Random(seed)
    blocks, cues = [TE_BLOCK, TA_BLOCK], [at("VC as needed"), at("CGA")]
    shuffled.shuffle(blocks)
    view = note(te(time_blocks=tuple(blocks)), ta({"patient_response": "missing"}, empty_cues=tuple(cues)))
    ordinary = note(
        te(time_blocks=(TE_BLOCK, TA_BLOCK)), ta({"patient_response": "missing"}, empty_cues=tuple(cues))
    )
    assert judge(view) == judge(ordinary)


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("X", 1, 1),
        ("a\nX", 2, 1),
        ("a\r\nb\r\n  X", 3, 3),
        ("a\rb\rX", 3, 1),
        ("a\r\r\n\nX", 4, 1),
        ("\U0001f9b5\U0001f3fd e\u0301 X", 1, 7),
        ("a\x0bb\x0cc\x85d\u2028X", 1, 9),
        ("\n\n\n X", 4, 2),
    ],
    ids=["start", "lf", "crlf", "cr", "mixed", "emoji", "other-separators-end-no-line", "blank-lines"],
)
def test_line_and_column(text: str, line: int, column: int) -> None:
    one = narrative("97110", text=text, no_contact=at("X", text))
    (finding,) = findings_of(note(one, text=text), "K03")
    assert (finding.line, finding.column) == (line, column)


def test_line_starts_of_an_empty_text() -> None:
    assert line_starts("") == [0]


@given(st.text(alphabet="a\r\n\v\u2028\U0001f9b5"))
def test_lines_end_at_three_line_ends_only(text: str) -> None:
    assert line_starts(text) == [0, *(end.end() for end in re.finditer(r"\r\n|\n|\r", text))]


def test_finding_without_a_place_has_no_line() -> None:
    (finding,) = judge(note(text=""))
    assert (finding.id, finding.span, finding.line, finding.column) == ("N01", None, None, None)


# What is said


def only(view: NoteView, key: str) -> Finding:
    (finding,) = findings_of(view, key)
    return finding


def test_hint_asks_for_the_load_of_the_exercises_that_lack_it() -> None:
    text = "97110: terminal knee extensions 3x20, SLR 3x10 2#, clams 2x15, LE\n  press, quad  sets."
    names = ("terminal knee extensions", "clams", "LE\n  press", "quad  sets")
    lacking = [work(name, text, has_load=False) for name in names]
    one = narrative("97110", {"load": "partial"}, text=text, work=(lacking[0], work("SLR", text)))
    hint = only(note(one, text=text), "S03").hint
    assert hint == "What resistance was used for the terminal knee extensions?"
    for count, expected in (
        (2, "terminal knee extensions and clams"),
        (3, "terminal knee extensions, clams and LE press"),
        (4, "terminal knee extensions, clams, LE press and others"),
    ):
        one = narrative("97110", {"load": "missing"}, text=text, work=tuple(lacking[:count]))
        assert only(note(one, text=text), "S03").hint == f"What resistance was used for the {expected}?"


def test_hint_without_names_stays_general() -> None:
    assert only(note(te({"load": "missing"})), "S03").hint == "What resistance was used for the exercises?"


def test_long_quotes_are_cut_at_a_word() -> None:
    words = " ".join(["word"] * 40)
    one = narrative("97110", text=words, anchor=None, no_contact=(0, len(words)))
    hint = only(note(one, text=words), "K03").hint
    assert hint.endswith('word word ..."?')
    assert len(hint) < 160


def test_units_message_names_minutes_and_units() -> None:
    assert only(note(units(2, 1)), "U01").message == "2 units billed, 18 minutes support 1."
    assert only(note(units(1, 0, 1)), "U01").message == "1 unit billed, 1 minute supports 0."


def test_units_message_shows_both_methods_where_they_differ() -> None:
    minutes = {"97110": 22, "97530": 22}
    counts = {
        "ama": UnitCount("ama", minutes, {"97110": 1, "97530": 1}, 2),
        "cms": UnitCount("cms", minutes, {"97110": 2, "97530": 1}, 3, ({"97110": 1, "97530": 2},)),
    }
    view = note(units(3, 1, 22), narrative("97530", billed_units=1, supported=1, minutes=22), counts=counts)
    assert only(view, "U01").message == (
        "3 units billed, 22 minutes support 1. Counting methods differ: 1 by each code's own time (midpoint)"
        ", 1 or 2 by the visit's total time (CMS)."
    )


def test_units_message_is_short_where_the_methods_agree() -> None:
    counts = {
        method: UnitCount(method, {"97110": 18}, {"97110": 1}, 1) for method in ("ama", "cms", "colorado")
    }
    assert only(note(units(2, 1), counts=counts), "U01").message == "2 units billed, 18 minutes support 1."


def test_units_above_the_daily_maximum_are_named() -> None:
    message = only(note(units(7, 1)), "U01").message
    assert message.endswith("Medicare's daily maximum is 6 units (MUE table of 2024-07-01).")
    hospital = policy(setting="outpatient_hospital")
    assert "maximum" not in only(note(units(7, 1), policy=hospital), "U01").message
    before = {"date": datetime.date(2020, 1, 1)}
    assert "maximum" not in only(note(units(7, 1), record=before), "U01").message


def test_pair_without_a_medicare_edit_is_said_with_its_date() -> None:
    said = "Medicare itself has no edit for this pair (NCCI table of 2024-07-01)."
    assert only(note(te(), ta()), "P03").message.endswith(said)
    before = note(te(), ta(), record={"date": datetime.date(2020, 1, 1)})
    assert "Medicare" not in only(before, "P03").message


def test_code_choice_is_worded_alike_both_ways() -> None:
    """Neither of the two codes may look like the better answer."""
    named: Any = {"interventions": (intervention("SLR"),), "work": (work("SLR"),)}
    up = only(note(te(intent="97530", **named)), "C02")
    down = only(note(ta(intent="97110", **named)), "C01")
    assert up.hint == down.hint
    assert up.message == "The text describes practice of a life-like task, but 97110 is billed."
    assert down.message == "The text describes exercise for a tissue capacity, but 97530 is billed."


def test_each_mismatched_minute_count_is_pointed_at() -> None:
    text = "97110 10:05-10:23 20 min ... total 25 min"
    one = narrative(
        "97110",
        text=text,
        minutes=18,
        time_blocks=(block("10:05-10:23", "10:05", "10:23", 18, text),),
        stated_minutes=((20, at("20 min", text)), (25, at("25 min", text))),
    )
    found = findings_of(note(one, text=text), "T06")
    assert [quoted(finding.span, text) for finding in found] == ["20 min", "25 min"]
    assert found[0].message == "20 minutes stated, but the clock gives 18."
