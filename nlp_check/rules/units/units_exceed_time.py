"""U01 units-exceed-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.medicare_tables import above_daily_maximum
from nlp_check.rules.unit_count import comparison, supported_units


class UnitsExceedTime(Rule):
    """More units are billed for the code than the policy's counting method makes of its minutes.

    Needs minutes of the code's own. CMS counts the visit's total (Pub. 100-04 ch. 5 s. 20.2), the midpoint
    method each code alone; where they disagree the message shows both. Units above Medicare's daily maximum
    are named as well.
    """

    id = "U01"
    name = "units-exceed-time"
    severity = "error"
    what = "More units are billed than the minutes support."
    why = "Units without minutes behind them are the plainest overbilling there is, and are taken back."
    examples = (
        Example(
            "two-units-for-eighteen-minutes", "97110 10:05-10:23, 2 units: leg press 3x15 40#.", ("2 units",)
        ),
        Example(
            "claim-says-more-than-the-note",
            "97530 2:00pm-2:15pm: car transfer x4, cues for hand placement.",
            ("97530",),
            claim=({"code": "97530", "units": 2},),
        ),
        Example("under-eight-minutes", "97110 9:00-9:07 x1 unit: pulleys.", ("1 unit",)),
        Example("supported", "97110 10:00-10:23, 2 units: leg press 3x15 40#, SLR 3x10."),
        Example("units-unknown", "97530 10:25-10:40: stairs 4 steps x4."),
        Example("minutes-unknown", "97110, 2 units: leg press 3x15 40#."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        evidence = narrative.evidence
        billed, supported = evidence.billed_units, supported_units(narrative, note)
        if billed is None or supported is None or billed <= supported:
            return ()
        message = comparison(narrative, note, billed, supported) + above_daily_maximum(
            narrative.code, billed, note.policy.setting, note.note.date
        )
        hint = f"Which is correct for {narrative.code}: the billed units or the recorded time?"
        return (Hit(evidence.units_span or evidence.anchor, message, hint),)
