"""Check the corpus: ``python -m nlp_check.training.corpus DIRECTORY [ID ...] [--writer w03]``.

One line a problem, ``path:line: what is wrong``; exit status 1 with any, 2 when there is nothing to check.
The messages are for the authors of the notes, who invented them, so a quote may be shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp_check.errors import DataError
from nlp_check.strict_yaml import line_of
from nlp_check.training.gold import note_ids, read_gold
from nlp_check.training.note_checks import check_note


def check_files(directory: str | Path, id: str) -> tuple[list[DataError], int]:
    """Every problem of one note, in the order of its lines, and how many narratives it has."""
    path = Path(directory) / "notes" / f"{id}.yaml"
    lonely = _without_partner(path)
    if lonely is not None:
        return [lonely], 0
    try:
        note, problems = read_gold(directory, id)
    except DataError as error:
        return [error], 0
    source = path.read_text(encoding="utf-8")
    for field, message in check_note(note, id, source):
        line = line_of(note.lines, f"$.{field}")
        problems.append(DataError(f"{field}: {message}", path=str(path), line=line))
    return sorted(problems, key=lambda problem: problem.line or 0), len(note.narratives)


def _without_partner(path: Path) -> DataError | None:
    """A text without labels, or labels without their text."""
    text = path.with_suffix(".txt")
    if path.exists() and text.exists():
        return None
    if not path.exists() and not text.exists():
        return DataError("there is no such note", path=str(path))
    here, absent = (path, text) if path.exists() else (text, path)
    return DataError(f"{absent.name} is not there beside it", path=str(here))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print every problem, or how much was checked."""
    prog = "python -m nlp_check.training.corpus"
    parser = argparse.ArgumentParser(prog=prog, description="Check the gold labels of a corpus.")
    parser.add_argument("directory", help="the corpus: the directory that holds notes/")
    parser.add_argument("ids", nargs="*", metavar="ID", help="check only these notes")
    parser.add_argument("--writer", help="check only the notes of this writer")
    options = parser.parse_args(arguments)
    try:
        ids = options.ids or note_ids(options.directory)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    if options.writer:
        ids = [id for id in ids if id.startswith(f"{options.writer}-")]
    if not ids:
        print("there is no note to check", file=sys.stderr)
        return 2
    narratives, broken = 0, False
    for id in ids:
        problems, count = check_files(options.directory, id)
        narratives += count
        for problem in problems:
            broken = True
            print(problem)
    if not broken:
        print(f"{len(ids)} notes, {narratives} narratives: ok")
    return int(broken)


if __name__ == "__main__":
    sys.exit(main())
