"""``--format jsonl``: one report a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp_check.render.entry import Entry, Settings


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """JSON Lines, each line complete as soon as its note is checked."""
    for entry in entries:
        yield entry.report.to_json().decode() + "\n"
