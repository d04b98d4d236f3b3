"""Marks, metrics, intervals, the lock, and what ``evaluate`` writes: exact numbers on hand-made gold and reports."""

from __future__ import annotations

import argparse
import pickle
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import pytest

from nlp_check.checker import Checker
from nlp_check.components.linear import LinearModel
from nlp_check.components.model_file import load_model, models_directory
from nlp_check.errors import DataError, InputError
from nlp_check.records.evidence import (
    Code,
    Cue,
    Distance,
    GoalConnection,
    Intervention,
    Load,
    Measure,
    Span,
    TimeBlock,
)
from nlp_check.records.report import Finding, NarrativeReport, Report, Scores
from nlp_check.scoring.scorer import INTENT
from nlp_check.training import card, crossing, evaluate, lock
from nlp_check.training.accuracy_page import accuracy_page
from nlp_check.training.derive import derive
from nlp_check.training.examinee import Answer, Examinee
from nlp_check.training.gold import GoldIntervention, GoldNarrative, GoldNote, load_gold
from nlp_check.training.matching import (
    Counts,
    count_characters,
    count_equal,
    count_value,
    match_spans,
    overlap,
)
from nlp_check.training.measure import INTENDED, measure
from nlp_check.training.measured import Estimate, Metrics, Sample, SplitMetrics, encode, merge, read_metrics
from nlp_check.training.metrics import (
    Resampler,
    accuracy,
    auroc,
    calibration_error,
    estimate,
    kappa,
    macro_f1,
    reliability,
)
from nlp_check.training.page import page
from nlp_check.training.tally import EXERCISE_OR_ACTIVITY, Tally, mark

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

TEXT = "ab cd ef gh ij kl mn op qr st"
ELEMENTS: dict[Code, dict[str, Any]] = {
    "97110": dict.fromkeys(
        ("named_exercise", "dose", "load", "position", "impairment_target", "clock_time", "objective_measure",
         "baseline", "goal_connection"), "met",
    ),
    "97530": dict.fromkeys(
        ("named_activity", "components", "skilled_direction", "clock_time", "goal_connection", "patient_response"),
        "met",
    ),
}  # fmt: skip
SAMPLE = Sample(notes=2, narratives=2, writers=1, styles=1, sha256="0" * 64)


def gold_narrative(code: Code = "97110", **fields: Any) -> GoldNarrative:
    """A documented narrative with every element met and nothing in it."""
    values: dict[str, Any] = {
        "spans": ((0, 5),), "time_blocks": (), "minutes": 15, "stated_minutes": None, "estimated_time": False,
        "billed_units": 1, "interventions": (), "cues": (), "measures": (), "goal_connections": (),
        "elements": ELEMENTS[code], "intended_code": code, "specific": True, "separately_justified": True,
    }  # fmt: skip
    return GoldNarrative(code=code, **(values | fields))


def gold_note(*narratives: GoldNarrative, id: str = "w01-001") -> GoldNote:
    return GoldNote(
        id=id, writer=id[:3], style="plain", text=TEXT, payer=None, claim=None, narratives=narratives,
        combined_time=None, pair=None, judged=(), findings=(), comment=None, path="", lines={},
    )  # fmt: skip


def narrative(code: Code = "97110", **fields: Any) -> NarrativeReport:
    """What the program says when it agrees with ``gold_narrative``."""
    values: dict[str, Any] = {
        "spans": ((0, 5),), "time_blocks": (), "minutes": 15, "billed_units": 1, "supported_units": 1,
        "interventions": (), "cues": (), "measures": (), "goal_connections": (), "intended_code": code,
        "intended_code_probability": 0.9, "elements": ELEMENTS[code], "strength": 100, "scores": Scores(0.9, 0.9),
    }  # fmt: skip
    return NarrativeReport(code=code, **(values | fields))


def finding(rule: str, code: str | None, severity: Any = "error") -> Finding:
    return Finding(rule, "X00", severity, code, "", None, None, None, "", "house", "")


def answer(*narratives: NarrativeReport, findings: tuple[Finding, ...] = (), **fields: Any) -> Answer:
    report = Report("1", None, "strict", "", fields.pop("verdict", "pass"), narratives, None, findings)
    return Answer(report, fields.pop("shares", {}))


def exercise(start: int, stop: int, **fields: Any) -> Intervention:
    return Intervention(TEXT[start:stop], (start, stop), **fields)


def gold_exercise(start: int, stop: int, **fields: Any) -> GoldIntervention:
    return GoldIntervention(TEXT[start:stop], (start, stop), **fields)


class TestMatching:
    def test_overlap_is_shared_by_all_characters(self) -> None:
        assert overlap((0, 10), (5, 10)) == 0.5
        assert overlap((0, 4), (2, 6)) == pytest.approx(1 / 3)
        assert overlap((3, 7), (3, 7)) == 1.0

    def test_spans_that_only_touch_do_not_match(self) -> None:
        assert match_spans([(0, 5)], [(5, 9)]) == []

    def test_each_span_is_used_once(self) -> None:
        assert match_spans([(0, 5), (0, 5)], [(0, 5)]) == [(0, 0)]
        assert match_spans([(0, 5)], [(0, 2), (2, 5)]) == [(0, 1)]

    def test_the_exact_span_wins_over_one_that_swallows_two(self) -> None:
        gold: list[Span] = [(0, 4), (5, 9)]
        assert match_spans(gold, [(0, 9), (0, 4)]) == [(0, 1), (1, 0)]

    def test_the_total_overlap_counts_not_the_first_choice(self) -> None:
        """The first gold span could take either; taking the nearer one would leave the second alone."""
        assert match_spans([(0, 10), (9, 12)], [(6, 12), (0, 6)]) == [(0, 1), (1, 0)]

    def test_nothing_on_one_side(self) -> None:
        assert match_spans([], [(0, 1)]) == match_spans([(0, 1)], []) == []

    def test_equal_items_that_stand_twice_must_be_found_twice(self) -> None:
        assert count_equal("aab", "abc") == Counts(right=2, spurious=1, missed=1)

    @pytest.mark.parametrize(
        ("gold", "found", "counts"),
        [
            (None, None, Counts(0, 0, 0)),
            (3, 3.0, Counts(1, 0, 0)),
            (3, 4, Counts(0, 1, 1)),
            ((8, 12), (8, 12), Counts(1, 0, 0)),
            ((8, 12), 8, Counts(0, 1, 1)),
            (None, 3, Counts(0, 1, 0)),
            (3, None, Counts(0, 0, 1)),
            (0, None, Counts(0, 0, 1)),
        ],
    )
    def test_a_value(self, gold: object, found: object, counts: Counts) -> None:
        assert count_value(gold, found) == counts

    def test_characters_without_white_space(self) -> None:
        """``ab cd`` is four characters, however many spans it is."""
        assert count_characters("ab cd ef", [(0, 5)], [(0, 2), (3, 8)]) == Counts(4, 2, 0)


class TestMarks:
    def test_every_extraction(self) -> None:
        gold = gold_narrative(
            spans=((0, 11),),
            time_blocks=(TimeBlock("09:05", "09:20", 15, (0, 2)), TimeBlock("10:00", "10:10", 10, (0, 2))),
            minutes=25,
            interventions=(
                gold_exercise(
                    0, 5, sets=3, reps=(8, 12), load=Load(5, "lb", "5#"), position="seated", side="left"
                ),
                gold_exercise(6, 8, hold_seconds=30, distance=Distance(50, "ft")),
                gold_exercise(9, 11, vague=True),
            ),
            cues=(Cue("", (12, 14), "verbal"), Cue("", (15, 17), "tactile")),
            measures=(Measure("", (18, 20), "strength", "4-", "mmt", 3),),
            goal_connections=(GoalConnection("", (21, 29)),),
        )
        found = narrative(
            spans=((0, 8),),
            time_blocks=(TimeBlock("9:05", "9:20", 15, (0, 2)), TimeBlock("10:00", "10:11", 11, (0, 2))),
            minutes=26,
            billed_units=None,
            interventions=(
                exercise(0, 5, sets=3, reps=8, load=Load(5.0, "lb", "5 lbs"), position="standing"),
                exercise(5, 8, hold_seconds=30, distance=Distance(50, "m")),
                exercise(27, 29),
            ),
            cues=(Cue("", (12, 17), "verbal"),),
            measures=(Measure("", (18, 20), "rom", "4-", "mmt", "3"), Measure("", (21, 22), "rom", 1, None)),
        )
        tally = mark(gold_note(gold), answer(found))
        counted = {name: tuple(counts) for name, counts in tally.counts.items() if any(counts)}
        assert counted == {
            "billed_codes": (1, 0, 0), "narrative_text": (6, 0, 2), "clock_blocks": (1, 1, 1), "minutes": (0, 1, 1),
            "billed_units": (0, 0, 1), "interventions": (2, 1, 0), "interventions_exact": (1, 2, 1),
            "sets": (1, 0, 0), "reps": (0, 1, 1), "load": (1, 0, 0), "hold_seconds": (1, 0, 0),
            "distance": (0, 1, 1), "position": (0, 1, 1), "side": (0, 0, 1), "dose_values": (3, 1, 1),
            "cues": (1, 0, 1), "measures": (1, 1, 0), "goal_connections": (0, 0, 1),
        }  # fmt: skip
        assert tally.hits == {
            "intervention_exact_span": (1, 2), "cue_kind": (1, 1), "measure_kind": (0, 1), "measure_value": (1, 1),
            "measure_unit": (1, 1), "measure_baseline": (1, 1),
        }  # fmt: skip

    def test_a_code_on_one_side_only(self) -> None:
        """All that gold has of it is missed, all that the program has is spurious; it is not judged."""
        tally = mark(gold_note(gold_narrative("97110")), answer(narrative("97530", spans=((6, 8),))))
        assert tally.counts["billed_codes"] == Counts(0, 1, 1)
        assert tally.counts["narrative_text"] == Counts(0, 2, 4)
        assert tally.counts["minutes"] == Counts(0, 1, 1)
        assert tally.labels["97110.dose"] == [("met", "missing")]
        assert "97530.named_activity" not in tally.labels

    def test_text_that_the_program_does_not_find(self) -> None:
        """Elements missing, intent unclear, both judgements a certain no, no lean to either code."""
        found = narrative(spans=(), scores=Scores(None, None), intended_code=None)
        tally = mark(gold_note(gold_narrative()), answer(found))
        assert tally.labels["97110.load"] == [("met", "missing")]
        assert tally.labels[INTENT] == [("97110", "unclear")]
        assert tally.scores["specific"] == [(True, 0.0)]
        assert tally.scores[EXERCISE_OR_ACTIVITY] == [(True, 0.5)]

    def test_a_code_that_gold_does_not_document_is_not_judged(self) -> None:
        tally = mark(gold_note(gold_narrative(spans=())), answer(narrative()))
        assert INTENT not in tally.labels and not tally.scores
        assert tally.counts["narrative_text"] == Counts(0, 4, 0)

    def test_findings_are_compared_by_rule_and_code(self) -> None:
        """Severity does not matter, repetition neither; info counts only among all."""
        elements = ELEMENTS["97110"] | {"load": "partial", "dose": "missing"}
        gold = gold_note(gold_narrative(elements=elements, billed_units=0))
        assert {(item.rule, item.severity) for item in derive(gold)} == {
            ("missing-dose", "error"), ("missing-load", "warning"), ("units-below-time", "info"),
        }  # fmt: skip
        found = (
            finding("missing-load", "97110"),
            finding("missing-load", "97110"),
            finding("missing-dose", "97530"),
            finding("missing-response", "97530", "info"),
            finding("house-rule", None, "warning"),
        )
        tally = mark(gold, answer(narrative(), findings=found, verdict="review"))
        assert {rule: tuple(counts) for rule, counts in tally.rules.items()} == {
            "units-below-time": (0, 0, 1), "missing-dose": (0, 1, 1), "missing-load": (1, 0, 0),
            "missing-response": (0, 1, 0), "house-rule": (0, 1, 0),
        }  # fmt: skip
        assert tally.findings["all"] == Counts(1, 3, 2)
        assert tally.findings["errors_and_warnings"] == Counts(1, 2, 1)
        assert tally.labels["verdict"] == [("fail", "fail")]
        assert tally.labels["verdict_with_scores"] == [("fail", "review")]


class TestMetrics:
    def test_macro_f1_is_over_the_classes_of_gold(self) -> None:
        """met: F1 2*3/(6+1+1); partial: 0; missing stands in no gold and does not count."""
        confusion = np.array([[[3.0, 0.0, 1.0], [1.0, 0.0, 0.0], [0.0, 0.0, 0.0]]])
        assert macro_f1(confusion)[0] == pytest.approx((0.75 + 0) / 2)
        assert accuracy(confusion)[0] == 0.6

    def test_kappa(self) -> None:
        """Agreement 0.7, by chance 0.5: (0.7 - 0.5) / 0.5."""
        assert kappa(np.array([[[20.0, 5.0], [10.0, 15.0]]]))[0] == pytest.approx(0.4)
        assert np.isnan(kappa(np.array([[[9.0, 0.0], [0.0, 0.0]]]))[0])

    def test_auroc_counts_ties_half(self) -> None:
        weights = np.ones((1, 4))
        truth = np.array([True, True, False, False])
        assert auroc(weights, truth, np.array([0.9, 0.5, 0.5, 0.1]))[0] == pytest.approx(3.5 / 4)
        assert np.isnan(auroc(weights, np.ones(4, dtype=bool), np.array([0.9, 0.5, 0.5, 0.1]))[0])

    def test_calibration_error(self) -> None:
        """Bin of 0.9: mean 0.92, all yes; bin of 0.2: mean 0.25, half yes; the last bin holds 1.0."""
        truth, scores = np.array([True, True, True, False]), np.array([1.0, 0.84, 0.2, 0.3])
        error = calibration_error(np.ones((1, 4)), truth, scores)[0]
        assert error == pytest.approx((0.0 + 0.16 + 0.8 + 0.3) / 4)
        assert [(item.low, item.count, item.mean, item.yes) for item in reliability(truth, scores)] == [
            (0.2, 1, 0.2, 1.0), (0.3, 1, 0.3, 0.0), (0.8, 1, 0.84, 1.0), (0.9, 1, 1.0, 1.0),
        ]  # fmt: skip

    def test_what_is_not_defined_has_no_number(self) -> None:
        assert estimate(np.array([np.nan, 1.0, 1.0])) == Estimate(None, None, None)
        assert estimate(np.array([0.5, np.nan, np.nan])) == Estimate(0.5, None, None)
        assert estimate(np.array([0.5, np.nan, 0.25, 0.25])) == Estimate(0.5, 0.25, 0.25)

    def test_the_first_row_is_the_sample_and_each_other_a_resample(self) -> None:
        weights = Resampler(7).weights
        assert weights.shape == (501, 7)
        assert (weights[0] == 1).all()
        assert (weights.sum(axis=1) == 7).all()
        assert len({tuple(row) for row in weights.tolist()}) > 300

    def test_one_seed_one_draw(self) -> None:
        assert (Resampler(30).weights == Resampler(30).weights).all()
        assert (Resampler(30).weights != Resampler(30, seed=1).weights).any()

    def test_weights_are_what_repeating_the_notes_would_give(self) -> None:
        rng = np.random.default_rng(3)
        truth, scores = rng.random(40) < 0.4, np.round(rng.random(40), 1)
        weights = Resampler(40, resamples=20).weights
        areas, errors = auroc(weights, truth, scores), calibration_error(weights, truth, scores)
        for row, area, error in zip(weights.astype(int), areas, errors, strict=True):
            again = np.repeat(np.arange(40), row)
            yes, no = scores[again][truth[again]], scores[again][~truth[again]]
            beaten = (yes[:, None] > no).sum() + (yes[:, None] == no).sum() / 2
            assert area == pytest.approx(beaten / (len(yes) * len(no)))
            alone = np.ones((1, len(again)))
            assert error == pytest.approx(calibration_error(alone, truth[again], scores[again])[0])


def two_notes() -> list[Tally]:
    """A note that is all right, and one in which a reps and an intent are wrong and a finding is too much."""
    work = gold_exercise(0, 5, reps=10)
    gold = gold_narrative(interventions=(work,))
    right = answer(narrative(interventions=(exercise(0, 5, reps=10),)), shares={"97110": 0.8})
    wrong = answer(
        narrative(interventions=(exercise(0, 5, reps=12),), intended_code="97530", scores=Scores(0.3, 0.6)),
        findings=(finding("missing-dose", "97110"),),
        verdict="fail",
        shares={"97110": 0.3},
    )
    return [mark(gold_note(gold), right), mark(gold_note(gold, id="w01-002"), wrong)]


@pytest.fixture(scope="module")
def split() -> SplitMetrics:
    return measure(two_notes(), SAMPLE, "a" * 64)


class TestMeasuring:
    def test_numbers(self, split: SplitMetrics) -> None:
        reps, names = split.extractions["reps"], split.extractions["interventions"]
        assert (reps.precision.value, reps.recall.value, reps.f1.value, reps.support) == (0.5, 0.5, 0.5, 2)
        assert (reps.right, reps.spurious, reps.missed) == (1, 1, 1)
        assert (names.f1.value, names.f1.low, names.f1.high) == (1.0, 1.0, 1.0)
        assert split.extractions["cues"].f1 == Estimate(None, None, None)
        assert split.elements["97110.load"].accuracy.value == 1.0
        assert split.elements["97530.components"].macro_f1.value is None
        assert split.elements_macro_f1.value == 1.0

    def test_the_interval_is_over_notes(self, split: SplitMetrics) -> None:
        """Of two notes a resample holds the right one twice, once, or never."""
        assert (split.extractions["reps"].f1.low, split.extractions["reps"].f1.high) == (0.0, 1.0)

    def test_intent(self, split: SplitMetrics) -> None:
        intent = split.intended_code
        assert intent.confusion == {"97110": {"97110": 1, "97530": 1}, "97530": {"97110": 0, "97530": 0}}
        assert (intent.macro_f1.value, intent.accuracy.value, intent.support) == (0.6667, 0.5, 2)
        assert intent.classes["97530"].precision.value == 0.0 and intent.classes["97530"].recall.value is None
        assert split.exercise_or_activity_auroc.value is None  # gold never says 97530

    def test_judgements(self, split: SplitMetrics) -> None:
        specific = split.judgements["specific"]
        assert (specific.yes.precision.value, specific.yes.recall.value, specific.support) == (1.0, 0.5, 2)
        assert specific.calibration_error.value == pytest.approx((0.1 + 0.7) / 2)
        assert split.judgements["separately_justified"].yes.f1.value == 1.0

    def test_findings_and_verdict(self, split: SplitMetrics) -> None:
        assert split.rules["missing-dose"].precision.value == 0.0
        assert split.rules["missing-dose"].recall.value is None
        assert split.verdict.accuracy.value == 0.5
        assert split.verdict.confusion == {"fail": {"fail": 0, "pass": 0}, "pass": {"fail": 1, "pass": 1}}

    def test_errors_name_the_note(self, split: SplitMetrics) -> None:
        assert split.worst == {
            "reps": [("w01-002", 2)], "dose_values": [("w01-002", 2)], INTENT: [("w01-002", 1)],
            "specific": [("w01-002", 1)], "missing-dose": [("w01-002", 1)], "verdict": [("w01-002", 1)],
        }  # fmt: skip

    def test_the_same_bytes_again(self, split: SplitMetrics) -> None:
        assert encode(measure(two_notes(), SAMPLE, "a" * 64)) == encode(split)

    def test_every_intended_code_has_a_place(self) -> None:
        notes = [
            mark(gold_note(gold_narrative(intended_code=code)), answer(narrative(intended_code=code)))
            for code in INTENDED
        ]
        assert measure(notes, SAMPLE, None).intended_code.macro_f1.value == 1.0

    def test_the_page_fits_and_tells_no_text(self, split: SplitMetrics) -> None:
        shown = page("test", split, 500)
        tables = shown[: shown.index("MOST ERRORS")]
        assert max(map(len, tables.splitlines())) <= 80
        assert ["reps", "0.500", "0.500", "0.500", "0.000-1.000", "2"] in map(str.split, tables.splitlines())
        assert not any(f"{one} {other}" in shown for one, other in pairwise(TEXT.split()))


def metrics_of(splits: dict[str, SplitMetrics], model: str = "a" * 64) -> Metrics:
    corpus = dict.fromkeys(("train", "dev", "cross", "test", "adversarial"), SAMPLE)
    return Metrics(1, "1", model, "0.1.0", 500, 0, corpus, splits)


class TestFiles:
    def test_what_was_written_is_read(self, split: SplitMetrics, tmp_path: Path) -> None:
        metrics = metrics_of({"test": split})
        (tmp_path / "metrics.json").write_bytes(encode(metrics))
        assert read_metrics(tmp_path / "metrics.json") == metrics

    def test_a_broken_file_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "metrics.json").write_text("{}")
        with pytest.raises(DataError, match=r"metrics\.json: is not a metrics file"):
            read_metrics(tmp_path / "metrics.json")

    def test_other_splits_are_kept_in_a_fixed_order(self, split: SplitMetrics) -> None:
        merged = merge(metrics_of({"test": split}), metrics_of({"dev": split}))
        assert list(merged.splits) == ["dev", "test"]

    def test_what_another_model_or_another_corpus_gave_is_dropped(self, split: SplitMetrics) -> None:
        crossed = msgspec.structs.replace(split, model=None)
        other = msgspec.structs.replace(crossed, sample=msgspec.structs.replace(SAMPLE, sha256="1" * 64))
        old = metrics_of({"dev": split, "cross": crossed, "adversarial": other})
        assert list(merge(old, metrics_of({}, model="b" * 64)).splits) == ["cross"]

    def test_page_and_card(self, split: SplitMetrics) -> None:
        metrics = metrics_of({"dev": split, "test": split})
        shown, about = accuracy_page(metrics), card.model_card(metrics)
        cell = "0.500 / 0.500 / **0.500** [0.000-1.000] (2)"
        assert f"| reps | {cell} | {cell} |" in shown
        assert "Not measured with this model: train, cross, adversarial." in shown
        assert "| **97110** | 1 | 1 |" in shown
        for rule in ("C01 exercise-billed-as-activity", "C02 activity-billed-as-exercise"):
            assert f"| test | `{rule}` | 0 | 0 | 0 | - | - |" in about
        assert "| dev |" in about and "| F1 unless said | test |" in about  # counted, but never quoted

    def test_a_card_needs_notes_that_training_has_not_seen(self, split: SplitMetrics) -> None:
        with pytest.raises(DataError, match="measure test or cross or adversarial first"):
            card.model_card(metrics_of({"dev": split}))


@pytest.fixture
def corpus(write_note: NoteWriter) -> Path:
    """A note in train, one in test, one in adversarial."""
    for writer in ("w01", "w02", "w03"):
        edits = [("id: w01-001", f"id: {writer}-001"), ("writer: w01", f"writer: {writer}")]
        write_note(*edits, ("style: clinic-soap", f"style: style-{writer}"), id=f"{writer}-001")
    splits = "test: [w02]\ndev: []\nadversarial: [w03]\n"
    (write_note.directory / "splits.yaml").write_text(splits, encoding="utf-8")
    return write_note.directory


class TestLock:
    def test_a_lock_holds(self, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert lock.main([str(corpus)]) == 0
        lines = (corpus / "test.lock").read_text().splitlines()
        assert [line[64:] for line in lines] == [
            "  notes/w02-001.txt", "  notes/w02-001.yaml", "  notes/w03-001.txt", "  notes/w03-001.yaml",
        ]  # fmt: skip
        lock.check_lock(corpus)
        assert lock.main([str(corpus)]) == 0
        assert capsys.readouterr().out.endswith("as locked\n")

    @pytest.mark.parametrize("name", ["w02-001.txt", "w02-001.yaml", "w03-001.txt"])
    def test_a_changed_file(self, corpus: Path, name: str) -> None:
        lock.write_lock(corpus)
        with (corpus / "notes" / name).open("a") as stream:
            stream.write(" ")
        with pytest.raises(DataError, match=rf"test\.lock: {name[:7]} was changed after it was locked"):
            lock.check_lock(corpus)

    def test_a_train_note_may_change(self, corpus: Path) -> None:
        lock.write_lock(corpus)
        (corpus / "notes" / "w01-001.txt").write_text("another note")
        lock.check_lock(corpus)

    def test_a_note_added_later(self, corpus: Path) -> None:
        lock.write_lock(corpus)
        (corpus / "notes" / "w02-002.txt").write_text("new")
        with pytest.raises(DataError, match="w02-002 is not in the lock"):
            lock.check_lock(corpus)

    def test_a_note_moved_to_another_split(self, corpus: Path) -> None:
        lock.write_lock(corpus)
        (corpus / "splits.yaml").write_text("test: []\ndev: []\nadversarial: [w03]\n")
        with pytest.raises(DataError, match="w02-001 is in the lock, but no longer in a locked split"):
            lock.check_lock(corpus)

    def test_a_lock_is_renewed_only_when_asked(
        self, corpus: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lock.write_lock(corpus)
        (corpus / "notes" / "w02-001.txt").write_text("another note")
        assert lock.main([str(corpus)]) == 1
        assert "w02-001 was changed" in capsys.readouterr().err
        assert lock.main([str(corpus), "--renew"]) == 0
        lock.check_lock(corpus)

    def test_a_broken_lock(self, corpus: Path) -> None:
        (corpus / "test.lock").write_text("w02-001\n")
        with pytest.raises(DataError, match=r"test\.lock:1: is not a line of sha256 and file"):
            lock.check_lock(corpus)


@pytest.fixture
def options(corpus: Path, tmp_path: Path) -> argparse.Namespace:
    """The options of ``evaluate``, over the small corpus and a copy of the model in use."""
    models = tmp_path / "models"
    shutil.copytree(
        models_directory(), models, ignore=shutil.ignore_patterns("*.joblib", "*.md", "metrics.json")
    )
    return argparse.Namespace(
        corpus=str(corpus), models=str(models), docs=str(tmp_path / "docs"), split="test", final=True, write=False,
        format="text",
    )  # fmt: skip


class TestCommand:
    @pytest.mark.parametrize("name", ["test", "adversarial"])
    def test_a_locked_split_needs_final(self, options: argparse.Namespace, name: str) -> None:
        options.split, options.final = name, False
        with pytest.raises(InputError, match=f"the {name} split is looked at only with --final"):
            evaluate.main(options)

    def test_final_needs_the_lock(self, options: argparse.Namespace) -> None:
        with pytest.raises(DataError, match="the test split is not locked"):
            evaluate.main(options)

    def test_final_refuses_what_was_changed(self, options: argparse.Namespace, corpus: Path) -> None:
        lock.write_lock(corpus)
        with (corpus / "notes" / "w03-001.yaml").open("a") as stream:
            stream.write("comment: later\n")
        with pytest.raises(DataError, match="w03-001 was changed"):
            evaluate.main(options)

    def test_a_split_without_notes(self, options: argparse.Namespace) -> None:
        options.split = "dev"
        with pytest.raises(InputError, match="no note stands in the split dev"):
            evaluate.main(options)

    def test_it_prints_and_writes(
        self, options: argparse.Namespace, corpus: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        lock.write_lock(corpus)
        options.write, options.format = True, "json"
        assert evaluate.main(options) == 0
        split = msgspec.json.decode(capsys.readouterr().out, type=SplitMetrics)
        assert split.sample.notes == 1 and split.extractions["billed_codes"].support == 2
        written = sorted(Path(options.models).rglob("metrics.json"))[0]
        assert read_metrics(written).splits == {"test": split}
        card.check_card(written.with_name("CARD.md").read_text())
        assert (Path(options.docs) / "accuracy.md").read_text() == accuracy_page(read_metrics(written))

    def test_nothing_is_half_written(self, options: argparse.Namespace) -> None:
        options.split, options.final, options.write = "train", False, True
        with pytest.raises(DataError, match="first"):
            evaluate.main(options)
        assert not list(Path(options.models).rglob("metrics.json"))


class TestCrossing:
    @staticmethod
    def notes() -> list[GoldNote]:
        ids = [f"w{writer:02}-{note:03}" for writer in range(1, 7) for note in (1, 2)]
        notes = [gold_note(gold_narrative(), id=id) for id in ids]
        return [msgspec.structs.replace(note, style=f"style of {note.writer}") for note in notes]

    def test_no_writer_stands_in_two_folds(self) -> None:
        folds = crossing.divide_writers(self.notes(), 3)
        assert [len(fold) for fold in folds] == [2, 2, 2]
        assert len(frozenset[str]().union(*folds)) == 6

    def test_no_model_sees_the_writers_it_is_asked_about(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Evidence is by models without both folds of a pair, and judged by models without the fold held out."""
        seen: list[tuple[frozenset[str], list[str]]] = []

        def fit(prepared: list[Any]) -> frozenset[str]:
            return frozenset(note.gold.writer for note in prepared)

        def examples(prepared: Any, preparer: Any, extractor: frozenset[str]) -> list[Any]:
            assert prepared.gold.writer not in extractor
            return [argparse.Namespace(note_id=prepared.gold.id, code="97110", writer=prepared.gold.writer)]

        def tallies(notes: Any, held: frozenset[str], found: list[Any]) -> list[Tally]:
            seen.append((held, [example.writer for example in found]))
            return [Tally(note.id) for note in notes if note.writer in held]

        monkeypatch.setattr(crossing, "stage_one", fit)
        monkeypatch.setattr(crossing, "Extractor", lambda lexicon, model: model)
        monkeypatch.setattr(crossing, "note_examples", examples)
        monkeypatch.setattr(crossing, "fold_tallies", tallies)
        monkeypatch.setattr(crossing, "_in_processes", lambda jobs, count: (f(*a, **k) for f, a, k in jobs))
        lines: list[str] = []
        notes = self.notes()
        result = crossing.cross_tallies(notes, lines.append, folds=3)
        assert [tally.note_id for tally in result] == [note.id for note in notes]
        assert lines[-1] == "writers held out and judged: fold 3 of 3"
        assert len(seen) == 3
        for held, writers in seen:
            assert sorted(writers) == sorted(note.writer for note in notes if note.writer not in held)

    def test_two_writers_are_too_few(self) -> None:
        with pytest.raises(DataError, match="at least three writers of different styles"):
            crossing.cross_tallies(self.notes()[:4], print)


class TestExaminee:
    def test_a_checker_keeps_its_own_model(self, corpus: Path) -> None:
        """Through pickling too: without an intent task there is no intended code."""
        model = load_model()
        blind = LinearModel(
            model.weights,
            {name: task for name, task in model.tasks.items() if name != INTENT},
            model.transitions,
        )
        checker = pickle.loads(pickle.dumps(Checker("strict", model=blind)))
        text = load_gold(corpus, "w01-001").text
        assert [item.intended_code for item in checker.check(text).narratives] == [None, None]
        again = pickle.loads(pickle.dumps(Checker("strict")))
        assert again.check(text) == Checker("strict").check(text) != checker.check(text)

    def test_the_answer_is_that_of_the_checker(self, corpus: Path) -> None:
        gold = load_gold(corpus, "w01-001")
        given = Examinee(load_model()).answer(gold)
        assert given.report == Checker("strict").check({"text": gold.text, "note_id": gold.id})
        assert given.exercise_shares.keys() == {"97110", "97530"}
        assert given.exercise_shares["97110"] > given.exercise_shares["97530"]
