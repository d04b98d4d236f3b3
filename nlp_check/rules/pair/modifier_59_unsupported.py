"""P04 modifier-59-unsupported."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule

_BOTH = (
    {"code": "97110", "units": 1, "modifiers": ["GP"]},
    {"code": "97530", "units": 1, "modifiers": ["GP", "59"]},
)


class Modifier59Unsupported(Rule):
    """59 or an X modifier says that the two services were distinct, and the note does not show it.

    This class sees the modifier only. That it counts only beside a shared description, goal connection or
    time, or a missing narrative, is a relation between rules and stands in ``judge.py``.
    """

    id = "P04"
    name = "modifier-59-unsupported"
    severity = "error"
    scope = "note"
    what = "59 or an X modifier is used, and the note does not document two distinct services."
    why = "The modifier only claims that the services were distinct; the note has to prove it."
    examples = (
        Example(
            "one-time-for-both",
            "97110/97530 10:00-10:40: LAQ 3x10 4#, then reciprocal stairs 4 steps x5.",
            ("97110/97530",),
            claim=(
                {"code": "97110", "units": 1, "modifiers": ["GP"]},
                {"code": "97530", "units": 1, "modifiers": ["GP", "59"]},
            ),
        ),
        Example(
            "one-code-undocumented",
            "97110 9:00-9:20: SLR 3x10 2# for R quad strength.",
            ("97110",),
            claim=_BOTH,
        ),
        Example(
            "distinct-services",
            "97110 10:05-10:23: leg press 3x15 40#.\n97530 10:25-10:40: reciprocal stairs 4 steps x4.",
            claim=_BOTH,
        ),
        Example("no-modifier", "97110/97530 10:00-10:40: LAQ 3x10 4#, then reciprocal stairs 4 steps x5."),
    )

    def check_note(self, note: NoteView) -> Hits:
        if not note.both_billed or note.evidence.modifier_59 is not True:
            return ()
        message = "A modifier says that the two services were distinct, but the note does not show it."
        hint = "What shows that each code had its own time, its own work and its own reason?"
        return (Hit(note.pair_anchor, message, hint),)
