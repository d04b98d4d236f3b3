"""What a clause asserts: done today, or negated, historical, planned, hypothetical, or for home only.

Triggers are lexicon entries (context.yaml). A trigger reaches over its clause; history and plans reach forward only,
because notes compare today's dose with the last one behind it (``40 lb, 35 last visit``).
"""

from __future__ import annotations

from nlp_check.components.reading import Reading
from nlp_check.components.stretches import Stretches

_REACH = 120  # tokens: no clause is longer, and no line may cost more than its length
_CONTRAST = frozenset("but however although except instead though while".split())
_WEAK_PLANNED = frozenset(("will", "should", "consider", "anticipate", "continue with", "cont with", "progress to"))
_BACKWARD = frozenset(("next visit", "next session", "next time", "next week", "tomorrow"))


def denied_ranges(reading: Reading, first: int, end: int) -> list[tuple[int, int, str]]:
    """Token ranges within ``first`` .. ``end`` whose work was not done today, with the kind of trigger."""
    found: list[tuple[int, int, str]] = []
    for at, last, concept in reading.hits_in(first, end):
        if concept.cls in "XK" and (denier := _denier(reading, at, first)) is not None:
            limit = min(end, last + _REACH)
            stop = next((i for i in range(last, limit) if reading.shapes[i] == "c" or _boundary(reading, i)), limit)
            found.append((denier, stop, "negated"))
            continue
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


def _denier(reading: Reading, at: int, first: int) -> int | None:
    """The ``no`` right before a name: ``no SLR today``, ``but no standing hip abd``."""
    back = at - 1
    while back >= first and reading.classes[back] in "PMBRALEH":
        back -= 1
    return back if back >= first and reading.entries[back].lower == "no" else None


def denied_in(reading: Reading, first: int, end: int) -> Stretches:
    """The same without the kinds: ``denied_in(...).cover(at)`` tells whether the work named at a token was not done today."""
    return Stretches(sorted([(low, high) for low, high, _ in denied_ranges(reading, first, end)]))


def _clause(reading: Reading, at: int, last: int, first: int, end: int) -> tuple[int, int]:
    low, bottom = at, max(first, at - _REACH)
    while low > bottom and not _boundary(reading, low - 1):
        low -= 1
    high, top = last, min(end, last + _REACH)
    while high < top and not _boundary(reading, high):
        high += 1
    return low, high


def _boundary(reading: Reading, i: int) -> bool:
    word = reading.entries[i].lower
    return reading.shapes[i] in ".;\n|" or word in _CONTRAST or (word == "today" and i > 0 and reading.shapes[i - 1] == "c")


def _starts_clause(reading: Reading, at: int, low: int) -> bool:
    return all(reading.shapes[i] in "-:(*?" or reading.entries[i].lower in ("as", "pt", "from", "the", "at", "performed") for i in range(low, at))


def _is_real_plan(reading: Reading, at: int, last: int, words: list[str]) -> bool:
    """``when``, ``may`` and ``if`` inside a report of what happened are no plans; ``if`` and ``will`` at the head are."""
    if words == ["if"] or words == ["would"] or words == ["could"] or words == ["may"] or words == ["might"]:
        return at == 0 or reading.shapes[at - 1] in ".;\n:"
    return True
