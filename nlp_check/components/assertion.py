"""What a clause asserts: done today, or negated, historical, planned, hypothetical, or for home only.

Triggers are lexicon entries (context.yaml). A trigger reaches over its clause; history and plans reach forward only,
because notes compare today's dose with the last one behind it (``40 lb, 35 last visit``).
"""

from __future__ import annotations

import re

from nlp_check.components.reading import Reading

_CLAUSE_END = re.compile(r"[.;\n]")
_CONTRAST = frozenset("but however although except instead though while".split())
_WEAK_PLANNED = frozenset(("will", "should", "consider", "anticipate", "continue with", "cont with", "progress to"))
_BACKWARD = frozenset(("next visit", "next session", "next time", "next week", "tomorrow"))


def denied_ranges(reading: Reading, first: int, end: int) -> list[tuple[int, int, str]]:
    """Token ranges within ``first`` .. ``end`` whose work was not done today, with the kind of trigger."""
    found: list[tuple[int, int, str]] = []
    for at, last, concept in reading.hits_in(first, end):
        sense = concept.senses.get("assertion")
        if sense is None or last > end:
            continue
        kind = sense.normal
        low, high = _clause(reading, at, last, first, end)
        if kind == "negated":
            found.append((low, high, kind))
        elif kind == "home":
            if _starts_clause(reading, at, low) or reading.classes[last : last + 1] == ":":
                found.append((at, end, kind))
            elif reading.entries[at].lower in ("for", "at", "issued", "to"):
                found.append((low, high, kind))
        elif kind == "historical":
            if _starts_clause(reading, at, low):
                found.append((at, high, kind))
        elif kind in ("planned", "hypothetical"):
            backward = " ".join(entry.lower for entry in reading.entries[at:last]) in _BACKWARD
            if _is_real_plan(reading, at, last, concept.words):
                found.append((low if backward else at, high, kind))
    return found


def is_denied(ranges: list[tuple[int, int, str]], first: int, end: int) -> bool:
    """Whether the stretch lies in one of the ranges."""
    return any(low <= first < high for low, high, _ in ranges)


def _clause(reading: Reading, at: int, last: int, first: int, end: int) -> tuple[int, int]:
    low = at
    while low > first and not _boundary(reading, low - 1):
        low -= 1
    high = last
    while high < end and not _boundary(reading, high):
        high += 1
    return low, high


def _boundary(reading: Reading, i: int) -> bool:
    return reading.shapes[i] in ".;\n|" or reading.entries[i].lower in _CONTRAST


def _starts_clause(reading: Reading, at: int, low: int) -> bool:
    return all(reading.shapes[i] in "-:(*?" or reading.entries[i].lower in ("as", "pt", "from", "the", "at", "performed") for i in range(low, at))


def _is_real_plan(reading: Reading, at: int, last: int, words: list[str]) -> bool:
    """``when``, ``may`` and ``if`` inside a report of what happened are no plans; ``if`` and ``will`` at the head are."""
    if words == ["if"] or words == ["would"] or words == ["could"] or words == ["may"] or words == ["might"]:
        return at == 0 or reading.shapes[at - 1] in ".;\n:"
    return True
