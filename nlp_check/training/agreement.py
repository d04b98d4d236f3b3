"""How far two annotators agree who labelled the same notes blind: ``python -m nlp_check.training.agreement DIRECTORY``.

What two careful readers of the same guide agree on is the most that a program can be asked for. ``compare.py`` says
what is compared. A file that does not load is named and left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from nlp_check.errors import DataError
from nlp_check.training.accuracy_page import in_brackets
from nlp_check.training.compare import OVERLAPS, QUESTIONS, Compared, compare
from nlp_check.training.derive import RULE_IDS
from nlp_check.training.gold import FIRST, SECOND, GoldNote, load_gold
from nlp_check.training.markdown import markdown_table
from nlp_check.training.matching import Counts
from nlp_check.training.measured import Estimate
from nlp_check.training.metrics import Array, Resampler, accuracy, estimate, f1, kappa
from nlp_check.training.page import label, rule_label, shown

HEADINGS_F1 = ("F1", "value [95 %]", "first", "second", "both")
HEADINGS_KAPPA = ("classes", "kappa [95 %]", "same answer", "answers")
_COMMAND = "python -m nlp_check.training.agreement"


class Overlap(msgspec.Struct, frozen=True):
    """F1 between the two, and how many items each has and both have."""

    f1: Estimate
    first: int
    second: int
    both: int


class Chance(msgspec.Struct, frozen=True):
    """Cohen's kappa (None where both always give one same class) and the share of same answers."""

    kappa: Estimate
    same: Estimate
    support: int


class Agreement(msgspec.Struct, frozen=True):
    """All of it, over ``notes`` notes. ``left_out`` are the files that do not load, each with its reason."""

    notes: int
    narratives: int
    overlaps: dict[str, Overlap]
    rules: dict[str, Overlap]
    chances: dict[str, Chance]
    left_out: list[DataError]


def load_both(directory: str | Path) -> tuple[list[tuple[GoldNote, GoldNote]], list[DataError]]:
    """Both labelings of every note in ``second/``, and the errors of those of which either does not load."""
    second = Path(directory) / SECOND
    if not second.is_dir():
        raise DataError("is not a directory", path=str(second))
    pairs, errors = [], []
    for id in sorted(path.stem for path in second.glob("*.yaml")):
        try:
            pairs.append((load_gold(directory, id, FIRST), load_gold(directory, id, SECOND)))
        except DataError as error:
            errors.append(error)
    return pairs, errors


def measure_agreement(
    pairs: Sequence[tuple[GoldNote, GoldNote]], left_out: Sequence[DataError] = ()
) -> Agreement:
    """The agreement over all notes, with bootstrap intervals over the notes. DataError when there is no note."""
    if not pairs:
        raise DataError("there is no note with two labelings", path=SECOND)
    compared = [compare(first, second) for first, second in pairs]
    resampler = Resampler(len(compared))
    counts, rules, answers = (_by_name(compared, field) for field in ("counts", "rules", "answers"))
    return Agreement(
        notes=len(pairs), narratives=sum(len(first.narratives) for first, _ in pairs),
        overlaps={name: _overlap(resampler, counts[name]) for name in OVERLAPS if name in counts},
        rules={rule: _overlap(resampler, rules[rule]) for rule in RULE_IDS if rule in rules},
        chances={name: _chance(resampler, answers[name]) for name in QUESTIONS if name in answers},
        left_out=list(left_out),
    )  # fmt: skip


def _by_name(compared: Sequence[Compared], field: str) -> dict[str, list[Any]]:
    """One table of all notes by name: for each name one entry a note, empty where the note has none."""
    names = {name for one in compared for name in getattr(one, field)}
    empty: object = () if field == "answers" else Counts()
    return {name: [getattr(one, field).get(name, empty) for one in compared] for name in names}


def _overlap(resampler: Resampler, counts: Sequence[Counts]) -> Overlap:
    totals = resampler.sums(counts)
    both, second, first = totals[:, 0], totals[:, 1], totals[:, 2]
    value = estimate(f1(both, second, first))
    return Overlap(value, int(both[0] + first[0]), int(both[0] + second[0]), int(both[0]))


def _chance(resampler: Resampler, answers: Sequence[Sequence[tuple[str, str]]]) -> Chance:
    confusion = _confusions(resampler, answers)
    return Chance(estimate(kappa(confusion)), estimate(accuracy(confusion)), int(confusion[0].sum()))


def _confusions(resampler: Resampler, answers: Sequence[Sequence[tuple[str, str]]]) -> Array:
    """Confusion matrices (resamples x first x second) over the classes that either uses."""
    classes = sorted({word for note in answers for pair in note for word in pair})
    place = {word: number for number, word in enumerate(classes)}
    counts = np.zeros((len(answers), len(classes), len(classes)))
    for note, pairs in enumerate(answers):
        for first, second in pairs:
            counts[note, place[first], place[second]] += 1
    return resampler.sums(counts)


def tables(agreement: Agreement) -> Iterator[str]:
    """The agreement as Markdown tables: what is extracted, rules, questions of several classes."""
    parts = {_label(name): one for name, one in agreement.overlaps.items()}
    rules = {f"`{rule_label(rule)}`": one for rule, one in agreement.rules.items()}
    for rows in (parts, rules):
        yield from markdown_table(HEADINGS_F1, [
            (name, in_brackets(one.f1), str(one.first), str(one.second), str(one.both)) for name, one in rows.items()
        ])  # fmt: skip
    yield from markdown_table(HEADINGS_KAPPA, [
        (_label(name), in_brackets(one.kappa), shown(one.same), str(one.support))
        for name, one in agreement.chances.items()
    ])  # fmt: skip


def _label(name: str) -> str:
    """A name in words; elements keep the names they have in labels and reports."""
    return f"`{name}`" if "." in name else label(name)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the tables; status 1 when a file was left out, 2 when there is nothing to compare."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Compare the two labelings of a corpus.")
    parser.add_argument("directory", help="the corpus: the directory that holds notes/ and second/")
    options = parser.parse_args(arguments)
    try:
        agreement = measure_agreement(*load_both(options.directory))
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    print(f"{agreement.notes} notes, {agreement.narratives} narratives\n")
    print("\n".join(tables(agreement)))
    for left in agreement.left_out:
        print(f"left out: {left}", file=sys.stderr)
    return int(bool(agreement.left_out))


if __name__ == "__main__":
    sys.exit(main())
