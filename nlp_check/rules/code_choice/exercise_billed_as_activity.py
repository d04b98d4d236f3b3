"""C01 exercise-billed-as-activity."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.intent import described_instead


class ExerciseBilledAsActivity(Rule):
    """97530 is billed, and the text clearly describes work on one tissue capacity.

    The test is what would be different had the work succeeded: a tissue measurement means exercise. A
    standing or multi-joint exercise is not thereby a task. The mirror of ``activity-billed-as-exercise``.
    """

    id = "C01"
    name = "exercise-billed-as-activity"
    severity = "error"
    codes = ("97530",)
    what = "97530 is billed, and the text describes exercise for a tissue capacity."
    why = "The code follows what the work is meant to change, not the position or the number of joints."
    examples = (
        Example(
            "hip-strengthening",
            "97530 1:00-1:20: step-ups 3x10, clams red TB 3x15, bridges 3x10 for R glute med strength.",
            ("step-ups",),
        ),
        Example(
            "shoulder-range",
            "97530 2:00-2:15: standing wand flexion 2x10 and wall slides 2x10 to increase L shoulder flexion ROM. L shoulder flexion AROM 128 deg, was 115.",
            ("standing wand flexion",),
        ),
        Example(
            "task-practice", "97530 1:00-1:15: unloading 12 cans from bag to overhead shelf, VC no hiking."
        ),
        Example(
            "exercise-billed-as-exercise", "97110 1:00-1:20: clams red TB 3x15 for R glute med strength."
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if note.intent(narrative) != "97110":
            return ()
        return described_instead(narrative, note, "exercise for a tissue capacity")
