"""K04 passive-patient."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class PassivePatient(Rule):
    """In an activity the patient is moved and does not perform.

    Holds for 97530 only: contractors accept passive and assisted work as exercise. House rule.
    """

    id = "K04"
    name = "passive-patient"
    severity = "error"
    codes = ("97530",)
    what = "The patient is moved and does not perform the activity."
    why = "Practice of a task needs a patient who performs it."
    examples = (
        Example(
            "dependent-lift",
            "97530 10:00-10:15: dependent transfer bed to w/c with Hoyer lift, max A x2, patient remained passive.",
            ("dependent transfer",),
        ),
        Example(
            "hand-over-hand",
            "97530 1:00-1:15: self feeding with built-up spoon, hand over hand throughout, no active movement of R arm.",
            ("hand over hand throughout",),
        ),
        Example(
            "assisted-but-performing", "97530 10:00-10:15: bed to w/c transfer x3, min A for trunk control."
        ),
        Example("passive-motion-as-exercise", "97110 10:00-10:15: PROM R shoulder flexion x15 supine."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        span = narrative.evidence.passive
        if span is None:
            return ()
        hint = f'What did the patient perform actively where the note says "{note.quote(span)}"?'
        return (Hit(span, "The patient was moved and did not perform the activity.", hint),)
