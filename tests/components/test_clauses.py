"""The letter that tells the taggers where a token stands in its clause."""

from __future__ import annotations

from nlp_check.components.clauses import clause_letters


def test_one_letter_a_token() -> None:
    for shapes in ("", "w", "wwdxd", "www;wwc\nwdxd"):
        assert len(clause_letters(shapes)) == len(shapes)


def test_a_dose_far_behind_is_seen() -> None:
    """The first token of a clause differs by whether a dose follows, however far."""
    assert clause_letters("wwwwwwwwdxd")[0] != clause_letters("wwwwwwwwwww")[0]


def test_a_dose_that_is_the_next_clause_is_seen() -> None:
    assert clause_letters("www" + "c" + "dxd")[0] != clause_letters("www" + "c" + "www")[0]


def test_what_stands_before_and_behind_a_dose_differs() -> None:
    letters = clause_letters("wwwdxdwww")
    assert letters[2] != letters[8]


def test_what_opened_the_clause_is_told() -> None:
    assert len({clause_letters(before + "ww")[1] for before in "\nc("}) == 3
