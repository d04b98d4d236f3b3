"""Findings chosen after the check, by ``--select``, ``--ignore`` or a baseline, and the verdict on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import msgspec

from nlp_check.policy.model import ScoreBand
from nlp_check.records.report import Finding, NarrativeReport, Report, Verdict


def select(report: Report, keep: Callable[[Finding], bool], bands: Mapping[str, ScoreBand]) -> Report:
    """``report`` with the findings that ``keep`` accepts, in their order, and the verdict on these.

    ``bands`` are the policy's (``Policy.bands``). The report of a bad record is returned as it is.
    """
    findings = tuple(finding for finding in report.findings if keep(finding))
    if len(findings) == len(report.findings) or isinstance(report.error, msgspec.Struct):
        return report
    return msgspec.structs.replace(
        report, findings=findings, verdict=verdict_of(findings, report.narratives, bands)
    )


def verdict_of(
    findings: Iterable[Finding], narratives: Iterable[NarrativeReport], bands: Mapping[str, ScoreBand]
) -> Verdict:
    """``fail`` with any error, ``review`` with any warning or a score between thresholds, else ``pass``."""
    severities = {finding.severity for finding in findings}
    if "error" in severities:
        return "fail"
    if "warning" in severities or any(_undecided(narrative, bands) for narrative in narratives):
        return "review"
    return "pass"


def _undecided(narrative: NarrativeReport, bands: Mapping[str, ScoreBand]) -> bool:
    """A score stands inside its band, ends included: the model alone decides neither way."""
    for name, band in bands.items():
        score = getattr(narrative.scores, name, None)
        if score is not None and band.low <= score <= band.high:
            return True
    return False
