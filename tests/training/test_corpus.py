"""Every disagreement between labels is refused, at its line, and sound files are not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from nlp_check.training.corpus import check_files, main

if TYPE_CHECKING:
    from tests.training.conftest import NoteWriter

PATH = "notes/w01-001.yaml"
NOT_DOCUMENTED = """\
id: w01-001
writer: w01
style: clinic-soap
claim: [{code: 97530, units: 1, modifiers: [GP]}]
narratives:
  - code: 97530
    text: []
    minutes: 15
    billed_units: 1
    elements: {named_activity: missing, components: missing, skilled_direction: missing, clock_time: missing,
               goal_connection: missing, patient_response: missing}
    intended_code: unclear
    specific: false
    separately_justified: false
findings: [[billed-not-documented, 97530]]
"""


def problems(directory: Path, id: str = "w01-001") -> list[str]:
    """``line: message`` of every problem."""
    return [f"{problem.line}: {problem.reason}" for problem in check_files(directory, id)[0]]


def test_a_sound_corpus_is_counted(write_note: NoteWriter, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write_note()
    write_note(labels=NOT_DOCUMENTED.replace("w01", "w02"), text="Billed: 97530 x1 15 min", id="w02-001")
    assert main([str(directory)]) == 0
    assert capsys.readouterr().out == "2 notes, 3 narratives: ok\n"
    assert main([str(directory), "--writer", "w02"]) == 0
    assert capsys.readouterr().out == "1 notes, 1 narratives: ok\n"


def test_problems_are_printed_one_a_line(write_note: NoteWriter, capsys: pytest.CaptureFixture[str]) -> None:
    directory = write_note(
        ("    minutes: 18\n", "    minutes: 20\n"), ("patient_response: met", "patient_response: partial")
    )
    assert main([str(directory), "w01-001"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[0] == f"{directory / PATH}:10: narratives[0].minutes: 97110 the blocks add up to 18, not 20"
    finding = "missing: [missing-response, 97530] (O03) follows from the labels"
    assert out[1:] == [f"{directory / PATH}:60: findings: {finding}"]


def test_no_corpus_is_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "is not a directory" in capsys.readouterr().err
    (tmp_path / "notes").mkdir()
    assert main([str(tmp_path), "--writer", "w01"]) == 2
    assert "no note to check" in capsys.readouterr().err


def test_a_file_without_its_partner(write_note: NoteWriter) -> None:
    directory = write_note()
    (directory / "notes" / "w01-001.yaml").rename(directory / "notes" / "w01-002.yaml")
    assert problems(directory, "w01-001") == ["None: w01-001.yaml is not there beside it"]
    assert problems(directory, "w01-002") == ["None: w01-002.txt is not there beside it"]
    assert problems(directory, "w01-003") == ["None: there is no such note"]


def test_findings_missing_and_too_much_are_named(write_note: NoteWriter) -> None:
    directory = write_note(
        ("- [modifier-59-reminder, null]", "- [missing-dose, '97110']\n  - [nonsense, null]")
    )
    assert problems(directory) == [
        "60: findings: missing: [modifier-59-reminder, null] (P03) follows from the labels",
        "61: findings[0]: too much: [missing-dose, 97110] (S02) does not follow from the labels",
        "62: findings[1]: nonsense is not a rule that is on under strict",
    ]


@pytest.mark.parametrize(
    ("old", "new", "at", "expected"),
    [
        ("id: w01-001", "id: w01-009", "", "id: is w01-009, but the file is named w01-001"),
        ("writer: w01", "writer: w02", "", "writer: is w02, but the id says w01"),
        ("style: clinic-soap", "style: Clinic SOAP", "", "style: must be a slug"),
        ("      dose: met\n", "", "    elements:", "elements: 97110 dose is left out"),
        (
            "dose: met",
            "dose: met\n      reach: met",
            "reach",
            "elements.reach: 97110 is not an element of 97110",
        ),
        ("dose: met", "dose: not_applicable", "", "elements.dose: 97110 cannot be not_applicable"),
        (
            "10:23, minutes: 18",
            "10:23, minutes: 17",
            "",
            "time_blocks[0]: 97110 10:05 to 10:23 is 18 minutes, not 17",
        ),
        ("start: 10:05", "start: 22:05", "", "time_blocks[0]: 97110 an impossible block"),
        ("start: 10:05", "start: '9:05'", "", "time_blocks[0]: 97110 start and stop are written HH:MM"),
        (
            "    minutes: 18\n",
            "    minutes: 18\n    stated_minutes: 18\n",
            "stated",
            "stated_minutes: 97110 is only",
        ),
        (
            ", sets: 3, reps: 15,",
            ",",
            "dose:",
            "elements.dose: 97110 cannot be met: 'seated leg press' has no dose",
        ),
        ("dose: met", "dose: missing", "", "elements.dose: 97110 cannot be missing"),
        ("dose: met", "dose: partial", "", "elements.dose: 97110 cannot be partial: every"),
        (
            "named_exercise: met",
            "named_exercise: missing",
            "",
            "elements.named_exercise: 97110 is missing, but",
        ),
        (
            "position: seated}",
            "vague: true}",
            "named_exercise",
            "elements.named_exercise: 97110 cannot be met",
        ),
        (", position: seated}", "}", "position:", "elements.position: 97110 is met, but no intervention has"),
        ("position: met", "position: missing", "", "elements.position: 97110 cannot be missing"),
        (
            "load: {value: 40, unit: lb, text: 40 lbs}, ",
            "",
            "load: met",
            "elements.load: 97110 is met, but no",
        ),
        ("text: 40 lbs", "text: 40#", "", "interventions[0].load.text: '40#' is not found in the note"),
        ("kind: rom", "kind: pain", "objective", "elements.objective_measure: 97110 is met, but no measure"),
        (
            "objective_measure: met",
            "objective_measure: missing",
            "",
            "elements.objective_measure: 97110 cannot be",
        ),
        (
            "objective_measure: met",
            "objective_measure: partial",
            "baseline: met",
            "elements.baseline: 97110 must be",
        ),
        (
            "      - Quad strength needed for reciprocal stairs at home.\n",
            "",
            "goal_connection: met",
            "elements.goal_connection: 97110 is met, but goal_connections is empty",
        ),
        (
            "impairment_target: met",
            "impairment_target: partial",
            "specific: true",
            "specific: 97110 cannot be true unless impairment_target is met",
        ),
        (
            "      - {quote: VC for knee over toe, kind: verbal}\n",
            "",
            "skilled_direction",
            "elements.skilled_direction: 97530 is met, but no cue is listed",
        ),
        (
            "skilled_direction: met",
            "skilled_direction: partial",
            "",
            "elements.skilled_direction: 97530 must be met: a cue with content is listed",
        ),
        (
            "named_activity: met",
            "named_activity: missing",
            "specific: true",
            "specific: 97530 cannot be true unless named_activity is met or partial",
        ),
        (
            "separate_time: met\n",
            "separate_time: met\n  seperate: x\n",
            "pair:",
            "pair: Object contains unknown field `seperate`",
        ),
        (
            "judged: []",
            "claim: [{code: 97530, modifiers: ['59']}]",
            "modifier_59: unknown",
            "pair.modifier_59: must be present",
        ),
        (
            "judged: []",
            "claim: [{code: 97110, units: 3}]",
            "billed_units: 1",
            "billed_units: 97110 units on the claim are 3",
        ),
        (
            "judged: []",
            "judged: [[missing-dose, '97110']]",
            "",
            "judged[0]: missing-dose is not a judged rule",
        ),
        (
            "judged: []",
            "judged: [[education-only, '97110']]",
            "",
            "judged[0]: education-only is a rule of 97530",
        ),
        (
            "judged: []",
            "judged: [[no-direct-contact, null]]",
            "",
            "judged[0]: no-direct-contact needs the code",
        ),
        (
            "judged: []",
            "judged: [[shared-description, null]]",
            "separately_justified: true",
            "separately_justified: cannot be true with shared-description",
        ),
        (
            "[modifier-59-reminder, null]",
            "[modifier-59-reminder, '97110']",
            "",
            "findings[0]: modifier-59-reminder is a finding of the note: its code is null",
        ),
        ("  - [modifier-59-reminder, null]", "  - &a [modifier-59-reminder, null]\n  - *a", "", "aliases"),
    ],
)
def test_what_disagrees_is_refused_at_its_line(
    write_note: NoteWriter, old: str, new: str, at: str, expected: str
) -> None:
    directory = write_note((old, new))
    lines = (directory / PATH).read_text(encoding="utf-8").splitlines()
    told = [problem for problem in check_files(directory, "w01-001")[0] if expected in problem.reason]
    assert told, problems(directory)
    assert (at or new.splitlines()[0]) in lines[(told[0].line or 0) - 1]


@pytest.mark.parametrize(
    ("written", "start", "stop", "stands"),
    [
        ("1:05 - 1:23 pm", "13:05", "13:23", True),
        ("1305-1323", "13:05", "13:23", True),
        ("10-10:18", "10:00", "10:18", True),
        ("10:05-23", "10:05", "10:23", True),
        ("12:05-12:23", "12:05", "12:23", True),
        ("10:05-10:23", "11:05", "11:23", False),
        ("10:05-10:23", "10:06", "10:24", False),
    ],
)
def test_a_time_block_says_what_its_quote_says(
    write_note: NoteWriter, written: str, start: str, stop: str, stands: bool
) -> None:
    labels = write_note.labels.replace(
        "'10:05-10:23', start: 10:05, stop: 10:23", f"'{written}', start: {start}, stop: {stop}"
    )
    told = problems(write_note(text=write_note.text.replace("10:05-10:23", written), labels=labels))
    assert any("does not stand in the quote" in problem for problem in told) is not stands


def test_a_claim_must_be_one_the_program_accepts(write_note: NoteWriter) -> None:
    told = problems(write_note(("judged: []", "claim: [{code: 97110, units: 1}, {code: abc}]")))
    assert told == ["59: claim[1].code: is not a five-character procedure code"]


def test_a_finding_listed_twice(write_note: NoteWriter) -> None:
    line = "  - [modifier-59-reminder, null]\n"
    directory = write_note((line, line * 2))
    assert problems(directory) == ["62: findings[1]: [modifier-59-reminder, null] (P03) is listed twice"]


def test_a_pair_stands_exactly_where_both_codes_are_billed(write_note: NoteWriter) -> None:
    upper, pair = write_note.labels.split("pair:\n")
    without_pair = upper + pair[pair.index("judged:") :]
    told = problems(write_note(labels=without_pair))
    assert "narratives: pair is left out, but both codes are billed" in told[0]
    one_code = upper[: upper.index("  - code: 97530")] + "pair:\n" + pair
    told = problems(write_note(labels=one_code))
    assert "pair: must be left out unless both codes are billed" in told[0]


def test_goal_connections_and_the_judgement_that_needs_one(write_note: NoteWriter) -> None:
    labels = write_note.labels.replace("goal_connection: met", "goal_connection: partial")
    told = [problem.partition(": ")[2] for problem in problems(write_note(labels=labels))]
    for n, code in enumerate(("97110", "97530")):
        listed = (
            f"narratives[{n}].elements.goal_connection: {code} must be met: goal_connections lists only those"
        )
        assert any(problem.startswith(listed) for problem in told)
        assert (
            f"narratives[{n}].separately_justified: {code} cannot be true unless goal_connection is met"
            in told
        )


def test_a_cue_may_be_argued_in_a_comment(write_note: NoteWriter) -> None:
    cue = "      - {quote: VC for knee over toe, kind: verbal}\n"
    assert (
        problems(write_note((cue, ""), ("skilled_direction: met", "skilled_direction: met  # why_met: x")))
        == []
    )


@pytest.mark.parametrize(
    ("value", "minutes", "estimated", "expected"),
    [
        ("met", "20", "false", "cannot be met without a time block"),
        ("missing", "20", "false", "must be partial: minutes are stated"),
        ("missing", "null", "true", "no time is labelled that could be an estimate"),
    ],
)
def test_clock_time_without_blocks(
    write_note: NoteWriter, value: str, minutes: str, estimated: str, expected: str
) -> None:
    directory = write_note(
        ("      - {quote: '10:05-10:23', start: 10:05, stop: 10:23, minutes: 18}\n", ""),
        ("    minutes: 18\n", f"    minutes: {minutes}\n    estimated_time: {estimated}\n"),
        (
            "impairment_target: met\n      clock_time: met",
            f"impairment_target: met\n      clock_time: {value}",
        ),
    )
    assert any(expected in problem for problem in problems(directory))


def test_clock_time_with_blocks(write_note: NoteWriter) -> None:
    estimated = ("    minutes: 18\n", "    minutes: 18\n    estimated_time: true\n")
    assert any(
        "must be partial: the time is an estimate" in problem for problem in problems(write_note(estimated))
    )
    partial = (
        "impairment_target: met\n      clock_time: met",
        "impairment_target: met\n      clock_time: partial",
    )
    assert any(
        "must be met: there is a start and a stop" in problem for problem in problems(write_note(partial))
    )


def test_an_impossible_block_has_no_minutes(write_note: NoteWriter) -> None:
    impossible = ("start: 10:05, stop: 10:23, minutes: 18}", "start: '10:23', stop: '10:05'}")
    told = problems(write_note(impossible))
    assert told[0] == "10: narratives[0].minutes: 97110 must be null where a block is impossible"
    finding = ("findings:\n", "findings:\n  - [impossible-time, '97110']\n")
    assert problems(write_note(impossible, ("    minutes: 18\n", ""), finding)) == []


def test_combined_time_leaves_no_code_a_time_of_its_own(write_note: NoteWriter) -> None:
    told = problems(write_note(("pair:\n", "combined_time: {quote: '10:05-10:23', minutes: 18}\npair:\n")))
    for expected in (
        "10: narratives[0].minutes: 97110 with combined_time, time_blocks is [] and minutes is null",
        "24: narratives[0].elements.clock_time: 97110 must be partial with combined_time",
        "56: pair.separate_time: cannot be met with combined_time",
    ):
        assert expected in told


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "components: missing",
            "components: partial",
            "elements.components: 97530 must be missing where text is []",
        ),
        (
            "    minutes: 15\n",
            "    cues: [{quote: x1, kind: verbal}]\n",
            "cues: 97530 must be empty where text is []",
        ),
        ("specific: false", "specific: true", "specific: 97530 must be false where text is []"),
        ("units: 1,", "units: 2,", "billed_units: 97530 units on the claim are 2"),
        (
            "claim: [{code: 97530",
            "claim: [{code: 97110}, {code: 97530",
            "97110 is on the claim and has no narrative",
        ),
    ],
)
def test_a_code_that_nothing_documents(write_note: NoteWriter, old: str, new: str, expected: str) -> None:
    directory = write_note((old, new), labels=NOT_DOCUMENTED, text="Billed: 97530 x1 15 min")
    assert any(expected in problem for problem in problems(directory))


def test_stretches_that_overlap_or_stand_out_of_order(write_note: NoteWriter) -> None:
    work = "      - {quote: reciprocal stairs, reps: 12}\n"
    twice = write_note((work, work + "      - {quote: stairs x 12, reps: 12}\n"))
    assert problems(twice) == [
        "40: narratives[1].interventions[1]: 97530 overlaps another stretch of the same list"
    ]
    text = "      - {from: 'TA 97530', to: without a miss.}\n"
    split = "      - 6/6 steps without a miss.\n      - {from: 'TA 97530', to: her bedroom.}\n"
    assert problems(write_note((text, split))) == [
        "32: narratives[1].text: 97530 the stretches are not in the order of the note"
    ]


def test_two_narratives_of_one_code(write_note: NoteWriter) -> None:
    upper, pair = write_note.labels.split("pair:\n")
    first = upper[upper.index("  - code: '97110'") : upper.index("  - code: 97530")]
    told = problems(write_note(labels=f"{upper}{first}pair:\n{pair}"))
    assert any("a code has two narratives" in problem for problem in told)


def test_a_quote_that_fails_does_not_hide_other_problems(write_note: NoteWriter) -> None:
    told = problems(
        write_note(("seated leg press", "prone leg press"), ("baseline: met", "baseline: partial"))
    )
    assert [problem.split(":")[0] for problem in told] == ["13", "60"]
    assert "'prone leg press' is not found in the note" in told[0]
    assert "missing: [missing-baseline, 97110] (O02)" in told[1]
