"""C05 other-service."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.intent import described_instead

_DESCRIBED = {
    "97535": "self-care or home-management training (97535)",
    "97140": "hands-on manual therapy (97140)",
}


class OtherService(Rule):
    """97110 or 97530 is billed, and the text clearly describes self-care training or manual therapy as such.

    A warning, because a household task that trains stated movement demands is an activity, and the line is
    thin.
    """

    id = "C05"
    name = "other-service"
    severity = "warning"
    what = "97110 or 97530 is billed, and the text describes self-care training or manual therapy."
    why = "Both services have codes of their own, and payers compare the text with the code."
    examples = (
        Example(
            "dressing-as-activity",
            "97530 8:00-8:20: LB dressing at EOB: donned pants and socks with reacher and sock aid, min A for R foot, VC to dress the R leg first. Pt donned 1/2 socks.",
            ("LB dressing at EOB: donned pants and socks with reacher and sock aid",),
        ),
        Example(
            "manual-therapy-as-exercise",
            "97110 2:00-2:15: STM to R upper trap and levator, grade III GH posterior glides, passive stretching by PT to decrease tightness.",
            ("97110",),
        ),
        Example(
            "task-with-demands",
            "97530 8:00-8:20: making bed, reaching across with trunk rotation and balance.",
        ),
        Example("exercise", "97110 2:00-2:15: wand flexion x20 supine for R shoulder flexion ROM."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        described = _DESCRIBED.get(note.intent(narrative) or "")
        return described_instead(narrative, note, described) if described else ()
