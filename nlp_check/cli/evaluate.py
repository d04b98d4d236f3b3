"""``nlp-check evaluate``: prints the measured quality on a split of the corpus."""

from __future__ import annotations

import argparse
import importlib

SUMMARY = "print the measured quality"
DESCRIPTION = """\
Prints precision, recall and F1 per extraction, element and rule on a split of
the corpus, with bootstrap intervals. train and dev were seen in training; cross
judges their notes by models that have not seen the writer (some minutes); test
and adversarial are locked and need --final."""
EXAMPLES = """\
  nlp-check evaluate --split cross
  nlp-check evaluate --split test --final --format json
  nlp-check evaluate --split adversarial --final --write"""
SPLITS = ("test", "dev", "train", "adversarial", "cross")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the corpus, the split, the format, and what is written where."""
    parser.add_argument("--corpus", default="corpus", metavar="DIR", help="labelled notes (default: corpus)")
    parser.add_argument("--split", choices=SPLITS, default="test", help="which notes (default: test)")
    parser.add_argument("--final", action="store_true", help="look at a locked split")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    parser.add_argument("--write", action="store_true", help="write metrics.json, CARD.md and accuracy.md")
    parser.add_argument(
        "--models", default="models", metavar="DIR", help="the model to measure (default: models)"
    )
    parser.add_argument(
        "--docs", default="docs", metavar="DIR", help="where accuracy.md goes (default: docs)"
    )


def run(args: argparse.Namespace) -> int:
    """Hands the parsed options over."""
    evaluate = importlib.import_module("nlp_check.training.evaluate")
    return int(evaluate.main(args) or 0)
