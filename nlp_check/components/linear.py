"""The compiled linear model: plain arrays that score tokens, sentences and narratives of many notes at once.

One weight matrix holds a column for every class of every task, so a token's features are gathered once. Text parts are
sums of token weights; small named facts ("dense" features) add weights of their own. Training and the equality
with the fitted scikit-learn and CRF models are in ``training/``; nothing here needs either library.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from nlp_check.components.decoding import Bounds, best_spans
from nlp_check.components.features import Array, Rows

TAGS = ("intervention", "cue", "measure")
STATES = 3  # outside, begin, inside
_BLOCK = 1024  # tokens gathered at a time: what is added up stays in the processor's cache


def chances(scores: Sequence[float]) -> list[float]:
    """Scores as probabilities. One score is that of a yes/no question: [no, yes]."""
    if len(scores) == 1:
        yes = 1.0 / (1.0 + math.exp(-scores[0])) if scores[0] > -700 else 0.0
        return [1.0 - yes, yes]
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


class Task:
    """One classifier: its columns, classes, intercepts, and the weights of its dense features."""

    __slots__ = ("classes", "dense", "intercepts", "start", "stop")

    def __init__(self, start: int, stop: int, classes: Sequence[str], intercepts: Sequence[float], dense: dict[str, list[float]]) -> None:
        self.start = start
        self.stop = stop
        self.classes = tuple(classes)
        self.intercepts = list(intercepts)
        self.dense = dense

    def probabilities(self, text: Sequence[float], facts: Iterable[str]) -> list[float]:
        """One probability a class. A task of one column is a yes/no question: [no, yes]."""
        scores = [a + b for a, b in zip(text, self.intercepts, strict=True)]
        for fact in facts:
            weights = self.dense.get(fact)
            if weights is not None:
                scores = [a + b for a, b in zip(scores, weights, strict=True)]
        return chances(scores)


class Bank:
    """The tasks that weigh the same facts, side by side: what a fact adds to all of them is one row.

    ``columns`` are the tasks' columns of the model, ``places`` where each task's scores stand among the bank's.
    ``prefix``: a fact also counts under its name with that before it (``97110&dose=met``).
    """

    __slots__ = ("base", "columns", "matrix", "places", "rows")

    def __init__(self, tasks: Mapping[str, Task], prefix: str = "") -> None:
        self.columns = np.array([column for task in tasks.values() for column in range(task.start, task.stop)], dtype=np.intp)
        self.base = np.array([value for task in tasks.values() for value in task.intercepts])
        names = sorted({fact.removeprefix(prefix) for task in tasks.values() for fact in task.dense})
        self.rows = {name: row for row, name in enumerate(names)}
        self.matrix = np.zeros((len(names), len(self.columns)))
        self.places: dict[str, slice] = {}
        first = 0
        for name, task in tasks.items():
            place = slice(first, first + task.stop - task.start)
            for fact, weights in task.dense.items():
                self.matrix[self.rows[fact.removeprefix(prefix)], place] += weights
            self.places[name] = place
            first = place.stop

    def scores(self, facts: Iterable[str]) -> Array:
        """What intercepts and facts give, one score a column."""
        rows = self.rows
        found = [rows[fact] for fact in facts if fact in rows]
        total: Array = self.base + np.add.reduce(self.matrix[found], axis=0)
        return total


class LinearModel:
    """``weights``: float32 (features, columns). ``transitions``: (tags, states, states) of the taggers."""

    def __init__(self, weights: Array, tasks: dict[str, Task], transitions: Array) -> None:
        self.weights = weights
        self.tasks = tasks
        self.transitions = transitions

    def contributions(self, rows: Rows) -> Array:
        """Summed weights of each token: (tokens, columns)."""
        templates, size = rows.shape
        total = np.empty((size, self.weights.shape[1]), dtype=self.weights.dtype)
        room = np.empty((min(size, _BLOCK), self.weights.shape[1]), dtype=self.weights.dtype)
        for first in range(0, size, _BLOCK):
            block = total[first : first + _BLOCK]
            part = room[: len(block)]
            np.take(self.weights, rows[0, first : first + _BLOCK], axis=0, out=block, mode="clip")
            for template in range(1, templates):
                np.take(self.weights, rows[template, first : first + _BLOCK], axis=0, out=part, mode="clip")
                block += part
        return total

    def totals(self, contributions: Array, bounds: Bounds) -> tuple[Array, Array]:
        """Sums over token ranges in order: (ranges, columns); and the number of tokens of each."""
        edges = np.array(bounds, dtype=np.intp).reshape(-1, 2)
        lengths = edges[:, 1] - edges[:, 0]
        flat = edges.ravel()
        if not flat.size:
            return np.zeros((0, contributions.shape[1])), lengths
        if flat[-1] == len(contributions):
            flat = flat[:-1]
        sums: Array = np.add.reduceat(contributions, flat, axis=0)[::2].astype(np.float64)
        sums[lengths == 0] = 0.0
        return sums, lengths

    def sums(self, contributions: Array, bounds: Bounds) -> list[list[float]]:
        """Mean-like sums over token ranges: each divided by the root of its length."""
        result = []
        for first, end in bounds:
            part = contributions[first:end].sum(axis=0, dtype=np.float64) / math.sqrt(max(end - first, 1))
            result.append(part.tolist())
        return result

    def tag(self, contributions: Array, bounds: Bounds) -> list[list[tuple[int, int]]]:
        """For each tag the spans of the best path through each of the token ranges ``bounds``, in order."""
        emissions = contributions[:, : len(TAGS) * STATES].reshape(-1, len(TAGS), STATES)
        return best_spans(emissions, self.transitions, bounds)
