"""One delimited file as rows under a header, with errors that name file, line and column, never the value."""

from __future__ import annotations

import csv
import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TextIO, TypeVar

from nlp_check.errors import DataError

CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_HEADER_WITHIN = 60  # rows; CMS's copyright lines are under ten
_Choice = TypeVar("_Choice", bound=str)


class _TabSeparated(csv.excel_tab):
    """CMS's text files: a quotation mark is only a character."""

    quoting = csv.QUOTE_NONE


class Row(NamedTuple):
    """The cells of one row and the line it ends on."""

    line: int
    cells: Sequence[str]


class Sheet(NamedTuple):
    """``rows`` under ``header``. ``own`` tells our columns from a CMS layout."""

    path: Path
    own: bool
    header: tuple[str, ...]
    rows: Iterator[Row]

    def error(self, reason: str, line: int | None = None) -> DataError:
        """A DataError at this file, to be raised."""
        return DataError(reason, path=str(self.path), line=line)

    def text(self, row: Row, column: str) -> str:
        """The cell under ``column`` without surrounding space."""
        if column not in self.header:
            raise self.error(f"there is no column '{column}'", row.line)
        index = self.header.index(column)
        if index >= len(row.cells):
            raise self.error(f"the row ends before column '{column}'", row.line)
        return row.cells[index].strip()

    def code(self, row: Row, column: str) -> str:
        """The cell as a procedure code."""
        text = self.text(row, column)
        if not CODE.fullmatch(text):
            raise self.error(f"'{column}' is not a procedure code", row.line)
        return text

    def choice(self, row: Row, column: str, allowed: Iterable[_Choice]) -> _Choice:
        """The cell as one of ``allowed``."""
        text = self.text(row, column)
        for value in allowed:
            if value == text:
                return value
        raise self.error(f"'{column}' is not one of {', '.join(allowed)}", row.line)

    def date(self, row: Row, column: str) -> datetime.date | None:
        """The cell as a date, written 2024-07-01 or 20240701; None where it is empty or CMS's ``*``."""
        text = self.text(row, column)
        if text in ("", "*"):
            return None
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise self.error(f"'{column}' is not a date YYYY-MM-DD or YYYYMMDD", row.line) from None

    def required_date(self, row: Row, column: str) -> datetime.date:
        """The cell as a date that may not be empty."""
        found = self.date(row, column)
        if found is None:
            raise self.error(f"'{column}' is empty", row.line)
        return found

    def number(self, row: Row, column: str) -> int:
        """The cell as a whole number."""
        text = self.text(row, column)
        if not re.fullmatch(r"[0-9]{1,6}", text):
            raise self.error(f"'{column}' is not a whole number", row.line)
        return int(text)


def find_sheet(path: Path, stream: TextIO, own: tuple[str, ...], cms: tuple[str, ...]) -> Sheet:
    """The table in ``stream``: it has the columns ``own`` in any order, or begins with those of ``cms``."""
    rows = _rows(stream)
    for number, row in enumerate(rows):
        header = tuple(" ".join(cell.split()).lower() for cell in row.cells)
        if set(own) <= set(header):
            return Sheet(path, True, header, rows)
        if len(header) >= len(cms) and all(
            cell.startswith(name) for cell, name in zip(header, cms, strict=False)
        ):
            return Sheet(path, False, (*cms, *header[len(cms) :]), _data(rows))
        if number > _HEADER_WITHIN:
            break
    raise DataError(f"has no header row: expected {', '.join(own)}, or a CMS layout", path=str(path))


def _rows(stream: TextIO) -> Iterator[Row]:
    """Every row that is not blank. Comment lines become blank ones, so that line numbers stay true."""
    start = stream.read(1 << 16)
    stream.seek(0)
    tabbed = re.search(r"^column 1\t", start, re.IGNORECASE | re.MULTILINE) is not None
    lines = ("\n" if line.startswith("#") else line for line in stream)
    reader = csv.reader(lines, _TabSeparated if tabbed else csv.excel)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield Row(reader.line_num, cells)


def _data(rows: Iterator[Row]) -> Iterator[Row]:
    """Rows with a first cell: the further rows of a header that Excel spread over several have none."""
    return (row for row in rows if row.cells[0].strip())
