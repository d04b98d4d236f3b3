"""Exercise tables: what each cell of a row holds by its column."""

from __future__ import annotations

import pytest

from nlp_check.components.tables import header_kinds, split_cells, table_rows

TABLES: dict[str, list[list[tuple[str, str]]]] = {
    "Exercise | Sets | Reps | Resistance\nSLR | 3 | 10 | 2#\nLAQ | 2 | 15 | 3#": [
        [("name", "SLR"), ("sets", "3"), ("reps", "10"), ("load", "2#")],
        [("name", "LAQ"), ("sets", "2"), ("reps", "15"), ("load", "3#")],
    ],
    "Exercise\tSets\tReps\tWeight\nleg press\t3\t10\t40 lbs": [[("name", "leg press"), ("sets", "3"), ("reps", "10"), ("load", "40 lbs")]],
    "Ex | Reps | Hold\nHS stretch | 3 | 30 sec": [[("", "HS stretch"), ("reps", "3"), ("hold", "30 sec")]],
    "Activity | Time | Cues\nstairs | 8 min | VC": [[("name", "stairs"), ("time", "8 min"), ("comment", "VC")]],
    "Exercise | Position | Side | Dose\nSLR | supine | R | 3x10": [
        [("name", "SLR"), ("position", "supine"), ("side", "R"), ("reps", "3x10")],
    ],
    "Exercise | Sets | Reps\nSLR | 3": [[("name", "SLR"), ("sets", "3")]],
    "Exercise | Sets | Reps\nSLR | | 10": [[("name", "SLR"), ("sets", ""), ("reps", "10")]],
    "| Exercise | Sets |\n| SLR | 3 |": [[("name", "SLR"), ("sets", "3"), ("", "")]],
    # a table ends with its paragraph
    "Exercise | Sets | Reps\nSLR | 3 | 10\n\nNote\nLAQ | 3 | 10": [[("name", "SLR"), ("sets", "3"), ("reps", "10")]],
    # no table
    "SLR | 3 | 10": [],
    "Name: x | DOB: y\nSLR | 3": [],
    "Exercise | 3 | Reps\nSLR | 3 | 10": [],
    "SLR 3x10\nLAQ 3x10": [],
}  # fmt: skip


@pytest.mark.parametrize("text", TABLES, ids=ascii)
def test_rows(lay_out, text: str) -> None:
    laid = lay_out(text)
    rows = table_rows(laid.reading, laid.segments)
    found = [
        [(kind, laid.reading.quote(a, b) if a < b else "") for kind, a, b in rows[id(segment)]]
        for segment in laid.segments
        if id(segment) in rows
    ]
    assert found == TABLES[text]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("a | b | c", ["a", "b", "c"]),
        ("a\tb", ["a", "b"]),
        ("| a |", ["", "a", ""]),
        ("a || b", ["a", "", "b"]),
        ("a b", ["a b"]),
    ],
)
def test_cells(read, text: str, cells: list[str]) -> None:
    reading = read(text)
    found = split_cells(reading, 0, len(reading))
    assert [reading.quote(a, b) if a < b else "" for a, b in found] == cells


@pytest.mark.parametrize(
    "text", ["Exercise", "Exercise | stairs", "a | b", "Sets of ten long leg raises | Reps"]
)
def test_no_header(read, text: str) -> None:
    reading = read(text)
    assert header_kinds(reading, split_cells(reading, 0, len(reading))) == []
