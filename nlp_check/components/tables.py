"""Exercise tables: rows of cells under a header that names sets, repetitions, resistance and so on."""

from __future__ import annotations

from itertools import chain, repeat

from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment

Cell = tuple[int, int]
_KINDS: dict[str, str] = {
    word: kind
    for kind, words in {
        "name": "exercise exercises activity activities task intervention name description",
        "sets": "sets",
        "reps": "reps rep repetitions trials amount dose parameters set",
        "load": "resistance weight load res wt lbs resist level",
        "hold": "hold sec seconds hold(s)",
        "time": "time min mins minutes duration",
        "distance": "distance dist",
        "position": "position pos",
        "side": "side",
        "comment": "comment comments notes cues cueing response set-up setup remarks",
    }.items()
    for word in words.split()
}


def split_cells(reading: Reading, first: int, end: int) -> list[Cell]:
    """Token ranges between bars, or between tabs where there are no bars; empty cells are (i, i)."""
    cells = []
    start = first
    shapes = reading.shapes
    parting = "|" if shapes.find("|", first, end) >= 0 else "\t"
    while (at := shapes.find(parting, start, end)) >= 0:
        cells.append((start, at))
        start = at + 1
    cells.append((start, end))
    return cells


def header_kinds(reading: Reading, cells: list[Cell]) -> list[str]:
    """What each column holds ('' unknown), or [] where the row is no header."""
    if len(cells) < 2:
        return []
    kinds = []
    for first, end in cells:
        words = [reading.entries[i].lower for i in range(first, end)]
        kinds.append(next((_KINDS[word] for word in words if word in _KINDS), "") if len(words) <= 4 else "")
    named = [kind for kind in kinds if kind]
    has_number = any(reading.shapes[i] in "df" for first, end in cells for i in range(first, end))
    return kinds if len(named) >= 2 and not has_number else []


def table_rows(reading: Reading, segments: list[Segment]) -> dict[int, list[tuple[str, int, int]]]:
    """For each table row, by the identity of its segment: (kind, first, end) of its cells."""
    rows: dict[int, list[tuple[str, int, int]]] = {}
    if "|" not in reading.shapes and "\t" not in reading.shapes:
        return rows
    header: list[str] = []
    named_first = False
    line = paragraph = -9
    for segment in segments:
        first, end = segment.first, segment.end
        while first < end and reading.shapes[first] in "|\t":
            first += 1
        cells = split_cells(reading, first, end)
        kinds = header_kinds(reading, cells)
        if kinds:
            header, named_first = kinds, "name" in kinds
        elif len(cells) < 2:
            if segment.sentence.line > line + 1 or segment.sentence.paragraph != paragraph:
                header = []
            continue
        elif header and not segment.row:
            named = header if named_first or len(cells) != len(header) + 1 else ["name", *header]
            rows[id(segment)] = [(kind, a, b) for kind, (a, b) in zip(chain(named, repeat("")), cells, strict=False)]
        line, paragraph = segment.sentence.line, segment.sentence.paragraph
    return rows
