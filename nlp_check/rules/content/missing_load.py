"""S03 missing-load."""

from __future__ import annotations

from nlp_check.records.evidence import NamedWork
from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import is_named, named


class MissingLoad(Rule):
    """Strengthening exercises state no resistance.

    Weight, band, machine level, body weight, isometric and gravity-eliminated effort all count; stretching
    and range-of-motion work needs none. Quiet where nothing is named. House rule.
    """

    id = "S03"
    name = "missing-load"
    severity = "error"
    partial_severity = "warning"
    codes = ("97110",)
    what = "Strengthening exercises state no resistance."
    why = "Resistance is what makes strengthening progressive; unknown load reads as a home programme."
    examples = (
        Example(
            "no-resistance",
            "97110 9:00-9:20: terminal knee extensions 3x20, seated leg press 3x15, seated LAQ 3x10 for quad strength.",
            ("97110",),
        ),
        Example(
            "some-without", "97110 9:00-9:20: seated leg press 3x15 40#, standing hip abd 3x10.", ("97110",)
        ),
        Example(
            "weights-and-bands", "97110 9:00-9:20: seated leg press 3x15 40#, standing hip abd 3x10 red TB."
        ),
        Example("stretching-needs-none", "97110 9:00-9:15: HS stretch 3 x 30 sec supine, heel slides x20."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("load")
        if gap is None or narrative.elements["named_exercise"] == "missing":
            return ()
        message = "No resistance is stated for the strengthening exercises."
        if gap == "partial":
            message = "The resistance of some strengthening exercises is not stated."
        hint = f"What resistance was used for the {named(narrative, note, 'exercises', _lacks_load)}?"
        return (Hit(narrative.evidence.anchor, message, hint, gap == "partial"),)


def _lacks_load(work: NamedWork) -> bool:
    return is_named(work) and work.load_need and not work.has_load
