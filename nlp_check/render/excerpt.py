"""The note with what was found marked below its lines.

::

     3 | TE 97110 10:05am-10:23am: seated leg press 3x15 40 lbs,
       |          t--------------  w---------------
       | 1^^^^^^^

Lines without marks are left out where they do not help; long lines are cut into rows, so a line of a million
characters costs one pass and prints only the rows around its marks.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nlp_check.records.evidence import Span
from nlp_check.render.style import cell, paint

MAX_ROWS = 120
_CONTEXT_ROWS = 2  # an unmarked line of a narrative is shown when it is no longer than this
_LINE_END = re.compile(r"\r\n?|\n")


class Mark(NamedTuple):
    """A stretch to underline: ``key`` stands at its start. Layer 0 is what was found, 1 what is wrong."""

    span: Span
    key: str
    style: str
    layer: int = 0


class _Row(NamedTuple):
    """A piece of one line that fits the width. ``line`` is 0-based; ``first`` where the line begins here."""

    line: int
    first: bool
    span: Span


def excerpt(
    text: str, marks: Sequence[Mark], context: Sequence[Span], width: int, color: bool = False
) -> list[str]:
    """The lines of ``text`` that hold ``marks``, and the short ones within ``context``, ready to print."""
    marks = sorted((mark for mark in marks if mark.span[0] < mark.span[1]), key=lambda mark: mark[0])
    covered = _merged([mark.span for mark in marks])
    starts = [0, *(end.end() for end in _LINE_END.finditer(text))]
    gutter = max(4, len(str(len(starts))) + 1)
    shown: list[str] = []
    previous: _Row | None = None
    rows = list(_rows(text, starts, covered, context, width - gutter - 3))
    if len(rows) > MAX_ROWS:
        rows = [row for row in rows if _touches(row.span, covered)]
    for row in rows[:MAX_ROWS]:
        if previous is not None and text[previous.span[1] : row.span[0]].strip():
            shown.append(paint(f"{'...':>{gutter}} |", "dim", color))
        number = str(row.line + 1) if row.first else ""
        shown += _drawn(text, row, marks, f"{number:>{gutter}} | ", f"{'':>{gutter}} | ", color)
        previous = row
    if len(rows) > MAX_ROWS:
        shown.append(
            paint(f"{'...':>{gutter}} | {len(rows) - MAX_ROWS} more rows are not shown", "dim", color)
        )
    return shown


def _rows(
    text: str, starts: list[int], covered: list[Span], context: Sequence[Span], width: int
) -> Iterator[_Row]:
    lines = _lines(starts, covered)
    around = _lines(starts, context)
    if len(lines | around) <= MAX_ROWS:  # a narrative of thousands of lines is no context but the note again
        lines |= around
    for line in sorted(lines):
        end = starts[line + 1] if line + 1 < len(starts) else len(text)
        content_end = starts[line] + len(text[starts[line] : end].rstrip("\r\n"))
        pieces = list(_cut(text, starts[line], content_end, width))
        touched = [_touches(piece, covered) for piece in pieces]
        for number, piece in enumerate(pieces):
            near = any(touched[max(0, number - 1) : number + 2])
            if near or len(pieces) <= _CONTEXT_ROWS:
                yield _Row(line, number == 0, piece)


def _lines(starts: list[int], spans: Sequence[Span]) -> set[int]:
    """The 0-based lines that ``spans`` lie on."""
    lines: set[int] = set()
    for start, end in spans:
        lines.update(range(bisect_right(starts, start) - 1, bisect_left(starts, max(end, start + 1))))
    return lines


def _merged(spans: Sequence[Span]) -> list[Span]:
    """Sorted, non-overlapping spans that cover the same text."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _touches(span: Span, covered: list[Span]) -> bool:
    place = bisect_left(covered, (span[1], span[1])) - 1
    return place >= 0 and covered[place][1] > span[0]


def _cut(text: str, start: int, end: int, width: int) -> Iterator[Span]:
    """The line ``[start, end)`` in pieces of at most ``width`` columns, cut behind a blank if one is near."""
    begin, used, blank = start, 0, start
    for position in range(start, end):
        columns = cell(text[position])[1]
        if used + columns > width and position > begin:
            stop = blank if blank - begin > width // 2 else position
            yield begin, stop
            begin = stop
            used = sum(cell(character)[1] for character in text[begin:position])
        used += columns
        if text[position] in " \t":
            blank = position + 1
    if begin < end or start == end:
        yield begin, end


def _drawn(text: str, row: _Row, marks: Sequence[Mark], head: str, blank: str, color: bool) -> Iterator[str]:
    """The row and its marker lines."""
    start, end = row.span
    columns = [0]
    for character in text[start:end]:
        columns.append(columns[-1] + cell(character)[1])
    printed = "".join(cell(character)[0] for character in text[start:end]).rstrip()
    yield (paint(head, "dim", color) + printed).rstrip()
    end = start + len(text[start:end].rstrip())  # a mark that goes on below is not drawn under the last blank
    lanes: list[list[tuple[int, str, str]]] = []
    for mark in sorted(marks, key=lambda mark: (mark.layer, mark.span)):
        if mark.span[0] >= end or mark.span[1] <= start:
            continue
        left, right = columns[max(mark.span[0], start) - start], columns[min(mark.span[1], end) - start]
        key = mark.key if mark.span[0] >= start else ""
        drawn = key + "-^"[mark.layer] * (right - left - len(key))
        _place(lanes, left, drawn, mark)
    for lane in lanes:
        yield (paint(blank, "dim", color) + _lane(lane, color)).rstrip()


def _place(lanes: list[list[tuple[int, str, str]]], left: int, drawn: str, mark: Mark) -> None:
    """Puts a marker on the first marker line, of those of its own layer, where it fits."""
    style = f"{mark.layer}{mark.style}"
    for lane in lanes:
        last_left, last_drawn, last_style = lane[-1]
        if last_style[0] == style[0] and last_left + len(last_drawn) <= left:
            lane.append((left, drawn, style))
            return
    lanes.append([(left, drawn, style)])


def _lane(lane: list[tuple[int, str, str]], color: bool) -> str:
    line, column = "", 0
    for left, drawn, style in lane:
        line += " " * (left - column) + paint(drawn, style[1:], color)
        column = left + len(drawn)
    return line
