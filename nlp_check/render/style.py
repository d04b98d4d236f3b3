"""Terminal manners: how wide a character is, what may be printed at all, colour, and wrapping."""

from __future__ import annotations

import textwrap
import unicodedata
from functools import lru_cache

_RESET = "\x1b[0m"
_STYLES = {
    "error": "\x1b[1;31m",
    "warning": "\x1b[33m",
    "info": "\x1b[36m",
    "fail": "\x1b[1;31m",
    "review": "\x1b[1;33m",
    "pass": "\x1b[1;32m",
    "heading": "\x1b[1m",
    "evidence": "\x1b[32m",
    "dim": "\x1b[2m",
}
_TAB = "    "


def paint(text: str, style: str, color: bool) -> str:
    """``text`` in ``style``, or as it is where there is no colour."""
    return f"{_STYLES[style]}{text}{_RESET}" if color and text else text


@lru_cache(maxsize=4096)
def cell(character: str) -> tuple[str, int]:
    """What is printed for ``character`` and how many columns it takes.

    Control characters of a note must not reach the terminal: an escape sequence could repaint the screen, and
    a bidirectional override could show other words than the note holds.
    """
    if character == "\t":
        return _TAB, len(_TAB)
    category = unicodedata.category(character)
    if category == "Cc":
        return (" ", 1) if character in "\n\r\v\f\x85" else ("?", 1)
    if category == "Cs":
        return "?", 1
    if category in ("Cf", "Zl", "Zp"):
        return "", 0
    if category in ("Mn", "Me"):
        return character, 0
    return character, 2 if unicodedata.east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """``text`` on one line, blanks joined, without anything that moves the cursor."""
    return " ".join("".join(cell(character)[0] for character in text).split())


def wrapped(text: str, width: int, indent: str = "", first: str | None = None) -> list[str]:
    """``text`` as lines of at most ``width``; ``first`` begins the first line, ``indent`` the others."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_on_hyphens=False,
    ) or ([first.rstrip()] if first else [])
