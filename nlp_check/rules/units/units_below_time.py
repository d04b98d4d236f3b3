"""U02 units-below-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.unit_count import comparison, supported_units


class UnitsBelowTime(Rule):
    """Fewer units are billed for the code than its minutes support.

    Said so that claim and note agree; it asks which of the two is wrong and never to bill more.
    """

    id = "U02"
    name = "units-below-time"
    severity = "info"
    what = "Fewer units are billed than the minutes support."
    why = "Units and minutes that disagree in either direction point to an error in one of them."
    examples = (
        Example("one-unit-for-half-an-hour", "97110 9:00-9:30, 1 unit: bike level 3, SLR 3x10.", ("1 unit",)),
        Example(
            "claim-says-less-than-the-note",
            "97530 1:00pm-1:40pm: tub transfer x4, kitchen cart push 30 ft x3.",
            ("97530",),
            claim=({"code": "97530", "units": 2},),
        ),
        Example("agree", "97110 9:00-9:23, 2 units: bike level 3, SLR 3x10."),
        Example("more-is-another-rule", "97110 9:00-9:10, 2 units: bike level 3."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        evidence = narrative.evidence
        billed, supported = evidence.billed_units, supported_units(narrative, note)
        if billed is None or supported is None or billed >= supported:
            return ()
        hint = f"Which is correct for {narrative.code}: the billed units or the recorded time?"
        span = evidence.units_span or evidence.anchor
        return (Hit(span, comparison(narrative, note, billed, supported), hint),)
