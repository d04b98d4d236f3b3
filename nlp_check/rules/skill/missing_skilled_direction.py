"""K01 missing-skilled-direction."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class MissingSkilledDirection(Rule):
    """The activity shows no cue, no modification and no decision of the clinician.

    House rule. Medicare accepts such descriptions as proof of skill and does not ask for them in each note.
    """

    id = "K01"
    name = "missing-skilled-direction"
    severity = "error"
    codes = ("97530",)
    what = "No cue, modification or decision during the activity is stated."
    why = "A task performed without direction could have been done without a therapist."
    examples = (
        Example("performed-only", "97530 10:25-10:40: pt performed car transfer x4.", ("97530",)),
        Example("list-of-tasks", "97530 1:00-1:20: crate lift 10# x8, cart push 30 ft x4.", ("97530",)),
        Example("cue-with-content", "97530 10:25-10:40: car transfer x4, VC to scoot back before turning."),
        Example(
            "modified", "97530 1:00-1:20: crate lift x8, cut from 15# to 10# after trunk rounding at rep 4."
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.elements["skilled_direction"] != "missing":
            return ()
        activity = named(narrative, note, "activity")
        hint = f"What did the clinician correct, change or decide during the {activity}?"
        return (Hit(narrative.evidence.anchor, "No skilled direction of the activity is stated.", hint),)
