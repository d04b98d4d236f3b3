"""C03 gait-training."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.intent import described_instead


class GaitTraining(Rule):
    """97110 or 97530 is billed, and the text clearly describes correction of the gait pattern.

    Stairs climbed to correct the pattern are gait training; stairs practised as a task of life are not, and
    where the text does not say nothing is raised.
    """

    id = "C03"
    name = "gait-training"
    severity = "error"
    what = "97110 or 97530 is billed, and the text describes gait training (97116)."
    why = "Gait training has a code of its own, and the founding guide excludes it from both of these."
    examples = (
        Example(
            "gait-pattern-as-activity",
            "97530 1:00-1:15: gait training with SPC 150 ft x2, VC for heel strike and equal step length.",
            ("gait training with SPC",),
        ),
        Example(
            "antalgic-pattern-as-activity",
            "97530 9:00-9:15: gait training with SPC 150 ft x3 on level surface, SBA. VC for heel strike, step length and "
            "cadence to reduce antalgic gait pattern.",
            ("gait training with SPC",),
        ),
        Example(
            "walking-inside-an-errand",
            "97530 1:00-1:15: carried groceries from car to kitchen counter x3, stepping over door sill.",
        ),
        Example(
            "treadmill-for-endurance",
            "97110 9:00-9:15: treadmill 2.0 mph 10 min for cardiovascular endurance.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if note.intent(narrative) != "97116":
            return ()
        return described_instead(narrative, note, "gait training (97116)")
