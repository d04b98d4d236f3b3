"""Reading edit and maximum files: our own columns, or CMS's quarterly practitioner files as published.

Accepted, recognised by the header row (which may stand below CMS's copyright lines and, in a sheet saved from
Excel, run over several rows):

* our edits: ``effective, column1, column2, modifier, deleted, source``; several quarters may share a file;
* our maxima: ``effective, code, practitioner, outpatient_hospital, indicator, source``;
* CMS PTP edits, tab or comma separated: column 1, column 2, existed before 1996, effective date, deletion
  date, modifier, rationale (``ccipra-v322r0-f4.txt``); the hospital files (``ccioph-...``) are refused;
* CMS MUE tables, comma separated: code, "Practitioner Services" or "Outpatient Hospital Services MUE Values",
  adjudication indicator, rationale; the supplier table (DME) is refused.

Lines of ours that begin with ``#`` are comments. CMS files do not name their quarter inside: it is read off
CMS's file name (v322 is version 32.2, third quarter of 2026; ``Eff_07-01-2026``), or given as
``effective``. CMS files list every specialty, so only rows about therapy codes are kept; a file without any
is refused, because a table that is silently empty would read as "no edit". Workbooks and zip archives are
to be unpacked first.
"""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from nlp_check.errors import DataError
from nlp_check.tables.model import DailyMaximum, EditRow, MueTable, NcciTable, Pair, Setting, ordered
from nlp_check.tables.sheet import Row, Sheet, find_sheet

OWN_NCCI = ("effective", "column1", "column2", "modifier", "deleted", "source")
OWN_MUE = ("effective", "code", "practitioner", "outpatient_hospital", "indicator", "source")
_CMS_NCCI = ("column 1", "column 2", "*=in existence", "effective", "deletion", "modifier")
_CMS_MUE = ("hcpcs/ cpt code",)
# Physical medicine, range-of-motion tests, dry needling, canalith repositioning, unattended stimulation.
_THERAPY = re.compile(r"97[0-7]\d\d|9585[12]|2056[01]|95992|G0283")
_VERSION = re.compile(r"ccipra-v(\d\d)([0-3])r\d", re.IGNORECASE)
_EFFECTIVE = re.compile(r"eff[_-](\d\d)-(\d\d)-(\d{4})", re.IGNORECASE)
_SETTINGS: dict[str, Setting] = {
    "practitioner services mue values": "practitioner",
    "outpatient hospital services mue values": "outpatient_hospital",
}


def load_ncci(path: str | Path, effective: datetime.date | None = None) -> tuple[NcciTable, ...]:
    """The pair edits of a file, one table a quarter. ``effective`` dates a CMS file whose name does not."""
    path = Path(path)
    with _opened(path) as stream:
        sheet = find_sheet(path, stream, OWN_NCCI, _CMS_NCCI)
        if sheet.own:
            return _own_edits(sheet)
        if path.name.lower().startswith("ccioph"):
            raise sheet.error("is the outpatient hospital file; only practitioner edits are read")
        return (_cms_edits(sheet, effective or _quarter(sheet)),)


def load_mue(path: str | Path, effective: datetime.date | None = None) -> tuple[MueTable, ...]:
    """The daily maxima of a file, one table a quarter and setting. ``effective`` as for ``load_ncci``."""
    path = Path(path)
    with _opened(path) as stream:
        sheet = find_sheet(path, stream, OWN_MUE, _CMS_MUE)
        if sheet.own:
            return _own_maxima(sheet)
        return (_cms_maxima(sheet, effective or _quarter(sheet)),)


def _own_edits(sheet: Sheet) -> tuple[NcciTable, ...]:
    quarters: dict[datetime.date, dict[Pair, tuple[EditRow, ...]]] = {}
    for row in sheet.rows:
        edit = EditRow(
            column1=sheet.code(row, "column1"),
            column2=sheet.code(row, "column2"),
            modifier=sheet.choice(row, "modifier", ("0", "1", "9")),
            effective=None,  # the date of the row itself is not in our table, only that of the quarter
            deleted=sheet.date(row, "deleted"),
            source=sheet.text(row, "source"),
        )
        _add(quarters.setdefault(sheet.required_date(row, "effective"), {}), edit)
    return tuple(NcciTable(effective, rows) for effective, rows in quarters.items())


def _cms_edits(sheet: Sheet, effective: datetime.date) -> NcciTable:
    source = f"CMS NCCI practitioner PTP edits effective {effective} ({sheet.path.name})"
    rows: dict[Pair, tuple[EditRow, ...]] = {}
    for row in sheet.rows:
        column1, column2 = sheet.code(row, "column 1"), sheet.code(row, "column 2")
        if not (_THERAPY.fullmatch(column1) and _THERAPY.fullmatch(column2)):
            continue
        edit = EditRow(
            column1=column1,
            column2=column2,
            modifier=sheet.choice(row, "modifier", ("0", "1", "9")),
            effective=sheet.date(row, "effective"),
            deleted=sheet.date(row, "deletion"),
            source=source,
        )
        _add(rows, edit)
    if not rows:
        raise sheet.error(
            "holds no edit between therapy codes; take the part whose column 1 covers 97000-97799"
        )
    return NcciTable(effective, rows)


def _add(rows: dict[Pair, tuple[EditRow, ...]], edit: EditRow) -> None:
    key = ordered(edit.column1, edit.column2)
    rows[key] = (*rows.get(key, ()), edit)


def _own_maxima(sheet: Sheet) -> tuple[MueTable, ...]:
    tables: dict[tuple[datetime.date, Setting], dict[str, DailyMaximum]] = {}
    for row in sheet.rows:
        effective = sheet.required_date(row, "effective")
        code, source = sheet.code(row, "code"), sheet.text(row, "source")
        indicator = int(sheet.choice(row, "indicator", ("1", "2", "3")))
        for setting in _SETTINGS.values():
            maxima = tables.setdefault((effective, setting), {})
            if code in maxima:
                raise sheet.error(f"{code} is listed twice for {effective}", row.line)
            maxima[code] = DailyMaximum(code, sheet.number(row, setting), indicator, effective, source)
    return tuple(MueTable(effective, setting, maxima) for (effective, setting), maxima in tables.items())


def _cms_maxima(sheet: Sheet, effective: datetime.date) -> MueTable:
    column = next((name for name in sheet.header if name in _SETTINGS), None)
    if column is None:
        raise sheet.error("has no column of practitioner or outpatient hospital maxima")
    source = f"CMS MUE table effective {effective} ({sheet.path.name})"
    maxima: dict[str, DailyMaximum] = {}
    for row in sheet.rows:
        code = sheet.code(row, _CMS_MUE[0])
        if _THERAPY.fullmatch(code):
            indicator = _indicator(sheet, row)
            maxima[code] = DailyMaximum(code, sheet.number(row, column), indicator, effective, source)
    if not maxima:
        raise sheet.error("holds no maximum of a therapy code")
    return MueTable(effective, _SETTINGS[column], maxima)


def _indicator(sheet: Sheet, row: Row) -> int:
    """The adjudication indicator: the digit that its cell begins with, the rest is CMS's explanation."""
    cell = sheet.text(row, "mue adjudication indicator")
    if cell[:1] not in ("1", "2", "3"):
        raise sheet.error("the adjudication indicator is not 1, 2 or 3", row.line)
    return int(cell[0])


def _quarter(sheet: Sheet) -> datetime.date:
    """The day a CMS file takes effect, by its name: version 30.2 is the third quarter of 1994 + 30."""
    try:
        if version := _VERSION.search(sheet.path.name):
            return datetime.date(1994 + int(version[1]), 1 + 3 * int(version[2]), 1)
        if day := _EFFECTIVE.search(sheet.path.name):
            return datetime.date(int(day[3]), int(day[1]), int(day[2]))
    except ValueError:
        pass  # such as month 13: the name says nothing, as if it held no date
    raise sheet.error("does not say its quarter: keep the name CMS gave the file, or give the effective date")


@contextmanager
def _opened(path: Path) -> Iterator[TextIO]:
    """The file as text. CMS writes some in Latin-1; as all columns read are ASCII, odd bytes may pass."""
    try:
        with path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            yield stream
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", path=str(path)) from None
    except csv.Error:
        raise DataError(
            "is not a text table (unpack archives, save workbooks as CSV)", path=str(path)
        ) from None
