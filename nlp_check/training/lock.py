"""Locks the splits that are looked at last: ``python -m nlp_check.training.lock DIRECTORY [--renew]``.

``test.lock`` holds the sha256 of every text and label file of the test and adversarial splits, one a line, as sha256sum
prints them. ``evaluate --final`` refuses when a file differs, so that nobody can improve a score by editing the notes
it is measured on without the change being seen. Exit status 1 when a lock that exists does not fit.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from nlp_check.errors import DataError
from nlp_check.training.gold import note_ids
from nlp_check.training.splits import load_splits

LOCK = "test.lock"
LOCKED = ("test", "adversarial")
_LINE = re.compile(r"(?P<sha256>[0-9a-f]{64})  notes/(?P<name>\S+)")
_COMMAND = "python -m nlp_check.training.lock"


def locked_ids(corpus: Path) -> list[str]:
    """The ids of the notes whose writer, as the id says, stands in a locked split."""
    splits = load_splits(corpus)
    return [id for id in note_ids(corpus) if splits.of(id.rpartition("-")[0]) in LOCKED]


def file_hashes(corpus: Path, ids: Iterable[str]) -> dict[str, str]:
    """sha256 by file name of the text and the labels of each note."""
    paths = [corpus / "notes" / f"{id}{suffix}" for id in ids for suffix in (".txt", ".yaml")]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths if path.exists()}


def digest(hashes: dict[str, str]) -> str:
    """One sha256 of many files."""
    return hashlib.sha256(_lines(hashes).encode()).hexdigest()


def write_lock(corpus: Path) -> int:
    """Locks the files as they are; returns how many."""
    hashes = file_hashes(corpus, locked_ids(corpus))
    (corpus / LOCK).write_text(_lines(hashes), encoding="utf-8", newline="\n")
    return len(hashes)


def check_lock(corpus: Path) -> None:
    """DataError, which names the first note that differs, unless every locked file is as it was."""
    path = corpus / LOCK
    locked, present = _read_lock(path), file_hashes(corpus, locked_ids(corpus))
    for name in sorted(locked.keys() | present.keys()):
        id = name.rpartition(".")[0]
        if name not in locked:
            raise DataError(f"{id} is not in the lock: it was added later", path=str(path))
        if name not in present:
            raise DataError(f"{id} is in the lock, but no longer in a locked split", path=str(path))
        if locked[name] != present[name]:
            raise DataError(f"{id} was changed after it was locked", path=str(path))


def _read_lock(path: Path) -> dict[str, str]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError:
        raise DataError(f"the test split is not locked: {_COMMAND} {path.parent}", path=str(path)) from None
    hashes = {}
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise DataError("is not a line of sha256 and file", path=str(path), line=number)
        hashes[match["name"]] = match["sha256"]
    return hashes


def _lines(hashes: dict[str, str]) -> str:
    return "".join(f"{hashes[name]}  notes/{name}\n" for name in sorted(hashes))


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the lock, or checks the one that is there."""
    parser = argparse.ArgumentParser(
        prog=_COMMAND, description="Lock the test and adversarial splits of a corpus."
    )
    parser.add_argument("directory", type=Path, help="the corpus: the directory that holds notes/")
    parser.add_argument("--renew", action="store_true", help="write the lock anew over one that exists")
    options = parser.parse_args(arguments)
    try:
        if options.renew or not (options.directory / LOCK).exists():
            print(f"{options.directory / LOCK}: {write_lock(options.directory)} files locked")
        else:
            check_lock(options.directory)
            print(f"{options.directory / LOCK}: as locked")
    except DataError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
