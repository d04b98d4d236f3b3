"""P02 no-clinical-link."""

from __future__ import annotations

from nlp_check.records.evidence import Code
from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule
from nlp_check.rules.wording import named


class NoClinicalLink(Rule):
    """Both codes are documented, and nothing ties the impairment treated to the task practised.

    Fires also where no impairment or no task is documented at all. House rule.
    """

    id = "P02"
    name = "no-clinical-link"
    severity = "warning"
    scope = "note"
    what = "Both codes are billed, and the impairment treated is not tied to the task practised."
    why = "The pair is one story: this capacity was built so that this task could be practised."
    examples = (
        Example(
            "shoulder-and-stairs",
            "97110 9:00-9:20: shoulder pulleys 5 min, wand flexion x20 for R shoulder ROM.\n"
            "97530 9:20-9:35: reciprocal stairs, 4 steps x4, VC foot placement.",
            ("97530",),
        ),
        Example(
            "nothing-named",
            "97110 9:00-9:15: ther ex. 97530 9:15-9:30: functional activities.",
            ("97530",),
        ),
        Example(
            "impairment-limits-the-task",
            "97110 9:00-9:20: leg press 3x15 40# for R quad strength, R quad 4-/5. R quad weakness limits stair descent at home.\n97530 9:20-9:35: stair descent practice 4 steps x4, VC to lower slowly on R quad. Needed so that he can use the stairs at home.",
        ),
        Example("one-code", "97110 9:00-9:20: shoulder pulleys 5 min, wand flexion x20."),
    )

    def check_note(self, note: NoteView) -> Hits:
        if not note.both_billed or note.pair is None or note.pair.clinical_link != "missing":
            return ()
        exercise, activity = _work(note, "97110", "exercise"), _work(note, "97530", "activity")
        hint = f"How did the {exercise} serve the {activity}?"
        return (Hit(note.pair_anchor, "Nothing ties the impairment treated to the task practised.", hint),)


def _work(note: NoteView, code: Code, otherwise: str) -> str:
    narrative = note.narrative(code)
    return named(narrative, note, otherwise) if narrative else otherwise
