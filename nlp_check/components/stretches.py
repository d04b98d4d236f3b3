"""Questions to sorted stretches of tokens that do not overlap, answered by bisection: a long note has thousands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

Tokens = tuple[int, int]


def covers(stretches: Sequence[Tokens], at: int) -> bool:
    """Whether token ``at`` lies in one of ``stretches``."""
    i = bisect_right(stretches, at, key=_first) - 1
    return i >= 0 and at < stretches[i][1]


def touches(stretches: Sequence[Tokens], first: int, end: int) -> bool:
    """Whether tokens ``first`` .. ``end`` share one with any of ``stretches``."""
    i = bisect_right(stretches, end - 1, key=_first) - 1
    return i >= 0 and first < stretches[i][1]


def _first(stretch: Tokens) -> int:
    return stretch[0]
