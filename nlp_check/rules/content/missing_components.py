"""S05 missing-components."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class MissingComponents(Rule):
    """The demands that the activity makes at once are not named.

    Two or more are met, one is partial; a list attached to no named activity is none. House rule.
    """

    id = "S05"
    name = "missing-components"
    severity = "error"
    partial_severity = "warning"
    codes = ("97530",)
    what = "The simultaneous demands of the activity are not named."
    why = "Several demands at once are what sets practice of a task apart from an exercise for one capacity."
    examples = (
        Example(
            "task-without-demands",
            "97530 10:25-10:40: car transfer x4, cues to scoot back first.",
            ("97530",),
        ),
        Example(
            "one-demand",
            "97530 10:25-10:40: reciprocal stairs, 4 steps x4, working on dynamic balance.",
            ("97530",),
        ),
        Example(
            "two-demands",
            "97530 10:25-10:40: laundry basket carry 10 lb up and down 4 steps x4. Has to balance, shift weight and keep grip on the basket at the same time. VC to lead with the L foot. No LOB. Needed so that she can do her laundry in the basement.",
        ),
        Example(
            "demands-in-the-task",
            "97530 1:00-1:15: floor to waist crate lift 15# x8; trunk control, grip and weight shift.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("components")
        if gap is None:
            return ()
        activity = named(narrative, note, "activity")
        message, besides = "The demands of the activity are not named.", ""
        if gap == "partial":
            message = "The demands of the activity are named only in part."
            if narrative.evidence.components:
                besides = f' besides "{note.quote(narrative.evidence.components[0][1])}"'
        hint = f"What did the {activity} demand of the patient at the same time{besides}?"
        return (Hit(narrative.evidence.anchor, message, hint, gap == "partial"),)
