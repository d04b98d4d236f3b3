"""Which predicted span answers which gold span: one-to-one, by best overlap."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from scipy.optimize import linear_sum_assignment

from nlp_check.records.evidence import Span


class Counts(NamedTuple):
    """Right answers, answers that gold does not have, and gold that was not answered."""

    right: int = 0
    spurious: int = 0
    missed: int = 0

    def __add__(self, other: object) -> Counts:
        """Sum, field by field."""
        if not isinstance(other, Counts):
            return NotImplemented
        return Counts(self.right + other.right, self.spurious + other.spurious, self.missed + other.missed)

    @property
    def errors(self) -> int:
        """Wrong answers of either kind."""
        return self.spurious + self.missed


def overlap(first: Span, second: Span) -> float:
    """Shared characters by all characters of both: 0 for spans that only touch, 1 for equal ones."""
    shared = min(first[1], second[1]) - max(first[0], second[0])
    if shared <= 0:
        return 0.0
    return shared / (max(first[1], second[1]) - min(first[0], second[0]))


def match_spans(gold: Sequence[Span], found: Sequence[Span]) -> list[tuple[int, int]]:
    """Pairs (index in gold, index in found) of overlapping spans, each used once, with the largest total overlap.

    Overlap is relative (``overlap``), so an exact span is preferred to a long one that swallows two.
    """
    if not gold or not found:
        return []
    worth = np.array([[overlap(one, other) for other in found] for one in gold])
    rows, columns = linear_sum_assignment(worth, maximize=True)
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in pairs if worth[row, column] > 0]


def count_matched(gold: int, found: int, matched: int) -> Counts:
    """The counts of ``matched`` pairs among so many gold and found items."""
    return Counts(matched, found - matched, gold - matched)


def count_equal(gold: Iterable[Hashable], found: Iterable[Hashable]) -> Counts:
    """Items compared by equality; one that stands twice must be found twice."""
    ours, theirs = Counter(iter(gold)), Counter(iter(found))  # a mapping stands for its keys
    return count_matched(ours.total(), theirs.total(), (ours & theirs).total())


def count_value(gold: object, found: object) -> Counts:
    """One field: a wrong value is both spurious and missed; None on both sides counts nothing."""
    if gold == found:
        return Counts(right=int(gold is not None))
    return Counts(0, int(found is not None), int(gold is not None))


def count_characters(text: str, gold: Iterable[Span], found: Iterable[Span]) -> Counts:
    """Characters that are not white space, so that joined lines and separate ones are the same."""
    ours, theirs = _characters(text, gold), _characters(text, found)
    return count_matched(len(ours), len(theirs), len(ours & theirs))


def _characters(text: str, spans: Iterable[Span]) -> set[int]:
    return {place for start, stop in spans for place in range(start, stop) if not text[place].isspace()}
