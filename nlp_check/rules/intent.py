"""What the code-choice rules share: the text clearly describes another service than the one billed."""

from __future__ import annotations

from nlp_check.rules.base import Hit, Hits, NarrativeView, NoteView
from nlp_check.rules.wording import named


def described_instead(narrative: NarrativeView, note: NoteView, described: str) -> Hits:
    """One hit at the main intervention: the text describes ``described``, but the narrative's code is billed.

    The question is the same for every pair of codes and never says which code to bill: the description may be
    what is wrong, and one code must not look like the better answer.
    """
    interventions = narrative.evidence.interventions
    span = interventions[0].span if interventions else narrative.evidence.anchor
    work = named(narrative, note, "work")
    message = f"The text describes {described}, but {narrative.code} is billed."
    hint = f"What was the {work} meant to change, and which is wrong: the code or the description?"
    return (Hit(span, message, hint),)
