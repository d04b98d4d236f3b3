"""T03 combined-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule


class CombinedTime(Rule):
    """One time block or one minute total is stated for both codes together.

    Where one time covers both, the split between them is a guess made afterwards. House rule; Medicare asks
    for one total, but allotting its units still needs the true minutes of each code.
    """

    id = "T03"
    name = "combined-time"
    severity = "error"
    scope = "note"
    what = "One time block or one minute total is stated for both codes together."
    why = "A total divided afterwards is not the time of either code, and auditors look for that first."
    examples = (
        Example(
            "one-block-for-both",
            "97110/97530 10:00-10:40\nLAQ 3x10 4#, SLR 2x10. Then stair training, 4 steps x5.",
            ("10:00-10:40",),
        ),
        Example(
            "one-total-for-both",
            'Ther ex and ther act x 38 min: bridges 3x10, sit to stand from 18" chair x8, VC nose over toes.',
            ("38 min",),
        ),
        Example(
            "a-block-each",
            "97110 10:05-10:23: leg press 3x15 40#.\n97530 10:25-10:40: stairs, 4 steps x4.",
        ),
        Example("single-code", "97110 10:00-10:30: pulleys, wand flexion x20, ER isometrics 10x5 sec."),
    )

    def check_note(self, note: NoteView) -> Hits:
        combined = note.evidence.combined_time
        if combined is None or not note.both_billed:
            return ()
        span = combined[0]
        hint = f'When did each code start and stop within "{note.quote(span)}"?'
        return (Hit(span, "One time is stated for both codes together.", hint),)
