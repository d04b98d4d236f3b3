"""The data card says what the corpus holds today, and its fixed sections are there."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_check.errors import DataError
from nlp_check.training import card_data
from nlp_check.training.card_data import FILE, current_card
from nlp_check.training.gold import SECOND, load_gold
from nlp_check.training.shares import SHARES, is_real_style, share

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

_GENERATED = re.compile(r"(<!-- generated: \w+ -->\n).*?(<!-- end)", re.DOTALL)


@pytest.fixture
def small(write_note: NoteWriter, root: Path) -> Path:
    """A corpus of one note, labelled twice alike, with the hand-written text of the real card and no counts."""
    corpus = write_note()
    shutil.copytree(corpus / "notes", corpus / SECOND)
    (corpus / "splits.yaml").write_text("test: []\ndev: []\nadversarial: [w01]\n", encoding="utf-8")
    card = (root / "corpus" / FILE).read_text(encoding="utf-8")
    (corpus / FILE).write_text(_GENERATED.sub(r"\1\2", card), encoding="utf-8")
    return corpus


def test_the_card_of_the_corpus_is_current(root: Path) -> None:
    card = (root / "corpus" / FILE).read_text(encoding="utf-8")
    assert current_card(root / "corpus") == card, "run python -m nlp_check.training.card_data corpus"


def test_links_of_the_card_lead_to_files(root: Path) -> None:
    card = (root / "corpus" / FILE).read_text(encoding="utf-8")
    assert all((root / "corpus" / target).exists() for target in re.findall(r"\]\(([^)]+)\)", card))


def test_counts_are_of_the_notes(small: Path) -> None:
    card = current_card(small)
    assert "| adversarial | 1 | 1 | 1 | 1 | 0 | 1 | 1 | 1 |" in card
    assert "| `clinic-soap` | adversarial | w01 | 1 | 2 |" in card
    assert "| adversarial | 2 | 2 | 1 | 1 | 2 | 100 % | 100 % |" in card
    assert "| `97530.components` | 1 | 0 | 0 | 0 |" in card
    assert "1 notes with 2 narratives were labelled twice." in card


def test_stale_is_said_then_written_then_current(small: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert card_data.main([str(small), "--check"]) == 1
    assert card_data.main([str(small)]) == 0
    assert card_data.main([str(small), "--check"]) == 0
    ends = [line.rpartition(" ")[2] for line in capsys.readouterr().out.splitlines()]
    assert ends == ["stale", "written", "current"]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("## Ethics", "## Morals", "section 'Ethics' is absent or empty"),
        ("## Limits", "## Also\n\nNothing.\n\n## Limits", "the sections are not"),
        ("<!-- generated: shares -->", "", "generated parts"),
    ],
)
def test_a_missing_section_or_part_is_an_error(small: Path, old: str, new: str, reason: str) -> None:
    text = (small / FILE).read_text(encoding="utf-8")
    (small / FILE).write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(DataError, match=reason):
        current_card(small)


def test_an_empty_section_is_an_error(small: Path) -> None:
    head, _, _ = (small / FILE).read_text(encoding="utf-8").partition("## Licence\n")
    (small / FILE).write_text(f"{head}## Licence\n\n", encoding="utf-8")
    with pytest.raises(DataError, match="'Licence' is absent or empty"):
        current_card(small)


@pytest.mark.parametrize(
    ("name", "yes", "no"),
    [
        ("minutes", "stood 7 minutes", "min A for transfer"),
        ("sets x reps", "SLR 3 × 10", "x10 each"),
        ("bare count", "cones x20", "SLR 3 x 10"),
        ("trials or items", "6/6 trials", "pain 3/10 today"),
        ("hold", "bridge with 3 sec hold", "bridge 3x10"),
        ("load", "2.5# weights", "trial #2 of 3"),
        ("assistance level", "Min A to stand", "10 min and rest"),
        ("purpose clause", "in order to dress", "patient was dressed"),
    ],
)
def test_what_a_share_counts(write_note: NoteWriter, name: str, yes: str, no: str) -> None:
    labels = "id: w01-001\nwriter: w01\nstyle: real-ot\nnarratives: []\nfindings: [[no-code-found, null]]\n"
    holds = next(holds for named, holds, _ in SHARES if named == name)
    found = [load_gold(write_note(text=text, labels=labels), "w01-001") for text in (yes, no)]
    assert [share([note], holds) for note in found] == [100, 0]
    assert all(map(is_real_style, found))
