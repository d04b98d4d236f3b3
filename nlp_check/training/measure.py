"""From the tallies of a sample's notes to everything that is measured on it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np

from nlp_check.elements import ELEMENTS
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, element_task
from nlp_check.training.derive import RULE_IDS
from nlp_check.training.matching import Counts
from nlp_check.training.measured import (
    Classes,
    Estimate,
    Judgement,
    Sample,
    Score,
    Share,
    SplitMetrics,
    StyleScores,
    Verdict,
)
from nlp_check.training.metrics import (
    Array,
    Resampler,
    accuracy,
    auroc,
    calibration_error,
    class_counts,
    estimate,
    f1,
    kappa,
    macro_f1,
    mean_defined,
    ratio,
    reliability,
)
from nlp_check.training.tally import (
    ACCURACIES,
    ERRORS_AND_WARNINGS,
    EVERY,
    EXERCISE_OR_ACTIVITY,
    EXTRACTIONS,
    INTENDED_CODE_SURE,
    VERDICT,
    VERDICT_WITH_SCORES,
    Tally,
)

LEVELS = ("met", "partial", "missing", "not_applicable")
INTENDED = ("97110", "97530", "97116", "97112", "97535", "97140", "education", "unclear")
VERDICTS = ("fail", "review", "pass")
ELEMENT_TASKS = tuple(element_task(code, name) for code, names in ELEMENTS.items() for name in names)
STYLE_EXTRACTIONS = ("narrative_text", "interventions", "cues", "measures", "goal_connections")
WORST = 10


def measure(
    tallies: Sequence[Tally], sample: Sample, model: str | None, styles: Mapping[str, str] | None = None
) -> SplitMetrics:
    """All metrics with their intervals. ``tallies`` must not be empty; ``styles`` has the style of each note by its id."""
    split = _Measuring(tallies).split(sample, model)
    by_style: dict[str, list[Tally]] = {}
    for tally in tallies if styles is not None else ():
        by_style.setdefault((styles or {})[tally.note_id], []).append(tally)
    scores = {style: _Measuring(by_style[style]).style() for style in sorted(by_style)}
    return msgspec.structs.replace(split, styles=scores)


class _Measuring:
    """The tallies of a sample with one set of resamples, so that all intervals are of the same draws."""

    def __init__(self, tallies: Sequence[Tally]) -> None:
        self.tallies = tallies
        self.resampler = Resampler(len(tallies))

    def split(self, sample: Sample, model: str | None) -> SplitMetrics:
        """The metrics in the order in which they are shown."""
        confusions = {task: self.confusion(task, LEVELS) for task in ELEMENT_TASKS}
        return SplitMetrics(
            sample=sample, model=model,
            extractions={name: self.score(tally.counts.get(name) for tally in self.tallies) for name in EXTRACTIONS},
            accuracies={name: self.share(name) for name in ACCURACIES},
            elements={task: _classes(confusion, LEVELS) for task, confusion in confusions.items()},
            elements_macro_f1=_mean(macro_f1, confusions.values()),
            elements_accuracy=_mean(accuracy, confusions.values()),
            intended_code=_classes(self.confusion(INTENT, INTENDED), INTENDED),
            exercise_or_activity_auroc=self.area(EXERCISE_OR_ACTIVITY),
            judgements={name: self.judgement(name) for name in JUDGEMENTS},
            rules={
                name: self.score(tally.rules.get(name) for tally in self.tallies) for name in _rules(self.tallies)
            },
            findings={
                name: self.score(tally.findings.get(name) for tally in self.tallies)
                for name in (ERRORS_AND_WARNINGS, EVERY)
            },
            verdict=self.verdict(VERDICT), verdict_with_scores=self.verdict(VERDICT_WITH_SCORES),
            worst=_worst(self.tallies), intended_code_sure=self.judgement(INTENDED_CODE_SURE),
        )  # fmt: skip

    def style(self) -> StyleScores:
        """The main figures alone: the notes of one style are too few for more."""
        confusions = [self.confusion(task, LEVELS) for task in ELEMENT_TASKS]
        return StyleScores(
            notes=len(self.tallies), narratives=sum(len(tally.labels.get(INTENT, ())) for tally in self.tallies),
            extractions={
                name: self.score(tally.counts.get(name) for tally in self.tallies) for name in STYLE_EXTRACTIONS
            },
            elements_macro_f1=_mean(macro_f1, confusions), elements_accuracy=_mean(accuracy, confusions),
            findings=self.score(tally.findings.get(ERRORS_AND_WARNINGS) for tally in self.tallies),
        )  # fmt: skip

    def score(self, counts: Iterable[Counts | None]) -> Score:
        """Micro precision, recall and F1 of one kind of counts, one a note."""
        totals = self.resampler.sums([one or Counts() for one in counts])
        return _score(totals[:, 0], totals[:, 1], totals[:, 2])

    def share(self, name: str) -> Share:
        """Accuracy of one kind of hits."""
        totals = self.resampler.sums([tally.hits.get(name, (0, 0)) for tally in self.tallies])
        return Share(estimate(ratio(totals[:, 0], totals[:, 1])), int(totals[0, 1]))

    def confusion(self, name: str, classes: Sequence[str]) -> Array:
        """Confusion matrices (resamples x gold x given)."""
        place = {label: number for number, label in enumerate(classes)}
        counts = np.zeros((len(self.tallies), len(classes), len(classes)))
        for note, tally in enumerate(self.tallies):
            for gold, given in tally.labels.get(name, ()):
                counts[note, place[gold], place[given]] += 1
        return self.resampler.sums(counts)

    def judgement(self, name: str) -> Judgement:
        """How good one probability is, as an answer, as an order, and as a probability."""
        weights, truth, scores = self._scores(name)
        said = scores >= 0.5
        kinds = (truth & said, ~truth & said, truth & ~said)
        yes = _score(*((weights * kind).sum(axis=1) for kind in kinds))
        error = estimate(calibration_error(weights, truth, scores))
        return Judgement(
            yes=yes, auroc=estimate(auroc(weights, truth, scores)), calibration_error=error,
            support=len(truth), bins=reliability(truth, scores),
        )  # fmt: skip

    def area(self, name: str) -> Estimate:
        """AUROC of one kind of scores."""
        return estimate(auroc(*self._scores(name)))

    def _scores(self, name: str) -> tuple[Array, np.ndarray[tuple[int, ...], np.dtype[np.bool_]], Array]:
        """Weights (resamples x answers), gold and probabilities."""
        pairs = [(n, *pair) for n, tally in enumerate(self.tallies) for pair in tally.scores.get(name, ())]
        notes = np.array([note for note, _, _ in pairs], dtype=np.int64)
        truth = np.array([gold for _, gold, _ in pairs], dtype=np.bool_)
        scores = np.array([score for _, _, score in pairs], dtype=np.float64)
        return self.resampler.weights[:, notes], truth, scores

    def verdict(self, name: str) -> Verdict:
        """Agreement on the verdict."""
        confusion = self.confusion(name, VERDICTS)
        return Verdict(
            estimate(accuracy(confusion)), estimate(kappa(confusion)), _as_table(confusion[0], VERDICTS)
        )


def _score(right: Array, spurious: Array, missed: Array) -> Score:
    return Score(
        precision=estimate(ratio(right, right + spurious)), recall=estimate(ratio(right, right + missed)),
        f1=estimate(f1(right, spurious, missed)), support=int(right[0] + missed[0]),
        right=int(right[0]), spurious=int(spurious[0]), missed=int(missed[0]),
    )  # fmt: skip


def _classes(confusion: Array, classes: Sequence[str]) -> Classes:
    """``classes`` lists those that stand in gold or are given."""
    columns = zip(*(counts.T for counts in class_counts(confusion)), strict=True)
    scores = {name: _score(*counts) for name, counts in zip(classes, columns, strict=True)}
    return Classes(
        macro_f1=estimate(macro_f1(confusion)), accuracy=estimate(accuracy(confusion)),
        support=int(confusion[0].sum()),
        classes={name: score for name, score in scores.items() if score.support or score.spurious},
        confusion=_as_table(confusion[0], classes),
    )  # fmt: skip


def _as_table(confusion: Array, classes: Sequence[str]) -> dict[str, dict[str, int]]:
    """Rows and columns of the classes that stand in gold or are given."""
    used = [n for n in range(len(classes)) if confusion[n].any() or confusion[:, n].any()]
    return {classes[row]: {classes[column]: int(confusion[row, column]) for column in used} for row in used}


def _mean(metric: Callable[[Array], Array], confusions: Iterable[Array]) -> Estimate:
    """Mean of a metric over questions, each weighing the same."""
    return estimate(mean_defined(np.stack([metric(confusion) for confusion in confusions], axis=-1)))


def _rules(tallies: Sequence[Tally]) -> list[str]:
    """The rules that gold or the program raises anywhere, by id."""
    raised = {rule for tally in tallies for rule in tally.rules}
    return [*(rule for rule in RULE_IDS if rule in raised), *sorted(raised - RULE_IDS.keys())]


def _worst(tallies: Sequence[Tally]) -> dict[str, list[tuple[str, int]]]:
    """For each thing measured, the notes with the most errors; characters count one each."""
    errors: dict[str, Counter[str]] = {}
    for tally in tallies:
        for name, number in _errors(tally):
            errors.setdefault(name, Counter())[tally.note_id] += number
    order = [*EXTRACTIONS, *ACCURACIES, *ELEMENT_TASKS, INTENT, *JUDGEMENTS, *_rules(tallies), VERDICT]
    listed = {name: [item for item in errors.get(name, Counter()).items() if item[1]] for name in order}
    return {
        name: sorted(items, key=lambda item: (-item[1], item[0]))[:WORST]
        for name, items in listed.items()
        if items
    }


def _errors(tally: Tally) -> Iterable[tuple[str, int]]:
    for name, counts in (*tally.counts.items(), *tally.rules.items()):
        yield name, counts.errors
    for name, (right, asked) in tally.hits.items():
        yield name, asked - right
    for name, labels in tally.labels.items():
        yield name, sum(gold != given for gold, given in labels)
    for name, scores in tally.scores.items():
        yield name, sum(gold != (score >= 0.5) for gold, score in scores)
