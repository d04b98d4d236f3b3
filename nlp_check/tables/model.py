"""Dated tables as plain values, and the choice among them by date of service.

A table speaks for dates of service from its effective date on, until a newer table begins. A date before
every table has no table, and the answer is then None: what is not known is not guessed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal, TypeVar

import msgspec

Setting = Literal["practitioner", "outpatient_hospital"]
Modifier = Literal["0", "1", "9"]  # CMS's indicator: never with a modifier, allowed with one, void
Pair = tuple[str, str]  # two codes in ascending order: an edit holds whichever way round it is asked


class CodeEntry(msgspec.Struct, frozen=True):
    """One procedure code with a label of our own words.

    ``timed`` is True for codes counted in 15-minute units, False for codes counted once a day, and None for
    codes whose unit is another length of time, which no 15-minute rule can count.
    """

    code: str
    label: str
    timed: bool | None


class PairEdit(msgspec.Struct, frozen=True):
    """Two codes that are not both paid on one day: ``column1`` is, ``column2`` only if ``modifier_allowed``
    and a modifier says that the services were distinct. ``effective`` is the date of that table."""

    column1: str
    column2: str
    modifier_allowed: bool
    effective: datetime.date
    source: str


class EditRow(msgspec.Struct, frozen=True):
    """One row of an edit table. ``deleted`` is the last day in force; unknown dates are None."""

    column1: str
    column2: str
    modifier: Modifier
    effective: datetime.date | None
    deleted: datetime.date | None
    source: str

    def in_force(self, date: datetime.date) -> bool:
        """Whether the row holds on ``date``. Void rows (indicator 9, or deleted on the day they began:
        CMS's way to take an edit back for all time) never do."""
        if self.modifier == "9" or (self.effective is not None and self.effective == self.deleted):
            return False
        begun = self.effective is None or self.effective <= date
        return begun and (self.deleted is None or date <= self.deleted)


class NcciTable(msgspec.Struct, frozen=True):
    """The pair edits of one quarter."""

    effective: datetime.date
    rows: Mapping[Pair, tuple[EditRow, ...]]


class DailyMaximum(msgspec.Struct, frozen=True):
    """Most units of one code for one patient and day. ``indicator`` is CMS's adjudication indicator: 1 per
    claim line, 2 per day and absolute, 3 per day and open to appeal."""

    code: str
    units: int
    indicator: int
    effective: datetime.date
    source: str


class MueTable(msgspec.Struct, frozen=True):
    """The daily maxima of one quarter in one setting."""

    effective: datetime.date
    setting: Setting
    maxima: Mapping[str, DailyMaximum]


class Tables(msgspec.Struct, frozen=True):
    """Every table at hand. Build with ``merged``, which keeps one table a quarter and setting."""

    ncci: tuple[NcciTable, ...] = ()
    mue: tuple[MueTable, ...] = ()

    def merged(self, ncci: Iterable[NcciTable] = (), mue: Iterable[MueTable] = ()) -> Tables:
        """These tables and the given ones; of two rows for one pair or code in one quarter the given one wins
        (CMS splits one quarter's edits over several files, so equal quarters are united, not replaced)."""
        edits = {table.effective: table for table in self.ncci}
        for table in ncci:
            known = edits.get(table.effective)
            rows = {**known.rows, **table.rows} if known else table.rows
            edits[table.effective] = NcciTable(table.effective, rows)
        maxima = {(table.effective, table.setting): table for table in self.mue}
        for limits in mue:
            before = maxima.get((limits.effective, limits.setting))
            entries = {**before.maxima, **limits.maxima} if before else limits.maxima
            maxima[limits.effective, limits.setting] = MueTable(limits.effective, limits.setting, entries)
        return Tables(tuple(edits.values()), tuple(maxima.values()))

    def pair_edit(self, code_a: str, code_b: str, date: datetime.date | None = None) -> PairEdit | None:
        """The edit in force between two codes on ``date`` (None: when the latest table began), or None.

        None means that the table of that day has no such edit, or that no table covers the day:
        ``edits_effective`` tells the two apart.
        """
        table = _latest(self.ncci, date)
        if table is None:
            return None
        for row in table.rows.get(ordered(code_a, code_b), ()):
            if row.in_force(date or table.effective):
                allowed = row.modifier == "1"
                return PairEdit(row.column1, row.column2, allowed, table.effective, row.source)
        return None

    def edits_effective(self, date: datetime.date | None = None) -> datetime.date | None:
        """Effective date of the edit table that answers for ``date``, or None where none covers it."""
        table = _latest(self.ncci, date)
        return table.effective if table else None

    def maximum(self, code: str, setting: Setting, date: datetime.date | None = None) -> DailyMaximum | None:
        """The daily maximum of ``code`` with its source, or None where the table of that day lists none."""
        table = _latest([table for table in self.mue if table.setting == setting], date)
        return table.maxima.get(code) if table else None


_Dated = TypeVar("_Dated", NcciTable, MueTable)


def ordered(code_a: str, code_b: str) -> Pair:
    """The key of a pair of codes, the same whichever way round they are given."""
    return (code_a, code_b) if code_a <= code_b else (code_b, code_a)


def _latest(tables: Iterable[_Dated], date: datetime.date | None) -> _Dated | None:
    fitting = [table for table in tables if date is None or table.effective <= date]
    return max(fitting, key=lambda table: table.effective, default=None)
