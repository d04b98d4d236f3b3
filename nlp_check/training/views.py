"""What the notebooks draw, as plain rows: they plot and decide nothing, so that every number in a picture is tested here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

from nlp_check.components.model_file import models_directory
from nlp_check.policy.model import ScoreBand
from nlp_check.records.report import Explanation
from nlp_check.training.evaluate import examine
from nlp_check.training.gold import GoldNote
from nlp_check.training.measure import WORST
from nlp_check.training.measured import Bin, Estimate, SplitMetrics, StyleScores
from nlp_check.training.shares import SHARES, is_real_style, share
from nlp_check.training.splits import OPEN, load_open, load_splits
from nlp_check.training.tally import Tally

Answers = Sequence[tuple[bool, float]]  # the truth, and the probability that was given


class Bars(NamedTuple):
    """Values with their intervals, side by side as plots take them."""

    names: list[str]
    values: list[float]
    below: list[float]  # from the value down to the end of the interval
    above: list[float]


class Threshold(NamedTuple):
    """What follows if "yes" is said from a probability on. Precision is None where it is never said."""

    threshold: float
    precision: float | None
    recall: float
    said: float


class BandOutcome(NamedTuple):
    """What follows if nothing is decided between two thresholds."""

    decided: float
    wrong: float | None  # of what is decided
    left: int


def bars(estimates: Mapping[str, Estimate]) -> Bars:
    """The defined ones, from the best down."""
    known = [(name.replace("_", " "), one.value, one.low, one.high) for name, one in estimates.items() if one.value is not None]
    known.sort(key=lambda one: (-one[1], one[0]))
    return Bars(
        [name for name, *_ in known],
        [value for _, value, _, _ in known],
        [value - (value if low is None else low) for _, value, low, _ in known],
        [(value if high is None else high) - value for _, value, _, high in known],
    )


def extraction_bars(split: SplitMetrics) -> Bars:
    """F1 of everything that is extracted."""
    return bars({name: score.f1 for name, score in split.extractions.items()})


def rule_bars(split: SplitMetrics, least: int = 10) -> Bars:
    """Precision of the rules that are due at least so often."""
    return bars({name: score.precision for name, score in split.rules.items() if score.support >= least})


def style_bars(styles: Mapping[str, StyleScores]) -> Bars:
    """F1 of errors and warnings, style by style."""
    return bars({style: scores.findings.f1 for style, scores in styles.items()})


def reason_bars(explanation: Explanation) -> tuple[list[str], list[float]]:
    """What made one score, the weakest first as horizontal bars want it; last what is not listed and where it starts."""
    rows = [("every narrative of the code", explanation.base), ("everything else", explanation.rest)]
    rows += [(reason.what, reason.weight) for reason in reversed(explanation.reasons)]
    return [name for name, _ in rows], [weight for _, weight in rows]


def heat(confusion: Mapping[str, Mapping[str, int]]) -> tuple[list[str], list[list[int]]]:
    """Labels, and the counts with gold in rows."""
    return list(confusion), [list(row.values()) for row in confusion.values()]


def curve(bins: Iterable[Bin]) -> tuple[list[float], list[float], list[int]]:
    """A reliability curve: mean probabilities, true shares, and how many each point stands for."""
    listed = list(bins)
    return [one.mean for one in listed], [one.yes for one in listed], [one.count for one in listed]


def answers(tallies: Iterable[Tally], name: str) -> Answers:
    """All truths and probabilities of one judgement."""
    return [pair for tally in tallies for pair in tally.scores.get(name, ())]


def thresholds(given: Answers, steps: int = 19) -> list[Threshold]:
    """Precision and recall of "yes" at thresholds spread evenly between 0 and 1."""
    true = sum(truth for truth, _ in given)
    found = []
    for number in range(1, steps + 1):
        threshold = number / (steps + 1)
        said = [truth for truth, score in given if score >= threshold]
        precision = sum(said) / len(said) if said else None
        found.append(Threshold(threshold, precision, sum(said) / true if true else 0.0, len(said) / len(given)))
    return found


def band_outcome(given: Answers, band: ScoreBand) -> BandOutcome:
    """What a policy's band decides, how often that is wrong, and how many it leaves to a person."""
    decided = [(truth, score > band.high) for truth, score in given if not band.low <= score <= band.high]
    wrong = sum(truth != said for truth, said in decided)
    return BandOutcome(len(decided) / len(given), wrong / len(decided) if decided else None, len(given) - len(decided))


def dev_tallies(corpus: Path, models: Path | None = None) -> list[Tally]:
    """The dev notes marked with the shipped model. It was fitted on them: good for looking at errors, not for praise."""
    splits = load_splits(corpus)
    notes = [note for note in load_open(corpus) if splits.of(note.writer) == "dev"]
    return examine(notes, models or models_directory())


def worst_notes(tallies: Iterable[Tally], name: str) -> list[tuple[str, int]]:
    """The notes with most errors in one thing that is extracted."""
    errors = [(tally.note_id, tally.counts[name].errors) for tally in tallies if name in tally.counts]
    return sorted((one for one in errors if one[1]), key=lambda one: (-one[1], one[0]))[:WORST]


def share_rows(notes: Sequence[GoldNote]) -> list[tuple[str, int, float, float]]:
    """How many per cent of human texts, of notes in real styles, and of all notes show each thing."""
    real = [note for note in notes if is_real_style(note)]
    return [(name, human, share(real, holds), share(notes, holds)) for name, holds, human in SHARES]


def words_by_style(notes: Sequence[GoldNote]) -> dict[str, list[int]]:
    """The lengths of the notes in words by style, the styles with the shortest notes first."""
    found: dict[str, list[int]] = {}
    for note in notes:
        found.setdefault(note.style, []).append(len(note.text.split()))
    return dict(sorted(found.items(), key=lambda one: (median(one[1]), one[0])))


def unseen(splits: Mapping[str, SplitMetrics]) -> dict[str, SplitMetrics]:
    """The measured splits that the models were not fitted on."""
    return {name: split for name, split in splits.items() if name not in OPEN}
