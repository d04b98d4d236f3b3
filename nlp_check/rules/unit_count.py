"""Billed units against supported ones, in words: what U01 and U02 share."""

from __future__ import annotations

from nlp_check.records.evidence import Code
from nlp_check.rules.base import NarrativeView, NoteView
from nlp_check.rules.wording import plural
from nlp_check.units import UnitCount

_METHOD_NAMES = {
    "cms": "the visit's total time (CMS)",
    "ama": "each code's own time (midpoint)",
    "colorado": "each code's own time capped by the total (Colorado)",
}


def supported_units(narrative: NarrativeView, note: NoteView) -> int | None:
    """Units of this code that the policy's method supports, None where its minutes are not known.

    Where the method leaves a choice (two codes with equal remainders), the choice that fits what was billed
    best counts: both are right, so neither may be called wrong.
    """
    if narrative.minutes is None:
        return None
    count = note.counts.get(note.policy.unit_method)
    if count is None or not count.alternatives:
        return narrative.supported_units
    billed = [(view.code, view.evidence.billed_units) for view in note.narratives]

    def distance(units: dict[str, int]) -> int:
        return sum(abs(number - units.get(code, 0)) for code, number in billed if number is not None)

    return min((count.units, *count.alternatives), key=distance).get(narrative.code, 0)


def comparison(narrative: NarrativeView, note: NoteView, billed: int, supported: int) -> str:
    """``2 units billed, 18 minutes support 1.`` and, where the counting methods differ, what each gives."""
    minutes = narrative.minutes or 0
    verb = "supports" if minutes == 1 else "support"
    return (
        f"{plural(billed, 'unit')} billed, {plural(minutes, 'minute')} {verb} {supported}."
        f"{_methods(narrative.code, note)}"
    )


def _methods(code: Code, note: NoteView) -> str:
    """Both main methods, the policy's own first, where they give this code different units; else nothing."""
    own = note.policy.unit_method
    given = {
        method: _choices(note.counts[method], code)
        for method in dict.fromkeys((own, "ama", "cms"))
        if method in note.counts
    }
    if len(set(given.values())) < 2:
        return ""
    parts = [f"{choices} by {_METHOD_NAMES[method]}" for method, choices in given.items()]
    return f" Counting methods differ: {', '.join(parts)}."


def _choices(count: UnitCount, code: Code) -> str:
    """The units of ``code``: one number, or ``1 or 2`` where the method leaves the choice."""
    return " or ".join(map(str, sorted({units.get(code, 0) for units in (count.units, *count.alternatives)})))
