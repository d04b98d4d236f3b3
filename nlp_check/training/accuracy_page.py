"""``docs/accuracy.md``: everything in ``metrics.json``, the measured splits beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from nlp_check.training.derive import RULE_IDS
from nlp_check.training.markdown import markdown_table
from nlp_check.training.measured import Bin, Classes, Estimate, Metrics, Score, SplitMetrics
from nlp_check.training.page import SPLITS, interval, label, listed, rule_label, shown
from nlp_check.training.style_page import style_tables

_OPENING = """\
# Measured accuracy

This page is generated from `models/note/{version}/metrics.json` by `nlp-check evaluate --write`; do not edit it.
Notes are checked under the policy `strict` and compared with the labels of the corpus. Brackets hold the
bootstrap 95 % interval ({resamples} resamples of the notes, seed {seed}), parentheses the support. A dash: not
defined, because gold or program has none. The meaning of each label is in the annotation guide.
"""
_SCORES = "Each cell: precision / recall / **F1** [95 %] (how many gold has)."
_RELIABILITY = "Each cell: mean probability / share that is true (how many), by the probability that was given."
_IDS_SHOWN = 10
CROSS = "cross"


def accuracy_page(metrics: Metrics) -> str:
    """The page as Markdown."""
    head = _OPENING.format(version=metrics.model_version, resamples=metrics.resamples, seed=metrics.seed)
    return "\n".join([head, *_samples(metrics), *_body(metrics.splits)]) + "\n"


def _body(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    yield from _scores("Extraction", splits, lambda split: split.extractions, label)
    yield from _shares(splits)
    yield from _elements(splits)
    yield from _intent(splits)
    yield from _judgements(splits)
    yield from _calibration(splits)
    yield from _scores("Rules", splits, lambda split: split.rules, lambda rule: f"`{rule_label(rule)}`")
    yield from _scores("Findings together", splits, lambda split: split.findings, label)
    yield from _verdicts(splits)
    if CROSS in splits:
        yield from style_tables(splits[CROSS].styles)
    yield from _worst(splits)


def in_brackets(estimate: Estimate) -> str:
    """A value with its interval."""
    return "-" if estimate.value is None else f"{shown(estimate)} [{interval(estimate)}]"


def score_cell(score: Score | None) -> str:
    """All of one score; empty where nothing of the kind was measured."""
    if score is None:
        return ""
    head = f"{shown(score.precision)} / {shown(score.recall)} / **{shown(score.f1)}**"
    return f"{head} [{interval(score.f1)}] ({score.support})"


def sample_rows(metrics: Metrics) -> list[Sequence[str]]:
    """Every split of the corpus with its size."""
    return [
        (
            name,
            SPLITS[name],
            str(sample.notes),
            str(sample.narratives),
            str(sample.writers),
            str(sample.styles),
        )
        for name, sample in metrics.corpus.items()
    ]


SAMPLE_HEADINGS = ("split", "what it is", "notes", "narratives", "writers", "styles")


def _samples(metrics: Metrics) -> Iterator[str]:
    yield from ("## Samples", "")
    yield from markdown_table(SAMPLE_HEADINGS, sample_rows(metrics))
    absent = [name for name in metrics.corpus if name not in metrics.splits]
    if absent:
        yield from (f"Not measured with this model: {', '.join(absent)}.", "")


def _compared(
    title: str, splits: Iterable[str], rows: Sequence[Sequence[str]], explained: str = ""
) -> Iterator[str]:
    """One row a measure, one column a split."""
    yield from (f"## {title}", "")
    if explained:
        yield from (explained, "")
    yield from markdown_table(("", *splits), rows)


def _scores(
    title: str,
    splits: Mapping[str, SplitMetrics],
    scores: Callable[[SplitMetrics], Mapping[str, Score]],
    named: Callable[[str], str],
) -> Iterator[str]:
    columns = [scores(split) for split in splits.values()]
    rows = [
        (named(name), *(score_cell(column.get(name)) for column in columns)) for name in _all_names(columns)
    ]
    yield from _compared(title, splits, rows, _SCORES)


def _all_names(columns: Iterable[Mapping[str, object]]) -> list[str]:
    """The names of every column, rules by their id."""
    names = list(dict.fromkeys(name for column in columns for name in column))
    return sorted(names, key=rule_label) if set(names) <= RULE_IDS.keys() else names


def _shares(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    columns = [split.accuracies for split in splits.values()]
    rows = [
        (
            label(name),
            *(f"{in_brackets(column[name].accuracy)} ({column[name].support})" for column in columns),
        )
        for name in _all_names(columns)
    ]
    yield from _compared("Of what was matched: accuracy", splits, rows)


def _elements(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    columns = [split.elements for split in splits.values()]
    rows = [
        (label(name), *(_classes_cell(column[name]) for column in columns)) for name in _all_names(columns)
    ]
    means = ((split.elements_macro_f1, split.elements_accuracy) for split in splits.values())
    rows.append(("mean", *(f"**{in_brackets(macro)}**, {in_brackets(share)}" for macro, share in means)))
    explained = "Each cell: **macro F1 over the levels that stand in gold** [95 %], accuracy (narratives)."
    yield from _compared("Elements", splits, rows, explained)


def _classes_cell(classes: Classes) -> str:
    return f"**{in_brackets(classes.macro_f1)}**, {shown(classes.accuracy)} ({classes.support})"


def _intent(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    columns = [split.intended_code for split in splits.values()]
    areas = (split.exercise_or_activity_auroc for split in splits.values())
    rows = [
        ("macro F1", *(in_brackets(column.macro_f1) for column in columns)),
        ("accuracy", *(in_brackets(column.accuracy) for column in columns)),
        ("AUROC of 97110 against 97530", *map(in_brackets, areas)),
        ("narratives", *(str(column.support) for column in columns)),
    ]
    codes = _all_names([column.classes for column in columns])
    rows += [(code, *(score_cell(column.classes.get(code)) for column in columns)) for code in codes]
    yield from _compared("Intended code", splits, rows)
    yield from _confusions(
        "Confusion", {name: split.intended_code.confusion for name, split in splits.items()}
    )


def _confusions(title: str, splits: Mapping[str, Mapping[str, Mapping[str, int]]]) -> Iterator[str]:
    for name, counts in splits.items():
        yield from (f"{title}, {name} (gold in rows, given in columns):", "")
        rows = [(f"**{gold}**", *(str(number) for number in row.values())) for gold, row in counts.items()]
        yield from markdown_table(("", *counts), rows)


def _judgements(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    columns = [split.judgements for split in splits.values()]
    rows: list[Sequence[str]] = []
    for name in _all_names(columns):
        measured = [column[name] for column in columns]
        rows.append((f"{label(name)}: yes", *(score_cell(each.yes) for each in measured)))
        rows.append((f"{label(name)}: AUROC", *(in_brackets(each.auroc) for each in measured)))
        rows.append((f"{label(name)}: ECE", *(in_brackets(each.calibration_error) for each in measured)))
    yield from _compared(
        "Judgements", splits, rows, "ECE: expected calibration error over ten bins; 0 is best."
    )


def _calibration(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    """The reliability curves as numbers: what was said against what came true, bin by bin."""
    yield from ("## Calibration", "", _RELIABILITY, "")
    curves = {
        label(name): {split: measured.judgements[name].bins for split, measured in splits.items()}
        for name in _all_names([split.judgements for split in splits.values()])
    }
    sure = {split: measured.intended_code_sure for split, measured in splits.items()}
    if any(sure.values()):
        curves["likeliest intended code is right"] = {
            split: one.bins if one else [] for split, one in sure.items()
        }
    for name, by_split in curves.items():
        rows = [
            (f"{low:.1f} to {low + 0.1:.1f}", *(_bin_cell(bins, low) for bins in by_split.values()))
            for low in sorted({one.low for bins in by_split.values() for one in bins})
        ]
        yield from markdown_table((name, *by_split), rows)


def _bin_cell(bins: Sequence[Bin], low: float) -> str:
    return next((f"{one.mean:.2f} / {one.yes:.2f} ({one.count})" for one in bins if one.low == low), "")


def _verdicts(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    plain = [split.verdict for split in splits.values()]
    scored = [split.verdict_with_scores for split in splits.values()]
    rows = [
        ("accuracy by findings", *(in_brackets(verdict.accuracy) for verdict in plain)),
        ("kappa by findings", *(in_brackets(verdict.kappa) for verdict in plain)),
        ("accuracy with the score band", *(in_brackets(verdict.accuracy) for verdict in scored)),
        ("kappa with the score band", *(in_brackets(verdict.kappa) for verdict in scored)),
    ]
    explained = (
        "Gold's verdict follows from its findings; with the band, a score between thresholds means review."
    )
    yield from _compared("Verdict", splits, rows, explained)
    yield from _confusions("By findings", {name: split.verdict.confusion for name, split in splits.items()})


def _worst(splits: Mapping[str, SplitMetrics]) -> Iterator[str]:
    yield from ("## Notes with the most errors", "")
    yield from ("`id:number of errors`, one where no number stands; characters for the narrative text.", "")
    for name, split in splits.items():
        yield from (f"### {name}", "")
        rows = [(label(measured), listed(items, _IDS_SHOWN)) for measured, items in split.worst.items()]
        yield from markdown_table(("", "notes"), rows)
