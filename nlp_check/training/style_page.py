"""Style by style: how well the program does on each style when no model has seen it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from statistics import mean

from nlp_check.training.markdown import markdown_table
from nlp_check.training.measured import Estimate, StyleScores
from nlp_check.training.page import label, shown

_ABOUT = """\
Each style is judged by models that have seen no note of it (writers who share a style are held out together). F1, and of
elements the accuracy; the intervals, wide on so few notes, are in `metrics.json`. The last rows: mean over styles, each
weighing the same, and the worst tenth."""


def style_tables(styles: Mapping[str, StyleScores]) -> Iterator[str]:
    """The table of all styles; nothing where none was measured."""
    if not styles:
        return
    yield from ("## Leave one style out", "", _ABOUT, "")
    columns = _columns(next(iter(styles.values())))
    rows = [
        (f"`{style}`", str(scores.notes), str(scores.narratives), *(shown(read(scores), 2) for read in columns.values()))
        for style, scores in styles.items()
    ]
    for name, summary in (("mean", mean), ("worst tenth", _worst_tenth)):
        cells = (_summed([read(scores) for scores in styles.values()], summary) for read in columns.values())
        rows.append((f"**{name}**", "", "", *cells))
    yield from markdown_table(("style", "notes", "narratives", *columns), rows)


def _columns(scores: StyleScores) -> dict[str, Callable[[StyleScores], Estimate]]:
    """What is shown of each style, by its heading."""
    found: dict[str, Callable[[StyleScores], Estimate]] = {}
    for name in scores.extractions:
        found[label(name)] = lambda one, name=name: one.extractions[name].f1  # type: ignore[misc]
    found["elements"] = lambda one: one.elements_accuracy
    found["findings"] = lambda one: one.findings.f1
    return found


def _summed(estimates: Sequence[Estimate], summary: Callable[[list[float]], float]) -> str:
    values = [one.value for one in estimates if one.value is not None]
    return f"**{summary(values):.2f}**" if values else "-"


def _worst_tenth(values: list[float]) -> float:
    """The value that a tenth of the styles do not reach."""
    return sorted(values)[len(values) // 10]
