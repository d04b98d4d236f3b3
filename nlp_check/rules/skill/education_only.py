"""K05 education-only."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class EducationOnly(Rule):
    """The time billed as activity is explanation, a handout or a demonstration, without practice.

    House rule: explaining a task is not directing its performance.
    """

    id = "K05"
    name = "education-only"
    severity = "error"
    codes = ("97530",)
    what = "The time is explanation, handout or demonstration without practice."
    why = "The code is for tasks the patient performs; what is only explained changes no performance."
    examples = (
        Example(
            "handout",
            "97530 10:00-10:15: body mechanics handout given and discussed. Patient verbalized understanding.",
            ("handout given",),
        ),
        Example(
            "demonstration",
            "97530 1:00-1:15: OT demonstrated and explained the tub transfer. Patient observed and will try at home.",
            ("OT demonstrated",),
        ),
        Example(
            "explained-then-practised",
            "97530 1:00-1:15: OT demonstrated tub transfer, then pt performed x4 with VC for hand placement.",
        ),
        Example("practice", "97530 10:00-10:15: crate lift 10# x8, VC for hip hinge."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        span = narrative.evidence.education_only
        if span is None:
            return ()
        hint = f'Did the patient practise the task beyond "{note.quote(span)}", and how?'
        return (Hit(span, "The time is explanation or demonstration without practice.", hint),)
