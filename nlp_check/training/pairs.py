"""Whether the checker ranks the better of two blocks higher: ``python -m nlp_check.training.pairs corpus/pairs.yaml``.

Each pair is one block written twice, weak and better, billed as one code. In a trap the second version is only longer or
richer in the words of the trade. Ranking is what is left of a score when thresholds are taken away, and traps show
whether it rewards what a block says or how much it says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

from nlp_check.checker import Checker
from nlp_check.errors import DataError, ModelError
from nlp_check.records.evidence import Code
from nlp_check.records.report import Report
from nlp_check.strict_yaml import convert, load_yaml
from nlp_check.training.markdown import markdown_table

Kind = Literal["treatment", "cue", "measure", "goal"]
KINDS: tuple[Kind, ...] = ("treatment", "cue", "measure", "goal")
SCORES = ("specific", "separately_justified", "strength")
MARGIN = 0.05  # a probability that rises by less has not changed for a reviewer; strength moves by whole elements
_COMMAND = "python -m nlp_check.training.pairs"


class Pair(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One block in two versions. ``trap``: ``better`` only looks it and must not rank higher."""

    id: str
    kind: Kind
    code: Code
    trap: bool
    weak: str
    better: str


class Ranks(msgspec.Struct, frozen=True):
    """A block's three scores, None where the checker has no answer."""

    specific: float | None
    separately_justified: float | None
    strength: int | None


class Outcome(msgspec.Struct, frozen=True):
    """A pair with the scores of both versions."""

    pair: Pair
    weak: Ranks
    better: Ranks

    @property
    def risen(self) -> tuple[str, ...]:
        """The scores by which ``better`` ranks higher."""
        return tuple(name for name in SCORES if _rises(name, getattr(self.weak, name), getattr(self.better, name)))

    @property
    def right(self) -> bool:
        """A better version ranks higher by at least one score, a trap by none."""
        return bool(self.risen) != self.pair.trap


def load_pairs(path: str | Path) -> list[Pair]:
    """The pairs of the file; DataError where an id stands twice or two versions are the same."""
    pairs = convert(load_yaml(path), list[Pair], path)
    ids = [pair.id for pair in pairs]
    for pair in pairs:
        if ids.count(pair.id) > 1:
            raise DataError(f"pair {pair.id} stands there twice", path=str(path))
        if pair.weak.split() == pair.better.split():
            raise DataError(f"pair {pair.id} has the same block twice", path=str(path))
    return pairs


def run(pairs: Iterable[Pair], check: Callable[[dict[str, Any]], Report]) -> list[Outcome]:
    """Both versions of each pair checked, with the pair's code as the claim."""
    return [Outcome(pair, *(_ranks(check, pair.code, text) for text in (pair.weak, pair.better))) for pair in pairs]


def _ranks(check: Callable[[dict[str, Any]], Report], code: Code, text: str) -> Ranks:
    report = check({"text": text, "claim": [{"code": code, "units": 1}]})
    for narrative in report.narratives:
        if narrative.code == code:
            scores = narrative.scores
            return Ranks(scores.specific, scores.separately_justified, narrative.strength)
    return Ranks(None, None, None)


def _rises(name: str, weak: float | None, better: float | None) -> bool:
    """A score that is not there is lower than any other."""
    if better is None:
        return False
    return weak is None or better - weak > (0 if name == "strength" else MARGIN)


def summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """By kind and in all: better versions that rank higher, by which score, and traps that do."""
    rows = []
    for name in (*KINDS, "all"):
        chosen = [outcome for outcome in outcomes if name in (outcome.pair.kind, "all")]
        better = [outcome for outcome in chosen if not outcome.pair.trap]
        traps = [outcome for outcome in chosen if outcome.pair.trap]
        by_score = [str(sum(score in outcome.risen for outcome in better)) for score in SCORES]
        rows.append((name, _of(better, right=True), *by_score, _of(traps, right=False)))
    headings = ("kind", "better ranks higher", *(score.replace("_", " ") for score in SCORES), "traps that rank higher")
    yield from markdown_table(headings, rows)


def _of(outcomes: Sequence[Outcome], *, right: bool) -> str:
    count = sum(outcome.right is right for outcome in outcomes)
    return f"{count} of {len(outcomes)} ({100 * count / len(outcomes):.1f} %)" if outcomes else "-"


def wrong(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """One line for each pair that is ranked wrongly."""
    for outcome in outcomes:
        if not outcome.right:
            what = f"a trap ranks higher by {', '.join(outcome.risen)}" if outcome.pair.trap else "does not rank higher"
            values = ", ".join(f"{name} {getattr(outcome.weak, name)} -> {getattr(outcome.better, name)}" for name in SCORES)
            yield f"{outcome.pair.id} ({outcome.pair.kind}, {outcome.pair.code}): {what}: {values}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the summary and every pair ranked wrongly; status 1 with any, 2 when the pairs cannot be run."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Rank weak and better versions of the same block.")
    parser.add_argument("file", type=Path, help="the pairs, as YAML")
    options = parser.parse_args(arguments)
    try:
        outcomes = run(load_pairs(options.file), Checker().check)
    except (DataError, ModelError) as error:
        print(error, file=sys.stderr)
        return 2
    print("\n".join([*summary(outcomes), *wrong(outcomes)]))
    return int(not all(outcome.right for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
