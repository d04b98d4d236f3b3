"""Agreement of two labelings: exact numbers on hand-made corpora of one or two notes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_check.errors import DataError
from nlp_check.training import agreement
from nlp_check.training.agreement import load_both, measure_agreement, tables
from nlp_check.training.compare import Compared, compare
from nlp_check.training.gold import SECOND, load_gold
from nlp_check.training.matching import Counts

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter


@pytest.fixture
def label_twice(write_note: NoteWriter):
    """Writes the sound note with its labels into notes/, and the labels changed by the edits into second/."""

    def write(*edits: tuple[str, str], id: str = "w01-001") -> Path:
        corpus = write_note(*edits, id=id)
        (corpus / SECOND).mkdir(exist_ok=True)
        shutil.move(corpus / "notes" / f"{id}.yaml", corpus / SECOND)
        return write_note(id=id)

    return write


def compared(corpus: Path) -> Compared:
    ((first, second),), errors = load_both(corpus)
    assert errors == []
    return compare(first, second)


def test_the_second_labels_are_of_the_text_in_notes(label_twice) -> None:
    note = load_gold(label_twice(("writer: w01", "writer: w99")), "w01-001", SECOND)
    assert note.writer == "w99"
    assert note.text.startswith("TE 97110")
    assert Path(note.path).parent.name == SECOND


def test_the_same_labels_agree_in_everything(label_twice) -> None:
    found = compared(label_twice())
    assert all(counts.right and not counts.errors for counts in found.counts.values() if any(counts))
    assert all(first == second for answers in found.answers.values() for first, second in answers)
    assert found.rules == {}, "the reminder of modifier 59 is no error or warning"


def test_a_shorter_span_overlaps_but_is_not_exact(label_twice) -> None:
    found = compared(label_twice(("quote: VC for knee over toe", "quote: VC for knee")))
    assert found.counts["cues"] == Counts(right=1)
    assert found.counts["cues_exact"] == Counts(0, 1, 1)


def test_narrative_text_is_counted_in_characters(label_twice) -> None:
    found = compared(label_twice(("to: without a miss.", "to: her bedroom.")))
    lost = len("6/6stepswithoutamiss.")
    assert found.counts["narrative_text"].missed == lost
    assert found.counts["narrative_text"].spurious == 0


def test_what_only_one_annotator_lists_is_named_by_side(label_twice) -> None:
    cue = "    cues:\n      - {quote: VC for knee over toe, kind: verbal}\n"
    assert compared(label_twice((cue, ""))).counts["cues"] == Counts(missed=1)


def test_a_vague_class_of_work_is_no_intervention(label_twice) -> None:
    found = compared(label_twice(("reciprocal stairs, reps: 12", "reciprocal stairs, vague: true")))
    assert found.counts["interventions"] == Counts(right=1, missed=1)


def test_other_minutes_are_wrong_on_both_sides(label_twice) -> None:
    found = compared(
        label_twice(
            ("minutes: 23\n", "minutes: 20\n"), ("stop: 10:46, minutes: 23", "stop: 10:43, minutes: 20")
        )
    )
    assert found.counts["minutes"] == Counts(1, 1, 1)
    assert found.counts["clock_blocks"] == Counts(1, 1, 1)


def test_answers_stand_in_pairs_first_annotator_first(label_twice) -> None:
    found = compared(
        label_twice(
            ("patient_response: met", "patient_response: partial"),
            ("intended_code: 97110", "intended_code: unclear"),
            ("clinical_link: met", "clinical_link: missing"),
        )
    )
    assert found.answers["97530.patient_response"] == [("met", "partial")]
    assert found.answers["intended_code"] == [("97110", "unclear"), ("97530", "97530")]
    assert found.answers["pair.clinical_link"] == [("met", "missing")]
    assert found.answers["specific"] == [("yes", "yes"), ("yes", "yes")]


def test_findings_follow_from_the_labels_and_not_from_their_list(label_twice) -> None:
    found = compared(label_twice(("components: met", "components: missing")))
    assert found.rules == {"missing-components": Counts(spurious=1)}
    assert found.counts["errors_and_warnings"] == Counts(spurious=1)
    assert found.answers["verdict"] == [("pass", "fail")]


def test_f1_and_kappa_over_two_notes(label_twice) -> None:
    label_twice(("components: met", "components: partial"))
    corpus = label_twice(id="w01-002")
    result = measure_agreement(*load_both(corpus))
    assert (result.notes, result.narratives) == (2, 4)
    assert result.overlaps["cues"].f1.value == 1
    assert result.chances["97530.components"].same.value == 0.5
    assert result.chances["97530.components"].kappa.value == 0
    assert result.chances["specific"].kappa.value is None, "one class on both sides says nothing"
    assert result.rules["missing-components"].f1.value == 0
    assert "| `97530.components` | 0.000" in "\n".join(tables(result))


def test_a_file_that_does_not_load_is_named_and_left_out(
    label_twice, capsys: pytest.CaptureFixture[str]
) -> None:
    label_twice()
    corpus = label_twice(("quote: VC for knee over toe", "quote: VC for elbow"), id="w01-002")
    assert agreement.main([str(corpus)]) == 1
    printed = capsys.readouterr()
    assert printed.out.startswith("1 notes, 2 narratives")
    assert "w01-002.yaml" in printed.err


def test_without_a_second_labelling_there_is_nothing_to_compare(
    write_note: NoteWriter, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = write_note()
    assert agreement.main([str(corpus)]) == 2
    (corpus / SECOND).mkdir()
    assert agreement.main([str(corpus)]) == 2
    assert "no note with two labelings" in capsys.readouterr().err
    with pytest.raises(DataError):
        measure_agreement([])


def test_every_second_labelling_of_the_corpus_loads(root: Path) -> None:
    pairs, errors = load_both(root / "corpus")
    assert errors == []
    assert len(pairs) >= 200
