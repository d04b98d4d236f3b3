"""The page a therapist reads: complete without colour, within 80 columns, the same as the golden page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from nlp_check.records.evidence import Distance, Intervention, TimeBlock
from nlp_check.records.report import Report
from nlp_check.render import Entry, Settings, renderer
from nlp_check.render.labels import dose
from nlp_check.render.narrative import MAX_WORK, narrative_lines, time_and_units

GOLDEN = Path(__file__).parent / "golden_page.txt"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def page(*entries: Entry, **settings: Any) -> str:
    """All that is printed."""
    return "".join(renderer("text")(entries, Settings(**settings)))


def changed(entry: Entry, **changes: Any) -> Entry:
    """``entry`` with other report fields."""
    return msgspec.structs.replace(entry, report=msgspec.structs.replace(entry.report, **changes))


def test_golden_page(entry: Entry) -> None:
    """The whole page, character for character."""
    assert page(entry) == GOLDEN.read_text(encoding="utf-8")


def test_no_line_is_wider_than_asked(entry: Entry) -> None:
    """At 80 columns and at 60."""
    for width in (80, 60):
        assert max(map(len, page(entry, width=width).splitlines())) <= width


def test_colour_adds_nothing_but_colour(entry: Entry) -> None:
    """Without its colour codes the coloured page is the plain one."""
    colored = page(entry, color=True)
    assert "\x1b[1;31merror\x1b[0m" in colored
    assert ANSI.sub("", colored) == page(entry)


def test_quiet_is_one_line_a_note(entry: Entry, clean_entry: Entry, bad_entry: Entry) -> None:
    """Bad records are on standard error and have no line here."""
    assert page(entry, clean_entry, bad_entry, quiet=True).splitlines() == [
        "visits/v4.txt: FAIL  2 errors, 1 warning, 1 remark (policy strict)",
        "v5: PASS  no findings (policy strict)",
    ]


def test_summary_after_several_notes(entry: Entry, clean_entry: Entry, bad_entry: Entry) -> None:
    """Counts every verdict and what was not read; a single note needs none."""
    assert page(entry, clean_entry, bad_entry).splitlines()[-1] == "3 notes: 1 fail, 1 pass, 1 not read"
    assert "notes:" not in page(clean_entry)


def test_page_without_codes(clean_entry: Entry, report: Report) -> None:
    """A note with neither code says so and shows no empty blocks."""
    finding = msgspec.structs.replace(
        report.findings[3], id="N01", rule="no-code-found", severity="info", message="No code.", hint=""
    )
    shown = page(changed(clean_entry, findings=(finding,)))
    assert shown == (
        "v5"
        + "visits.jsonl:2".rjust(78)
        + "\n"
        + "=" * 80
        + "\nThe whole note\n\n  [1] info N01 no-code-found\n      No code.\n\n"
        "On whose authority\n  [1] house: founding checklist\n\nPASS  1 remark (policy strict)\n\n"
    )


def test_review_by_score_alone_gives_the_reason(clean_entry: Entry) -> None:
    """A verdict without a finding would puzzle."""
    shown = page(changed(clean_entry, verdict="review"))
    assert "REVIEW  a score is between its thresholds (policy strict)" in shown


def test_escape_sequences_of_a_note_do_not_reach_the_terminal(entry: Entry) -> None:
    """Nor do bidirectional overrides; columns stay true."""
    entry = msgspec.structs.replace(entry, text=entry.text.replace("seated", "\x1b[2J\u202eed"))
    shown = page(entry)
    assert "\x1b" not in shown and "\u202e" not in shown and "?[2Jed" in shown


def test_finding_for_a_code_without_narrative(entry: Entry) -> None:
    """Such as a code on the claim that nothing documents."""
    shown = page(changed(entry, narratives=entry.report.narratives[:1], pair=None))
    assert "\n97530 (activity)\n\n  [2] error S05" in shown


def test_endless_work_is_cut_short(report: Report) -> None:
    """A runaway note does not fill the screen."""
    works = report.narratives[0].interventions[:1] * (MAX_WORK + 5)
    lines = list(
        narrative_lines(msgspec.structs.replace(report.narratives[0], interventions=works), Settings())
    )
    assert sum("seated leg press" in line for line in lines) == MAX_WORK
    assert "             and 5 more" in lines


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "18 min (10:05-10:23) supports 1 unit; 2 billed"),
        ({"billed_units": None}, "18 min (10:05-10:23) supports 1 unit; units billed not stated"),
        ({"time_blocks": ()}, "18 min stated supports 1 unit; 2 billed"),
        ({"time_blocks": (), "minutes": None, "supported_units": None}, "no time of its own; 2 units billed"),
        ({"minutes": None, "supported_units": None}, "10:05-10:23: minutes unknown; 2 units billed"),
        (
            {"minutes": 7, "supported_units": 0, "billed_units": 1},
            "7 min (10:05-10:23) supports 0 units; 1 billed",
        ),
        (
            {
                "time_blocks": (
                    TimeBlock("10:05", "10:15", 10, (0, 1)),
                    TimeBlock("10:20", "10:28", 8, (1, 2)),
                )
            },
            "18 min (10:05-10:15, 10:20-10:28) supports 1 unit; 2 billed",
        ),
    ],
)
def test_unit_arithmetic(report: Report, changes: dict[str, Any], sentence: str) -> None:
    """Every combination of known and unknown is a true sentence."""
    assert time_and_units(msgspec.structs.replace(report.narratives[0], **changes)) == sentence


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, ""),
        ({"sets": 3, "reps": (8, 12)}, "3 x 8-12"),
        ({"sets": 2}, "2 sets"),
        ({"reps": 15, "per_side": True}, "x 15, each side"),
        ({"reps": 3, "hold_seconds": (20, 30)}, "x 3, 20-30 s hold"),
        ({"duration_seconds": 480}, "8 min"),
        ({"duration_seconds": (120, 180)}, "2-3 min"),
        ({"duration_seconds": 45}, "45 s"),
        ({"distance": Distance(150, "ft")}, "150 ft"),
        ({"distance": Distance(12, "step")}, "12 steps"),
        ({"distance": Distance(1, "flight"), "side": "left"}, "1 flight, left"),
    ],
)
def test_dose_in_words(fields: dict[str, Any], words: str) -> None:
    """Ranges stay ranges, seconds that are whole minutes are minutes."""
    assert dose(Intervention(name="x", span=(0, 1), **fields)) == words
