"""Quotes become exact spans, or an error that names its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_check.errors import DataError
from nlp_check.records.evidence import Cue, Load, Measure
from nlp_check.training.gold import load_corpus, load_gold, read_gold
from nlp_check.training.labels import Stretch
from nlp_check.training.quotes import QuoteError, find_all, resolve

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

WORDS = st.sampled_from(["a", "b", "ab", "3x10", "10:05-10:23", "(was", "x.", "é", "\U0001f9b5"])
SPACES = st.text(alphabet=" \t\r\n\u00a0", min_size=1, max_size=3)


@st.composite
def texts_and_quotes(draw: st.DrawFn) -> tuple[str, tuple[int, int], str]:
    """A text, the span of some whole words in it, and those words with other white space between them."""
    words = draw(st.lists(WORDS, min_size=1, max_size=12))
    starts, text = [], draw(st.sampled_from(["", "\n"]))
    for word in words:
        starts.append(len(text))
        text += word + draw(SPACES)
    first = draw(st.integers(0, len(words) - 1))
    last = draw(st.integers(first, len(words) - 1))
    quote = words[first]
    for word in words[first + 1 : last + 1]:
        quote += draw(SPACES) + word
    return text, (starts[first], starts[last] + len(words[last])), quote


@settings(deadline=None, derandomize=True)
@given(texts_and_quotes())
def test_nth_reaches_every_place_of_a_quote_whatever_its_white_space(
    case: tuple[str, tuple[int, int], str],
) -> None:
    text, span, quote = case
    found = find_all(text, quote)
    assert found == sorted(set(found)) and span in found
    assert all(text[start:stop].split() == quote.split() for start, stop in found)
    assert resolve(text, Stretch(quote=quote, nth=found.index(span) + 1)) == span
    assert resolve(text, quote, within=[span]) == span or len(find_all(text[span[0] : span[1]], quote)) > 1
    if len(found) == 1:
        assert resolve(text, quote) == span
    else:
        with pytest.raises(QuoteError, match=f"found {len(found)} times"):
            resolve(text, quote)


def test_overlapping_places_count_as_two() -> None:
    assert find_all("x x x", "x x") == [(0, 3), (2, 5)]


def test_a_quote_is_looked_for_inside_first_and_then_in_the_whole_note() -> None:
    text = "HEP: SLR. TE: SLR 3x10. Plan: bridges."
    assert resolve(text, "SLR", within=[(10, 23)]) == (14, 17)
    assert resolve(text, "bridges", within=[(10, 23)]) == (30, 37)
    with pytest.raises(QuoteError, match="found 2 times in the note"):
        resolve(text, "SLR")
    with pytest.raises(QuoteError, match="nth is 2, but 'SLR' is found 1 times in the text of the narrative"):
        resolve(text, Stretch(quote="SLR", nth=2), within=[(10, 23)])


def test_a_quote_may_run_across_stretches_that_only_white_space_parts() -> None:
    text = "x y. x y.\nz"
    assert resolve(text, "y. z", within=[(5, 9), (10, 11)]) == (7, 11)
    assert resolve(text, "x y", within=[(5, 9), (10, 11)]) == (5, 8)


def test_a_stretch_ends_at_the_first_to_after_from() -> None:
    text = "end. TE: press, end. more end."
    assert resolve(text, Stretch(from_="TE:", to="end.")) == (5, 20)
    assert resolve(text, Stretch(from_="end.", to="end.", nth=2)) == (16, 30)
    with pytest.raises(QuoteError, match="not found after the from words"):
        resolve(text, Stretch(from_="more end.", to="TE:"))


@pytest.mark.parametrize(
    ("stretch", "reason"),
    [
        (Stretch(quote="leg prss"), "agrees up to 'leg', then 'prss' does not"),
        (Stretch(quote="LEG PRESS"), "upper and lower case differ"),
        (Stretch(quote=" "), "not found"),
        (Stretch(from_="leg"), "both from and to"),
        (Stretch(quote="leg", to="press"), "not both"),
        (Stretch(quote="leg", nth=0), "nth is 0"),
    ],
)
def test_what_cannot_be_placed_says_why(stretch: Stretch, reason: str) -> None:
    with pytest.raises(QuoteError, match=reason):
        resolve("seated leg press", stretch)


def test_the_note_is_read_with_its_line_ends(write_note: NoteWriter) -> None:
    note = load_gold(write_note(), "w01-001")
    assert note.text == write_note.text
    assert "\r\n" in note.text


def test_every_label_becomes_a_value_with_its_span(write_note: NoteWriter) -> None:
    note = load_gold(write_note(), "w01-001")
    exercise, activity = note.narratives
    assert exercise.spans == ((0, write_note.text.index("TA 97530") - 2),)
    assert write_note.text[slice(*exercise.time_blocks[0].span)] == "10:05-10:23"
    assert (exercise.time_blocks[0].start, exercise.time_blocks[0].minutes) == ("10:05", 18)
    press = exercise.interventions[0]
    assert (press.name, press.sets, press.reps, press.load) == (
        "seated leg press",
        3,
        15,
        Load(40, "lb", "40 lbs"),
    )
    start = write_note.text.index("knee ext")
    assert exercise.measures == (
        Measure("knee ext -10 deg (was -15)", (start, start + 26), "rom", -10, "degree", -15),
    )
    assert type(exercise.measures[0].value) is int
    cue = write_note.text.index("VC for")
    assert activity.cues == (Cue("VC for knee over toe", (cue, cue + 20), "verbal"),)
    assert activity.interventions[0].span[0] == write_note.text.index(
        "reciprocal stairs x 12"
    )  # not the one of the exercise
    assert note.findings == (("modifier-59-reminder", None),)
    assert note.pair is not None and note.pair.modifier_59 == "unknown"
    assert note.narrative("97530") is activity


def test_spans_count_code_points_and_every_line_end_character(write_note: NoteWriter) -> None:
    text = "\U0001f9b5\r\n\r\n" + write_note.text
    note = load_gold(write_note(text=text), "w01-001")
    assert note.narratives[0].spans[0][0] == 5
    assert note.text[slice(*note.narratives[1].cues[0].span)] == "VC for knee over toe"


def test_ranges_grades_and_vague_work(write_note: NoteWriter) -> None:
    directory = write_note(
        ("sets: 3, reps: 15", "reps: [8, 12], vague: true"),
        ("value: 40, unit: lb", "value: [5, 7.5], unit: lb"),
        ("value: -10, unit: degree, baseline: -15", "value: 4-, unit: mmt, baseline: 3.5"),
    )
    narrative = load_gold(directory, "w01-001").narratives[0]
    assert narrative.interventions[0].reps == (8, 12)
    assert narrative.interventions[0].load == Load((5, 7.5), "lb", "40 lbs")
    assert narrative.named == ()
    assert (narrative.measures[0].value, narrative.measures[0].baseline) == ("4-", 3.5)


def test_a_field_written_as_null_is_left_out(write_note: NoteWriter) -> None:
    note = load_gold(write_note(("minutes: 18\n", "minutes: null\n"), ("judged: []", "judged:")), "w01-001")
    assert note.narratives[0].minutes is None
    assert note.judged == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("quote: VC for knee", "quote: VC for hip", 41, "then 'hip' does not"),
        (
            "quote: reciprocal stairs, reps",
            "quote: x, reps",
            39,
            "found 2 times in the text of the narrative",
        ),
        ("kind: verbal", "kind: spoken", 41, "kind: is none of the allowed values"),
        ("billed_units: 1", "billed_untis: 1", 5, "unknown field `billed_untis`"),
        ("unit: lb", "unit: stone", 13, "load.unit: is none of the allowed values"),
    ],
)
def test_a_broken_label_stops_with_path_and_line(
    write_note: NoteWriter, old: str, new: str, line: int, message: str
) -> None:
    directory = write_note((old, new), text=write_note.text.replace("x 12", "x 12, x 12"))
    with pytest.raises(DataError) as caught:
        load_gold(directory, "w01-001")
    assert caught.value.path == str(directory / "notes" / "w01-001.yaml")
    assert caught.value.line == line
    assert message in str(caught.value)


def test_all_quotes_that_fail_are_told_at_once(write_note: NoteWriter) -> None:
    directory = write_note(
        ("quote: VC for knee", "quote: VC for hip"), ("quote: seated leg", "quote: prone leg")
    )
    _, errors = read_gold(directory, "w01-001")
    assert [error.line for error in errors] == [13, 41]


def test_a_corpus_loads_in_the_order_of_its_ids(write_note: NoteWriter, tmp_path: Path) -> None:
    write_note(("id: w01-001", "id: w01-002"), id="w01-002")
    write_note()
    assert [note.id for note in load_corpus(tmp_path)] == ["w01-001", "w01-002"]
    (tmp_path / "notes" / "w01-001.txt").unlink()
    with pytest.raises(DataError, match="No such file"):
        load_corpus(tmp_path)
