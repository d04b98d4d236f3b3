"""Unit counting from minutes: how many 15-minute units a visit supports, by three methods.

* ``cms``: all timed minutes of the day together decide how many units there are, and the units are then
  allotted to codes: whole quarter hours first, what is left to the largest remainders (Medicare Claims
  Processing Manual, Pub. 100-04, ch. 5 s. 20.2.C, in force since 2000-04-01).
* ``ama``: each code alone earns a unit once its midpoint is passed, which in whole minutes is 8 of 15 (time
  rule of the CPT introduction, since the 2011 edition).
* ``colorado``: the midpoint for each code, and no more units than the total time supports; remainders of
  several codes never make a unit together (Colorado workers' compensation, Rule 18). The rule does not say
  which code gives way to the cap: here the one with the smallest remainder, ties being alternatives.

Untimed codes count one unit a day whatever their minutes, by every method, and their minutes are no timed
minutes. Codes that are not in ``tables/codes.csv``, or whose unit is no quarter hour, are an InputError
rather than a guess: taken for timed, one of them would change the units of every other code. ``is_timed``
asks beforehand.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping

import msgspec

from nlp_check.errors import InputError
from nlp_check.tables.loader import codes

UNIT_MINUTES = 15
MIDPOINT = 8  # the first whole minute past half a unit
DAY_MINUTES = 24 * 60
MAX_TIMED_CODES = 12  # the alternatives of a tie grow like binomials; no visit comes near
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")


class UnitCount(msgspec.Struct, frozen=True):
    """``units`` lists every code, 0 included; ``alternatives`` are other equally right allotments."""

    method: str
    minutes: dict[str, int]
    units: dict[str, int]
    total: int
    alternatives: tuple[dict[str, int], ...] = ()


def count_units(minutes: Mapping[str, int], method: str) -> UnitCount:
    """The units that ``minutes`` (by code) support under ``method``: ``cms``, ``ama`` or ``colorado``.

    Codes stand in ascending order, so the result does not depend on the order given. ``total`` counts untimed
    codes too. Where a tie leaves the choice to the professional, ``units`` favours the code with more minutes
    (the wording of CMS's first example leans that way) and ``alternatives`` holds the others.
    """
    if method not in _EXTRA:
        raise InputError(f"unknown method: choose one of {', '.join(METHODS)}")
    timed, untimed = _checked(minutes)
    shares = _allotments(timed, *_EXTRA[method](timed))
    units, *others = [{code: share.get(code, 1) for code in sorted({*timed, *untimed})} for share in shares]
    return UnitCount(
        method=method,
        minutes={code: minutes[code] for code in units},
        units=units,
        total=sum(units.values()),
        alternatives=tuple(others),
    )


def count_all(minutes: Mapping[str, int]) -> dict[str, UnitCount]:
    """The count by every method, keyed by its name: the methods differ, and a reader should see how."""
    return {method: count_units(minutes, method) for method in METHODS}


def is_timed(code: str) -> bool | None:
    """Whether ``code`` is counted in 15-minute units; None where it cannot be counted here, because it is
    not in the table of codes or has a unit of another length."""
    entry = codes().get(code)
    return entry.timed if entry else None


def units_for(total: int) -> int:
    """Units in a stretch of minutes by the 8-minute table: 8-22 one, 23-37 two, 38-52 three, and so on."""
    return (total + UNIT_MINUTES - MIDPOINT) // UNIT_MINUTES


def _checked(minutes: Mapping[str, int]) -> tuple[dict[str, int], list[str]]:
    """The timed codes with their minutes and the untimed codes, or InputError at the first that cannot be."""
    timed: dict[str, int] = {}
    untimed: list[str] = []
    for position, (code, value) in enumerate(minutes.items(), start=1):
        if not isinstance(code, str) or not _CODE.fullmatch(code):
            # The value is not repeated: it may be a piece of somebody's note.
            raise InputError(f"item {position} is not a five-character procedure code such as 97110 or G0283")
        if isinstance(value, bool) or not isinstance(value, int):
            raise InputError(f"{code}: minutes must be a whole number")
        if not 0 <= value <= DAY_MINUTES:
            raise InputError(f"{code}: minutes must be from 0 to {DAY_MINUTES}")
        if code not in codes():
            raise InputError(f"{code}: not in the table of therapy codes, so whether it is timed is unknown")
        kind = is_timed(code)
        if kind is None:
            raise InputError(f"{code}: is not counted in {UNIT_MINUTES}-minute units")
        if kind:
            timed[code] = value
        else:
            untimed.append(code)
    if sum(minutes.values()) > DAY_MINUTES:
        raise InputError(f"the minutes of all codes together exceed {DAY_MINUTES}")
    if len(timed) > MAX_TIMED_CODES:
        raise InputError(f"more than {MAX_TIMED_CODES} timed codes in one visit")
    return timed, untimed


def _allotments(timed: Mapping[str, int], extra: int, floor: int) -> list[dict[str, int]]:
    """Every equally right allotment, the preferred one first.

    Each code has its whole quarter hours; ``extra`` further units go one each to the largest remainders of at
    least ``floor`` minutes. Equal remainders at the cut are a tie, resolved in every possible way.
    """
    base = {code: value // UNIT_MINUTES for code, value in timed.items()}
    rest = {code: value % UNIT_MINUTES for code, value in timed.items() if value % UNIT_MINUTES >= floor}
    if extra == 0:
        return [base]
    ranked = sorted(rest, key=lambda code: (-rest[code], -timed[code], code))
    cut = rest[ranked[extra - 1]]
    sure = [code for code in ranked if rest[code] > cut]
    tied = [code for code in ranked if rest[code] == cut]
    choices = itertools.combinations(tied, extra - len(sure))
    return [{code: base[code] + (code in sure or code in choice) for code in base} for choice in choices]


# Units beyond the whole quarter hours, and the smallest remainder that may earn one. No method ever has
# more of them than codes with such a remainder: (14 n + 7) / 15 < n + 1.


def _extra_cms(timed: Mapping[str, int]) -> tuple[int, int]:
    return units_for(sum(timed.values())) - _whole(timed), 1


def _extra_ama(timed: Mapping[str, int]) -> tuple[int, int]:
    return sum(value % UNIT_MINUTES >= MIDPOINT for value in timed.values()), MIDPOINT


def _extra_colorado(timed: Mapping[str, int]) -> tuple[int, int]:
    return min(_extra_ama(timed)[0], _extra_cms(timed)[0]), MIDPOINT


def _whole(timed: Mapping[str, int]) -> int:
    return sum(value // UNIT_MINUTES for value in timed.values())


_EXTRA: dict[str, Callable[[Mapping[str, int]], tuple[int, int]]] = {
    "cms": _extra_cms,
    "ama": _extra_ama,
    "colorado": _extra_colorado,
}
METHODS = tuple(_EXTRA)
