"""``--baseline``: findings that an earlier report already holds are not shown again.

A finding is the same when note_id, rule and code are: its words may move while a note is being edited. Notes
without an id cannot be told apart, so nothing of theirs is hidden.
"""

from __future__ import annotations

import msgspec

from nlp_check.errors import InputError

Known = frozenset[tuple[str, str, str | None]]


class _Finding(msgspec.Struct):
    rule: str
    code: str | None = None


class _Report(msgspec.Struct):
    """What is read of a report; its other fields are left alone."""

    note_id: str | None
    findings: tuple[_Finding, ...]


def load_baseline(path: str) -> Known:
    """The (note_id, rule, code) of every finding in ``path``, an output of ``--format json`` or ``jsonl``."""
    try:
        with open(path, "rb") as stream:
            raw = stream.read()
    except OSError as problem:
        raise InputError((problem.strerror or "cannot be read").lower(), path=path) from None
    reports = _whole(raw, path) if raw.lstrip().startswith(b"[") else _lines(raw, path)
    return frozenset(
        (report.note_id, finding.rule, finding.code)
        for report in reports
        if report.note_id is not None
        for finding in report.findings
    )


def _whole(raw: bytes, path: str) -> list[_Report]:
    try:
        return msgspec.json.decode(raw, type=list[_Report])
    except (msgspec.DecodeError, RecursionError):
        raise InputError("is not a list of reports (--format json)", path=path) from None


def _lines(raw: bytes, path: str) -> list[_Report]:
    reports = []
    for number, line in enumerate(raw.split(b"\n"), 1):
        if line.strip():
            try:
                reports.append(msgspec.json.decode(line, type=_Report))
            except (msgspec.DecodeError, RecursionError):
                raise InputError("is not a report (--format jsonl)", path=path, line=number) from None
    return reports
