"""The tokenizer: every number, unit, sign and word of a note is a token of its own, and no character is lost."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.language import Language

from nlp_check.components.tokenizer import create_note_tokenizer, note_tokenizer

CASES = {
    "15min": "15 min",
    "97110x2": "97110 x 2",
    "3x10": "3 x 10",
    "3X15": "3 X 15",
    "3×12": "3 × 12",
    "x10": "x 10",
    "×10": "× 10",
    "2x10ea": "2 x 10 ea",
    "3x10x5#": "3 x 10 x 5 #",
    "3x30sec": "3 x 30 sec",
    "5xSTS": "5 x STS",
    "40#": "40 #",
    "#3": "# 3",
    "2.5#": "2.5 #",
    "10:05am-10:23am": "10 : 05 am - 10 : 23 am",
    "13:00–13:15": "13 : 00 – 13 : 15",
    "w/c": "w / c",
    "w/5": "w / 5",
    "A&O": "A & O",
    "3+/5": "3 + / 5",
    "4-/5": "4 - / 5",
    "(L)": "( L )",
    "B/L": "B / L",
    "L4": "L 4",
    "−15": "− 15",
    "10°": "10 °",
    "pt’s": "pt’s",
    "SLR's": "SLR's",
    "don't": "don't",
    "‘good’": "‘ good ’",
    "6”": "6 ”",
    '6"': '6 "',
    "75'": "75 '",
    "10''": "10 ' '",
    "30″": "30 ″",
    "1,200": "1,200",
    "1.5": "1.5",
    ".5": ". 5",
    "5.": "5 .",
    "x10.": "x 10 .",
    "12/10/8": "12 / 10 / 8",
    "bed<>chair": "bed < > chair",
    "_97110_": "_ 97110 _",
    "**Plan:**": "* * Plan : * *",
    "SpO2:95%": "SpO 2 : 95 %",
    "café": "café",
    "naïve x10": "naïve x 10",
    "cafe\u0301": "cafe \u0301",  # a combining accent is a sign of its own
    "😀3x10": "😀 3 x 10",
    "👩🏽\u200d🦽x2": "👩 🏽 \u200d 🦽 x 2",
    "１５min": "１５ min",
    "٣x٣": "٣ x ٣",
}  # fmt: skip


@pytest.mark.parametrize("text", CASES, ids=ascii)
def test_tokens(tokens, text: str) -> None:
    assert tokens(text) == CASES[text].split(" ")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\r\nb", ["a", "\r\n", "b"]),
        ("a\tb", ["a", "\t", "b"]),
        ("a  b", ["a", " ", "b"]),
        ("a\n\nb", ["a", "\n\n", "b"]),
        (" a", [" ", "a"]),
        ("a\u00a0b", ["a", "\u00a0", "b"]),
    ],
    ids=["crlf", "tab", "two-spaces", "blank-line", "leading-space", "no-break-space"],
)
def test_white_space(tokens, text: str, expected: list[str]) -> None:
    assert tokens(text) == expected


PIECES = st.sampled_from(
    [
        "3x10",
        "97110x2",
        "10:05",
        "am",
        "\r\n",
        "\t",
        "  ",
        "’",
        "”",
        "×",
        "−",
        "#",
        "/",
        "é",
        "e\u0301",
        "😀",
        "x",
        ".",
        ",",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map("".join))


@given(TEXTS)
@example("10:05am-10:23am: SLR 3×10, 2½# – pt’s ‘good’ 6” step\r\n\t😀 cafe\u0301")
def test_no_character_is_lost(nlp: Language, text: str) -> None:
    doc = nlp.make_doc(text)
    assert doc.text == text
    assert "".join(token.text_with_ws for token in doc) == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)


@given(TEXTS)
def test_a_token_is_white_space_or_has_none(nlp: Language, text: str) -> None:
    assert not [t.text for t in nlp.make_doc(text) if not t.text.isspace() and t.text.split() != [t.text]]


def test_the_registered_tokenizer_is_the_same(nlp: Language) -> None:
    text = "97110x2 10:05am-10:23am"
    assert [t.text for t in create_note_tokenizer()(nlp)(text)] == [t.text for t in note_tokenizer(nlp)(text)]


def test_what_stands_before_changes_no_token(tokens) -> None:
    """spaCy keeps the tokens of each chunk: a chunk seen once must be cut the same way ever after."""
    many = tokens("\n\n97110x2\t 97110x2  97110x2")
    assert [token for token in many if not token.isspace()] == tokens("97110x2") * 3
