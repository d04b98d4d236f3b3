"""N02 billed-not-documented."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule

_BOTH = ({"code": "97110", "units": 1}, {"code": "97530", "units": 1})


class BilledNotDocumented(Rule):
    """A code is billed and nothing in the note documents it.

    A row of a billing grid is no documentation; a labelled block with a time and nothing else is a bad
    narrative and not this. Every other finding of the code would only say the same again, so none is raised.
    """

    id = "N02"
    name = "billed-not-documented"
    severity = "error"
    what = "A code is billed and nothing in the note documents it."
    why = "A service that the note does not describe is, for a reviewer, a service that was not given."
    examples = (
        Example("second-code-only-on-the-claim", "97110 9:00-9:20: SLR 3x10 2#.", ("",), claim=_BOTH),
        Example(
            "second-code-only-in-the-grid",
            "97110 9:00-9:20: SLR 3x10 2# for R quad strength.\n\nBilling: 97110 x1, 97530 x1",
            ("97530",),
        ),
        Example(
            "both-documented",
            "97110 9:00-9:20: SLR 3x10 2#.\n97530 9:20-9:35: stairs 4 steps x4.",
            claim=_BOTH,
        ),
        Example(
            "whole-text-is-the-one-code", "SLR 3x10 2#, 9:00-9:20.", claim=({"code": "97110", "units": 1},)
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.evidence.documented:
            return ()
        code = narrative.code
        message = f"{code} is billed, but nothing in the note documents it."
        return (
            Hit(narrative.evidence.anchor, message, f"What was done for {code}, or was it billed in error?"),
        )
