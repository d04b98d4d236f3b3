"""Weak and better pairs: the file, and when a version counts as ranked higher."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from nlp_check.errors import DataError, ModelError
from nlp_check.records.evidence import Code
from nlp_check.records.report import NarrativeReport, Report, Scores
from nlp_check.training import pairs
from nlp_check.training.pairs import KINDS, MARGIN, Outcome, Pair, Ranks, load_pairs, run, summary, wrong

LINE = "- {id: a1, kind: cue, code: '97530', trap: false, weak: Cues given., better: Cues to lean forward.}\n"
BASE = Ranks(0.40, 0.20, 50)


def pair(*, trap: bool = False, id: str = "a1") -> Pair:
    return Pair(id=id, kind="cue", code="97530", trap=trap, weak="weak text", better="better text")


def report(code: Code | None, ranks: Ranks = BASE) -> Report:
    """A report of one narrative, or of none."""
    narrative = NarrativeReport(
        code=code or "97530", spans=(), time_blocks=(), minutes=None, billed_units=None, supported_units=None,
        interventions=(), cues=(), measures=(), goal_connections=(), intended_code=None,
        intended_code_probability=None, elements={}, strength=ranks.strength,
        scores=Scores(specific=ranks.specific, separately_justified=ranks.separately_justified),
    )  # fmt: skip
    return Report("1", None, "strict", "0", "fail", (narrative,) if code else (), None, (), None)


@pytest.fixture(scope="module")
def shipped(root: Path) -> list[Pair]:
    return load_pairs(root / "corpus" / "pairs.yaml")


def test_the_shipped_pairs_are_eighty_of_four_kinds(shipped: list[Pair]) -> None:
    assert len(shipped) == 80
    assert Counter(pair.kind for pair in shipped) == dict.fromkeys(KINDS, 20)
    assert sum(pair.trap for pair in shipped) >= 20
    assert {pair.code for pair in shipped} == {"97110", "97530"}


def test_every_shipped_trap_is_longer(shipped: list[Pair]) -> None:
    assert [one.id for one in shipped if one.trap and len(one.better) <= len(one.weak)] == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (LINE + LINE, "a1 stands there twice"),
        (LINE.replace("Cues to lean forward.", "Cues  given."), "the same block twice"),
        (LINE.replace("kind: cue", "kind: joke"), "kind"),
        (LINE.replace("trap: false, ", ""), "trap"),
    ],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        load_pairs(path)


@pytest.mark.parametrize(
    ("better", "risen"),
    [
        (BASE, ()),
        (Ranks(0.40 + MARGIN / 2, 0.20, 50), ()),
        (Ranks(0.40 + 2 * MARGIN, 0.20, 50), ("specific",)),
        (Ranks(0.30, 0.30, 40), ("separately_justified",)),
        (Ranks(0.40, 0.20, 51), ("strength",)),
        (Ranks(None, None, None), ()),
    ],
)
def test_what_ranks_higher(better: Ranks, risen: tuple[str, ...]) -> None:
    assert Outcome(pair(), BASE, better).risen == risen
    assert Outcome(pair(), BASE, better).right is bool(risen)
    assert Outcome(pair(trap=True), BASE, better).right is not bool(risen)


def test_a_score_that_is_not_there_is_the_lowest() -> None:
    assert Outcome(pair(), Ranks(None, None, None), Ranks(0.01, 0.01, 0)).risen == pairs.SCORES


def test_both_versions_are_checked_with_the_code_as_claim() -> None:
    asked: list[dict[str, Any]] = []

    def check(record: dict[str, Any]) -> Report:
        asked.append(record)
        return report("97530", Ranks(0.9, 0.9, 90)) if "better" in record["text"] else report(None)

    (outcome,) = run([pair()], check)
    assert [record["text"] for record in asked] == ["weak text", "better text"]
    assert all(record["claim"] == [{"code": "97530", "units": 1}] for record in asked)
    assert (outcome.weak, outcome.better) == (Ranks(None, None, None), Ranks(0.9, 0.9, 90))


def test_the_summary_counts_traps_apart() -> None:
    higher = Ranks(0.9, 0.20, 60)
    outcomes = [
        Outcome(pair(), BASE, higher),
        Outcome(pair(id="a2"), BASE, BASE),
        Outcome(pair(trap=True, id="a3"), BASE, higher),
    ]
    assert "| cue | 1 of 2 (50.0 %) | 1 | 0 | 1 | 1 of 1 (100.0 %) |" in list(summary(outcomes))
    assert "| goal | - | 0 | 0 | 0 | - |" in list(summary(outcomes))
    second, third = wrong(outcomes)
    assert second.startswith("a2 (cue, 97530): does not rank higher: specific 0.4 -> 0.4")
    assert third.startswith("a3 (cue, 97530): a trap ranks higher by specific, strength")


def test_the_command_ends_with_one_for_a_wrong_rank_and_two_for_no_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "pairs.yaml"
    path.write_text(LINE, encoding="utf-8")

    class Same:
        def check(self, record: dict[str, Any]) -> Report:
            return report("97530")

    def broken() -> None:
        raise ModelError("is missing")

    monkeypatch.setattr(pairs, "Checker", Same)
    assert pairs.main([str(path)]) == 1
    assert "a1 (cue, 97530): does not rank higher" in capsys.readouterr().out
    monkeypatch.setattr(pairs, "Checker", broken)
    assert pairs.main([str(path)]) == 2
