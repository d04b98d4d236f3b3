"""The verdict that follows from a choice of findings."""

from __future__ import annotations

import msgspec
import pytest

from nlp_check.policy.model import ScoreBand
from nlp_check.records.report import BadRecord, Finding, NarrativeReport, Report, Scores
from nlp_check.selection import select, verdict_of

BANDS = {"specific": ScoreBand(0.35, 0.65), "separately_justified": ScoreBand(0.4, 0.6)}


def finding(severity: str) -> Finding:
    """A finding of that severity."""
    return Finding("r", "X01", severity, None, "m", None, None, None, "h", "house", "s")  # type: ignore[arg-type]


def narrative(specific: float | None, justified: float | None) -> NarrativeReport:
    """A narrative with these scores."""
    return NarrativeReport(
        "97110", (), (), None, None, None, (), (), (), (), None, None, {}, None, Scores(specific, justified)
    )


@pytest.mark.parametrize(
    ("severities", "scores", "verdict"),
    [
        ([], (None, None), "pass"),
        (["info"], (0.9, 0.1), "pass"),
        (["info", "warning"], (0.9, 0.9), "review"),
        (["warning", "error"], (0.9, 0.9), "fail"),
        ([], (0.5, 0.9), "review"),
        ([], (0.9, 0.5), "review"),
        ([], (0.35, 0.9), "review"),
        ([], (0.65, 0.9), "review"),
        ([], (0.34, 0.66), "pass"),
        (["error"], (0.5, 0.5), "fail"),
    ],
)
def test_verdict(severities: list[str], scores: tuple[float | None, float | None], verdict: str) -> None:
    """Any error fails; any warning or undecided score asks for a review; ends of a band are undecided."""
    assert verdict_of(map(finding, severities), [narrative(*scores)], BANDS) == verdict


def test_select_keeps_order_and_recomputes() -> None:
    """The report itself is not changed."""
    findings = (finding("info"), finding("error"), finding("warning"))
    report = Report("1", "n", "p", "0", "fail", (), None, findings)
    left = select(report, lambda each: each.severity != "error", BANDS)
    assert [each.severity for each in left.findings] == ["info", "warning"]
    assert (left.verdict, report.verdict, len(report.findings)) == ("review", "fail", 3)


def test_select_leaves_bad_records_alone() -> None:
    """Their verdict rests on no finding."""
    report = Report("1", None, "p", "0", "fail", (), None, (), BadRecord("k", "f", 0, "m"))
    assert select(report, lambda _: False, BANDS) is report
    assert msgspec.json.decode(report.to_json())["verdict"] == "fail"
