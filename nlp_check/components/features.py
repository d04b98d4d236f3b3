"""Hashed features of tokens, shared by every learned part: what training saw is what inference sees.

Each token is described by a window of five tokens: stems, endings, and the lexicon's class letters, so that words
never seen in training are still known by their class. A feature is a number below ``SIZE``; a note's features are
one array, templates x tokens, from which all models gather their weights in one step.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from nlp_check.components.reading import Reading

BITS = 16
SIZE = 1 << BITS
_MASK = np.uint32(SIZE - 1)
_PAD = 2
Rows = npt.NDArray[np.int64]
Array = npt.NDArray[Any]

# Each template mixes (source, shift) pairs into one number. Sources: w stem, s ending, c class letter.
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
    padded = size + 2 * _PAD
    sources = {name: np.zeros(padded, dtype=np.uint32) for name in "wsc"}
    for reading, offset in zip(readings, offsets_of(readings), strict=True):
        codes = np.frombuffer(b"".join([entry.code for entry in reading.entries]), dtype="<u4")
        place = slice(offset + _PAD, offset + _PAD + len(reading))
        sources["w"][place] = codes[0::2]
        sources["s"][place] = codes[1::2]
        sources["c"][place] = np.frombuffer(reading.classes.encode("utf-32-le"), dtype="<u4")
    rows = np.empty((len(TEMPLATES), size), dtype=np.uint32)
    multiplied: dict[tuple[str, int], Array] = {}
    for number, template in enumerate(TEMPLATES):
        mixed: Array = rows[number]
        mixed[:] = (number + 1) * 97
        for place_in, (source, shift) in enumerate(template):
            key = (source, place_in)
            if key not in multiplied:
                multiplied[key] = sources[source] * _PRIMES[place_in]
            at = _PAD + shift
            mixed ^= multiplied[key][at : at + size]
            mixed *= _PRIMES[(place_in + 1) % 5]
        mixed ^= mixed >> np.uint32(15)
    return (rows & _MASK).astype(np.int64)


def offsets_of(readings: Sequence[Reading]) -> list[int]:
    """Where the first token of each note stands in ``feature_rows_of``."""
    found = []
    at = _PAD
    for reading in readings:
        found.append(at)
        at += len(reading) + _PAD
    return found
