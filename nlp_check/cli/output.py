"""Where a command writes: standard output or a file, always UTF-8 for machines."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from nlp_check.errors import InputError

Write = Callable[[str], None]
_WIDTH = 80
_WIDEST = 100


@contextmanager
def output(path: str | None, *, machine: bool) -> Iterator[Write]:
    """A function that writes text to ``path``, or to standard output where it is None.

    What machines read is UTF-8 whatever the locale; a person's terminal gets ``?`` for what it cannot show.
    """
    if path is None:
        yield _machine_stdout if machine else _person_stdout
        return
    try:
        stream = open(path, "w", encoding="utf-8", newline="")
    except OSError as problem:
        raise InputError((problem.strerror or "cannot be written").lower(), path=path) from None
    with stream:
        yield lambda text: void(stream.write(text))


def show(text: str) -> None:
    """Prints ``text`` for a person."""
    _person_stdout(text)


def colored() -> bool:
    """Standard output is a terminal that shows colour, and the person did not decline it (no-color.org)."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def width() -> int:
    """Columns to use: the terminal's up to a readable length, and 80 where there is no terminal."""
    if not sys.stdout.isatty():
        return _WIDTH
    return max(40, min(_WIDEST, shutil.get_terminal_size((_WIDTH, 24)).columns))


def void(_: object) -> None:
    """Drops a value: the count that ``write`` returns."""


def _machine_stdout(text: str) -> None:
    sys.stdout.buffer.write(text.encode())


def _person_stdout(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.write(text.encode(encoding, "replace").decode(encoding))
