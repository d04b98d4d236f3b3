"""The committed cards: fixed sections, none empty, and the ethics say what they must, with errors in both directions."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nlp_check.components.model_file import current_directory
from nlp_check.errors import DataError
from nlp_check.training import card, card_data
from nlp_check.training.measured import FILE, Metrics, read_metrics
from nlp_check.training.sections import FEWEST_WORDS, FORBIDDEN_USES, check_sections

WORDS = " ".join(["word"] * FEWEST_WORDS)


@pytest.fixture(scope="module")
def metrics() -> Metrics:
    return read_metrics(current_directory() / FILE)


@pytest.fixture(scope="module")
def cards(root: Path) -> dict[str, str]:
    """The model card and the data card as they are committed."""
    paths = {"model": current_directory() / card.FILE, "data": root / "corpus" / card_data.FILE}
    return {name: path.read_text(encoding="utf-8") for name, path in paths.items()}


def without(text: str, section: str, body: str = "") -> str:
    """The card with another body under one heading."""
    changed, count = re.subn(
        rf"(^## {re.escape(section)}\n).*?(?=^## |\Z)",
        rf"\1\n{body}\n\n",
        text,
        flags=re.DOTALL | re.MULTILINE,
    )
    assert count == 1
    return changed


def check(name: str, text: str) -> None:
    if name == "model":
        card.check_card(text)
    else:
        card_data._check(text, Path("CARD.md"))


@pytest.mark.parametrize("name", ["model", "data"])
def test_the_committed_card_is_whole(cards: dict[str, str], name: str) -> None:
    check(name, cards[name])


@pytest.mark.parametrize(
    ("name", "section"),
    [
        *(("model", section) for section in card.SECTIONS),
        *(("data", section) for section in card_data.HEADINGS),
    ],
)
def test_an_empty_section_is_an_error(cards: dict[str, str], name: str, section: str) -> None:
    """Also one that holds only a table, a comment, or a word; and one that is gone."""
    for body in (
        "",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "<!-- to be written some day, when there is time for it -->",
        "TODO",
    ):
        with pytest.raises(DataError, match=f"section '{section}' is absent or empty"):
            check(name, without(cards[name], section, body))
    with pytest.raises(DataError, match=f"section '{section}' is absent or empty"):
        check(name, cards[name].replace(f"## {section}\n", f"### {section}\n"))


@pytest.mark.parametrize("name", ["model", "data"])
@pytest.mark.parametrize("phrase", FORBIDDEN_USES)
def test_the_ethics_forbid_what_must_be_forbidden(cards: dict[str, str], name: str, phrase: str) -> None:
    """Not to write facts into a chart, not to steer to the better-paid code."""
    _, ethics = cards[name].split("## Ethics\n")
    words = r"\s+".join(map(re.escape, phrase.split()))
    with pytest.raises(DataError, match=f"section 'Ethics' does not say '{phrase}'"):
        check(name, cards[name].replace(ethics, re.sub(words, "something", ethics)))


@pytest.mark.parametrize("rule", ["C01 exercise-billed-as-activity", "C02 activity-billed-as-exercise"])
def test_both_directions_of_a_wrong_code_are_reported(
    cards: dict[str, str], metrics: Metrics, rule: str
) -> None:
    with pytest.raises(DataError, match=rule):
        check("model", cards["model"].replace(rule, "C00"))
    made = card.model_card(metrics)
    for name in set(metrics.splits) & set(card.UNSEEN):
        score = metrics.splits[name].rules.get(rule.partition(" ")[2])
        counts = (score.right, score.spurious, score.missed) if score is not None else (0, 0, 0)
        assert f"| {name} | `{rule}` | {' | '.join(map(str, counts))} |" in made


def test_both_directions_of_reading_are_counted(metrics: Metrics) -> None:
    """Of the gold narratives of each code, how many are read as the other."""
    confusion = {"97110": {"97110": 40, "97530": 3}, "97530": {"97110": 5, "97530": 30}}
    split = next(iter(metrics.splits.values()))
    intended = msgspec.structs.replace(split.intended_code, confusion=confusion)
    changed: Any = msgspec.structs.replace(
        metrics, splits={"test": msgspec.structs.replace(split, intended_code=intended)}
    )
    made = card.model_card(changed)
    assert "| test | 97110 read as 97530 | 3 of 43 |" in made
    assert "| test | 97530 read as 97110 | 5 of 35 |" in made


def test_sections_stand_in_their_order() -> None:
    text = f"# Card\n\n## A\n\n{WORDS}\n\n## B\n\n{WORDS}\n"
    check_sections(text, ("A", "B"), {"A": ("word word",)}, "CARD.md")
    with pytest.raises(DataError, match="the sections are not B, A"):
        check_sections(text, ("B", "A"), {}, "CARD.md")
    with pytest.raises(DataError, match="section 'A' does not say 'sword'"):
        check_sections(text, ("A", "B"), {"A": ("sword",)}, "CARD.md")
