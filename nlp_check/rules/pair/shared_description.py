"""P01 shared-description."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule


class SharedDescription(Rule):
    """One description serves both codes.

    House rule: the note for each code must stand by itself. Sharing one time is ``combined-time``, not this.
    """

    id = "P01"
    name = "shared-description"
    severity = "error"
    scope = "note"
    what = "One description serves both codes."
    why = "Work described once cannot show two distinct services."
    examples = (
        Example(
            "one-list-for-both",
            "97110/97530 10:00-10:30: step-ups 3x10, sit to stand x10, squats 2x15.",
            ("97110/97530 10:00-10:30: step-ups 3x10, sit to stand x10, squats 2x15.",),
        ),
        Example(
            "ther-ex-and-act-together",
            "TherEx/TherAct 38 min: LE strengthening and functional mobility to improve function.",
            ("TherEx/TherAct 38 min: LE strengthening and functional mobility to improve function.",),
        ),
        Example(
            "a-description-each",
            "97110 10:05-10:23: seated leg press 3x15 40#\n97530 10:25-10:40: reciprocal stairs, 4 steps x4.",
        ),
        Example("one-code", "97110 10:00-10:30: seated leg press 3x15 40#, SLR 3x10 2#."),
    )

    def check_note(self, note: NoteView) -> Hits:
        span = note.evidence.shared_description
        if span is None or not note.both_billed:
            return ()
        hint = f'Which part of "{note.quote(span)}" was done for which code?'
        return (Hit(span, "One description serves both codes.", hint),)
