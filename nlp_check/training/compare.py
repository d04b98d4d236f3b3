"""One note with two labelings, compared label by label, neither side being the truth.

Extracted parts are compared as the program's are (``tally.py``): F1 of these counts is the same whichever side is
called gold. Elements and judgements are compared on the narratives that both have and at least one finds documented.
Findings are those that follow from the labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from nlp_check.records.evidence import TimeBlock
from nlp_check.records.report import Pair
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, element_task
from nlp_check.training.derive import RULE_IDS, derive
from nlp_check.training.gold import GoldNarrative, GoldNote
from nlp_check.training.matching import (
    Counts,
    count_characters,
    count_equal,
    count_matched,
    count_value,
    match_spans,
)
from nlp_check.training.measure import ELEMENT_TASKS
from nlp_check.training.tally import ERRORS_AND_WARNINGS, VERDICT

SPANS = ("interventions", "cues", "measures", "goal_connections")
OVERLAPS = (
    "billed_codes", "narrative_text", "clock_blocks", "minutes", "billed_units",
    *(f"{name}{suffix}" for name in SPANS for suffix in ("", "_exact")), ERRORS_AND_WARNINGS,
)  # fmt: skip
QUESTIONS = (
    *ELEMENT_TASKS, INTENT, *JUDGEMENTS, *(f"pair.{name}" for name in Pair.__struct_fields__), VERDICT,
)  # fmt: skip


class Compared(msgspec.Struct):
    """One note, twice labelled.

    ``counts`` are F1 counts by label, where missed means only the first annotator has it and spurious only the
    second; ``rules`` the same by rule; ``answers`` pairs of first and second class by question.
    """

    counts: dict[str, Counts] = msgspec.field(default_factory=dict)
    rules: dict[str, Counts] = msgspec.field(default_factory=dict)
    answers: dict[str, list[tuple[str, str]]] = msgspec.field(default_factory=dict)

    def count(self, name: str, counts: Counts) -> None:
        """Adds to the counts of ``name``."""
        self.counts[name] = self.counts.get(name, Counts()) + counts

    def answer(self, name: str, first: str, second: str) -> None:
        """Adds one question's two answers."""
        self.answers.setdefault(name, []).append((first, second))


def compare(first: GoldNote, second: GoldNote) -> Compared:
    """One note's counts and answers."""
    compared = Compared()
    ours = {narrative.code: narrative for narrative in first.narratives}
    theirs = {narrative.code: narrative for narrative in second.narratives}
    compared.count("billed_codes", count_equal(ours, theirs))
    for code in sorted(ours.keys() | theirs.keys()):
        _compare_parts(compared, first.text, ours.get(code), theirs.get(code))
    for code in sorted(ours.keys() & theirs.keys()):
        if ours[code].spans or theirs[code].spans:
            _compare_judging(compared, ours[code], theirs[code])
    if first.pair is not None and second.pair is not None:
        for name in Pair.__struct_fields__:
            compared.answer(f"pair.{name}", getattr(first.pair, name), getattr(second.pair, name))
    _compare_findings(compared, first, second)
    return compared


def _compare_parts(
    compared: Compared, text: str, first: GoldNarrative | None, second: GoldNarrative | None
) -> None:
    """Everything that is extracted; a narrative that only one has counts with all that stands in it."""
    both = (first, second)
    compared.count("narrative_text", count_characters(text, *(_part(one, "spans") for one in both)))
    compared.count("clock_blocks", count_equal(*(map(_hours, _part(one, "time_blocks")) for one in both)))
    for name in ("minutes", "billed_units"):
        compared.count(name, count_value(*(getattr(one, name, None) for one in both)))
    for name in SPANS:
        field = "named" if name == "interventions" else name
        ours, theirs = ([item.span for item in _part(one, field)] for one in both)
        compared.count(name, count_matched(len(ours), len(theirs), len(match_spans(ours, theirs))))
        compared.count(f"{name}_exact", count_equal(ours, theirs))


def _part(narrative: GoldNarrative | None, name: str) -> Sequence[Any]:
    """A listed part of a narrative; nothing where there is no narrative."""
    parts: Sequence[Any] = getattr(narrative, name, ())
    return parts


def _hours(block: TimeBlock) -> tuple[str, str, int | None]:
    return block.start.zfill(5), block.stop.zfill(5), block.minutes


def _compare_judging(compared: Compared, first: GoldNarrative, second: GoldNarrative) -> None:
    """Elements, intended code and the two judgements of one narrative."""
    for name in first.elements.keys() & second.elements.keys():
        compared.answer(element_task(first.code, name), first.elements[name], second.elements[name])
    compared.answer(INTENT, first.intended_code, second.intended_code)
    for name in JUDGEMENTS:
        compared.answer(name, *("yes" if getattr(one, name) else "no" for one in (first, second)))


def _compare_findings(compared: Compared, first: GoldNote, second: GoldNote) -> None:
    """What follows from the labels: the errors and warnings by rule and together, and the verdict."""
    ours, theirs = (
        {(finding.rule, finding.code): finding.severity for finding in derive(note)} for note in (first, second)
    )
    graves = [[key for key, severity in side.items() if severity != "info"] for side in (ours, theirs)]
    for rule in RULE_IDS:
        counts = count_equal(*([key for key in grave if key[0] == rule] for grave in graves))
        if any(counts):
            compared.rules[rule] = counts
    compared.count(ERRORS_AND_WARNINGS, count_equal(*graves))
    compared.answer(VERDICT, _verdict(ours.values()), _verdict(theirs.values()))


def _verdict(severities: Iterable[str]) -> str:
    """``fail`` with an error, ``review`` with a warning, else ``pass``."""
    listed = set(severities)
    return "fail" if "error" in listed else "review" if "warning" in listed else "pass"
