"""K02 vague-cueing."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class VagueCueing(Rule):
    """The only direction stated is a cue without content or a bare level of assistance.

    A cue has content when it says what was corrected or for what; form, technique and safety alone say
    neither. House rule.
    """

    id = "K02"
    name = "vague-cueing"
    severity = "warning"
    codes = ("97530",)
    what = "Cues or assistance are stated without what was corrected or what the help was for."
    why = '"Cues as needed" fits any visit and shows no decision of a clinician.'
    examples = (
        Example("cues-as-needed", "97530 10:25-10:40: car transfer x4, VC as needed.", ("VC",)),
        Example("cues-for-form", "97530 1:00-1:15: crate lift 10# x8 with cues for form.", ("cues",)),
        Example("bare-assistance", "97530 10:25-10:40: car transfer x4 CGA.", ("CGA",)),
        Example("what-was-corrected", "97530 1:00-1:15: crate lift 10# x8, VC for hip hinge."),
        Example(
            "assistance-with-reason",
            "97530 10:25-10:40: tub transfer x4, min A to lift the R leg over the wall.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.elements["skilled_direction"] != "partial":
            return ()
        evidence = narrative.evidence
        if evidence.empty_cues:
            span = evidence.empty_cues[0]
            hint = f'What was corrected where the note says "{note.quote(span)}"?'
            return (Hit(span, "The cueing does not say what was corrected.", hint),)
        if evidence.assist_only:
            span = evidence.assist_only[0]
            hint = f'What was the help for where the note says "{note.quote(span)}"?'
            return (Hit(span, "The assistance does not say what it was for.", hint),)
        activity = named(narrative, note, "activity")
        hint = f"What did the clinician correct, change or decide during the {activity}?"
        return (Hit(evidence.anchor, "The skilled direction is stated only in part.", hint),)
