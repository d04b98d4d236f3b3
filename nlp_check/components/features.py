"""Hashed features of tokens, shared by every learned part: what training saw is what inference sees.

Each token is described by a window of five tokens: stems, endings, and the lexicon's class letters, so that words
never seen in training are still known by their class; and by its place in its clause (clauses.py), which tells of a
dose that stands further away. A feature is a number below ``SIZE``; a note's features are
one array, templates x tokens, from which all models gather their weights in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp_check.components.clauses import clause_letters
from nlp_check.components.reading import Reading

BITS = 16
SIZE = 1 << BITS
_MASK = np.uint32(SIZE - 1)
_PAD = 2
Rows = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

# Each template mixes (source, shift) pairs into one number. Sources: w stem, s ending, c class letter, k place in the clause.
TEMPLATES: tuple[tuple[tuple[str, int], ...], ...] = (
    (("w", 0),),
    (("w", -1),),
    (("w", 1),),
    (("w", -2),),
    (("w", 2),),
    (("w", -1), ("w", 0)),
    (("w", 0), ("w", 1)),
    (("s", 0),),
    (("s", -1), ("c", 0)),
    (("c", 0),),
    (("c", -1), ("c", 0)),
    (("c", 0), ("c", 1)),
    (("c", -1), ("c", 0), ("c", 1)),
    (("c", -2), ("c", -1), ("c", 0)),
    (("c", 0), ("c", 1), ("c", 2)),
    (("c", -2), ("c", -1), ("c", 0), ("c", 1), ("c", 2)),
    (("w", 0), ("c", -1)),
    (("w", 0), ("c", 1)),
    (("w", -1), ("c", 0)),
    (("w", 1), ("c", 0)),
    (("k", 0),),
    (("k", 0), ("c", 0)),
    (("k", 0), ("w", 0)),
    (("k", 0), ("c", -1), ("c", 0)),
)
_PRIMES = np.array([2654435761, 2246822519, 3266489917, 668265263, 374761393], dtype=np.uint32)


def feature_rows(reading: Reading) -> Rows:
    """Feature numbers of a note: (templates, tokens)."""
    return feature_rows_of([reading])[:, _PAD:-_PAD]


def feature_rows_of(readings: Sequence[Reading]) -> Rows:
    """Feature numbers of many notes side by side: (templates, places).

    Each note begins ``_PAD`` places behind the one before it, so that no window reaches into another note; ``offsets_of``
    tells where. The places between hold nothing of use.
    """
    size = sum(map(len, readings)) + _PAD * (len(readings) + 1)
    sources = np.zeros((len(_SOURCES), size + 2 * _PAD), dtype=np.uint32)
    for reading, offset in zip(readings, offsets_of(readings), strict=True):
        codes = np.frombuffer(b"".join([entry.code for entry in reading.entries]), dtype="<u4")
        place = slice(offset + _PAD, offset + _PAD + len(reading))
        sources[0, place] = codes[0::2]
        sources[1, place] = codes[1::2]
        sources[2, place] = np.frombuffer(reading.classes.encode("utf-32-le"), dtype="<u4")
        sources[3, place] = np.frombuffer(clause_letters(reading.shapes).encode("utf-32-le"), dtype="<u4")
    # windows[shift, source]: what each place sees that many places on
    windows = np.stack([sources[:, _PAD + shift : _PAD + shift + size] for shift in range(-_PAD, _PAD + 1)])
    rows = np.empty((len(TEMPLATES), size), dtype=np.int64)
    for alike in _BY_LENGTH:
        mixed: Array = np.repeat(alike.seeds[:, None], size, axis=1)
        for number, (shifts, chosen) in enumerate(alike.parts):
            mixed ^= windows[shifts, chosen] * _PRIMES[number]
            mixed *= _PRIMES[(number + 1) % 5]
        mixed ^= mixed >> np.uint32(15)
        rows[alike.numbers] = mixed & _MASK
    return rows


class _Alike:
    """The templates of one length, mixed all at once: their numbers, seeds, and the (shifts, sources) of each part."""

    def __init__(self, length: int) -> None:
        chosen = [(number, template) for number, template in enumerate(TEMPLATES) if len(template) == length]
        self.numbers = np.array([number for number, _ in chosen])
        self.seeds = ((self.numbers + 1) * 97).astype(np.uint32)
        self.parts = [
            (
                np.array([template[part][1] + _PAD for _, template in chosen]),
                np.array([_SOURCES.index(template[part][0]) for _, template in chosen]),
            )
            for part in range(length)
        ]


_SOURCES = "wsck"
_BY_LENGTH = [_Alike(length) for length in sorted(set(map(len, TEMPLATES)))]


def offsets_of(readings: Sequence[Reading]) -> list[int]:
    """Where the first token of each note stands in ``feature_rows_of``."""
    found = []
    at = _PAD
    for reading in readings:
        found.append(at)
        at += len(reading) + _PAD
    return found
