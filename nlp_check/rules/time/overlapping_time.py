"""T04 overlapping-time."""

from __future__ import annotations

from bisect import bisect_right

from nlp_check.records.evidence import Code, TimeBlock
from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule


class OverlappingTime(Rule):
    """Two time blocks share a minute, be they of two codes or of one.

    One minute of one-on-one work can be billed once. Blocks that touch do not overlap, and an impossible
    block is left to ``impossible-time``. Each later block that overlaps an earlier one is one finding.
    """

    id = "T04"
    name = "overlapping-time"
    severity = "error"
    scope = "note"
    what = "Time blocks of the two codes, or two blocks of one code, overlap."
    why = "The same minute of one-on-one work cannot be billed twice."
    examples = (
        Example(
            "codes-overlap",
            "97110 10:05-10:25: leg press 3x15 40#.\n97530 10:20-10:40: stairs 4 steps x4.",
            ("10:20-10:40",),
        ),
        Example(
            "earlier-work-written-last",
            "97530 2:15pm-2:30pm: car transfer x4.\n97110 2:00pm-2:20pm: SLR 3x10 2#.",
            ("2:15pm-2:30pm",),
        ),
        Example(
            "two-blocks-of-one-code",
            "97110 9:00-9:20 bike level 3; 9:15-9:30 hamstring stretch 3x30 sec.",
            ("9:15-9:30",),
        ),
        Example("blocks-touch", "97110 9:00-9:20: SLR 3x10.\n97530 9:20-9:35: tub transfer x3."),
        Example("one-code-in-two-blocks", "97110 9:00-9:10, 9:35-9:50: wall slides x15, pulleys 5 min."),
    )

    def check_note(self, note: NoteView) -> Hits:
        blocks = [
            (view.code, block)
            for view in note.narratives
            for block in view.evidence.time_blocks
            if block.minutes is not None
        ]
        if len(blocks) < 2:
            return ()
        blocks.sort(key=lambda one: (one[1].start, one[1].span))
        hits: list[Hit] = []
        latest: list[
            tuple[Code, TimeBlock]
        ] = []  # each stops later than all before it: the first to reach a start is here
        for code, block in blocks:
            reaching = bisect_right(latest, block.start, key=lambda one: one[1].stop)
            if reaching < len(latest):
                hits.append(_hit(note, code, block, *latest[reaching]))
            if not latest or block.stop > latest[-1][1].stop:
                latest.append((code, block))
        return tuple(hits)


def _hit(note: NoteView, code: Code, block: TimeBlock, other_code: Code, other: TimeBlock) -> Hit:
    message = f"The time of {code} overlaps that of {other_code}."
    if code == other_code:
        message = f"Two time blocks of {code} overlap."
    hint = f'Which is correct: "{note.quote(other.span)}" or "{note.quote(block.span)}"?'
    return Hit(block.span, message, hint)
