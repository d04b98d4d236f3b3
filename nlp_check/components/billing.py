"""Billed units, modifiers, minutes and totals that the text states, and the times that belong to each code.

A clock pair or a minute total belongs to the code whose block or grid row it stands in; in a line that names
several codes, to the nearest mention. What names both codes at once is combined time; what names none is a time of
the visit.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from nlp_check.components.clock import Clock
from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.figures import only_figures, read_amounts, read_heads
from nlp_check.components.grids import grid_columns
from nlp_check.components.ledger import Combined, Ledger
from nlp_check.components.prose_times import adopt_field_lines, minutes_in_prose, read_totals
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.times import Block
from nlp_check.records.evidence import Span


def keep_ledger(reading: Reading, segments: list[Segment], mentions: list[Mention], blocks: tuple[Block, ...], lone: tuple[Clock, ...]) -> Ledger:
    """Reads every statement of time, units and modifiers."""
    ledger = Ledger()
    read_totals(reading.text, ledger)
    columns: dict[int, dict[int, str]] = grid_columns(reading, segments)
    for mention in mentions:
        for code in mention.codes:
            account = ledger.of(code)
            if account.mention is None or (mention.role == "label" and account.mention.role != "label"):
                account.mention = mention
    for index, segment in enumerate(segments):
        read_heads(reading, segment, mentions, ledger, columns.get(index))
    for block in blocks:
        _give_block(reading, segments, mentions, ledger, block)
    for clock in lone:
        owner = _owner_codes(reading, segments, mentions, clock.span)
        if owner is not None and len(owner) == 1:
            ledger.of(owner[0]).lone.append(clock)
    return ledger


_BOTH = re.compile(r"\W*(?:both|all of (?:it|this)|the two)\b", re.IGNORECASE)


def give_visit_blocks(ledger: Ledger, reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> None:
    """Once sentences are attributed by content, a clock pair in one code's sentence is that code's."""
    adopt_field_lines(reading, segments, billed)
    several = sum(block.labelled for block in ledger.visit) > 1  # one start and stop is the visit's, more are those of parts of it
    kept = []
    for block in ledger.visit:
        segment = _segment_at(reading, segments, reading.token_at(block.block.span[0]))
        owners = [] if segment is None or segment.row else [code for code in segment.owners if code in billed]
        if segment is not None and len(billed) > 1 and not segment.labelled and len(ledger.visit) == 1 and only_figures(reading, segment):
            owners = []  # ``Time: 2:00-2:40``, once in a note: of the visit
        if len(billed) > 1 and segment is not None and _BOTH.match(reading.text, reading.starts[segment.first]):
            ledger.combined.append(Combined(block.block.span, block.block.minutes, block.estimate))
        elif len(owners) == 1 and (several or not block.labelled):
            ledger.of(owners[0]).blocks.append(block)
        else:
            kept.append(block)
    ledger.visit = kept
    minutes_in_prose(reading, segments, billed, ledger)
    for segment in segments:
        own = [code for code in segment.owners if code in billed]
        if len(own) == 1 and not segment.labelled and segment.end - segment.first <= 6 and only_figures(reading, segment):
            mention = Mention(segment.first, segment.first, own[0], 0, False, True)
            read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)


def _segment_at(reading: Reading, segments: list[Segment], token: int) -> Segment | None:
    low, high = 0, len(segments)
    while low < high:
        middle = (low + high) // 2
        if segments[middle].end <= token:
            low = middle + 1
        else:
            high = middle
    if low < len(segments) and segments[low].first <= token:
        return segments[low]
    return None


def _owner_codes(reading: Reading, segments: list[Segment], mentions: list[Mention], span: Span) -> tuple[str, ...] | None:
    """The codes a time at ``span`` belongs to: both for combined time, none for a time of the visit."""
    first = reading.token_at(span[0])
    last = reading.token_at(span[1] - 1)
    segment = _segment_at(reading, segments, first)
    if segment is None:
        return None
    sentence = segment.sentence
    low = bisect_left(mentions, sentence.first, key=_first)
    high = bisect_left(mentions, sentence.end, key=_first)
    if low < high:
        return _nearest(reading, mentions, (low, high), first, last)
    if segment.labelled and not segment.row:
        return segment.owners
    return None


def _first(mention: Mention) -> int:
    return mention.first


def _end(mention: Mention) -> int:
    return mention.end


def _nearest(reading: Reading, mentions: list[Mention], near: tuple[int, int], first: int, last: int) -> tuple[str, ...]:
    """The mention a time in the same sentence belongs to: the one before it, or, where times lead, the one behind.

    ``near`` bounds the mentions of the sentence; those that end before the time come first, those that begin behind it last.
    """
    low, high = near
    ended = bisect_right(mentions, first, low, high, key=_end)
    begun = bisect_right(mentions, last, low, high, key=_first)
    before = mentions[max(low, ended - 2) : ended]
    after = mentions[begun : min(high, begun + 2)]
    if before and after:
        leads = mentions[low].first > first or (ended - low == 1 and _time_leads(reading, mentions[low].first))
        gap_before = first - before[-1].end
        gap_after = after[0].first - last - 1
        if gap_after < gap_before and (leads or gap_after <= 1):
            return after[0].codes
        if before[-1].codes != after[0].codes and high - low == 2 and gap_before > 1 and _joined(reading, before[-1], after[0]):
            return tuple(dict.fromkeys((*before[-1].codes, *after[0].codes)))
        return before[-1].codes
    if before:
        if len(before) > 1 and before[-1].codes != before[-2].codes and _joined(reading, before[-2], before[-1]):
            return tuple(dict.fromkeys((*before[-2].codes, *before[-1].codes)))
        return before[-1].codes
    if len(after) > 1 and after[0].codes != after[1].codes and _joined(reading, after[0], after[1]):
        return tuple(dict.fromkeys((*after[0].codes, *after[1].codes)))
    return after[0].codes


def _time_leads(reading: Reading, first: int) -> bool:
    return reading.shapes[max(0, first - 6) : first].count(":") > 0


def _joined(reading: Reading, one: Mention, other: Mention) -> bool:
    if other.first - one.end > 3:
        return False
    between = {reading.entries[i].lower for i in range(one.end, other.first)}
    return bool(between & {"and", "&", "/", "+", "with"}) and not any(c.isdigit() for word in between for c in word)


def _give_block(reading: Reading, segments: list[Segment], mentions: list[Mention], ledger: Ledger, block: Block) -> None:
    owner = _owner_codes(reading, segments, mentions, block.block.span)
    if not owner:
        ledger.visit.append(block)
    elif len([code for code in owner if code in JUDGED]) > 1:
        ledger.combined.append(Combined(block.block.span, block.block.minutes, block.estimate))
    else:
        ledger.of(owner[0]).blocks.append(block)
