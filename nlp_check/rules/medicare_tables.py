"""What Medicare's quarterly tables add to a message, always with the date of the table it comes from."""

from __future__ import annotations

import datetime
import functools

from nlp_check.records.evidence import BILLED_CODES, Code
from nlp_check.rules.wording import plural
from nlp_check.tables.loader import Setting, bundled


@functools.lru_cache(maxsize=4096)
def without_pair_edit(date: datetime.date | None) -> str:
    """A sentence saying that Medicare has no edit between the two codes on ``date``.

    Empty where there is one, or where no table covers the day. CMS, NCCI procedure-to-procedure edits: the
    one row between the codes was void from 1996 on.
    """
    tables = bundled()
    effective = tables.edits_effective(date)
    if effective is None or tables.pair_edit(*BILLED_CODES, date) is not None:
        return ""
    return f" Medicare itself has no edit for this pair (NCCI table of {effective})."


@functools.lru_cache(maxsize=4096)
def above_daily_maximum(code: Code, units: int, setting: Setting, date: datetime.date | None) -> str:
    """A sentence saying that ``units`` are more than Medicare pays for one day; empty where they are not."""
    entry = bundled().maximum(code, setting, date)
    if entry is None or units <= entry.units:
        return ""
    return f" Medicare's daily maximum is {plural(entry.units, 'unit')} (MUE table of {entry.effective})."
