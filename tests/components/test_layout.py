"""Lines, sentences, bullets and sections."""

from __future__ import annotations

import pytest

SENTENCES: dict[str, list[str]] = {
    "SLR 3x10. LAQ 3x15.": ["SLR 3x10.", "LAQ 3x15."],
    "SLR 3x10! Good? Yes.": ["SLR 3x10!", "Good?", "Yes."],
    "SLR 3x10\nLAQ 3x15": ["SLR 3x10", "LAQ 3x15"],
    "SLR 3x10\r\nLAQ 3x15\r\n": ["SLR 3x10", "LAQ 3x15"],
    "SLR 3x10\n\n\nLAQ 3x15": ["SLR 3x10", "LAQ 3x15"],
    "Rest approx. 2 min vs. last wk.": ["Rest approx. 2 min vs. last wk."],
    "Bike 8 min. Then LAQ.": ["Bike 8 min.", "Then LAQ."],
    "Bike 8 min. then LAQ.": ["Bike 8 min. then LAQ."],
    "2.5 lb cuff, 1.5 mph.": ["2.5 lb cuff, 1.5 mph."],
    "Pt. did SLR.": ["Pt. did SLR."],
    "A 75 y.o. man walked.": ["A 75 y.o. man walked."],
    "e.g. SLR 3x10": ["e.g. SLR 3x10"],
    "1. bridges\n2. clams": ["1. bridges", "2. clams"],
    "S: sore. O: SLR 3x10. A: better. P: continue.": [
        "S: sore.",
        "O: SLR 3x10.",
        "A: better.",
        "P: continue.",
    ],
    "": [],
    "\n\n": [],
}


@pytest.mark.parametrize("text", SENTENCES, ids=ascii)
def test_sentences(lay_out, text: str) -> None:
    laid = lay_out(text)
    assert [laid.quote(sentence) for sentence in laid.sentences] == SENTENCES[text]


WRAPPED = "Patient performed straight leg raises and long arc quads{} in sitting on the edge of the mat."


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_a_long_line_that_goes_on_in_lower_case_was_only_wrapped(lay_out, end: str) -> None:
    assert len(lay_out(WRAPPED.format(end)).sentences) == 1


@pytest.mark.parametrize(
    "text",
    [
        "SLR 3x10\nin sitting",
        WRAPPED.format("\n\n"),
        WRAPPED.format(".\n"),
        WRAPPED.format(":\n"),
        WRAPPED.format("\nTA:"),
        WRAPPED.format("\n-"),
    ],
    ids=["short-line", "blank-line", "full-stop", "colon", "capital", "bullet"],
)
def test_other_line_ends_part_sentences(lay_out, text: str) -> None:
    assert len(lay_out(text).sentences) == 2


SECTIONS: dict[str, list[tuple[str, str]]] = {  # kind, text behind the heading
    "S: sore.\nO: SLR 3x10.\nA: better.\nP: continue.": [("subjective", "sore."), ("objective", "SLR 3x10."), ("assessment", "better."), ("plan", "continue.")],
    "S: sore. O: SLR 3x10. A: better. P: continue.": [("subjective", "sore."), ("objective", "SLR 3x10."), ("assessment", "better."), ("plan", "continue.")],
    "SUBJECTIVE\nsore\n\nOBJECTIVE\nSLR": [("subjective", ""), ("subjective", "sore"), ("objective", ""), ("objective", "SLR")],
    "Subjective: sore\nObjective: SLR": [("subjective", "sore"), ("objective", "SLR")],
    "## Objective\nSLR": [("objective", ""), ("objective", "SLR")],
    "ASSESSMENT - better": [("assessment", "better")],
    "S/O: sore\nA/P: continue": [("objective", "sore"), ("assessment", "continue")],
    "HEP: SLR daily": [("home", "SLR daily")],
    "Goals: stairs": [("goals", "stairs")],
    "Billing: 97110x2": [("billing", "97110x2")],
    "Plan (next visit): stairs": [("plan", "stairs")],
    "A: better\nStill weak\n\nSLR 3x10": [("assessment", "better"), ("assessment", "Still weak"), ("", "SLR 3x10")],
    # no headings
    "Plan of care reviewed. SLR 3x10": [("", "Plan of care reviewed."), ("", "SLR 3x10")],
    "A patient walked": [("", "A patient walked")],
    "s: sore": [("", "s: sore")],
    "SLR 3x10\nLAQ 3x15": [("", "SLR 3x10"), ("", "LAQ 3x15")],
}  # fmt: skip


@pytest.mark.parametrize("text", SECTIONS, ids=ascii)
def test_sections(lay_out, text: str) -> None:
    laid = lay_out(text)
    found = [
        (
            sentence.section,
            laid.reading.quote(sentence.body, sentence.end) if sentence.body < sentence.end else "",
        )
        for sentence in laid.sentences
    ]
    assert found == SECTIONS[text]


@pytest.mark.parametrize("mark", ["- ", "* ", "• ", "· ", "1. ", "2) ", "> ", "◦ ", "\t- "], ids=ascii)
def test_bullets(lay_out, mark: str) -> None:
    laid = lay_out(f"Exercises\n{mark}SLR 3x10\n{mark}LAQ 3x15")
    assert [laid.reading.quote(one.body, one.end) for one in laid.sentences if one.bullet] == [
        "SLR 3x10",
        "LAQ 3x15",
    ]


@pytest.mark.parametrize("text", ["3x10 SLR", "10 reps of SLR", "2.5 lb SLR", "45) SLR", "10:05 SLR"])
def test_a_number_that_begins_a_line_is_no_bullet(lay_out, text: str) -> None:
    assert not any(sentence.bullet for sentence in lay_out(text).sentences)


def test_lines_and_paragraphs_are_counted(lay_out) -> None:
    laid = lay_out("TE\r\nSLR 3x10. LAQ.\r\n\r\nTA\nstairs")
    assert [(one.line, one.paragraph, one.opens) for one in laid.sentences] == [
        (0, 0, True),
        (1, 0, True),
        (1, 0, False),
        (2, 1, True),
        (3, 1, True),
    ]
