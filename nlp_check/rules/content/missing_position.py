"""S04 missing-position."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import is_named, named


class MissingPosition(Rule):
    """None of the named exercises states a position or has a name that carries one.

    A leg press, a bridge or a wall slide carries its position. Quiet where nothing is named. House rule.
    """

    id = "S04"
    name = "missing-position"
    severity = "warning"
    codes = ("97110",)
    what = "No exercise states a position or has a name that carries one."
    why = "Position decides what an exercise loads, so without it the treatment cannot be repeated."
    examples = (
        Example(
            "band-work-without-position",
            "97110 9:00-9:15: hip abd 3x10 red TB, hip ext 3x10 red TB.",
            ("97110",),
        ),
        Example("biceps-curls", "97110 1:00-1:15: biceps curl 3x10 5#, triceps ext 3x10 3#.", ("97110",)),
        Example("stated", "97110 9:00-9:15: standing hip abd 3x10 red TB."),
        Example("carried-by-the-name", "97110 9:00-9:15: bridges 3x10, leg press 3x15 40#."),
        Example("nothing-named-is-another-rule", "97110 9:00-9:15: therapeutic exercises."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        levels = narrative.elements
        if levels["position"] != "missing" or levels["named_exercise"] == "missing":
            return ()
        names = named(narrative, note, "exercises", lambda work: is_named(work) and not work.has_position)
        hint = f"What was the patient's position for the {names}?"
        return (Hit(narrative.evidence.anchor, "No position is stated for the exercises.", hint),)
