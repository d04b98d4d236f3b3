"""The compiled linear model: plain arrays that score tokens, sentences and narratives of a note.

One weight matrix holds a column for every class of every task, so a note's features are gathered once. Text parts are
sums of token weights; small named facts ("dense" features) add weights of their own. Training and the equality
with the fitted scikit-learn and CRF models are in ``training/``; nothing here needs either library.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

from nlp_check.components.features import Array, Rows

TAGS = ("intervention", "cue", "measure")
STATES = 3  # outside, begin, inside


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
        if len(scores) == 1:
            yes = 1.0 / (1.0 + math.exp(-scores[0])) if scores[0] > -700 else 0.0
            return [1.0 - yes, yes]
        top = max(scores)
        powers = [math.exp(score - top) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]


class LinearModel:
    """``weights``: float32 (features, columns). ``transitions``: (tags, states, states) of the taggers."""

    def __init__(self, weights: Array, tasks: dict[str, Task], transitions: Array) -> None:
        self.weights = weights
        self.tasks = tasks
        self.transitions = transitions

    def contributions(self, rows: Rows) -> Array:
        """Summed weights of each token: (tokens, columns)."""
        total: Array = self.weights[rows].sum(axis=0)
        return total

    def sums(self, contributions: Array, bounds: list[tuple[int, int]]) -> list[list[float]]:
        """Mean-like sums over token ranges: each divided by the root of its length."""
        result = []
        for first, end in bounds:
            part = contributions[first:end].sum(axis=0, dtype=np.float64) / math.sqrt(max(end - first, 1))
            result.append(part.tolist())
        return result

    def tag(self, contributions: Array, bounds: list[tuple[int, int]]) -> dict[str, list[tuple[int, int]]]:
        """The spans of each tag within the token ranges ``bounds``, by the best path through each range."""
        if not bounds:
            return {tag: [] for tag in TAGS}
        states = self._paths(contributions[:, : len(TAGS) * STATES], bounds)
        found: dict[str, list[tuple[int, int]]] = {}
        for number, tag in enumerate(TAGS):
            spans: list[tuple[int, int]] = []
            for row, (first, end) in enumerate(bounds):
                path = states[row][number][: end - first]
                if any(path):
                    spans += [(first + a, first + b) for a, b in _runs(path)]
            found[tag] = spans
        return found

    def _paths(self, scores: Array, bounds: list[tuple[int, int]]) -> list[list[list[int]]]:
        """Viterbi over all ranges and tags at once: ranges x tags x tokens."""
        longest = max(end - first for first, end in bounds)
        count = len(bounds)
        emissions = np.zeros((longest, count, len(TAGS), STATES), dtype=np.float32)
        lengths = np.array([end - first for first, end in bounds])
        shaped = scores.reshape(-1, len(TAGS), STATES)
        for row, (first, end) in enumerate(bounds):
            emissions[: end - first, row] = shaped[first:end]
        back = np.zeros((longest, count, len(TAGS), STATES), dtype=np.int8)
        best = emissions[0].copy()
        moves = self.transitions[None]
        for step in range(1, longest):
            options = best[..., :, None] + moves
            back[step] = options.argmax(axis=2)
            reached = options.max(axis=2) + emissions[step]
            going = (lengths > step)[:, None, None]
            best = np.where(going, reached, best)
        states = np.zeros((longest, count, len(TAGS)), dtype=np.int8)
        current = best.argmax(axis=2)
        for step in range(longest - 1, -1, -1):
            states[step] = current
            if step:
                previous = np.take_along_axis(back[step], current[..., None], axis=2)[..., 0]
                current = np.where((lengths > step)[:, None], previous, current)
        result: list[list[list[int]]] = states.transpose(1, 2, 0).tolist()
        return result


def _runs(states: list[int]) -> list[tuple[int, int]]:
    runs = []
    first = -1
    for at, state in enumerate(states):
        if first >= 0 and state != 2:
            runs.append((first, at))
            first = -1
        if state and first < 0:
            first = at
    if first >= 0:
        runs.append((first, len(states)))
    return runs
