"""``--format github``: workflow commands, which GitHub Actions shows beside the lines of the file.

Escapes as in GitHub's own toolkit (``@actions/core``, ``command.ts``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp_check.inputs import STDIN_NAME
from nlp_check.render.entry import Entry, Settings, file_place
from nlp_check.render.wording import says

_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """One command a finding or a bad record."""
    for entry in entries:
        if entry.error is not None:
            message = (
                f"{entry.error.field}: {entry.error.message}" if entry.error.field else entry.error.message
            )
            yield _command("error", entry, {"line": entry.line, "title": "input error"}, message)
        for finding in entry.report.findings:
            place = file_place(entry, finding)
            properties: dict[str, object] = {
                "line": place.line,
                "col": place.column,
                "endColumn": place.end_column,
            }
            properties["title"] = f"{finding.id} {finding.rule}"
            yield _command(_LEVELS[finding.severity], entry, properties, says(finding, settings))


def _command(level: str, entry: Entry, properties: dict[str, object], message: str) -> str:
    file = None if entry.source == STDIN_NAME else entry.source
    given = {"file": file, **properties}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in given.items() if value is not None)
    return f"::{level} {listed}::{_data(message)}\n"


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
