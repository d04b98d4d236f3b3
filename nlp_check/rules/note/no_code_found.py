"""N01 no-code-found."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule


class NoCodeFound(Rule):
    """Neither code is billed, by the claim or by the text, so there is nothing to check."""

    id = "N01"
    name = "no-code-found"
    severity = "info"
    scope = "note"
    what = "Neither 97110 nor 97530 is billed, by the claim or by the text."
    why = "A note without findings and a note that was not checked must not look alike."
    examples = (
        Example("other-code-only", "97140 9:00-9:15: STM R upper trap, GH glides gr III.", ("",)),
        Example("not-done-today", "97110 not done today. 97140 9:00-9:15: STM R upper trap.", ("",)),
        Example("empty-note", "", ("",)),
        Example("code-in-the-text", "97110 9:00-9:20: SLR 3x10 2#."),
        Example("name-in-the-text", "TherEx 9:00-9:20: SLR 3x10 2#."),
        Example("code-on-the-claim", "SLR 3x10 2#, 9:00-9:20.", claim=({"code": "97110", "units": 1},)),
    )

    def check_note(self, note: NoteView) -> Hits:
        if note.narratives:
            return ()
        message = "Neither 97110 nor 97530 is billed, so nothing was checked."
        return (Hit(None, message, "Which codes were billed for this visit?"),)
