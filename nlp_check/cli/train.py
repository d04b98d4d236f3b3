"""``nlp-check train``: rebuilds the models from the corpus."""

from __future__ import annotations

import argparse
import importlib

SUMMARY = "rebuild the models from the corpus"
DESCRIPTION = "Trains the classifiers from the labelled corpus and writes models, metrics and model cards."
EXAMPLES = "  nlp-check train --corpus corpus --models models"


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the folders and the seed."""
    parser.add_argument("--corpus", default="corpus", metavar="DIR", help="labelled notes (default: corpus)")
    parser.add_argument("--models", default="models", metavar="DIR", help="where models go (default: models)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="same seed, same models (default: 0)"
    )


def run(args: argparse.Namespace) -> int:
    """Hands the parsed options over; scikit-learn is imported only there."""
    train = importlib.import_module("nlp_check.training.train")
    return int(train.main(args) or 0)
