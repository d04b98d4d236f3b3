"""``nlp-check evaluate``: prints the measured quality on a split of the corpus."""

from __future__ import annotations

import argparse
import importlib

SUMMARY = "print the measured quality"
DESCRIPTION = "Prints precision, recall and F1 per extraction, element and rule on a split of the corpus."
EXAMPLES = """\
  nlp-check evaluate
  nlp-check evaluate --split dev --format json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the corpus, the split and the format."""
    parser.add_argument("--corpus", default="corpus", metavar="DIR", help="labelled notes (default: corpus)")
    parser.add_argument("--split", default="test", metavar="NAME", help="which notes (default: test)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")


def run(args: argparse.Namespace) -> int:
    """Hands the parsed options over."""
    evaluate = importlib.import_module("nlp_check.training.evaluate")
    return int(evaluate.main(args) or 0)
