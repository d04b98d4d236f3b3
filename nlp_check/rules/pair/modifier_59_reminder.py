"""P03 modifier-59-reminder."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule
from nlp_check.rules.medicare_tables import without_pair_edit


class Modifier59Reminder(Rule):
    """Both codes are billed, and the policy does not say whether the payer wants modifier 59.

    A reminder and no more: whether it is wanted differs between payers, and Medicare has no edit for the
    pair.
    """

    id = "P03"
    name = "modifier-59-reminder"
    severity = "info"
    scope = "note"
    what = "Both codes are billed, and the policy does not say whether modifier 59 is needed."
    why = "Some payers want the modifier on this pair, and a claim that lacks it comes back."
    examples = (
        Example(
            "both-in-the-text",
            "97110 9:00-9:20: SLR 3x10 2#.\n97530 9:20-9:35: stairs 4 steps x4.",
            ("97530",),
        ),
        Example(
            "both-on-the-claim",
            "Leg press 3x15 40#, then reciprocal stairs 4 steps x4 with VC for foot placement.",
            ("",),
            claim=({"code": "97110", "units": 1}, {"code": "97530", "units": 1}),
        ),
        Example("one-code", "97110 9:00-9:20: SLR 3x10 2#."),
        Example(
            "policy-says-not-needed",
            "97110 9:00-9:20: SLR 3x10 2#.\n97530 9:20-9:35: stairs 4 steps x4.",
            policy="medicare",
        ),
    )

    def check_note(self, note: NoteView) -> Hits:
        if not note.both_billed or note.policy.modifier_59 != "unknown":
            return ()
        message = "Both codes are billed; whether the payer wants modifier 59 is not known."
        hint = "Does this payer want modifier 59 for these two codes on one day?"
        return (Hit(note.pair_anchor, message + without_pair_edit(note.note.date), hint),)
