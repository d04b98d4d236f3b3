"""Writes what the documentation can take from the program: sections of README.md, and docs/commands.md.

A section stands between ``<!-- generated: name -->`` and ``<!-- end: name -->``; the text between them is replaced.
``python docs/generate.py`` writes; with ``--check`` nothing is written, and the status is 1 when a file is stale.
docs/accuracy.md and the model card are written by ``nlp-check evaluate --write``.
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from nlp_check.cli.main import build_parser
from nlp_check.components.model_file import current_directory
from nlp_check.training.measured import FILE, Estimate, Metrics, SplitMetrics, brief, read_metrics

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
COMMANDS = ROOT / "docs" / "commands.md"
PYTHON = (3, 11)  # argparse words its help differently in every release; the pages show that of this one
WIDTH = 80
EXAMPLE = "examples/knee.txt"
_SECTION = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)
UNSEEN = ("test", "cross", "adversarial")  # no model has seen these when it judges them


def pages() -> dict[Path, str]:
    """Every file as it should be."""
    found = {README: filled(README.read_text(encoding="utf-8"))}
    if sys.version_info[:2] == PYTHON:
        found[COMMANDS] = commands()
    return found


def filled(text: str) -> str:
    """``text`` with every section made new. KeyError for a section that nobody makes."""
    return _SECTION.sub(lambda found: found[1] + SECTIONS[found["name"]]() + found[3], text)


def example() -> str:
    """What the first command of README prints."""
    return fenced(run("lint", EXAMPLE, status=1))


def units() -> str:
    """The calculator's answer to the worked example."""
    return fenced("$ nlp-check units 97110:18 97530:15\n" + run("units", "97110:18", "97530:15"))


def rules() -> str:
    """The rule table under the two policies that differ most."""
    strict, medicare = (
        json.loads(run("rules", "--format", "json", "--policy", name)) for name in ("strict", "medicare")
    )
    rows = [
        (row["id"], f"`{row['name']}`", severity(row), severity(other), row["what"].replace("|", "\\|"))
        for row, other in zip(strict, medicare, strict=True)
    ]
    return table(("id", "name", "`strict`", "`medicare`", "fires when"), rows)


def severity(row: dict[str, Any]) -> str:
    """A rule's severity as the table shows it."""
    if not row["enabled"]:
        return "off"
    partial = row["partial_severity"]
    return f"{row['severity']} ({partial} if partial)" if partial else str(row["severity"])


def policies() -> str:
    """The shipped policies."""
    rows = json.loads(run("policy", "list", "--format", "json"))
    return table(("policy", "what it is"), [(f"`{row['name']}`", row["title"]) for row in rows])


def accuracy() -> str:
    """The measured quality in short: the split that the model has seen least of, of those measured."""
    path = current_directory() / FILE
    if not path.exists():
        return "Not measured yet for this version: `nlp-check evaluate --split cross` prints the figures.\n"
    metrics = read_metrics(path)
    return "\n".join(_accuracy(metrics))


def _accuracy(metrics: Metrics) -> Iterator[str]:
    splits = {name: metrics.splits[name] for name in UNSEEN if name in metrics.splits}
    yield (
        f"Model version {metrics.model_version}, policy `strict`; in brackets the bootstrap 95 % interval. "
        "`test`: writers and styles never seen, locked by hash. `cross`: the training notes, each judged by "
        "models that have not seen its writer. `adversarial`: traps, never trained on."
    )
    yield ""
    figures = [_figures(split) for split in splits.values()]
    samples = [f"{split.sample.notes} / {split.sample.narratives}" for split in splits.values()]
    rows = [["notes / narratives", *samples]]
    rows += [[name, *(brief(column[name]) for column in figures)] for name in figures[0]]
    yield table(("", *splits), rows)


def _figures(split: SplitMetrics) -> dict[str, Estimate]:
    """The headline figures of one split, by what they measure."""
    return {
        **{f"{_words(name)}: F1": score.f1 for name, score in split.extractions.items()},
        "elements: mean macro F1": split.elements_macro_f1,
        "intended code: macro F1": split.intended_code.macro_f1,
        **{f"{_words(name)}: AUROC": judgement.auroc for name, judgement in split.judgements.items()},
        **{f"findings, {_words(name)}: F1": score.f1 for name, score in split.findings.items()},
        "verdict: accuracy": split.verdict.accuracy,
    }


def _words(name: str) -> str:
    return name.replace("_", " ")


def commands() -> str:
    """The help of every command, in the order of ``nlp-check --help``."""
    os.environ["COLUMNS"] = str(WIDTH)
    parts = ["# Commands\n\nGenerated by `python docs/generate.py` from the program's own help.\n"]
    parts += [f"## {prog}\n\n{fenced(text)}" for prog, text in _helps(build_parser())]
    return "\n".join(parts)


def _helps(parser: argparse.ArgumentParser) -> Iterator[tuple[str, str]]:
    yield parser.prog, parser.format_help()
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for child in action.choices.values():
                yield from _helps(child)


@functools.cache
def run(*arguments: str, status: int = 0) -> str:
    """What ``nlp-check`` prints; an error where it ends with another status."""
    environment = {**os.environ, "COLUMNS": str(WIDTH), "NO_COLOR": "1", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "nlp_check", *arguments]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    if ended.returncode != status:
        raise SystemExit(f"nlp-check {' '.join(arguments)} ended with {ended.returncode}: {ended.stderr}")
    return ended.stdout


def table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def fenced(text: str) -> str:
    """``text`` as it stands on a screen."""
    return f"```text\n{text.rstrip()}\n```\n"


SECTIONS: dict[str, Callable[[], str]] = {
    "example": example,
    "units": units,
    "rules": rules,
    "policies": policies,
    "accuracy": accuracy,
}


def main() -> int:
    """Writes, or checks."""
    parser = argparse.ArgumentParser(description="Write, or check, the generated documentation.")
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 when a file is stale")
    check = parser.parse_args().check
    stale = [
        (path, text)
        for path, text in pages().items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]
    for path, text in stale:
        print(f"{path.relative_to(ROOT)} {'is stale: run python docs/generate.py' if check else 'written'}")
        if not check:
            path.write_text(text, encoding="utf-8", newline="\n")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
