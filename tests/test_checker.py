"""The one door, from a note to its report: the founding document's worked example, and what holds for every report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nlp_check import Checker
from nlp_check.elements import ELEMENTS
from nlp_check.records.report import Report

# Knee arthroplasty, visit four, in our own words. Eighteen minutes support one unit; two are billed.
EXAMPLE = (
    "Visit 4, R TKA. Quad strength 3+/5 R, 5/5 L. SLS 8 s R, 22 s L.\n"
    "TE 97110, 10:05am-10:23am, 2 units: seated leg press 3 x 15 at 40 lbs and TKE 3 x 20 with theraband for terminal quad "
    "recruitment. Active knee extension went from −15 to −10 degrees by the end.\n"
    "Quad strength is needed to climb the stairs of his two-story home step over step, his stated goal.\n"
    "TA 97530, 10:25am-10:40am, 1 unit: reciprocal stair negotiation on 4-step training stairs, 4 sets up and down, balance and "
    "loading tolerance. VC for equal weight through both legs, VC for slow knee bend as he loads the lower step on the way "
    "down. Fewer cues by the last set, no LOB.\n"
    "Stairs practiced so that he can get to his bedroom upstairs at home without holding the rail.\n"
)


@pytest.fixture(scope="module")
def example(checker: Checker) -> Report:
    return checker.check(EXAMPLE)


def errors(report: Report) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.code) for finding in report.findings if finding.severity == "error"]


class TestWorkedExample:
    def test_the_only_error_is_the_second_unit(self, example: Report) -> None:
        assert errors(example) == [("units-exceed-time", "97110")]
        assert example.verdict == "fail"

    def test_the_error_points_at_the_units_and_says_why(self, example: Report) -> None:
        (finding,) = [one for one in example.findings if one.severity == "error"]
        assert finding.message == "2 units billed, 18 minutes support 1."
        assert finding.span is not None
        assert EXAMPLE[slice(*finding.span)] == "2 units"
        assert (finding.id, finding.line) == ("U01", 2)

    @pytest.mark.parametrize(
        ("code", "start", "stop", "minutes", "billed", "supported"),
        [("97110", "10:05", "10:23", 18, 2, 1), ("97530", "10:25", "10:40", 15, 1, 1)],
    )
    def test_time_and_units(
        self, example: Report, code: str, start: str, stop: str, minutes: int, billed: int, supported: int
    ) -> None:
        (told,) = [one for one in example.narratives if one.code == code]
        assert [(block.start, block.stop, block.minutes) for block in told.time_blocks] == [
            (start, stop, minutes)
        ]
        assert (told.minutes, told.billed_units, told.supported_units) == (minutes, billed, supported)

    def test_the_exercises(self, example: Report) -> None:
        press, knee = example.narratives[0].interventions
        assert (press.name, press.sets, press.reps, press.position) == ("seated leg press", 3, 15, "seated")
        assert press.load is not None
        assert (press.load.value, press.load.unit, press.load.text) == (40, "lb", "40 lbs")
        assert (knee.name, knee.sets, knee.reps) == ("TKE", 3, 20)
        assert knee.load is not None
        assert (knee.load.value, knee.load.unit) == (None, "band")

    def test_the_measure_and_its_baseline(self, example: Report) -> None:
        measures = {(one.kind, one.value, one.baseline) for one in example.narratives[0].measures}
        assert ("rom", -10, -15) in measures

    def test_the_activity_and_its_cues(self, example: Report) -> None:
        told = example.narratives[1]
        assert any("stair negotiation" in one.name for one in told.interventions)
        assert {cue.kind for cue in told.cues} == {"verbal"}
        assert len(told.cues) == 2

    def test_each_code_has_its_own_goal(self, example: Report) -> None:
        exercise, activity = example.narratives
        assert [goal.text[:13] for goal in exercise.goal_connections] == ["Quad strength"]
        assert [goal.text[:6] for goal in activity.goal_connections] == ["Stairs"]

    @pytest.mark.parametrize("index", [0, 1])
    def test_every_element_is_met(self, example: Report, index: int) -> None:
        told = example.narratives[index]
        assert told.elements == dict.fromkeys(ELEMENTS[told.code], "met")
        assert told.strength == 100
        assert told.intended_code == told.code

    def test_the_pair_stands_well(self, example: Report) -> None:
        assert example.pair is not None
        assert (
            example.pair.separate_time,
            example.pair.separate_justification,
            example.pair.clinical_link,
        ) == ("met", "met", "met")

    def test_with_one_unit_nothing_is_wrong(self, checker: Checker) -> None:
        assert errors(checker.check(EXAMPLE.replace("2 units", "1 unit"))) == []

    def test_the_claim_decides_over_the_text(self, checker: Checker) -> None:
        claim = [
            {"code": "97110", "units": 1, "modifiers": ["GP"]},
            {"code": "97530", "units": 1, "modifiers": ["GP", "59"]},
        ]
        report = checker.check({"text": EXAMPLE, "claim": claim})
        assert errors(report) == []
        assert report.pair is not None
        assert report.pair.modifier_59 == "present"

    def test_two_of_each_exceed_both(self, checker: Checker) -> None:
        claim = [{"code": "97110", "units": 2}, {"code": "97530", "units": 2}]
        assert errors(checker.check({"text": EXAMPLE, "claim": claim})) == [
            ("units-exceed-time", "97110"),
            ("units-exceed-time", "97530"),
        ]

    def test_one_block_for_both_is_one_finding_of_the_note(self, checker: Checker) -> None:
        text = "TE/TA 97110/97530 10:05am-10:40am:" + EXAMPLE.split("units:")[1].replace(
            "TA 97530, 10:25am-10:40am, 1 unit:", ""
        )
        assert ("combined-time", None) in errors(checker.check(text))

    @pytest.mark.parametrize(
        ("old", "new"),
        [("\n", "\r\n"), ("−", "-"), ("40 lbs", "40#"), (" x ", "x"), (" x ", " × ")],
        ids=ascii,
    )
    def test_spelling_changes_nothing(self, checker: Checker, old: str, new: str) -> None:
        assert errors(checker.check(EXAMPLE.replace(old, new))) == [("units-exceed-time", "97110")]

    @pytest.mark.parametrize("before", ["😀\n", "\r\n\r\n", "Pt. cafe\u0301\n", "\t\n"], ids=ascii)
    def test_what_stands_before_only_moves_the_offsets(
        self, checker: Checker, example: Report, before: str
    ) -> None:
        moved = checker.check(before + EXAMPLE)
        assert [(one.rule, one.code) for one in moved.findings] == [
            (one.rule, one.code) for one in example.findings
        ]
        for told, was in zip(moved.narratives, example.narratives, strict=True):
            assert [block.span[0] - len(before) for block in told.time_blocks] == [
                block.span[0] for block in was.time_blocks
            ]

    def test_the_shipped_example_has_the_same_error(self, checker: Checker, root: Path) -> None:
        text = (root / "examples" / "knee.txt").read_text(encoding="utf-8")
        assert errors(checker.check(text)) == [("units-exceed-time", "97110")]


def corpus(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "corpus" / "notes").glob("*.txt")):
        yield path.stem, path.read_bytes().decode()


@pytest.fixture(scope="module")
def reports(checker: Checker, root: Path) -> list[tuple[str, str, Report]]:
    """Every note of the corpus under ``strict``: its name, text and report."""
    notes = list(corpus(root))
    return [
        (name, text, report)
        for (name, text), report in zip(notes, checker.check_many(text for _, text in notes), strict=True)
    ]


class TestEveryReport:
    def test_spans_are_quotes(self, reports: list[tuple[str, str, Report]]) -> None:
        for name, text, report in reports:
            for told in report.narratives:
                for one in told.interventions:
                    assert one.name == text[slice(*one.span)], name
                quoted = [(cue.text, cue.span) for cue in told.cues]
                quoted += [(measure.text, measure.span) for measure in told.measures]
                quoted += [(goal.text, goal.span) for goal in told.goal_connections]
                for quote, span in quoted:
                    assert quote == text[slice(*span)], name
                for one in told.interventions:
                    assert one.load is None or one.load.text in text, name
                spans = [*told.spans, *(block.span for block in told.time_blocks)]
                assert all(0 <= start < stop <= len(text) for start, stop in spans), name
                assert list(told.spans) == sorted(told.spans), name

    def test_line_and_column_are_those_of_the_span(self, reports: list[tuple[str, str, Report]]) -> None:
        for name, text, report in reports:
            for finding in report.findings:
                if finding.span is None:
                    assert (finding.line, finding.column) == (None, None), name
                    continue
                start = finding.span[0]
                before = text[:start].replace("\r\n", "\r\r").replace("\r\r", " \n").replace("\r", "\n")
                assert finding.line == before.count("\n") + 1, name
                assert finding.column == start - (before.rfind("\n") + 1) + 1, name

    def test_the_verdict_follows_from_the_findings(self, reports: list[tuple[str, str, Report]]) -> None:
        for name, _, report in reports:
            severities = {finding.severity for finding in report.findings}
            if "error" in severities:
                assert report.verdict == "fail", name
            elif "warning" in severities:
                assert report.verdict == "review", name
            else:
                assert report.verdict in ("pass", "review"), name

    def test_what_excludes_what(self, reports: list[tuple[str, str, Report]]) -> None:
        for name, _, report in reports:
            raised = {(finding.id, finding.code) for finding in report.findings}
            for code in ("97110", "97530"):
                assert not {("T01", code), ("T02", code)} <= raised, name
                if ("N02", code) in raised:
                    assert [rule for rule, of in raised if of == code] == ["N02"], name
                if ("T03", None) in raised:
                    assert not {("T01", code), ("T02", code)} & raised, name

    def test_numbers_are_in_their_bounds(self, reports: list[tuple[str, str, Report]]) -> None:
        for name, _, report in reports:
            for told in report.narratives:
                assert set(told.elements) == set(ELEMENTS[told.code]), name
                assert told.strength is None or 0 <= told.strength <= 100, name
                scores = (
                    told.scores.specific,
                    told.scores.separately_justified,
                    told.intended_code_probability,
                )
                assert all(score is None or 0 <= score <= 1 for score in scores), name

    def test_findings_of_the_note_carry_no_code(self, reports: list[tuple[str, str, Report]]) -> None:
        of_the_note = {"T03", "T04", "G03", "P01", "P02", "P03", "P04", "P05", "N01"}
        for name, _, report in reports:
            assert all(
                (finding.code is None) == (finding.id in of_the_note) for finding in report.findings
            ), name

    def test_json_is_the_same_twice(self, checker: Checker, reports: list[tuple[str, str, Report]]) -> None:
        again = checker.check_many(text for _, text, _ in reports)
        assert [report.to_json() for report in again] == [report.to_json() for _, _, report in reports]

    def test_json_is_the_dictionary(self, reports: list[tuple[str, str, Report]]) -> None:
        for _, _, report in reports[:50]:
            assert json.loads(report.to_json()) == json.loads(json.dumps(report.to_dict()))


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "😀", "Patient feels well today.", "\x00", "\ufeff"], ids=ascii
)
def test_a_note_without_a_code(checker: Checker, text: str) -> None:
    report = checker.check(text)
    assert (report.verdict, report.narratives, report.pair) == ("pass", (), None)
    assert [(finding.rule, finding.severity) for finding in report.findings] == [("no-code-found", "info")]


@pytest.mark.parametrize("text", ["", "Patient feels well today."], ids=ascii)
def test_a_code_on_the_claim_that_nothing_documents(checker: Checker, text: str) -> None:
    report = checker.check({"text": text, "claim": [{"code": "97110", "units": 1}]})
    assert errors(report) == [("billed-not-documented", "97110")]
    assert (report.narratives[0].spans, report.narratives[0].billed_units) == ((), 1)


@pytest.mark.parametrize("policy", ["strict", "medicare", "ama"])
def test_every_policy_checks_the_example(policy: str) -> None:
    report = Checker(policy=policy).check(EXAMPLE)
    assert report.policy == policy
    assert ("units-exceed-time", "97110") in errors(report)
    assert not [finding for finding in report.findings if finding.id in ("T01", "T02")]
