"""What the notebooks draw: exact rows from hand-made measurements."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from nlp_check.policy.model import ScoreBand
from nlp_check.records.report import Explanation, Reason
from nlp_check.training import views
from nlp_check.training.gold import load_gold
from nlp_check.training.matching import Counts
from nlp_check.training.measured import Bin, Estimate
from nlp_check.training.tally import Tally

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

ANSWERS = [(True, 0.9), (True, 0.6), (False, 0.7), (False, 0.1)]


def test_bars_stand_from_the_best_down_and_leave_the_undefined_out() -> None:
    found = views.bars(
        {"a_b": Estimate(0.5, 0.4, 0.75), "none": Estimate(None, None, None), "c": Estimate(0.9, None, None)}
    )
    assert found.names == ["c", "a b"]
    assert found.values == [0.9, 0.5]
    assert found.below == pytest.approx([0.0, 0.1])
    assert found.above == pytest.approx([0.0, 0.25])


def test_the_bars_of_an_explanation_are_all_of_it() -> None:
    explanation = Explanation(None, 0.5, (Reason("dose", 2.0), Reason("no cue", -1.0)), 0.25)
    names, weights = views.reason_bars(explanation)
    assert names == ["every narrative of the code", "everything else", "no cue", "dose"]
    assert sum(weights) == pytest.approx(1.75)


def test_heat_has_gold_in_rows() -> None:
    assert views.heat({"a": {"a": 3, "b": 1}, "b": {"a": 0, "b": 2}}) == (["a", "b"], [[3, 1], [0, 2]])


def test_a_curve_has_a_point_for_each_bin() -> None:
    assert views.curve([Bin(0.1, 4, 0.15, 0.25), Bin(0.9, 6, 0.95, 1.0)]) == (
        [0.15, 0.95],
        [0.25, 1.0],
        [4, 6],
    )


def test_thresholds() -> None:
    """At one half three are said and two of them right; above all scores nothing is said, and precision is unknown."""
    low, half, high = views.thresholds(ANSWERS, 3)
    assert low == views.Threshold(0.25, 2 / 3, 1.0, 0.75)
    assert half == views.Threshold(0.5, 2 / 3, 1.0, 0.75)
    assert high == views.Threshold(0.75, 1.0, 0.5, 0.25)
    assert views.thresholds([(True, 0.1)], 1) == [views.Threshold(0.5, None, 0.0, 0.0)]


@pytest.mark.parametrize(
    ("low", "high", "outcome"),
    [
        (0.55, 0.75, views.BandOutcome(0.5, 0.0, 2)),
        (0.5, 0.65, views.BandOutcome(0.75, 1 / 3, 1)),
        (0.0, 1.0, views.BandOutcome(0.0, None, 4)),
    ],
)
def test_a_band_decides_outside_itself(low: float, high: float, outcome: views.BandOutcome) -> None:
    assert views.band_outcome(ANSWERS, ScoreBand(low, high)) == outcome


def test_the_worst_notes_come_first_and_the_faultless_not_at_all() -> None:
    tallies = [
        Tally("a", counts={"cues": Counts(5, 0, 1)}),
        Tally("b", counts={"cues": Counts(0, 1, 1)}),
        Tally("c", counts={"cues": Counts(9)}),
        Tally("d"),
    ]
    assert views.worst_notes(tallies, "cues") == [("b", 2), ("a", 1)]


def test_lengths_stand_from_the_shortest_style_up(write_note: NoteWriter) -> None:
    long = load_gold(write_note(labels=write_note.labels.replace("clinic-soap", "long")), "w01-001")
    short = load_gold(write_note(text=write_note.text, labels=write_note.labels), "w01-001")
    found = views.words_by_style([long, msgspec.structs.replace(short, text="two words")])
    assert next(iter(found.items())) == ("clinic-soap", [2])
    assert list(found) == ["clinic-soap", "long"]
