"""``nlp-check evaluate``: measures the program on a split of the corpus, and writes the proof.

The locked splits are opened only with ``--final``, and only while every file is as it was locked. ``--write`` stores
``metrics.json`` and ``CARD.md`` beside the model and ``docs/accuracy.md``; splits measured before stay in them as long
as neither their notes nor the model has changed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from nlp_check import __version__
from nlp_check.components.model_file import ARRAYS, NAME, read_model, read_pins
from nlp_check.errors import InputError
from nlp_check.training import card, lock, measured
from nlp_check.training.accuracy_page import accuracy_page
from nlp_check.training.crossing import cross_tallies
from nlp_check.training.examinee import Examinee
from nlp_check.training.gold import GoldNote, load_corpus
from nlp_check.training.measure import measure
from nlp_check.training.measured import Metrics, Sample, SplitMetrics
from nlp_check.training.metrics import RESAMPLES, SEED
from nlp_check.training.page import page
from nlp_check.training.splits import divide, load_splits
from nlp_check.training.tally import Tally, mark

SPLITS = ("train", "dev", "cross", "test", "adversarial")
CROSS = "cross"
PAGE = "accuracy.md"


def main(options: argparse.Namespace) -> int:
    """Measures one split and prints it; with ``--write`` also writes the three files."""
    corpus, models, split = Path(options.corpus), Path(options.models), options.split
    if split in lock.LOCKED:
        if not options.final:
            raise InputError(f"the {split} split is looked at only with --final")
        lock.check_lock(corpus)
    parts = read_parts(corpus)
    if not parts[split]:
        raise InputError(f"no note stands in the split {split}", path=str(corpus))
    samples = {name: sample_of(corpus, notes) for name, notes in parts.items()}
    styles = {note.id: note.style for note in parts[split]}
    if split == CROSS:
        result = measure(cross_tallies(parts[split], say), samples[split], None, styles)
    else:
        arrays = read_pins(models)["files"][ARRAYS]
        result = measure(examine(parts[split], models), samples[split], arrays, styles)
    if options.write:
        write(models, Path(options.docs), samples, {split: result})
    json = options.format == "json"
    sys.stdout.write(measured.encode(result).decode() if json else page(split, result, RESAMPLES))
    return 0


def read_parts(corpus: Path) -> dict[str, list[GoldNote]]:
    """The notes of every split; ``cross`` is train and dev."""
    parts = divide(load_corpus(corpus), load_splits(corpus))
    parts[CROSS] = sorted([*parts["train"], *parts["dev"]], key=lambda note: note.id)
    return {name: parts[name] for name in SPLITS}


def examine(notes: Sequence[GoldNote], models: Path) -> list[Tally]:
    """The tallies of the notes, checked with the pinned model in ``models``."""
    pins = read_pins(models)
    examinee = Examinee(read_model(models / NAME / pins["version"], pins["files"]))
    return [mark(note, examinee.answer(note)) for note in notes]


def sample_of(corpus: Path, notes: Sequence[GoldNote]) -> Sample:
    """How much there is, and the sha256 of all its files."""
    hashes = lock.file_hashes(corpus, [note.id for note in notes])
    return Sample(
        notes=len(notes), narratives=sum(bool(item.spans) for note in notes for item in note.narratives),
        writers=len({note.writer for note in notes}), styles=len({note.style for note in notes}),
        sha256=lock.digest(hashes),
    )  # fmt: skip


def write(models: Path, docs: Path, corpus: dict[str, Sample], splits: dict[str, SplitMetrics]) -> None:
    """Merges what was measured into the files of the pinned version: all three, or none when the card is refused."""
    pins = read_pins(models)
    version = str(pins["version"])
    target = models / NAME / version
    new = Metrics(
        schema=measured.SCHEMA, model_version=version, model=pins["files"][ARRAYS],
        program_version=__version__, resamples=RESAMPLES, seed=SEED, corpus=corpus, splits=splits,
    )  # fmt: skip
    path = target / measured.FILE
    old = measured.read_metrics(path) if path.exists() else None
    metrics = measured.merge(old, new)
    for name in sorted(old.splits.keys() - metrics.splits.keys()) if old is not None else ():
        say(f"{path}: {name} is left out, its notes or the model changed since: measure it again")
    shown, about = accuracy_page(metrics), card.model_card(metrics)
    docs.mkdir(parents=True, exist_ok=True)
    path.write_bytes(measured.encode(metrics))
    (target / card.FILE).write_text(about, encoding="utf-8", newline="\n")
    (docs / PAGE).write_text(shown, encoding="utf-8", newline="\n")


def say(line: str) -> None:
    """Progress goes to stderr; stdout is the result."""
    print(line, file=sys.stderr, flush=True)
