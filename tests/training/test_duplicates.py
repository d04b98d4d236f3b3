"""Near-duplicates: what counts as shared, and that the corpus has none."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_check.training import duplicates
from nlp_check.training.duplicates import (
    alike,
    jaccard,
    leaks,
    shared_runs,
    shared_sentences,
    shingles,
    words_of,
)
from nlp_check.training.gold import GoldNote, load_corpus, load_gold
from nlp_check.training.splits import Splits, load_splits

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

LONG = "Verbal cues to keep the left knee over the second toe on step 4 of the stairs."
SPLITS = Splits(test=["w02"], dev=["w03"], adversarial=[])


@pytest.fixture
def note(write_note: NoteWriter):
    """Writes a note without labels of its own and loads it."""

    def write(writer: str, text: str, number: int = 1) -> GoldNote:
        id = f"{writer}-{number:03}"
        labels = f"id: {id}\nwriter: {writer}\nstyle: s\nnarratives: []\nfindings: [[no-code-found, null]]\n"
        return load_gold(write_note(text=text, labels=labels, id=id), id)

    return write


def test_another_number_is_the_same_sentence(note) -> None:
    notes = [note("w01", f"Pt was seen today. {LONG}"), note("w02", LONG.replace("4", "6"))]
    (found,) = shared_sentences(notes)
    assert (found.first, found.second, found.similarity, found.text) == ("w01-001", "w02-001", 1.0, LONG)


def test_a_word_changed_is_nearly_the_same(note) -> None:
    (found,) = shared_sentences([note("w01", LONG), note("w02", LONG.replace("left", "right"))])
    assert 0.7 <= found.similarity < 1
    assert str(found).startswith("w01-001 and w02-001 share 'Verbal cues")


def test_the_same_writer_may_clone(note) -> None:
    notes = [note("w01", LONG), note("w01", LONG, number=2)]
    assert shared_sentences(notes) == shared_runs(notes) == []


@pytest.mark.parametrize(
    "text",
    ["Pt tolerated treatment well.", "97110 x1, 97530 x1, 97140 x1, 97116 x1", "L ER MMT 4-/5 (3+ on 4/2)"],
)
def test_set_phrases_charges_and_values_are_no_sentence(note, text: str) -> None:
    assert shared_sentences([note("w01", text), note("w02", text)]) == []


def test_a_sentence_broken_into_lines_is_seen_as_a_run(note) -> None:
    notes = [
        note("w01", LONG),
        note("w02", LONG.replace("knee over", "knee\nover").replace("on step", "on\nstep")),
    ]
    assert shared_sentences(notes) == []
    assert [(one.first, one.second) for one in shared_runs(notes)] == [("w01-001", "w02-001")]


def test_a_test_note_near_a_train_note_is_a_leak(note) -> None:
    text = (
        f"{LONG} Long arc quads 3x10 with 4 lb at the edge of the mat. He did 6 of 8 steps without the rail."
    )
    notes = [note("w01", text), note("w02", text.replace("quads", "kicks")), note("w03", text)]
    (found,) = leaks(notes, SPLITS)
    assert (found.first, found.second) == ("w02-001", "w01-001")
    assert str(found).startswith("w02-001 and w01-001 are alike (0.")


def test_likeness_is_exact_and_not_estimated() -> None:
    one, other = (shingles(words_of(text), 2) for text in ("a b c d e", "a b c d f"))
    assert jaccard(one, other) == 3 / 5
    assert list(alike({"x": one, "y": other}, 0.6)) == [("x", "y", 3 / 5)]
    assert list(alike({"x": one, "y": other}, 0.61)) == []
    assert jaccard(frozenset(), frozenset()) == 0


def test_the_command_says_what_it_found(note, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "splits.yaml").write_text("test: []\ndev: []\nadversarial: []\n", encoding="utf-8")
    note("w01", LONG)
    assert duplicates.main([str(tmp_path)]) == 0
    note("w02", LONG)
    assert duplicates.main([str(tmp_path)]) == 1
    assert duplicates.main([str(tmp_path / "nowhere")]) == 2
    assert "w01-001 and w02-001 share" in capsys.readouterr().out


@pytest.fixture(scope="module")
def corpus(root: Path) -> list[GoldNote]:
    return load_corpus(root / "corpus")


def test_no_two_writers_of_the_corpus_share_a_sentence(corpus: list[GoldNote]) -> None:
    assert [*shared_sentences(corpus), *shared_runs(corpus)] == []


def test_no_test_note_of_the_corpus_is_near_a_train_note(corpus: list[GoldNote], root: Path) -> None:
    assert leaks(corpus, load_splits(root / "corpus")) == []
