"""Options whose values need more than a type: codes, units and rules. An unknown one brings the nearest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from nlp_check.errors import InputError
from nlp_check.records.evidence import BILLED_CODES
from nlp_check.records.note import MAX_UNITS, ClaimLine
from nlp_check.records.report import Finding

_UNITS = re.compile(r"([^=]*)=([0-9]{1,4})")
_MINUTES = re.compile(r"([^:]*):([0-9]{1,4})")
_SHOWN = 40


def claim(codes: Sequence[str] | None, units: Sequence[str] | None) -> tuple[ClaimLine, ...] | None:
    """The claim that ``--codes`` and ``--units`` state; None where neither is given.

    A code named by ``--units`` alone is billed too.
    """
    billed: dict[str, int | None] = {known_code(code, "--codes"): None for code in pieces(codes)}
    for piece in pieces(units):
        found = _UNITS.fullmatch(piece)
        if found is None or int(found[2]) > MAX_UNITS:
            raise InputError(f"--units: {shown(piece)} must be CODE=UNITS, units from 0 to {MAX_UNITS}")
        billed[known_code(found[1], "--units")] = int(found[2])
    return tuple(ClaimLine(code, number) for code, number in billed.items()) or None


def minutes(pairs: Sequence[str]) -> dict[str, int]:
    """``97110:18`` and so on as minutes by code; several blocks of one code add up."""
    total: dict[str, int] = {}
    for piece in pairs:
        found = _MINUTES.fullmatch(piece)
        if found is None:
            raise InputError(f"{shown(piece)} must be CODE:MINUTES, such as 97110:18")
        code = known_code(found[1], "CODE:MINUTES")
        total[code] = total.get(code, 0) + int(found[2])
    return total


def known_code(code: str, option: str) -> str:
    """``code`` as it stands in the table of therapy codes; InputError with the nearest one if it does not."""
    from nlp_check.tables.loader import codes

    code = code.strip().upper()
    if code not in codes():
        near = nearest(code, (*BILLED_CODES, *codes()))
        raise InputError(f"{option}: unknown code {shown(code)}{near}")
    return code


def rule_filter(
    select: Sequence[str] | None, ignore: Sequence[str] | None
) -> Callable[[Finding], bool] | None:
    """Whether a finding is wanted; None where all are. ``ignore`` wins over ``select``.

    Rules are named by id (``U01``), name (``units-exceed-time``) or family letter (``U``).
    """
    if not select and not ignore:
        return None
    wanted = _rule_names(select, "--select") if select else None
    unwanted = _rule_names(ignore, "--ignore")
    return lambda finding: (wanted is None or finding.rule in wanted) and finding.rule not in unwanted


def rule_key(key: str, option: str) -> set[str]:
    """The names of the rules that ``key`` means."""
    from nlp_check.rules.registry import all_rules

    rules = all_rules()
    found = {rule.name for rule in rules if key.lower() in (rule.id.lower(), rule.name, rule.id[0].lower())}
    if not found:
        known = [name for rule in rules for name in (rule.id, rule.name)]
        near = nearest(key, known) or " (nlp-check rules lists them)"
        raise InputError(f"{option}: unknown rule {shown(key)}{near}")
    return found


def pieces(values: Sequence[str] | None) -> list[str]:
    """``["a,b", "c"]`` as ``a``, ``b``, ``c``; blanks around them do not count."""
    split = [piece.strip() for value in values or () for piece in value.split(",")]
    return [piece for piece in split if piece]


def nearest(value: str, known: Iterable[str]) -> str:
    """``; did you mean ...?``, or nothing where no known value comes near.

    Of equally near ones, that with the longer common start, then the first of ``known``.
    """
    import difflib

    value = value.lower()
    matcher = difflib.SequenceMatcher(b=value)
    best, best_likeness = "", (0.5, 0)
    for name in known:
        matcher.set_seq1(name.lower())
        likeness = (matcher.ratio(), _common_start(name.lower(), value))
        if likeness > best_likeness:
            best, best_likeness = name, likeness
    return f"; did you mean {best}?" if best else ""


def _common_start(one: str, other: str) -> int:
    return next(
        (place for place, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), len(other)
    )


def shown(value: str) -> str:
    """``value`` as an error message may repeat it: quoted, short, and on one line."""
    line = " ".join(value.split())
    return repr(line if len(line) <= _SHOWN else line[:_SHOWN] + "...")


def _rule_names(keys: Sequence[str] | None, option: str) -> set[str]:
    return {name for key in pieces(keys) for name in rule_key(key, option)}
