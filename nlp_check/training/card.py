"""The model card: a template with fixed sections, filled from ``metrics.json``. An empty section is an error."""

from __future__ import annotations

import string
from collections.abc import Iterator, Mapping
from pathlib import Path

from nlp_check.errors import DataError
from nlp_check.training.accuracy_page import (
    SAMPLE_HEADINGS,
    in_brackets,
    sample_rows,
    score_cell,
)
from nlp_check.training.markdown import markdown_table
from nlp_check.training.measured import Metrics, Score, SplitMetrics
from nlp_check.training.page import label, rule_label
from nlp_check.training.sections import FORBIDDEN_USES, check_sections

FILE = "CARD.md"
TEMPLATE = Path(__file__).with_name("card.md")
SECTIONS = ("Intended use", "Not for", "Data", "Quality", "Calibration", "Limits", "Ethics")
UNSEEN = ("test", "cross", "adversarial")  # the card never quotes notes that the model was fitted on
CODES = ("97110", "97530")
CODE_RULES = ("exercise-billed-as-activity", "activity-billed-as-exercise")
_WEAKEST, _ENOUGH = 8, 10


def model_card(metrics: Metrics) -> str:
    """The card as Markdown. DataError where a section would stand empty, as when no unseen split is measured."""
    splits = {name: metrics.splits[name] for name in UNSEEN if name in metrics.splits}
    if not splits:
        raise DataError(f"nothing to write of quality: measure {' or '.join(UNSEEN)} first", path=FILE)
    parts = {
        "data": markdown_table(SAMPLE_HEADINGS, sample_rows(metrics)),
        "quality": _quality(splits),
        "calibration": _calibration(splits),
        "limits": _limits(splits),
        "ethics": _ethics(splits),
    }
    filled = {name: "\n".join(lines).strip() for name, lines in parts.items()}
    template = string.Template(TEMPLATE.read_text(encoding="utf-8"))
    card = template.substitute(filled, version=metrics.model_version)
    check_card(card)
    return card


def check_card(card: str) -> None:
    """DataError where a section of ``SECTIONS`` is absent, empty or out of its place, or the ethics lack what they must say."""
    check_sections(card, SECTIONS, {"Ethics": (*FORBIDDEN_USES, *map(rule_label, CODE_RULES))}, FILE)


def _quality(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    rows = []
    for name in ("narrative_text", "clock_blocks", "minutes", "dose_values", "interventions", "cues", "measures",
                 "goal_connections"):  # fmt: skip
        rows.append((label(name), *(in_brackets(split.extractions[name].f1) for split in splits.values())))
    rows += [
        ("elements, mean macro F1", *(in_brackets(split.elements_macro_f1) for split in splits.values())),
        (
            "intended code, macro F1",
            *(in_brackets(split.intended_code.macro_f1) for split in splits.values()),
        ),
        ("errors and warnings, F1", *(in_brackets(_grave(split).f1) for split in splits.values())),
        (
            "errors and warnings, precision",
            *(in_brackets(_grave(split).precision) for split in splits.values()),
        ),
        ("verdict, kappa", *(in_brackets(split.verdict.kappa) for split in splits.values())),
    ]
    yield from markdown_table(("F1 unless said", *splits), rows)


def _grave(split: SplitMetrics) -> Score:
    return split.findings["errors_and_warnings"]


def _calibration(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    rows = [
        (name, label(judgement), in_brackets(measured.calibration_error), in_brackets(measured.auroc))
        for name, split in splits.items()
        for judgement, measured in split.judgements.items()
    ]
    rows += [
        (name, "97110 against 97530", "", in_brackets(split.exercise_or_activity_auroc))
        for name, split in splits.items()
    ]
    yield from markdown_table(("split", "probability", "ECE", "AUROC"), rows)


def _limits(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    """The least reliable parts, on the first split of ``UNSEEN`` that is measured."""
    name, split = next(iter(splits.items()))
    scores = {label(part): score for part, score in split.extractions.items()}
    scores |= {f"`{rule_label(rule)}`": score for rule, score in split.rules.items()}
    enough = [(part, score) for part, score in scores.items() if score.support >= _ENOUGH]
    enough.sort(key=lambda item: (item[1].f1.value or 0.0, item[0]))
    yield from (f"The least reliable parts on {name}, of those with at least {_ENOUGH} in gold:", "")
    yield from markdown_table(
        ("part", "precision / recall / **F1** [95 %] (support)"),
        [(part, score_cell(score)) for part, score in enough[:_WEAKEST]],
    )


def _ethics(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    """Both directions of a wrong code: of the rules that raise it, and of the code that a text is read as."""
    rows = []
    for name, split in splits.items():
        for rule in CODE_RULES:
            score = split.rules.get(rule)
            numbers = (0, 0, 0) if score is None else (score.right, score.spurious, score.missed)
            rates = ("-", "-") if score is None else (in_brackets(score.precision), in_brackets(score.recall))
            rows.append((name, f"`{rule_label(rule)}`", *map(str, numbers), *rates))
    yield from markdown_table(
        ("split", "rule", "rightly raised", "false alarms", "missed", "precision", "recall"), rows
    )
    yield from ("How often the text of one of the two codes is read as the other:", "")
    read = [
        (name, f"{one} read as {other}", _share_read_as(split.intended_code.confusion, one, other))
        for name, split in splits.items()
        for one, other in (CODES, CODES[::-1])
    ]
    yield from markdown_table(("split", "gold and given", "narratives"), read)


def _share_read_as(confusion: Mapping[str, Mapping[str, int]], gold: str, given: str) -> str:
    """``3 of 49``; a dash where gold has none."""
    row = confusion.get(gold, {})
    return f"{row.get(given, 0)} of {sum(row.values())}" if sum(row.values()) else "-"
