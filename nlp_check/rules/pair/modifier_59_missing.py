"""P05 modifier-59-missing."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule
from nlp_check.rules.medicare_tables import without_pair_edit

_REQUIRED = {"modifier_59": "required"}
_TEXT = "97110 9:00-9:20: SLR 3x10 2#.\n97530 9:20-9:35: reciprocal stairs, 4 steps x4."


class Modifier59Missing(Rule):
    """The policy says that the payer requires modifier 59 for the pair, and the claim lacks it.

    Fires only where claim or text shows modifiers without it: an unknown claim lacks nothing.
    """

    id = "P05"
    name = "modifier-59-missing"
    severity = "error"
    scope = "note"
    what = "The payer requires modifier 59 for the pair, and the claim lacks it."
    why = "A payer that requires the modifier returns the claim without it."
    examples = (
        Example(
            "claim-without-the-modifier",
            _TEXT,
            ("97530",),
            claim=({"code": "97110", "modifiers": ["GP"]}, {"code": "97530", "modifiers": ["GP"]}),
            settings=_REQUIRED,
        ),
        Example(
            "claim-without-any-modifier",
            _TEXT,
            ("97530",),
            claim=({"code": "97110", "units": 1}, {"code": "97530", "units": 1}),
            settings=_REQUIRED,
        ),
        Example(
            "modifier-on-the-claim",
            _TEXT,
            claim=({"code": "97110", "modifiers": ["GP"]}, {"code": "97530", "modifiers": ["GP", "59"]}),
            settings=_REQUIRED,
        ),
        Example("claim-unknown", _TEXT, settings=_REQUIRED),
        Example(
            "policy-does-not-require-it",
            _TEXT,
            claim=({"code": "97110", "modifiers": ["GP"]}, {"code": "97530", "modifiers": ["GP"]}),
        ),
    )

    def check_note(self, note: NoteView) -> Hits:
        if (
            not note.both_billed
            or note.policy.modifier_59 != "required"
            or note.evidence.modifier_59 is not False
        ):
            return ()
        message = "The policy requires modifier 59 for these two codes, and the claim lacks it."
        hint = "Does the note justify each code by itself, and was the modifier left off on purpose?"
        return (Hit(note.pair_anchor, message + without_pair_edit(note.note.date), hint),)
