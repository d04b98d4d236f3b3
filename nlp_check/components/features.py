"""Hashed features of tokens, shared by every learned part: what training saw is what inference sees.

Each token is described by a window of five tokens: stems, endings, and the lexicon's class letters, so that words
never seen in training are still known by their class. A feature is a number below ``SIZE``; a note's features are
one array, templates x tokens, from which all models gather their weights in one step.
"""

from __future__ import annotations

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
    """Feature numbers of shape (templates, tokens)."""
    size = len(reading)
    padded = size + 2 * _PAD
    sources: dict[str, Array] = {name: np.zeros(padded, dtype=np.uint32) for name in "wsc"}
    codes = np.frombuffer(b"".join([entry.code for entry in reading.entries]), dtype="<u4")
    sources["w"][_PAD : _PAD + size] = codes[0::2]
    sources["s"][_PAD : _PAD + size] = codes[1::2]
    sources["c"][_PAD : _PAD + size] = np.frombuffer(reading.classes.encode("utf-32-le"), dtype=np.uint32)
    rows = np.empty((len(TEMPLATES), size), dtype=np.uint32)
    for number, template in enumerate(TEMPLATES):
        mixed: Array = rows[number]
        mixed[:] = (number + 1) * 97
        for place, (source, shift) in enumerate(template):
            at = _PAD + shift
            mixed ^= sources[source][at : at + size] * _PRIMES[place]
            mixed *= _PRIMES[(place + 1) % 5]
        mixed ^= mixed >> np.uint32(15)
    return (rows & _MASK).astype(np.int64)
