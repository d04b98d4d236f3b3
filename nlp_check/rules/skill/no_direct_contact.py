"""K03 no-direct-contact."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class NoDirectContact(Rule):
    """Billed work was done alone, with an aide, in a group, or watched from afar.

    Both codes are one-on-one services. Assistants under supervision are clinicians here; aides are not.
    """

    id = "K03"
    name = "no-direct-contact"
    severity = "error"
    what = "Billed work was done alone, with an aide, in a group, or watched from afar."
    why = "Only one-on-one time with a clinician counts for these two codes."
    examples = (
        Example(
            "independently",
            "97110 9:00-9:20: pt completed seated LAQ 3x10 3# independently while PT was with another pt.",
            ("independently while",),
        ),
        Example("with-aide", "97530 1:00-1:15: stairs 4 steps x4 with rehab aide.", ("with rehab aide",)),
        Example("one-on-one", "97110 9:00-9:20, 1:1 with PT: seated LAQ 3x10 3#."),
        Example(
            "home-alone-is-no-treatment",
            "97530 1:00-1:15: stairs 4 steps x4, VC foot placement. Lives alone.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        span = narrative.evidence.no_contact
        if span is None:
            return ()
        hint = f'Was a clinician one-on-one with the patient where the note says "{note.quote(span)}"?'
        return (Hit(span, f"Work billed as {narrative.code} was not one-on-one with a clinician.", hint),)
