"""Questions to many stretches of tokens, answered by bisection: a long note has thousands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import accumulate

Tokens = tuple[int, int]


class Stretches:
    """Stretches of tokens, in the order in which they begin; they may overlap."""

    __slots__ = ("_firsts", "_reach")

    def __init__(self, ordered: Sequence[Tokens]) -> None:
        self._firsts: Sequence[int] = ()
        self._reach: Sequence[int] = ()  # how far each and those before it go
        if ordered:
            self._firsts = [first for first, _ in ordered]
            self._reach = list(accumulate([end for _, end in ordered], max))

    def touch(self, first: int, end: int) -> bool:
        """Whether any of them shares a token with ``first`` .. ``end``."""
        before = bisect_left(self._firsts, end)
        return before > 0 and self._reach[before - 1] > first

    def cover(self, at: int) -> bool:
        """Whether token ``at`` lies in any of them."""
        return self.touch(at, at + 1)
