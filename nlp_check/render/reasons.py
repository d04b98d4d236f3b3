"""What made each score of a narrative, for a person: the strongest reasons with their signed weights."""

from __future__ import annotations

from collections.abc import Iterator

from nlp_check.records.report import Explanation, NarrativeReport
from nlp_check.render.entry import Settings
from nlp_check.render.style import paint, printable, wrapped

_INDENT = "  "
_WEIGHT_WIDTH = 7
_KEY = "+ speaks for, - against, in log-odds (0.7 doubles the odds)"


def reason_lines(narrative: NarrativeReport, settings: Settings) -> Iterator[str]:
    """A block for each explained score; nothing where no explanation was asked for."""
    explanations = narrative.explanations
    if not isinstance(explanations, dict) or not explanations:
        return
    for line in wrapped(_KEY, settings.width, _INDENT, f"{_INDENT}Why        "):
        yield paint(line, "dim", settings.color)
    for name, explanation in explanations.items():
        yield f"{_INDENT}{_title(name, explanation, narrative)}"
        for reason in explanation.reasons:
            first = f"{_INDENT * 2}{_weight(reason.weight)}  "
            yield from wrapped(printable(reason.what), settings.width, " " * len(first), first)
        rest = f"{_INDENT * 2}{_weight(explanation.rest)}  everything else, on top of {explanation.base:+.2f} to start from"
        yield paint(rest, "dim", settings.color)


def _title(name: str, explanation: Explanation, narrative: NarrativeReport) -> str:
    if explanation.against is not None:
        return f"reads as {narrative.intended_code} rather than {explanation.against}:"
    return f"{name.replace('_', ' ')}:"


def _weight(value: float) -> str:
    return f"{value:+.2f}".rjust(_WEIGHT_WIDTH)
