"""Model and data card have fixed sections, none of them empty, and say what must be said: else they are not written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from nlp_check.errors import DataError

FEWEST_WORDS = 8  # of prose: a table alone explains nothing
# What the ethics of both cards must say, whatever else they say.
FORBIDDEN_USES = ("to write facts into a chart", "steer", "to the better-paid code")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def check_sections(card: str, headings: Sequence[str], said: Mapping[str, Sequence[str]], path: str) -> None:
    """DataError for the first section that is absent, without prose, out of its place, or silent on what it must say.

    ``said`` has words that must stand in a section; line ends do not count.
    """
    _, *parts = _HEADING.split(card)
    sections = dict(zip(parts[::2], parts[1::2], strict=True))
    for name in headings:
        if len(_prose(sections.get(name, "")).split()) < FEWEST_WORDS:
            raise DataError(f"section {name!r} is absent or empty", path=path)
    if tuple(parts[::2]) != tuple(headings):
        raise DataError(f"the sections are not {', '.join(headings)}", path=path)
    for name, phrases in said.items():
        body = " ".join(sections[name].split())
        for phrase in phrases:
            if phrase not in body:
                raise DataError(f"section {name!r} does not say {phrase!r}", path=path)


def _prose(body: str) -> str:
    """The text without tables and comments."""
    return "\n".join(line for line in _COMMENT.sub("", body).splitlines() if not line.startswith("|"))
