"""T06 minutes-mismatch."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import plural


class MinutesMismatch(Rule):
    """The minutes stated for a code differ from stop minus start.

    Minutes may be stated for the code as a whole or for one of its blocks; both are compared with the clock.
    An impossible block says nothing, and minutes without a clock cannot differ from one.
    """

    id = "T06"
    name = "minutes-mismatch"
    severity = "error"
    what = "The stated minutes differ from stop minus start."
    why = "When the note gives two lengths for one block, neither supports the units."
    examples = (
        Example("stated-too-long", "97110 10:05-10:23 (23 min): leg press 3x15 40#.", ("23 min",)),
        Example("stated-too-short", "97530, 15 min, 1:00pm-1:20pm: crate lift 10# x8.", ("15 min",)),
        Example("agree", "97110 10:05-10:23 (18 min): leg press 3x15 40#."),
        Example("total-of-two-blocks", "97110 9:00-9:10 and 9:20-9:28, 18 min: pulleys, wall slides x15."),
        Example("minutes-only", "97110 18 min: SLR 3x10 2#."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        evidence = narrative.evidence
        if not evidence.stated_minutes or not evidence.time_blocks or narrative.minutes is None:
            return ()
        lengths = [block.minutes for block in evidence.time_blocks if block.minutes is not None]
        clock = sum(lengths)
        of_blocks = set(lengths)
        stated = [minutes for minutes, _ in evidence.stated_minutes]
        if len(lengths) < len(evidence.time_blocks) or sum(stated) == clock:
            return ()
        return tuple(
            Hit(
                span,
                f"{plural(minutes, 'minute')} stated, but the clock gives {clock}.",
                f'Which is correct: "{note.quote(span)}" or the start and stop times?',
            )
            for minutes, span in evidence.stated_minutes
            if minutes != clock and minutes not in of_blocks
        )
