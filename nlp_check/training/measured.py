"""``metrics.json``: the measured quality of one model version, as types, and how it is read, merged and written."""

from __future__ import annotations

from pathlib import Path

import msgspec

from nlp_check.errors import DataError

SCHEMA = 1
FILE = "metrics.json"


class Estimate(msgspec.Struct, frozen=True):
    """A value with its bootstrap 95 % interval; None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


def brief(estimate: Estimate) -> str:
    """``0.82 [0.60-1.00]``; a dash where the value is not defined."""
    if estimate.value is None:
        return "-"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.2f}"
    return f"{estimate.value:.2f} [{estimate.low:.2f}-{estimate.high:.2f}]"


class Score(msgspec.Struct, frozen=True):
    """Precision, recall and F1. ``support`` is how many gold has."""

    precision: Estimate
    recall: Estimate
    f1: Estimate
    support: int
    right: int
    spurious: int
    missed: int


class Share(msgspec.Struct, frozen=True):
    """Accuracy over ``support`` answers."""

    accuracy: Estimate
    support: int


class Classes(msgspec.Struct, frozen=True):
    """One question of several classes. ``confusion`` is keyed by the gold class, then by the given one."""

    macro_f1: Estimate
    accuracy: Estimate
    support: int
    classes: dict[str, Score]
    confusion: dict[str, dict[str, int]]


class Bin(msgspec.Struct, frozen=True):
    """One bin of a reliability curve: probabilities from ``low`` on, their mean, and the true share of yes."""

    low: float
    count: int
    mean: float
    yes: float


class Judgement(msgspec.Struct, frozen=True):
    """One yes/no probability. ``yes`` scores the answer at 0.5; ``support`` is all answers."""

    yes: Score
    auroc: Estimate
    calibration_error: Estimate
    support: int
    bins: list[Bin]


class Verdict(msgspec.Struct, frozen=True):
    """Agreement on the verdict; ``confusion`` as in ``Classes``."""

    accuracy: Estimate
    kappa: Estimate
    confusion: dict[str, dict[str, int]]


class Sample(msgspec.Struct, frozen=True):
    """What was measured on. ``sha256`` is of all its files."""

    notes: int
    narratives: int
    writers: int
    styles: int
    sha256: str


class StyleScores(msgspec.Struct, frozen=True):
    """The main figures on the notes of one style. ``findings`` are errors and warnings."""

    notes: int
    narratives: int
    extractions: dict[str, Score]
    elements_macro_f1: Estimate
    elements_accuracy: Estimate
    findings: Score


class SplitMetrics(msgspec.Struct, frozen=True):
    """Everything measured on one split.

    ``model`` is the sha256 of the compiled arrays; None where each fold had a model of its own. ``worst`` names, by
    what is measured, the notes with the most errors and how many they have. ``intended_code_sure`` sets the probability
    of the likeliest code against whether it is the right one. ``styles`` are the same notes, style by style.
    """

    sample: Sample
    model: str | None
    extractions: dict[str, Score]
    accuracies: dict[str, Share]
    elements: dict[str, Classes]
    elements_macro_f1: Estimate
    elements_accuracy: Estimate
    intended_code: Classes
    exercise_or_activity_auroc: Estimate
    judgements: dict[str, Judgement]
    rules: dict[str, Score]
    findings: dict[str, Score]
    verdict: Verdict
    verdict_with_scores: Verdict
    worst: dict[str, list[tuple[str, int]]]
    intended_code_sure: Judgement | None = None
    styles: dict[str, StyleScores] = msgspec.field(default_factory=dict)


class Metrics(msgspec.Struct, frozen=True):
    """The whole file. ``corpus`` counts every split, measured or not; ``model`` is the sha256 of the pinned arrays."""

    schema: int
    model_version: str
    model: str
    program_version: str
    resamples: int
    seed: int
    corpus: dict[str, Sample]
    splits: dict[str, SplitMetrics]


def read_metrics(path: Path) -> Metrics:
    """The metrics in ``path``; DataError when it is missing or not such a file."""
    try:
        metrics = msgspec.json.decode(path.read_bytes(), type=Metrics)
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", path=str(path)) from None
    except msgspec.DecodeError:
        raise DataError("is not a metrics file of this version", path=str(path)) from None
    if metrics.schema != SCHEMA:
        raise DataError(f"has schema {metrics.schema}, this version reads {SCHEMA}", path=str(path))
    return metrics


def merge(old: Metrics | None, new: Metrics) -> Metrics:
    """``new`` with the splits of ``old`` that were measured on the same files and, unless crossed, the same model."""
    before = old.splits if old is not None else {}
    kept = {
        name: split
        for name, split in before.items()
        if split.model in (None, new.model) and new.corpus.get(name) == split.sample
    }
    splits = {**kept, **new.splits}
    return msgspec.structs.replace(new, splits={name: splits[name] for name in new.corpus if name in splits})


def encode(metrics: Metrics | SplitMetrics) -> bytes:
    """Indented JSON in the order of the types, ended by a newline: the same bytes for the same numbers."""
    return msgspec.json.format(msgspec.json.encode(metrics), indent=1) + b"\n"
