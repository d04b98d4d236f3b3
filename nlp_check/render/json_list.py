"""``--format json``: a list of reports, one a line, written as they come."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp_check.render.entry import Entry, Settings


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """A JSON array. It is closed even where nothing was read, so that the output always parses."""
    opening = "[\n"
    for entry in entries:
        yield opening + entry.report.to_json().decode()
        opening = ",\n"
    yield "[]\n" if opening == "[\n" else "\n]\n"
