"""Style by style: who is held out together, what is counted for each, and how the page shows it."""

from __future__ import annotations

import msgspec
import pytest

from nlp_check.components.model_file import current_directory
from nlp_check.training.accuracy_page import accuracy_page
from nlp_check.training.fit_narratives import groups_of
from nlp_check.training.matching import Counts
from nlp_check.training.measure import measure
from nlp_check.training.measured import FILE, Metrics, Sample, SplitMetrics, encode, read_metrics
from nlp_check.training.tally import ERRORS_AND_WARNINGS, INTENDED_CODE_SURE, Tally

SAMPLE = Sample(notes=4, narratives=4, writers=2, styles=2, sha256="0" * 64)
STYLES = {"w01-001": "terse", "w01-002": "terse", "w02-001": "long", "w02-002": "long"}


def tally(note: str, right: int, spurious: int, missed: int) -> Tally:
    counts = Counts(right, spurious, missed)
    made = Tally(
        note, counts={"cues": counts, "narrative_text": Counts(1)}, findings={ERRORS_AND_WARNINGS: counts}
    )
    made.labels = {
        "97110.dose": [("met", "met" if right else "missing")],
        "intended_code": [("97110", "97110")],
    }
    made.scores = {INTENDED_CODE_SURE: [(right > 0, 0.85)]}
    return made


@pytest.fixture
def split() -> SplitMetrics:
    tallies = [
        tally("w01-001", 3, 1, 0),
        tally("w01-002", 1, 0, 0),
        tally("w02-001", 0, 1, 1),
        tally("w02-002", 1, 0, 1),
    ]
    return measure(tallies, SAMPLE, None, STYLES)


@pytest.fixture
def metrics(split: SplitMetrics) -> Metrics:
    """The shipped file with this split as the crossed one."""
    shipped = read_metrics(current_directory() / FILE)
    return msgspec.structs.replace(shipped, splits={"cross": split})


def test_each_style_is_counted_alone(split: SplitMetrics) -> None:
    assert list(split.styles) == ["long", "terse"]
    terse, long = split.styles["terse"], split.styles["long"]
    assert (terse.extractions["cues"].right, terse.extractions["cues"].spurious) == (4, 1)
    assert (long.findings.right, long.findings.spurious, long.findings.missed) == (1, 1, 2)
    assert (terse.notes, terse.narratives) == (2, 2)
    assert (terse.elements_accuracy.value, long.elements_accuracy.value) == (1.0, 0.5)


def test_the_styles_together_are_the_split(split: SplitMetrics) -> None:
    total = sum(one.extractions["cues"].right for one in split.styles.values())
    assert total == split.extractions["cues"].right


def test_how_sure_the_likeliest_code_is(split: SplitMetrics) -> None:
    assert split.intended_code_sure is not None
    (only,) = split.intended_code_sure.bins
    assert (only.low, only.count, only.mean, only.yes) == (0.8, 4, 0.85, 0.75)


def test_the_page_shows_them(metrics: Metrics) -> None:
    lines = accuracy_page(metrics).splitlines()
    assert "## Leave one style out" in lines
    assert (
        "| style | notes | narratives | narrative text | interventions | cues | measures | goal connections | elements | findings |"
        in lines
    )
    assert "| `terse` | 2 | 2 | 1.00 | - | 0.89 | - | - | 1.00 | 0.89 |" in lines
    assert "| `long` | 2 | 2 | 1.00 | - | 0.40 | - | - | 0.50 | 0.40 |" in lines
    assert "| **mean** |  |  | **1.00** | - | **0.64** | - | - | **0.75** | **0.64** |" in lines
    assert "| 0.8 to 0.9 | 0.85 / 0.75 (4) |" in lines


def test_only_the_crossed_split_has_the_table(metrics: Metrics, split: SplitMetrics) -> None:
    """Train and dev were seen in training, and test has its own unseen styles in the tables above."""
    assert "Leave one style out" not in accuracy_page(
        msgspec.structs.replace(metrics, splits={"test": split})
    )


def test_files_written_before_there_were_styles_are_still_read(metrics: Metrics) -> None:
    old = msgspec.json.decode(encode(metrics))
    for name in ("styles", "intended_code_sure"):
        del old["splits"]["cross"][name]
    read = msgspec.convert(old, Metrics)
    assert (read.splits["cross"].styles, read.splits["cross"].intended_code_sure) == ({}, None)
    assert "## Calibration" in accuracy_page(read)


def test_the_committed_page_is_that_of_the_committed_metrics(root) -> None:
    path = root / "docs" / "accuracy.md"
    assert path.read_text(encoding="utf-8") == accuracy_page(read_metrics(current_directory() / FILE))


@pytest.mark.parametrize(
    ("pairs", "groups"),
    [
        ([("a", "x"), ("b", "y"), ("a", "x")], ["a", "b", "a"]),
        ([("a", "x"), ("b", "x"), ("c", "y")], ["a", "a", "c"]),
        ([("c", "x"), ("b", "x"), ("b", "y"), ("a", "y"), ("d", "z")], ["a", "a", "a", "a", "d"]),
    ],
)
def test_writers_who_share_a_style_are_held_out_together(
    pairs: list[tuple[str, str]], groups: list[str]
) -> None:
    """Also through a third: each has the style of the next."""
    assert groups_of(pairs) == groups
