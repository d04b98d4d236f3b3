"""``nlp-check schema``: the JSON Schema of a report."""

from __future__ import annotations

import argparse

SUMMARY = "the JSON Schema of a report"
DESCRIPTION = (
    "Prints the JSON Schema (2020-12) of one report: a line of --format jsonl, an item of --format json."
)
EXAMPLES = "  nlp-check schema > report.schema.json"


def configure(parser: argparse.ArgumentParser) -> None:
    """Has no options."""


def run(args: argparse.Namespace) -> int:
    """Prints the schema."""
    import json

    from nlp_check.cli.output import show
    from nlp_check.schema import report_schema

    show(json.dumps(report_schema(), indent=2, ensure_ascii=False) + "\n")
    return 0
