"""Cross-validation over the writers of train and dev: each note is judged by models that have not seen its writer.

The narrative tasks learn from evidence that must itself come from models of other writers. For each pair of folds one
stage-one model is fitted without both; it gives the evidence of each of the two for the run that holds out the other.
So a run's narrative examples are as unseen as ``cross_examples`` makes them, at half the models of a nested loop.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any

import joblib

from nlp_check.errors import DataError
from nlp_check.evidence import Extractor
from nlp_check.training.examinee import Examinee
from nlp_check.training.fit import compile_model, fit_cue_kinds, fit_sentences, fit_taggers
from nlp_check.training.fit_narratives import (
    FOLDS,
    TOO_FEW,
    NarrativeExample,
    fit_narratives,
    note_examples,
    stage_one,
    writer_folds,
)
from nlp_check.training.gold import GoldNote
from nlp_check.training.prepare import Preparer
from nlp_check.training.tally import Tally, mark

Fold = frozenset[str]  # the writers of one fold
Say = Callable[[str], None]


def cross_tallies(notes: Sequence[GoldNote], say: Say, folds: int = FOLDS) -> list[Tally]:
    """The tallies of all notes, in their order. Folds are fitted in processes of their own."""
    writers = divide_writers(notes, folds)
    if len(writers) < 3:
        raise DataError(TOO_FEW)
    examples: dict[Fold, list[NarrativeExample]] = {fold: [] for fold in writers}
    pairs = list(combinations(writers, 2))
    jobs = (joblib.delayed(pair_examples)(notes, one, other) for one, other in pairs)
    for number, result in enumerate(_in_processes(jobs, len(pairs)), 1):
        for fold, found in result:
            examples[fold] += found
        say(f"evidence from models of other writers: {number} of {len(pairs)}")
    jobs = (joblib.delayed(fold_tallies)(notes, fold, examples[fold]) for fold in writers)
    tallies: dict[str, Tally] = {}
    for number, marked in enumerate(_in_processes(jobs, len(writers)), 1):
        tallies.update((tally.note_id, tally) for tally in marked)
        say(f"writers held out and judged: fold {number} of {len(writers)}")
    return [tallies[note.id] for note in notes]


def divide_writers(notes: Sequence[GoldNote], folds: int = FOLDS) -> list[Fold]:
    """The writers of each fold, about equal in notes."""
    preparer = Preparer()
    prepared = [preparer.prepare(note) for note in notes]
    return [frozenset(notes[i].writer for i in held) for _, held in writer_folds(prepared, folds)]


def pair_examples(
    notes: Sequence[GoldNote], one: Fold, other: Fold
) -> list[tuple[Fold, list[NarrativeExample]]]:
    """Fits stage one without either fold: the narratives of ``other`` for the run without ``one``, and the reverse."""
    preparer = Preparer()
    model = stage_one([preparer.prepare(note) for note in notes if note.writer not in one | other])
    extractor = Extractor(preparer.lexicon, model)
    found: dict[Fold, list[NarrativeExample]] = {one: [], other: []}
    for note in notes:
        if note.writer in one | other:
            run = other if note.writer in one else one
            found[run] += note_examples(preparer.prepare(note), preparer, extractor)
    return list(found.items())


def fold_tallies(notes: Sequence[GoldNote], held: Fold, examples: list[NarrativeExample]) -> list[Tally]:
    """Fits everything on the other writers and marks the notes of the writers held out."""
    preparer = Preparer()
    prepared = [preparer.prepare(note) for note in notes if note.writer not in held]
    narratives, _ = fit_narratives(sorted(examples, key=lambda example: (example.note_id, example.code)))
    model = compile_model(fit_taggers(prepared), {**fit_sentences(prepared), **fit_cue_kinds(prepared), **narratives})
    examinee = Examinee(model)
    return [mark(note, examinee.answer(note)) for note in notes if note.writer in held]


def _in_processes(jobs: Iterable[Any], count: int) -> Iterator[Any]:
    """The results of the jobs in their order, as they come."""
    workers = max(1, min(os.cpu_count() or 1, count))
    yield from joblib.Parallel(n_jobs=workers, return_as="generator")(jobs)
