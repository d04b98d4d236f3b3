"""One checker for many threads, processes and notes."""

from __future__ import annotations

import itertools
import pickle
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import nlp_check
from nlp_check import Checker
from nlp_check.errors import NlpCheckError, RecordError
from nlp_check.records.report import Report

GOOD = "97110 10:05-10:23, 1 unit: seated leg press 3x15 40# for R quad strength."


@pytest.fixture(scope="module")
def notes(root: Path) -> list[str]:
    """Forty notes of the corpus, from different writers."""
    paths = sorted((root / "corpus" / "notes").glob("*.txt"))
    return [path.read_bytes().decode() for path in paths[:: max(1, len(paths) // 40)]][:40]


def test_threads_that_share_a_checker_get_the_same_reports(checker: Checker, notes: list[str]) -> None:
    alone = [checker.check(note).to_json() for note in notes]
    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(lambda note: checker.check(note).to_json(), notes * 4))
    assert together == alone * 4


def test_a_fresh_checker_may_be_shared_at_once(notes: list[str]) -> None:
    """Its memory of tokens is empty, and all threads fill it at the same time."""
    fresh = Checker()
    with ThreadPoolExecutor(max_workers=8) as pool:
        together = list(pool.map(lambda note: fresh.check(note).to_json(), notes[:12] * 4))
    assert together == [fresh.check(note).to_json() for note in notes[:12]] * 4


def test_a_report_depends_on_no_note_before_it(notes: list[str]) -> None:
    forward, backward = Checker(), Checker()
    told = [forward.check(note).to_json() for note in notes]
    assert [backward.check(note).to_json() for note in reversed(notes)] == told[::-1]


@pytest.mark.parametrize("policy", ["strict", "medicare", "ama"])
def test_a_pickled_checker_gives_the_same_bytes(notes: list[str], policy: str) -> None:
    first = Checker(policy=policy)
    again: Checker = pickle.loads(pickle.dumps(first))
    assert again.policy == first.policy
    assert [again.check(note).to_json() for note in notes[:8]] == [
        first.check(note).to_json() for note in notes[:8]
    ]


def test_a_checker_cannot_be_made_with_an_unknown_policy() -> None:
    with pytest.raises(NlpCheckError):
        Checker(policy="no-such-policy")


class TestCheckMany:
    def test_the_same_as_one_by_one(self, checker: Checker, notes: list[str]) -> None:
        assert list(checker.check_many(notes)) == [checker.check(note) for note in notes]

    def test_it_is_lazy(self, checker: Checker) -> None:
        taken = []

        def records() -> Iterator[str]:
            for number in itertools.count():
                taken.append(number)
                yield GOOD

        reports = checker.check_many(records())
        assert taken == []
        first = list(itertools.islice(reports, 3))
        assert len(first) == 3
        assert len(taken) < 1000  # it may read ahead, and not without end

    def test_bad_records_are_reported_in_their_place(self, checker: Checker) -> None:
        records: list[object] = [
            {"note_id": "a", "text": GOOD},
            {"note_id": "b"},
            {"note_id": "c", "text": 7},
            {"note_id": "d", "text": GOOD, "date": "2026-02-30"},
            {"note_id": "e", "text": GOOD, "claim": [{"code": "97110", "units": -1}]},
            {"note_id": "f", "text": GOOD, "claim": "[oops"},
            {"note_id": "g", "text": GOOD, "claim": [{"code": "nine"}]},
            {"note_id": "h", "text": GOOD, "claim": [{"code": "97110", "modifiers": ["toolong"]}]},
            None,
            {"note_id": "j", "text": GOOD},
        ]
        reports = list(checker.check_many(records))  # type: ignore[arg-type]
        assert [report.note_id for report in reports] == ["a", "b", "c", "d", "e", "f", "g", "h", None, "j"]
        errors = [report.to_dict().get("error") for report in reports]
        assert [error and (error["kind"], error["field"], error["position"]) for error in errors] == [
            None,
            ("missing-field", "text", 1),
            ("wrong-type", "text", 2),
            ("bad-date", "date", 3),
            ("bad-units", "claim[0].units", 4),
            ("bad-json", "claim", 5),
            ("bad-code", "claim[0].code", 6),
            ("bad-modifier", "claim[0].modifiers", 7),
            ("wrong-type", "", 8),
            None,
        ]

    def test_a_bad_record_has_nothing_but_its_error(self, checker: Checker) -> None:
        (report,) = checker.check_many([{"text": GOOD, "date": "leg press"}])
        assert (report.narratives, report.findings, report.pair) == ((), (), None)
        assert b"press" not in report.to_json()

    def test_a_good_report_has_no_error(self, checker: Checker) -> None:
        (report,) = checker.check_many([GOOD])
        assert "error" not in report.to_dict()

    def test_one_check_raises_instead(self, checker: Checker) -> None:
        with pytest.raises(RecordError) as caught:
            checker.check({"note_id": "a"})
        assert (caught.value.kind, caught.value.field) == ("missing-field", "text")
        assert isinstance(caught.value, NlpCheckError)


def test_records_may_be_notes_strings_or_mappings(checker: Checker) -> None:
    note = nlp_check.records.note.Note(text=GOOD)
    reports: list[Report] = list(checker.check_many([GOOD, {"text": GOOD}, note]))
    assert reports[0] == reports[1] == reports[2]
