"""C04 neuromuscular-reeducation."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.intent import described_instead


class NeuromuscularReeducation(Rule):
    """97110 or 97530 is billed, and the text clearly trains balance, posture or proprioception as such."""

    id = "C04"
    name = "neuromuscular-reeducation"
    severity = "error"
    what = "97110 or 97530 is billed, and the text describes neuromuscular re-education (97112)."
    why = "Balance, coordination, posture and proprioception trained as such have a code of their own."
    examples = (
        Example(
            "balance-as-exercise",
            "97110 4:10-4:33: SLS on foam EC 5 x 20 sec, BOSU perturbations for ankle proprioception.",
            ("SLS on foam EC",),
        ),
        Example(
            "balance-as-activity",
            "97530 1:00-1:15: tandem stance on foam 4 x 30 sec, rocker board for static balance.",
            ("tandem stance on foam",),
        ),
        Example(
            "balance-inside-a-task",
            "97530 1:00-1:15: standing to unload dishwasher, reach and turn, x10 plates.",
        ),
        Example(
            "strengthening", "97110 4:10-4:30: ankle eversion 3x15 red TB seated for R peroneal strength."
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if note.intent(narrative) != "97112":
            return ()
        return described_instead(narrative, note, "neuromuscular re-education (97112)")
