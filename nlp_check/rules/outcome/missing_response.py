"""O03 missing-response."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class MissingResponse(Rule):
    """How the patient performed the activity is not stated, or only in stock words.

    Errors, quality, success counts, vitals, symptoms with a value and changed assistance are concrete. House
    advice only: the founding checklist shows it in its example and does not list it.
    """

    id = "O03"
    name = "missing-response"
    severity = "info"
    codes = ("97530",)
    what = "How the patient performed or responded is not stated concretely."
    why = "What the patient did well or badly is the plainest sign that somebody directed the work."
    examples = (
        Example("no-response", "97530 10:25-10:40: car transfer x4, VC to scoot back first.", ("97530",)),
        Example(
            "stock-phrase",
            "97530 10:25-10:40: car transfer x4, VC to scoot back first. Tolerated well.",
            ("Tolerated well",),
        ),
        Example(
            "errors",
            "97530 10:25-10:40: crate lift 10# x8, VC for hip hinge. Rounded his back on 2/8 lifts, self corrected on the last 4, pain 2/10.",
        ),
        Example(
            "vitals", "97530 1:00-1:15: kitchen cart push 30 ft x4, VC pacing steps; HR 108 (96 before)."
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("patient_response")
        if gap is None:
            return ()
        evidence = narrative.evidence
        stock = (*evidence.stock_responses, *evidence.assist_only)
        if gap == "partial" and stock:
            hint = f'What was seen where the note says "{note.quote(stock[0])}"?'
            return (Hit(stock[0], "The patient's response is stated only in stock words.", hint, True),)
        activity = named(narrative, note, "activity")
        hint = f"How did the patient perform the {activity}: quality, errors, symptoms, change in assistance?"
        message = "How the patient performed or responded is not stated."
        return (Hit(evidence.anchor, message, hint, gap == "partial"),)
