"""S01 vague-intervention."""

from __future__ import annotations

from nlp_check.records.evidence import Code, NamedWork
from nlp_check.rules.base import Example, Gap, Hit, Hits, NarrativeView, NoteView, Rule

_ELEMENT = {"97110": "named_exercise", "97530": "named_activity"}


class VagueIntervention(Rule):
    """The exercise or activity is named only as a class, or not at all.

    97110 needs each exercise named so that another therapist could repeat it; 97530 needs a life-like task,
    which an exercise name is not. Medicare too asks for the specific intervention (Pub. 100-02 ch. 15 s.
    220.3.E).
    """

    id = "S01"
    name = "vague-intervention"
    severity = "error"
    partial_severity = "warning"
    what = "The exercise or activity is not named so that another therapist could repeat it."
    why = (
        'A reviewer cannot match a class such as "strengthening" or "functional activities" to a billed code.'
    )
    examples = (
        Example(
            "exercise-class-only",
            "97110 9:00-9:15: LE strengthening exercises.",
            ("LE strengthening exercises",),
        ),
        Example("activity-class-only", "97530 9:20-9:35: functional activities.", ("functional activities",)),
        Example(
            "some-named-some-vague",
            "97110 9:00-9:23: SLR 3x10 2# supine, LE strengthening, stretching per flow sheet.",
            ("LE strengthening",),
        ),
        Example("exercise-billed-as-activity", "97530 1:00-1:15: step-ups 3x10.", ("step-ups",)),
        Example("nothing-named", "97110 9:00-9:15. Pt tolerated tx well.", ("97110",)),
        Example("named-exercises", "97110 9:00-9:23: SLR 3x10 2# supine, seated LAQ 3x10 3#."),
        Example("named-task", "97530 9:20-9:35: reciprocal stair negotiation, 4 steps x4, 1 rail."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        code = narrative.code
        gap = narrative.gap(_ELEMENT[code])
        if gap is None:
            return ()
        vague = next((work for work in narrative.evidence.work if _is_vague(work, code, gap)), None)
        if vague is None:
            hint = "Which exercises were done?" if code == "97110" else "Which task was practised?"
            return (Hit(narrative.evidence.anchor, _message(code, gap, None), hint, gap == "partial"),)
        words = note.quote(vague.span)
        hint = f'What exactly was done as "{words}"?'
        if code == "97530" and vague.kind == "exercise":
            hint = f"Which task was practised with the {words}?"
        return (Hit(vague.span, _message(code, gap, vague), hint, gap == "partial"),)


def _is_vague(work: NamedWork, code: Code, gap: Gap) -> bool:
    if work.kind == "class" or work.specific != "met":
        return True
    return code == "97530" and gap == "missing" and work.kind == "exercise"


def _message(code: Code, gap: Gap, vague: NamedWork | None) -> str:
    thing = "exercise" if code == "97110" else "activity"
    if code == "97110" and gap == "partial":
        return "Some of the exercises are named only as a class."
    if vague is None:
        return f"No {thing} is named for {code}."
    if code == "97530" and vague.kind == "exercise":
        return "Only an exercise is named, not the task that was practised."
    return f"The {thing} is named only as a class."
