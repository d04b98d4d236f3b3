"""The splits of the corpus: by writer, so that no writer stands in two; everything not named is train."""

from __future__ import annotations

from pathlib import Path

import msgspec

from nlp_check.errors import DataError
from nlp_check.strict_yaml import convert, load_yaml
from nlp_check.training.gold import GoldNote, load_gold, note_ids

NAMES = ("train", "dev", "test", "adversarial")
OPEN = ("train", "dev")  # what may be looked at while the program is made


class Splits(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Writers by split."""

    test: list[str]
    dev: list[str]
    adversarial: list[str]

    def of(self, writer: str) -> str:
        """The split a writer stands in."""
        for name in ("test", "dev", "adversarial"):
            if writer in getattr(self, name):
                return name
        return "train"


def load_splits(directory: str | Path) -> Splits:
    """``splits.yaml`` of the corpus; DataError where a writer is named twice."""
    path = Path(directory) / "splits.yaml"
    splits = convert(load_yaml(path), Splits, path)
    named = [*splits.test, *splits.dev, *splits.adversarial]
    twice = {writer for writer in named if named.count(writer) > 1}
    if twice:
        raise DataError(f"writer {sorted(twice)[0]} stands in two splits", path=str(path))
    return splits


def load_open(directory: str | Path) -> list[GoldNote]:
    """The notes of train and dev in the order of their ids. The files of the locked splits are not opened."""
    splits = load_splits(directory)
    ids = [id for id in note_ids(directory) if splits.of(id.rpartition("-")[0]) in OPEN]
    return [load_gold(directory, id) for id in ids]


def divide(notes: list[GoldNote], splits: Splits) -> dict[str, list[GoldNote]]:
    """The notes by split, in the order of their ids. A style that test shares with train or dev is an error."""
    parts: dict[str, list[GoldNote]] = {name: [] for name in NAMES}
    for note in notes:
        parts[splits.of(note.writer)].append(note)
    seen = {note.style for name in ("train", "dev") for note in parts[name]}
    shared = sorted(seen & {note.style for note in parts["test"]})
    if shared:
        raise DataError(f"style {shared[0]} stands in test and in train or dev", path="splits.yaml")
    return parts
