"""``nlp-check train``: rebuilds the models from the corpus.

Fits on train and dev; every choice (which elements the model may correct, thresholds) is made by cross-validation over
writers, so that each held-out note is by a writer the model has not seen. Test and adversarial notes are not read.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nlp_check import __version__
from nlp_check.training.fit import FittedTask, compile_model, fit_cue_kinds, fit_sentences, fit_taggers
from nlp_check.training.fit_narratives import class_counts, cross_examples, fit_narratives
from nlp_check.training.gold import load_corpus
from nlp_check.training.prepare import Preparer
from nlp_check.training.splits import divide, load_splits
from nlp_check.training.store import write_model

MODEL_VERSION = "1"


def main(options: argparse.Namespace) -> int:
    """Trains and writes ``models/note/<version>``; prints one line a step."""
    corpus = Path(options.corpus)
    say(f"reading {corpus}")
    parts = divide(load_corpus(corpus), load_splits(corpus))
    notes = [*parts["train"], *parts["dev"]]
    preparer = Preparer()
    prepared = [preparer.prepare(note) for note in notes]
    say(f"{len(notes)} notes by {len({note.writer for note in notes})} writers; fitting taggers and sentence classifiers")
    taggers = fit_taggers(prepared)
    sentences = {**fit_sentences(prepared), **fit_cue_kinds(prepared)}
    say("extracting evidence with models of other writers, to fit the narrative classifiers")
    examples = cross_examples(prepared, preparer)
    narratives, compared = fit_narratives(examples)
    for task, scores in compared.items():
        chosen = "model" if task in narratives else "rule"
        say(f"{task}: agreement rule {scores['rule']:.3f}, model {scores['model']:.3f} of {scores['support']:.0f}: {chosen}")
    fitted: dict[str, FittedTask] = {**sentences, **narratives}
    model = compile_model(taggers, fitted)
    target = write_model(Path(options.models), MODEL_VERSION, model, fitted)
    say(f"{target}: {len(examples)} narratives; " + _balance(class_counts(examples)))
    say(f"nlp-check {__version__}: now run nlp-check evaluate")
    return 0


def _balance(counts: dict[str, dict[str, int]]) -> str:
    return "intended codes " + ", ".join(f"{name} {count}" for name, count in counts["intended_code"].items())


def say(line: str) -> None:
    """Progress goes to stderr; stdout stays empty."""
    print(line, file=sys.stderr, flush=True)
