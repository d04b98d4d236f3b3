"""What a renderer is given: a report with the place its note came from, and how to show it."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from nlp_check.records.report import SEVERITY_ORDER, BadRecord, Finding, Report, Severity


class Entry(msgspec.Struct, frozen=True):
    """One report, the file (and the line of a JSONL record) of its note, and the note's text."""

    source: str
    line: int | None
    report: Report
    text: str = ""

    @property
    def place(self) -> str:
        """``file`` or ``file:line``."""
        return self.source if self.line is None else f"{self.source}:{self.line}"

    @property
    def title(self) -> str:
        """The note's id, or its place where it has none."""
        return self.report.note_id if self.report.note_id not in (None, "-", "") else self.place

    @property
    def error(self) -> BadRecord | None:
        """Why the record could not be checked; None for a checked note."""
        return self.report.error if isinstance(self.report.error, BadRecord) else None


class Settings(msgspec.Struct, frozen=True):
    """How to show reports. ``include_text`` lets note text into formats that leave it out."""

    include_text: bool = False
    fail_on: Severity = "error"
    color: bool = False
    width: int = 80
    quiet: bool = False

    def fails(self, finding: Finding) -> bool:
        """``finding`` is at or above the severity that makes the run fail."""
        return SEVERITY_ORDER[finding.severity] >= SEVERITY_ORDER[self.fail_on]


class FilePlace(NamedTuple):
    """Where a finding stands in its *file*. Columns are known only where the file is the note."""

    line: int | None
    column: int | None
    end_column: int | None


def file_place(entry: Entry, finding: Finding) -> FilePlace:
    """The place of ``finding`` in the file: of a JSONL record, the record's own line."""
    if entry.line is not None:
        return FilePlace(entry.line, None, None)
    if finding.span is None or finding.line is None or finding.column is None:
        return FilePlace(None, None, None)
    start, end = finding.span
    one_line = len(entry.text[start:end].splitlines()) == 1 and end <= len(entry.text)
    return FilePlace(finding.line, finding.column, finding.column + end - start if one_line else None)
