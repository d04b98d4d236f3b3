"""S02 missing-dose."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import is_named, named


class MissingDose(Rule):
    """The named exercises state no dose: no sets, repetitions, hold, duration, distance or trips.

    Quiet where nothing is named, because then that alone is the finding. House rule; contractors list sets,
    repetitions and weight as useful, not as required.
    """

    id = "S02"
    name = "missing-dose"
    severity = "error"
    partial_severity = "warning"
    codes = ("97110",)
    what = "Exercises are named without sets, repetitions, hold or duration."
    why = "Without a dose nobody can repeat the treatment, and no later visit can show progress."
    examples = (
        Example("names-only", "97110 9:00-9:20: seated LAQ, SLR, bridges.", ("97110",)),
        Example(
            "dose-for-some", "97110 9:00-9:20: seated LAQ 3x10 3#; SLR; clamshells; bridges.", ("97110",)
        ),
        Example("sets-and-reps", "97110 9:00-9:20: seated LAQ 3x10 3#, SLR 2x15 2#."),
        Example("holds-and-minutes", "97110 9:00-9:20: bike 8 min level 3, HS stretch 3 x 30 sec supine."),
        Example("nothing-named-is-another-rule", "97110 9:00-9:20: ther ex."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("dose")
        if gap is None or narrative.elements["named_exercise"] == "missing":
            return ()
        message = "No dose is stated for the exercises."
        if gap == "partial":
            message = "The dose of some exercises is not stated."
        names = named(narrative, note, "exercises", lambda work: is_named(work) and not work.has_dose)
        hint = f"How much of the {names} was done: sets, repetitions, hold or time?"
        return (Hit(narrative.evidence.anchor, message, hint, gap == "partial"),)
