"""One note marked: every answer of the program counted right, spurious or missed against gold.

A tally is what the bootstrap draws, so everything that is measured is a sum over tallies. Narratives are paired by
code. A code that only gold has counts as missed with all that stands in it, one that only the program has as spurious.
Elements, intent and judgements are marked on the narratives that gold documents; where the program finds no text for
one, its elements are ``missing``, its intent ``unclear`` and its judgements a certain no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from nlp_check.records.evidence import Intervention, Measure, TimeBlock
from nlp_check.records.report import NarrativeReport, Report
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, element_task
from nlp_check.selection import verdict_of
from nlp_check.training.derive import RULE_IDS, derive
from nlp_check.training.examinee import ACTIVITY, EXERCISE, Answer
from nlp_check.training.gold import GoldNarrative, GoldNote
from nlp_check.training.matching import (
    Counts,
    count_characters,
    count_equal,
    count_matched,
    count_value,
    match_spans,
)

FIELDS = (
    "sets",
    "reps",
    "hold_seconds",
    "duration_seconds",
    "distance",
    "load",
    "position",
    "side",
    "per_side",
)
DOSE_VALUES = ("sets", "reps", "hold_seconds", "load")  # together the row dose_values
EXTRACTIONS = (
    "billed_codes", "narrative_text", "clock_blocks", "minutes", "billed_units", "interventions",
    "interventions_exact", *FIELDS, "dose_values", "cues", "measures", "goal_connections",
)  # fmt: skip
ACCURACIES = (
    "intervention_exact_span", "cue_kind", "measure_kind", "measure_value", "measure_unit", "measure_baseline",
)  # fmt: skip
ERRORS_AND_WARNINGS, EVERY = "errors_and_warnings", "all"
VERDICT, VERDICT_WITH_SCORES = "verdict", "verdict_with_scores"
INTENDED_CODE_SURE = "intended_code_sure"  # score: is the likeliest code the right one
EXERCISE_OR_ACTIVITY = "exercise_or_activity"  # score: is the intended code 97110, where it is 97110 or 97530

Narrative = GoldNarrative | NarrativeReport


class Tally(msgspec.Struct):
    """The marks of one note, keyed by what is marked.

    ``hits`` are (right, asked); ``labels`` pairs of gold and given class; ``scores`` pairs of gold yes/no and given
    probability; ``findings`` the counts over rules together.
    """

    note_id: str
    counts: dict[str, Counts] = msgspec.field(default_factory=dict)
    hits: dict[str, tuple[int, int]] = msgspec.field(default_factory=dict)
    labels: dict[str, list[tuple[str, str]]] = msgspec.field(default_factory=dict)
    scores: dict[str, list[tuple[bool, float]]] = msgspec.field(default_factory=dict)
    rules: dict[str, Counts] = msgspec.field(default_factory=dict)
    findings: dict[str, Counts] = msgspec.field(default_factory=dict)

    def count(self, name: str, counts: Counts) -> None:
        """Adds to the counts of ``name``."""
        self.counts[name] = self.counts.get(name, Counts()) + counts

    def hit(self, name: str, answers: Iterable[bool]) -> None:
        """Adds answers that are right or not."""
        right, asked = self.hits.get(name, (0, 0))
        listed = list(answers)
        self.hits[name] = (right + sum(listed), asked + len(listed))


def mark(gold: GoldNote, answer: Answer) -> Tally:
    """The tally of one note."""
    tally = Tally(gold.id)
    found = {narrative.code: narrative for narrative in answer.report.narratives}
    truth = {narrative.code: narrative for narrative in gold.narratives}
    tally.count("billed_codes", count_equal(truth, found))
    for code in sorted(truth.keys() | found.keys()):
        _mark_extractions(tally, gold.text, truth.get(code), found.get(code))
    for narrative in gold.narratives:
        if narrative.spans:
            given = found.get(narrative.code)
            _mark_judging(tally, narrative, given if given is not None and given.spans else None)
            _mark_share(tally, narrative, answer)
    _mark_findings(tally, gold, answer.report)
    return tally


def _mark_extractions(
    tally: Tally, text: str, gold: GoldNarrative | None, found: NarrativeReport | None
) -> None:
    tally.count("narrative_text", count_characters(text, _part(gold, "spans"), _part(found, "spans")))
    blocks = [list(map(_block, _part(narrative, "time_blocks"))) for narrative in (gold, found)]
    tally.count("clock_blocks", count_equal(*blocks))
    for name in ("minutes", "billed_units"):
        tally.count(name, count_value(getattr(gold, name, None), getattr(found, name, None)))
    _mark_interventions(tally, _part(gold, "named"), _part(found, "interventions"))
    cues = _matched(tally, "cues", _part(gold, "cues"), _part(found, "cues"))
    tally.hit("cue_kind", (one.kind == other.kind for one, other in cues))
    _mark_measures(tally, _matched(tally, "measures", _part(gold, "measures"), _part(found, "measures")))
    _matched(tally, "goal_connections", _part(gold, "goal_connections"), _part(found, "goal_connections"))


def _part(narrative: Narrative | None, name: str) -> Sequence[Any]:
    """A listed part of a narrative; nothing where there is no narrative."""
    parts: Sequence[Any] = getattr(narrative, name, ())
    return parts


def _block(block: TimeBlock) -> tuple[str, str, int | None]:
    return block.start.zfill(5), block.stop.zfill(5), block.minutes


def _matched(tally: Tally, name: str, gold: Sequence[Any], found: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Counts items that overlap, and returns them in pairs."""
    pairs = match_spans([item.span for item in gold], [item.span for item in found])
    tally.count(name, count_matched(len(gold), len(found), len(pairs)))
    return [(gold[row], found[column]) for row, column in pairs]


def _mark_interventions(tally: Tally, gold: Sequence[Intervention], found: Sequence[Intervention]) -> None:
    pairs = _matched(tally, "interventions", gold, found)
    exact = [one.span == other.span for one, other in pairs]
    tally.hit("intervention_exact_span", exact)
    tally.count("interventions_exact", count_matched(len(gold), len(found), sum(exact)))
    for one, other in pairs:
        for name in FIELDS:
            counts = count_value(_field(one, name), _field(other, name))
            tally.count(name, counts)
            if name in DOSE_VALUES:
                tally.count("dose_values", counts)


def _field(item: Intervention, name: str) -> object:
    """A field as it is compared: of load and distance the value and the unit, not the words."""
    value = getattr(item, name)
    return (value.value, value.unit) if name in ("load", "distance") and value is not None else value


def _mark_measures(tally: Tally, pairs: Sequence[tuple[Measure, Measure]]) -> None:
    tally.hit("measure_kind", (one.kind == other.kind for one, other in pairs))
    tally.hit("measure_value", (_grade(one.value) == _grade(other.value) for one, other in pairs))
    tally.hit("measure_unit", (one.unit == other.unit for one, other in pairs))
    tally.hit("measure_baseline", (_grade(one.baseline) == _grade(other.baseline) for one, other in pairs))


def _grade(value: object) -> object:
    """A number where it is one, written or not; a grade such as ``4-`` stays as written."""
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value


def _mark_judging(tally: Tally, gold: GoldNarrative, found: NarrativeReport | None) -> None:
    levels = found.elements if found is not None else {}
    for name, level in gold.elements.items():
        given = levels.get(name, "missing")
        tally.labels.setdefault(element_task(gold.code, name), []).append((level, given))
    intended = found.intended_code if found is not None else None
    tally.labels.setdefault(INTENT, []).append((gold.intended_code, intended or "unclear"))
    if found is not None and found.intended_code_probability is not None:
        right = intended == gold.intended_code
        tally.scores.setdefault(INTENDED_CODE_SURE, []).append((right, found.intended_code_probability))
    for name in JUDGEMENTS:
        score = getattr(found.scores, name) if found is not None else None
        tally.scores.setdefault(name, []).append((getattr(gold, name), score or 0.0))


def _mark_share(tally: Tally, gold: GoldNarrative, answer: Answer) -> None:
    if gold.intended_code in (EXERCISE, ACTIVITY):
        share = answer.exercise_shares.get(gold.code, 0.5)
        tally.scores.setdefault(EXERCISE_OR_ACTIVITY, []).append((gold.intended_code == EXERCISE, share))


def _mark_findings(tally: Tally, gold: GoldNote, report: Report) -> None:
    truth = {(finding.rule, finding.code): finding.severity for finding in derive(gold)}
    found = {(finding.rule, finding.code): finding.severity for finding in report.findings}
    order = [*RULE_IDS, *sorted({rule for rule, _ in found} - RULE_IDS.keys())]
    for rule in order:
        counts = count_equal(
            [key for key in truth if key[0] == rule], [key for key in found if key[0] == rule]
        )
        if any(counts):
            tally.rules[rule] = counts
    tally.findings[EVERY] = count_equal(truth, found)
    grave = [[key for key, severity in side.items() if severity != "info"] for side in (truth, found)]
    tally.findings[ERRORS_AND_WARNINGS] = count_equal(*grave)
    right = _verdict(truth.values())
    tally.labels[VERDICT] = [(right, verdict_of(report.findings, (), {}))]
    tally.labels[VERDICT_WITH_SCORES] = [(right, report.verdict)]


def _verdict(severities: Iterable[str]) -> str:
    """By the findings alone: ``fail`` with an error, ``review`` with a warning, else ``pass``."""
    listed = set(severities)
    return "fail" if "error" in listed else "review" if "warning" in listed else "pass"
