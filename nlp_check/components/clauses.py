"""Where each token stands in its clause, and whether a dose stands there too: one letter a token.

The taggers see two tokens to each side. A name may be long and its dose far behind, so they are told this as well.
"""

from __future__ import annotations

import re
from functools import lru_cache

_CLAUSE = re.compile(r"[^c;.\n|\t&:y]+")
_DOSE = re.compile(r"[dfn][x*][dfn]|x[dfn]|[dfn]x|[dfn](?:-?[dfn])?[rSsmyhqp]|[dfn](?:-?[dfn])?[o#t]|[dfn]/[dfn]y?")
_FIRST = 3  # the first tokens of a clause are told apart
_NONE, _AHEAD, _BEHIND = range(3)
_LINE_OR_CELL, _LISTED, _OTHER = range(3)


def clause_letters(shapes: str) -> str:
    """For each token a letter: its place in the clause, what opened it, where its dose is, and whether the next clause is one.

    ``shapes``: one letter a token (shapes.py).
    """
    size = len(shapes)
    letters = ["A"] * size
    clauses = [match.span() for match in _CLAUSE.finditer(shapes)]
    doses = [_dose_in(shapes[first:end]) for first, end in clauses]
    doses.append(None)
    for number, (first, end) in enumerate(clauses):
        at, following = doses[number], doses[number + 1]
        near = following is not None and end + 1 == clauses[number + 1][0] and following <= 1 and shapes[end] in "c|\t:"
        opened = shapes[first - 1] if first else "\n"
        opening = _LINE_OR_CELL if opened in "\n|\t" else _LISTED if opened in "c;&" else _OTHER
        length = end - first
        letters[first:end] = _letters(opening * 2 + near, length if at is None else at, length, at is None)
    return "".join(letters)


@lru_cache(maxsize=4096)
def _dose_in(shapes: str) -> int | None:
    found = _DOSE.search(shapes)
    return None if found is None else found.start()


@lru_cache(maxsize=4096)
def _letters(base: int, dose: int, length: int, without: bool) -> str:
    return "".join(
        chr(66 + (base * 3 + (_NONE if without else _AHEAD if place < dose else _BEHIND)) * _FIRST + min(place, _FIRST - 1))
        for place in range(length)
    )
