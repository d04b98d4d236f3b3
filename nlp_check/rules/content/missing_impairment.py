"""S06 missing-impairment."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class MissingImpairment(Rule):
    """The exercise names no tissue capacity with its place: what was to change, and where.

    Capacity is strength, endurance, range of motion or flexibility; place is a muscle, joint or movement. A
    whole limb is no place. House rule; contractors ask for a documented deficit.
    """

    id = "S06"
    name = "missing-impairment"
    severity = "error"
    partial_severity = "warning"
    codes = ("97110",)
    what = "The impairment treated is not named: which capacity, of which muscle, joint or movement."
    why = "Exercise is justified by a deficit it is meant to change; without one it reads as general fitness."
    examples = (
        Example("no-target", "97110 9:00-9:20: SLR 3x10 2#, seated LAQ 3x10 3#.", ("97110",)),
        Example("capacity-without-place", "97110 9:00-9:20: SLR 3x10 2# to increase strength.", ("97110",)),
        Example("capacity-and-place", "97110 9:00-9:20: SLR 3x10 2# for R quad strength."),
        Example("range-of-a-joint", "97110 9:00-9:15: heel slides 2x10 supine to gain L knee flexion ROM."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("impairment_target")
        if gap is None:
            return ()
        exercises = named(narrative, note, "exercises")
        message = "The impairment treated is not named."
        hint = f"Which capacity of which muscle, joint or movement did the {exercises} target?"
        if gap == "partial":
            message, hint = _half(narrative, note, hint)
        return (Hit(narrative.evidence.anchor, message, hint, gap == "partial"),)


def _half(narrative: NarrativeView, note: NoteView, hint: str) -> tuple[str, str]:
    """What is said of a target that lacks its place, or its capacity."""
    for capacity, place, span in narrative.evidence.targets:
        words = note.quote(span)
        if capacity is not None and place is None:
            message = "A capacity is named, but not the muscle, joint or movement."
            return message, f'Which muscle, joint or movement does "{words}" mean?'
        if place is not None and capacity is None:
            message = "A muscle, joint or movement is named, but not what was to change."
            choice = "strength, endurance, range of motion or flexibility"
            return message, f'What of "{words}" was to change: {choice}?'
    return "The impairment treated is named only in part.", hint
