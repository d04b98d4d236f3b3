"""What the shipped tables say, and how they are chosen by date of service."""

from __future__ import annotations

import datetime

import pytest

from nlp_check.tables.loader import bundled, codes, daily_maximum, pair_edit

QUARTER = datetime.date(2024, 7, 1)


def test_exercise_and_activities_have_no_edit():
    """The pair the program is about needs no modifier under Medicare: its only row was always void."""
    assert pair_edit("97110", "97530") is None
    assert bundled().edits_effective() == QUARTER
    [row] = bundled().ncci[0].rows["97110", "97530"]
    assert (row.modifier, row.deleted) == ("9", datetime.date(1996, 1, 1))


@pytest.mark.parametrize(
    ("column1", "column2", "allowed"),
    [
        ("97150", "97110", True),
        ("97150", "97530", True),
        ("97113", "97110", True),
        ("97755", "97110", True),
        ("97763", "97110", True),
        ("97530", "97537", True),
        ("97530", "97542", True),
        ("97530", "97750", True),
        ("97530", "95851", False),
        ("97530", "95852", False),
        ("97530", "97155", False),
        ("97140", "97124", False),
        ("97012", "97140", True),
    ],
)
def test_edits_in_force(column1, column2, allowed):
    """Found whichever way round they are asked, with the columns as CMS has them."""
    for edit in (pair_edit(column1, column2), pair_edit(column2, column1)):
        assert edit is not None
        assert (edit.column1, edit.column2, edit.modifier_allowed) == (column1, column2, allowed)
        assert edit.effective == QUARTER
        assert edit.source.startswith("CMS practitioner PTP file 2024-07-01")


@pytest.mark.parametrize(
    ("code_a", "code_b"),
    [
        ("97530", "97116"),
        ("97140", "97530"),
        ("97530", "97113"),
        ("97530", "97535"),
        ("97530", "97161"),
        ("97110", "97164"),
        ("97112", "97110"),
        ("97112", "97530"),
        ("97140", "97110"),
    ],
)
def test_edits_no_longer_in_force(code_a, code_b):
    """Older guides still warn of these pairs."""
    assert pair_edit(code_a, code_b) is None


def test_a_day_before_the_first_table_has_no_answer():
    """What was not read is not guessed, and the caller can tell."""
    before = QUARTER - datetime.timedelta(days=1)
    assert pair_edit("97150", "97110", before) is None
    assert bundled().edits_effective(before) is None
    assert daily_maximum("97110", "practitioner", before) is None
    assert pair_edit("97150", "97110", QUARTER) is not None
    assert daily_maximum("97110", "practitioner", QUARTER) == 6


@pytest.mark.parametrize(
    ("code", "practitioner", "hospital"),
    [("97110", 6, 8), ("97530", 6, 6), ("97112", 4, 6), ("97150", 1, 2), ("97140", 6, 6), ("97035", 2, 2)],
)
def test_daily_maxima(code, practitioner, hospital):
    """Both settings, by the tables of July 2024."""
    assert daily_maximum(code, "practitioner") == practitioner
    assert daily_maximum(code, "outpatient_hospital") == hospital


def test_a_maximum_carries_its_source_and_indicator():
    """97110 is open to appeal, an evaluation is not."""
    exercise = bundled().maximum("97110", "practitioner")
    evaluation = bundled().maximum("97161", "practitioner")
    assert exercise is not None
    assert evaluation is not None
    assert (exercise.indicator, exercise.source) == (3, "CMS MUE tables 2024-07-01")
    assert evaluation.indicator == 2


def test_an_unlisted_code_has_no_maximum():
    """Unlisted is unknown, not unlimited and not zero."""
    assert daily_maximum("99213", "practitioner") is None


def test_every_code_is_in_the_table_of_codes_or_of_maxima():
    """The tables speak of one set of codes; range-of-motion tests and behaviour codes are neighbours only."""
    neighbours = {"95851", "95852", "97139", "97153", "97154", "97155", "97156", "97157", "97158"}
    paired = {code for pair in bundled().ncci[0].rows for code in pair}
    limited = {code for table in bundled().mue for code in table.maxima}
    assert paired - set(codes()) <= neighbours
    assert limited - set(codes()) == {"95851", "95852", "97139"}
    assert {table.setting for table in bundled().mue} == {"practitioner", "outpatient_hospital"}


def test_codes_say_what_is_timed():
    """Three kinds of code."""
    assert codes()["97110"].timed is True
    assert codes()["97150"].timed is False
    assert codes()["97545"].timed is None
    assert len(codes()) == 47
