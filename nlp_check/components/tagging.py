"""Learned taggers: which tokens name an intervention, are a cue with content, or state a measure.

A linear model over hashed features of a window of five tokens: stems, endings, and the lexicon's class letters, so
that words never seen in training are still known by their class. Inference needs only numpy: the trained
weights are one array, gathered and summed for all tokens of a note at once. The same features are used in
training (training/fit_tagger.py), so that the two cannot differ.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from nlp_check.components.reading import Reading

TAGS = ("intervention", "cue", "measure")
STATES = 3  # outside, begin, inside
BITS = 17
_SIZE = 1 << BITS
_MASK = np.uint32(_SIZE - 1)
PAD = 2
Rows = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

# Each template: (multiplier, source, shift) triples are mixed into one number. Sources: w stem, s ending, c class, o owner.
_TEMPLATES: tuple[tuple[tuple[str, int], ...], ...] = (
    (("w", 0),),
    (("w", -1),),
    (("w", 1),),
    (("w", -2),),
    (("w", 2),),
    (("w", -1), ("w", 0)),
    (("w", 0), ("w", 1)),
    (("s", 0),),
    (("s", -1), ("c", 0)),
    (("c", 0), ("o", 0)),
    (("c", -1), ("c", 0)),
    (("c", 0), ("c", 1)),
    (("c", -1), ("c", 0), ("c", 1)),
    (("c", -2), ("c", -1), ("c", 0)),
    (("c", 0), ("c", 1), ("c", 2)),
    (("c", -2), ("c", -1), ("c", 0), ("c", 1), ("c", 2)),
    (("w", 0), ("c", -1), ("o", 0)),
    (("w", 0), ("c", 1)),
    (("w", -1), ("c", 0)),
    (("b", 0), ("c", 0)),
)
_PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)


def feature_rows(reading: Reading, pieces: list[tuple[int, int, int]]) -> tuple[Rows, list[int]]:
    """Hashed feature numbers, templates x tokens, of the tokens of ``pieces`` (first, end, owner).

    Each piece is padded, so that no window reaches over its bounds. The second value maps columns to tokens.
    """
    words: list[int] = []
    endings: list[int] = []
    classes: list[int] = []
    owners: list[int] = []
    starts: list[int] = []
    tokens: list[int] = []
    columns: list[int] = []
    zeros = [0] * PAD
    for first, end, owner in pieces:
        entries = reading.entries[first:end]
        base = len(words) + PAD
        size = end - first
        words += zeros
        words += [entry.word for entry in entries]
        endings += zeros
        endings += [entry.suffix for entry in entries]
        classes += zeros
        classes += map(ord, reading.classes[first:end])
        owners += [0] * PAD + [owner] * size
        starts += zeros + [1] + [0] * (size - 1)
        columns += range(base, base + size)
        tokens += range(first, end)
    tail = zeros
    sources = {
        "w": np.array(words + tail, dtype=np.uint32),
        "s": np.array(endings + tail, dtype=np.uint32),
        "c": np.array(classes + tail, dtype=np.uint32),
        "o": np.array(owners + tail, dtype=np.uint32),
        "b": np.array(starts + tail, dtype=np.uint32),
    }
    at = np.array(columns, dtype=np.intp)
    return _hash(sources, at), tokens


def _hash(sources: dict[str, Array], at: Array) -> Rows:
    rows = np.empty((len(_TEMPLATES), len(at)), dtype=np.int64)
    shifted: dict[tuple[str, int], Array] = {}
    for number, template in enumerate(_TEMPLATES):
        mixed = np.full(len(at), (number + 1) * 97, dtype=np.uint32)
        for place, (source, shift) in enumerate(template):
            column = shifted.get((source, shift))
            if column is None:
                column = shifted[source, shift] = sources[source][at + shift]
            mixed = (mixed ^ (column * _PRIMES[place])) * _PRIMES[(place + 1) % 5]
        mixed ^= mixed >> np.uint32(15)
        rows[number] = mixed & _MASK
    return rows


class Tagger:
    """Weights of shape (2**BITS, len(TAGS) * STATES) and intercepts; ``tag`` returns token spans a tag."""

    def __init__(self, weights: Array, intercepts: Array) -> None:
        self.weights = weights
        self.intercepts = intercepts

    def scores(self, rows: Rows) -> Array:
        """Linear scores, tokens x (tags * states)."""
        total: Array = self.weights[rows].sum(axis=0) + self.intercepts
        return total

    def tag(self, reading: Reading, pieces: list[tuple[int, int, int]]) -> dict[str, list[tuple[int, int]]]:
        """Spans (first, end) of each tag within ``pieces``, never crossing their bounds."""
        if not pieces:
            return {tag: [] for tag in TAGS}
        rows, tokens = feature_rows(reading, pieces)
        scores = self.scores(rows).reshape(len(tokens), len(TAGS), STATES)
        best = scores.argmax(axis=2)
        bounds = {first for first, _, _ in pieces}
        return {tag: _spans(best[:, n].tolist(), tokens, bounds) for n, tag in enumerate(TAGS)}


def _spans(states: list[int], tokens: list[int], bounds: set[int]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    first = previous = -1
    for state, token in zip(states, tokens, strict=True):
        if first >= 0 and (state != 2 or token != previous + 1 or token in bounds):
            spans.append((first, previous + 1))
            first = -1
        if state and first < 0:
            first = token
        previous = token
    if first >= 0:
        spans.append((first, previous + 1))
    return spans
