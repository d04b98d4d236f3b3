"""G01 missing-goal-connection."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class MissingGoalConnection(Rule):
    """No sentence ties the work or the impairment to a task of this patient's life.

    A goal list, the patient's wish alone, a plan and an impairment purpose ("to get stronger") are no
    connection. House rule: Medicare looks for goals in the plan of care and the progress report.
    """

    id = "G01"
    name = "missing-goal-connection"
    severity = "error"
    what = "No sentence connects the work to a functional goal of the patient."
    why = "Describing the work does not show why it was needed; the task it makes possible does."
    examples = (
        Example(
            "exercise-without-reason", "97110 9:00-9:20: seated leg press 3x15 40#, SLR 3x10 2#.", ("97110",)
        ),
        Example(
            "impairment-purpose-only",
            "97110 9:00-9:20: seated leg press 3x15 40# to get stronger.",
            ("97110",),
        ),
        Example(
            "connection-of-the-other-code-only",
            "97110 9:00-9:20: shoulder pulleys 5 min, wand flexion x20.\n97530 9:20-9:35: cupboard reach with 1 lb cans x10. Reaching practice is needed so that she can put her dishes away in the upper cupboard.",
            ("97110",),
        ),
        Example(
            "needed-for-a-task",
            "97110 9:00-9:20: seated leg press 3x15 40#. Quad strength needed to climb the stairs at home.",
        ),
        Example(
            "practice-for-a-task",
            "97530 9:20-9:35: crate lift 15# x8, VC for hip hinge. Lifting practice is required for return to stocking shelves at his store.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.elements["goal_connection"] != "missing":
            return ()
        hint = f"Which task of this patient's life did the {named(narrative, note, 'work')} serve?"
        message = f"Nothing ties the work of {narrative.code} to a task of the patient's life."
        return (Hit(narrative.evidence.anchor, message, hint),)
