"""Marks stand exactly below what they mark, whatever the characters, and long notes stay short."""

from __future__ import annotations

import time

import pytest

from nlp_check.render.excerpt import MAX_ROWS, Mark, excerpt


def drawn(text: str, *quotes: str, width: int = 40, context: tuple[tuple[int, int], ...] = ()) -> list[str]:
    """The excerpt with the first occurrence of each quote marked a, b, c."""
    marks = []
    for number, quote in enumerate(quotes):
        start = text.index(quote)
        marks.append(Mark((start, start + len(quote)), "abcdefgh"[number], "evidence"))
    return excerpt(text, marks, context, width)


def test_marks_below_their_words() -> None:
    """Two marks on one line share a marker line."""
    assert drawn("leg press 3x15 and bike", "leg press", "bike") == [
        "   1 | leg press 3x15 and bike",
        "     | a--------          b---",
    ]


def test_overlapping_marks_get_lines_of_their_own() -> None:
    """The longer stretch does not hide the shorter."""
    assert drawn("leg press 3x15", "leg press 3x15", "press") == [
        "   1 | leg press 3x15",
        "     | a-------------",
        "     |     b----",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_numbers_by_any_line_end(end: str) -> None:
    """Lines between are left out with a sign that they were."""
    assert drawn(end.join(["one", "two", "three four", "", "six"]), "one", "six") == [
        "   1 | one",
        "     | a--",
        " ... |",
        "   5 | six",
        "     | b--",
    ]


def test_wide_and_combining_characters() -> None:
    """An emoji takes two columns, an accent none, a tab four."""
    assert drawn("\U0001f9b5 e\u0301\tSLR x", "SLR") == [
        "   1 | \U0001f9b5 e\u0301    SLR x",
        "     |         a--",
    ]


def test_long_line_is_cut_at_blanks() -> None:
    """The mark goes on in the next row without its letter."""
    assert drawn("one two three four five six", "four five", width=27) == [
        "   1 | one two three four",
        "     |               a---",
        "     | five six",
        "     | ----",
    ]


def test_context_is_shown_without_marks() -> None:
    """A short unmarked line of the narrative is worth reading, the rest of the note is not."""
    text = "Header\nTE 97110\nno marks here\nFooter"
    assert drawn(text, "97110", context=((7, 30),)) == [
        "   2 | TE 97110",
        "     |    a----",
        "   3 | no marks here",
    ]


def test_nothing_to_show() -> None:
    """No marks, no context, no lines; a mark of no length is none."""
    assert excerpt("text", [], [], 80) == []
    assert excerpt("text", [Mark((1, 1), "a", "evidence")], [], 80) == []


def test_million_character_line() -> None:
    """Only the rows around the mark are printed, and in well under a minute."""
    text = "x" * 500_000 + " leg press " + "y" * 500_000
    began = time.perf_counter()
    shown = drawn(text, "leg press", context=((0, len(text)),))
    assert time.perf_counter() - began < 20
    assert 2 <= len(shown) <= 8
    assert any("leg press" in line for line in shown)


def test_very_many_marks_are_limited() -> None:
    """The page says how many rows it leaves out."""
    text = "SLR\n" * 5000
    marks = [Mark((start, start + 3), "w", "evidence") for start in range(0, len(text), 4)]
    shown = excerpt(text, marks, [], 80)
    assert len(shown) == 2 * MAX_ROWS + 1
    assert shown[-1].endswith("4880 more rows are not shown")
