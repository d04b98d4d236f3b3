"""C02 activity-billed-as-exercise."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.intent import described_instead


class ActivityBilledAsExercise(Rule):
    """97110 is billed, and the text clearly describes practice of a life-like task.

    The test is what would be different had the work succeeded: a task means activity, whatever it also
    strengthens. The mirror of ``exercise-billed-as-activity``.
    """

    id = "C02"
    name = "activity-billed-as-exercise"
    severity = "error"
    codes = ("97110",)
    what = "97110 is billed, and the text describes practice of a life-like task."
    why = "The code follows what the work is meant to change, and a task is more than the strength it needs."
    examples = (
        Example(
            "warehouse-lift",
            "97110 1:00-1:20: floor-to-waist lift of a 20 lb crate x8 and carry to the shelf x6 as he does at his warehouse job, VC for hip hinge and keeping the crate close. Needed so that he can return to loading trucks.",
            ("floor-to-waist lift of a 20 lb crate",),
        ),
        Example(
            "kitchen-task",
            "97110 9:00-9:15: unloading dishwasher to the upper cabinet x12 dishes and carrying a pot from sink to stove x6, weight shift and trunk rotation with reach, VC to step closer. Needed so that she can cook for herself again.",
            ("unloading dishwasher to the upper cabinet",),
        ),
        Example(
            "strengthening", "97110 1:00-1:20: seated leg press 3x15 40#, SLR 3x10 2# for R quad strength."
        ),
        Example(
            "task-billed-as-task", "97530 1:00-1:20: floor to shelf lift of 20 lb crate x8, VC hip hinge."
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if note.intent(narrative) != "97530":
            return ()
        return described_instead(narrative, note, "practice of a life-like task")
