"""Metrics over weighted notes, and their bootstrap intervals, all resamples at once.

Every metric is computed from an array whose first row is the sample itself and whose further rows are resamples of
its notes: ``weights[r, n]`` says how often note n was drawn in resample r. Sums over notes are then one matrix
product, and a metric of the sums is one vectorised formula. A metric that is not defined (0 / 0) is NaN here and None
in an ``Estimate``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from nlp_check.training.measured import Bin, Estimate

Array = npt.NDArray[np.float64]
RESAMPLES, SEED = 500, 0
BINS = 10
_TAIL = 2.5  # percent on each side of a 95 % interval
_DIGITS = 4


class Resampler:
    """Draws the notes of a sample ``resamples`` times with replacement, always alike for one ``seed``."""

    def __init__(self, notes: int, resamples: int = RESAMPLES, seed: int = SEED) -> None:
        drawn = np.random.default_rng(seed).integers(0, notes, size=(resamples, notes))
        counted = [np.bincount(row, minlength=notes) for row in drawn]
        self.weights: Array = np.vstack([np.ones(notes), *counted])

    def sums(self, values: Sequence[object] | npt.NDArray[np.generic]) -> Array:
        """Totals of ``values`` (notes x anything) in the sample and in every resample."""
        array = np.asarray(values, dtype=np.float64)
        totals: Array = np.tensordot(self.weights, array, axes=1)
        return totals


def estimate(values: Array) -> Estimate:
    """The value of the sample (first row) with the interval of the resamples in which it is defined."""
    if not np.isfinite(values[0]):
        return Estimate(None, None, None)
    drawn = values[1:][np.isfinite(values[1:])]
    if not len(drawn):
        return Estimate(rounded(values[0]), None, None)
    low, high = np.percentile(drawn, (_TAIL, 100 - _TAIL))
    return Estimate(rounded(values[0]), rounded(low), rounded(high))


def rounded(value: float) -> float:
    """Four digits: more than the intervals ever justify, and the same bytes on every machine."""
    return round(float(value), _DIGITS)


def ratio(part: Array, whole: Array) -> Array:
    """``part`` / ``whole``, NaN where the whole is 0."""
    result: Array = np.full(np.broadcast_shapes(part.shape, whole.shape), np.nan)
    np.divide(part, whole, out=result, where=whole != 0)
    return result


def mean_defined(values: Array) -> Array:
    """Mean over the last axis of what is defined; NaN where nothing is."""
    defined = np.isfinite(values)
    return ratio(np.where(defined, values, 0.0).sum(axis=-1), defined.sum(axis=-1).astype(np.float64))


def f1(right: Array, spurious: Array, missed: Array) -> Array:
    """F1: NaN only where there is neither gold nor answer."""
    return ratio(2 * right, 2 * right + spurious + missed)


def class_counts(confusion: Array) -> tuple[Array, Array, Array]:
    """Right, spurious and missed of each class of a confusion matrix (... x gold x given)."""
    right = np.diagonal(confusion, axis1=-2, axis2=-1)
    return right, confusion.sum(axis=-2) - right, confusion.sum(axis=-1) - right


def macro_f1(confusion: Array) -> Array:
    """Mean F1 of the classes that stand in gold."""
    right, spurious, missed = class_counts(confusion)
    scores = np.where(right + missed > 0, f1(right, spurious, missed), np.nan)
    return mean_defined(scores)


def accuracy(confusion: Array) -> Array:
    """Share of right answers."""
    return ratio(np.trace(confusion, axis1=-2, axis2=-1), confusion.sum(axis=(-2, -1)))


def kappa(confusion: Array) -> Array:
    """Cohen's kappa; NaN where both sides always say the same one class."""
    total = confusion.sum(axis=(-2, -1))
    expected = ratio((confusion.sum(axis=-1) * confusion.sum(axis=-2)).sum(axis=-1), total**2)
    return ratio(accuracy(confusion) - expected, 1 - expected)


def auroc(weights: Array, truth: npt.NDArray[np.bool_], scores: Array) -> Array:
    """Area under the ROC curve, ties counted half. ``weights`` is (resamples x answers)."""
    values, place = np.unique(scores, return_inverse=True)
    columns = np.zeros((len(scores), len(values)))
    columns[np.arange(len(scores)), place] = 1.0
    yes = (weights * truth) @ columns
    no = (weights * ~truth) @ columns
    below = np.cumsum(no, axis=1) - no
    return ratio((yes * (below + no / 2)).sum(axis=1), yes.sum(axis=1) * no.sum(axis=1))


def calibration_error(weights: Array, truth: npt.NDArray[np.bool_], scores: Array) -> Array:
    """Expected calibration error over ten bins of equal width: |mean probability - share of yes|, by bin size."""
    columns = np.zeros((len(scores), BINS))
    columns[np.arange(len(scores)), _bin_of(scores)] = 1.0
    gaps = np.abs((weights * (scores - truth)) @ columns)
    return ratio(gaps.sum(axis=1), weights.sum(axis=1))


def reliability(truth: npt.NDArray[np.bool_], scores: Array) -> list[Bin]:
    """The bins of the reliability curve that hold anything."""
    bins = _bin_of(scores)
    return [
        Bin(low=rounded(number / BINS), count=int(chosen.sum()),
            mean=rounded(scores[chosen].mean()), yes=rounded(truth[chosen].mean()))
        for number in range(BINS)
        if (chosen := bins == number).any()
    ]  # fmt: skip


def _bin_of(scores: Array) -> npt.NDArray[np.int64]:
    return np.minimum((scores * BINS).astype(np.int64), BINS - 1)
