"""The tables shipped with the program, and the two questions asked of them.

They are read once, on first use. The shipped edits and maxima are those of one quarter (see the head of
``ncci.csv`` and ``mue.csv``); CMS issues new ones every quarter, and ``load_ncci`` / ``load_mue`` read those:

    tables = bundled().merged(load_ncci("ccipra-v322r0-f4.txt"), load_mue("MCR_MUE_..._Eff_07-01-2026.csv"))
"""

from __future__ import annotations

import csv
import datetime
import functools
from pathlib import Path

from nlp_check.errors import DataError
from nlp_check.tables.files import load_mue, load_ncci
from nlp_check.tables.model import CodeEntry, DailyMaximum, NcciTable, PairEdit, Setting, Tables

__all__ = [
    "DailyMaximum", "NcciTable", "PairEdit", "Setting", "Tables", "bundled", "codes",
    "daily_maximum", "load_mue", "load_ncci", "pair_edit",
]  # fmt: skip
_FOLDER = Path(__file__).parent
_TIMED = {"yes": True, "no": False, "other": None}


@functools.cache
def codes() -> dict[str, CodeEntry]:
    """The procedure codes known to the program, keyed by code.

    Codes that a therapy visit may hold beside 97110 and 97530 are listed because counting units needs to know
    which of them share the timed minutes.
    """
    path = _FOLDER / "codes.csv"
    found: dict[str, CodeEntry] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(line for line in stream if not line.startswith("#"))
        for row in reader:
            code, timed = row["code"], row["timed"]
            if timed not in _TIMED or code in found:
                raise DataError(f"code {code} is listed twice or has a bad 'timed'", path=path.name)
            found[code] = CodeEntry(code, row["label"], _TIMED[timed])
    return found


@functools.cache
def bundled() -> Tables:
    """The edits and maxima shipped with the program."""
    return Tables().merged(load_ncci(_FOLDER / "ncci.csv"), load_mue(_FOLDER / "mue.csv"))


def pair_edit(
    code_a: str, code_b: str, date: datetime.date | None = None, tables: Tables | None = None
) -> PairEdit | None:
    """The pair edit in force between two codes on ``date`` (None: the latest table), or None.

    The order of the codes does not matter. ``tables`` defaults to the shipped ones.
    """
    return (tables or bundled()).pair_edit(code_a, code_b, date)


def daily_maximum(
    code: str, setting: Setting, date: datetime.date | None = None, tables: Tables | None = None
) -> int | None:
    """Most units of ``code`` for one patient and day, or None where no table of that day lists the code.

    ``Tables.maximum`` gives the same with its source and adjudication indicator.
    """
    entry = (tables or bundled()).maximum(code, setting, date)
    return entry.units if entry else None
