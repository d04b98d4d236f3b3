"""T05 impossible-time."""

from __future__ import annotations

from nlp_check.records.evidence import TimeBlock
from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class ImpossibleTime(Rule):
    """A time block stops at or before its start, is no clock time, or is longer than a treatment can be.

    Such a block supports no minutes, so no unit rule judges it. The longest block is the policy's (4 hours).
    """

    id = "T05"
    name = "impossible-time"
    severity = "error"
    what = "The stop is at or before the start, is not a clock time, or the block is over 4 hours long."
    why = "A slip in the clock times leaves the billed minutes without any support."
    examples = (
        Example("stop-before-start", "97110 10:23-10:05: SLR 3x10 2#, LAQ 3x10 3#.", ("10:23-10:05",)),
        Example("am-for-pm", "97530 10:25am-10:40pm: stairs 4 steps x4, one rail.", ("10:25am-10:40pm",)),
        Example("start-is-stop", "TherEx 9:00-9:00: bridges 3x10, clams 2x15 red TB.", ("9:00-9:00",)),
        Example("good-block", "97110 10:05-10:23: SLR 3x10 2#, LAQ 3x10 3#."),
        Example("over-noon", "97530 11:50-12:08: car transfer x4, cues for hand placement."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        longest = note.policy.max_block_minutes
        return tuple(
            Hit(
                block.span,
                _fault(block),
                f'What are the correct start and stop times instead of "{note.quote(block.span)}"?',
            )
            for block in narrative.evidence.time_blocks
            if block.minutes is None or block.minutes > longest
        )


def _is_clock_time(time: str) -> bool:
    hour, _, minute = time.partition(":")
    return hour.isdecimal() and minute.isdecimal() and int(hour) < 24 and int(minute) < 60


def _fault(block: TimeBlock) -> str:
    if not (_is_clock_time(block.start) and _is_clock_time(block.stop)):
        return "This is not a clock time."
    if block.stop == block.start:
        return "This time block stops when it starts."
    if block.stop < block.start:
        return "This time block stops before it starts."
    return "This time block is longer than a treatment can be."
