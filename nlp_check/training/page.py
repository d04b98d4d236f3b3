"""The measured quality of one split as a page for a person, at most 80 columns wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from nlp_check.elements import ELEMENTS
from nlp_check.scoring.scorer import element_task
from nlp_check.training.derive import RULE_IDS
from nlp_check.training.measure import LEVELS
from nlp_check.training.measured import Classes, Estimate, Judgement, Score, SplitMetrics, Verdict

SPLITS = {
    "train": "seen in training",
    "dev": "seen in training",
    "cross": "train and dev, each note judged by models that have not seen its writer",
    "test": "writers and styles never seen",
    "adversarial": "traps, never trained on",
}
_IDS_SHOWN = 5
_SCORE_HEADINGS = ("precision", "recall", "F1", "95 %", "support")
Row = Sequence[str]


def page(name: str, split: SplitMetrics, resamples: int) -> str:
    """Every table of the split."""
    return "\n".join([*_head(name, split, resamples), *_tables(split), *_worst(split)]) + "\n"


def _head(name: str, split: SplitMetrics, resamples: int) -> Iterator[str]:
    sample = split.sample
    yield f"{name}: {SPLITS[name]}"
    yield (
        f"notes {sample.notes}, narratives {sample.narratives}, writers {sample.writers}, "
        f"styles {sample.styles}; bootstrap resamples {resamples}"
    )


def _tables(split: SplitMetrics) -> Iterator[str]:
    yield from _score_table("EXTRACTION", split.extractions, label)
    shares = [(label(name), shown(share.accuracy), interval(share.accuracy), str(share.support))
              for name, share in split.accuracies.items()]  # fmt: skip
    yield from table(("OF WHAT WAS MATCHED", "accuracy", "95 %", "support"), shares)
    yield from _elements(split)
    yield from _intent(split)
    yield from _judgements(split.judgements)
    yield from _score_table("RULE", split.rules, rule_label)
    yield from _score_table("FINDINGS TOGETHER", split.findings, label)
    yield from _verdicts({"by findings": split.verdict, "with the score band": split.verdict_with_scores})


def label(name: str) -> str:
    """A name as words."""
    return name.replace("_", " ")


def rule_label(rule: str) -> str:
    """A rule with its id."""
    return f"{RULE_IDS.get(rule, '?')} {rule}"


def shown(estimate: Estimate, digits: int = 3) -> str:
    """So many digits, or a dash where the value is not defined."""
    return "-" if estimate.value is None else f"{estimate.value:.{digits}f}"


def interval(estimate: Estimate) -> str:
    """The 95 % interval."""
    if estimate.low is None or estimate.high is None:
        return "-"
    return f"{estimate.low:.3f}-{estimate.high:.3f}"


def table(headings: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Columns set under their headings, the first to the left; an empty line before."""
    sizes = [max(len(row[column]) for row in (headings, *rows)) for column in range(len(headings))]
    yield ""
    for row in (headings, *rows):
        cells = [
            row[0].ljust(sizes[0]),
            *(cell.rjust(size) for cell, size in zip(row[1:], sizes[1:], strict=True)),
        ]
        yield "  ".join(cells).rstrip()


def _score_table(title: str, scores: Mapping[str, Score], named: Callable[[str], str]) -> Iterator[str]:
    rows = [(named(name), *score_cells(score)) for name, score in scores.items()]
    yield from table((title, *_SCORE_HEADINGS), rows)


def score_cells(score: Score) -> Row:
    """Precision, recall, F1, its interval, support."""
    return (
        shown(score.precision),
        shown(score.recall),
        shown(score.f1),
        interval(score.f1),
        str(score.support),
    )


def _elements(split: SplitMetrics) -> Iterator[str]:
    """A table a code: macro F1 and accuracy, and beside them the F1 of each level."""
    for code, names in ELEMENTS.items():
        rows = [(label(name), *_class_cells(split.elements[element_task(code, name)])) for name in names]
        yield from table(
            (f"ELEMENT {code}", "macro F1", "95 %", "acc.", "met", "part", "miss", "n/a", "n"), rows
        )
    macro, share = split.elements_macro_f1, split.elements_accuracy
    yield f"mean of all: macro F1 {shown(macro)} ({interval(macro)}), accuracy {shown(share)} ({interval(share)})"


def _class_cells(classes: Classes) -> Row:
    found = [classes.classes.get(level) for level in LEVELS]
    levels = ["" if score is None else shown(score.f1, digits=2) for score in found]
    macro = classes.macro_f1
    return (shown(macro), interval(macro), shown(classes.accuracy), *levels, str(classes.support))


def _intent(split: SplitMetrics) -> Iterator[str]:
    intended, area = split.intended_code, split.exercise_or_activity_auroc
    yield from _score_table("INTENDED CODE", intended.classes, label)
    yield f"macro F1 {shown(intended.macro_f1)} ({interval(intended.macro_f1)}), accuracy {shown(intended.accuracy)}"
    yield f"AUROC of 97110 against 97530 {shown(area)} ({interval(area)})"
    yield from confusion(intended.confusion)


def confusion(counts: Mapping[str, Mapping[str, int]]) -> Iterator[str]:
    """Gold classes in rows, given ones in columns."""
    rows = [(name, *(str(number or ".") for number in row.values())) for name, row in counts.items()]
    yield from table(("gold \\ given", *counts), rows)


def _judgements(judgements: Mapping[str, Judgement]) -> Iterator[str]:
    rows = [(label(name), *score_cells(judgement.yes)) for name, judgement in judgements.items()]
    yield from table(("JUDGEMENT (yes)", *_SCORE_HEADINGS), rows)
    for name, judgement in judgements.items():
        area, error = judgement.auroc, judgement.calibration_error
        yield (
            f"{label(name)}: AUROC {shown(area)} ({interval(area)}), "
            f"ECE {shown(error)} ({interval(error)})"
        )  # fmt: skip


def _verdicts(verdicts: Mapping[str, Verdict]) -> Iterator[str]:
    rows = [
        (name, shown(verdict.accuracy), shown(verdict.kappa), interval(verdict.kappa))
        for name, verdict in verdicts.items()
    ]
    yield from table(("VERDICT", "accuracy", "kappa", "95 %"), rows)
    for verdict in verdicts.values():
        yield from confusion(verdict.confusion)


def _worst(split: SplitMetrics) -> Iterator[str]:
    rows = [(label(name), listed(items, _IDS_SHOWN)) for name, items in split.worst.items()]
    size = max((len(name) for name, _ in rows), default=0)
    yield from ("", "MOST ERRORS (characters for the narrative text)")
    for name, ids in rows:
        yield f"{name.ljust(size)}  {ids}"


def listed(items: Sequence[tuple[str, int]], limit: int) -> str:
    """Ids with the number of their errors, where it is more than one."""
    return " ".join(f"{id}:{number}" if number > 1 else id for id, number in items[:limit])
