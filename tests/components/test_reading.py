"""The reading of a note: parallel sequences over its tokens, and offsets that are code points of the exact text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp_check.components import reading as reading_module
from nlp_check.components.reading import Reader, Reading
from nlp_check.components.shapes import shape_of, value_of
from nlp_check.lexicon.loader import Lexicon

PIECES = st.sampled_from(
    ["3x10", "97110", "10:05", "sit-to-stand", "-", "SLR", "\r\n", "\t", "    ", "’", "×", "−15", "#", "e\u0301", "😀", "leg press"]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=3)), max_size=30).map(" ".join))


@given(TEXTS)
@example("97110: sit-to-stand 3×10 − 5” step\r\n\t😀 cafe\u0301 SLR’s")
def test_offsets_are_code_points_of_the_exact_text(nlp, reader: Reader, text: str) -> None:
    doc = nlp.make_doc(text)
    reading = reader.read(text)
    words = {(token.idx, token.idx + len(token)): token.text for token in doc}
    for first, (start, end) in enumerate(zip(reading.starts, reading.ends, strict=True)):
        assert text[start:end] == words[start, end] == reading.quote(first, first + 1)
        assert reading.span(first, first + 1) == (start, end)
        assert reading.token_at(start) == reading.token_at(end - 1) == first


@given(TEXTS)
def test_the_sequences_are_parallel(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    sizes = {
        len(part) for part in (reading.starts, reading.ends, reading.shapes, reading.classes, reading.entries)
    }
    assert sizes == {len(reading)}
    assert reading.starts == sorted(set(reading.starts))
    assert reading.firsts == sorted(reading.firsts)


@given(TEXTS)
def test_lexicon_hits_lie_in_the_text_and_do_not_overlap(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    bounds = [0, *(place for first, end, _ in reading.hits for place in (first, end)), len(reading)]
    assert bounds == sorted(bounds)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sit-to-stand", ["sit", "to", "stand"]),
        ("step-ups", ["step", "ups"]),
        ("10-sec", ["10", "sec"]),
        ("sit - stand", ["sit", "-", "stand"]),
        ("10-15", ["10", "-", "15"]),
        ("−15", ["−", "15"]),
        ("- SLR", ["-", "SLR"]),
        ("97110-GP", ["97110", "GP"]),
        ("a  b", ["a", "b"]),
        ("a\tb", ["a", "\t", "b"]),
        ("a      b", ["a", "     ", "b"]),
        ("a\r\nb", ["a", "\r\n", "b"]),
    ],
)
def test_what_is_left_out(read, text: str, kept: list[str]) -> None:
    """Single spaces, and hyphens that only join words; a wide gap parts two columns."""
    reading: Reading = read(text)
    assert [reading.quote(i, i + 1) for i in range(len(reading))] == kept


@pytest.mark.parametrize(
    ("text", "classes"),
    [("a\nb", "\n"), ("a\n\nb", "\r"), ("a\r\nb", "\n"), ("a\r\n\r\nb", "\r"), ("a\tb", "\t")],
)
def test_line_ends_and_paragraphs(read, text: str, classes: str) -> None:
    assert read(text).classes[1] == classes


SHAPES = {
    "10": "d", "2.5": "f", "1,200": "f", "three": "n", "twice": "n", "x": "x", "X": "x", "×": "x", "*": "*", "sec": "s", "min": "m",
    "reps": "r", "sets": "S", "trials": "y", "lbs": "o", "kg": "o", "ft": "t", "steps": "t", "inch": "i", "cm": "i", "°": "g", "deg": "g",
    "%": "%", '"': "q", "”": "q", "″": "q", "'": "p", "’": "p", "′": "p", "hold": "h", "ea": "e", "daily": "z", "week": "z", "@": "@",
    "to": "T", "until": "T", "units": "u", "pm": "k", "bpm": "W", "level": "v", "-": "-", "–": "-", "−": "-", "+": "+", "/": "/", "→": "a",
    ",": "c", ";": ";", "•": ";", ":": ":", ".": ".", "!": ".", "(": "(", "]": ")", "=": "=", "&": "&", "and": "&", "|": "|", "~": "~",
    "approx": "~", "≥": ">", "≤": "<", "#": "#", "of": "O", "SLR": "w", "😀": "?", "\u0301": "?",
}  # fmt: skip


@pytest.mark.parametrize("word", SHAPES, ids=ascii)
def test_shape(word: str) -> None:
    assert shape_of(word) == SHAPES[word]


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("10", 10), ("007", 7), ("2.5", 2.5), ("2.0", 2.0), ("1,200", 1200), ("2,5", 2.5), ("1,200.5", None), ("three", 3), ("Twice", 2),
        ("12,10,8", None), ("SLR", None), ("٣", 3), ("9" * 40, 999999999999),
    ],
)  # fmt: skip
def test_value(word: str, value: float | None) -> None:
    assert value_of(word) == value


def test_a_note_in_capitals_is_read_as_such(read) -> None:
    """IT and AS are words in a note that is all capitals, and abbreviations elsewhere."""
    shouted = read(
        "PT DID LEG PRESS AND SLR AND IT WAS EASY FOR HER AS SHE SAID TODAY IN THE CLINIC WITH NO PAIN AT ALL"
    )
    plain = read("IT band stretch")
    it = [entry for entry in shouted.entries if entry.lower == "it"]
    assert it[0].character != plain.entries[0].character


@given(TEXTS)
@example("10xweek x10 5.5.5 '90's a_b 3-way- x-²½ (R)-side  − sit-to-stand")
def test_tokens_are_those_of_the_spacy_tokenizer(nlp, reader: Reader, text: str) -> None:
    reading = reader.read(text)
    left = [text[start:end] for start, end in zip(reading.starts, reading.ends, strict=True)]
    for token in nlp.make_doc(text):
        if left and left[0] == token.text:
            del left[0]
        else:
            assert token.text.isspace() or token.text in "-–—‐‑‒―", token.text
    assert not left


def test_a_memory_of_tokens_gives_the_same_reading_twice(reader: Reader) -> None:
    text = "97110: SLR 3x10 2# for R quad strength"
    first, second = reader.read(text), reader.read(text)
    assert (first.shapes, first.classes, first.hits) == (second.shapes, second.classes, second.hits)


def test_the_memory_of_tokens_is_bounded(lexicon: Lexicon, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "_MEMO_LIMIT", 50)
    reader = Reader(lexicon)
    for number in range(1000):
        assert reader.read(f"SLR 3x10 word{chr(97 + number % 26)}{number}").shapes == "wdxdwd"
    assert len(reader._memory) + len(reader._memory.old) <= 110
