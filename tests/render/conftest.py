"""One hand-built report, so that these tests say what is printed and not what is found.

Spans are written as quotes and looked up in the note, which fails here when a quote is not there.
"""

from __future__ import annotations

import pytest

from nlp_check.records.evidence import Cue, GoalConnection, Intervention, Load, Measure, TimeBlock
from nlp_check.records.report import BadRecord, Finding, NarrativeReport, Pair, Report, Scores
from nlp_check.render import Entry

NOTE = (
    "Visit 4, R TKA. Pain 2/10 at rest.\r\n"
    "\r\n"
    "TE 97110 10:05am-10:23am, 2 units: seated leg press 3x15 @ 40 lbs for R quad strength, TKE 3x20 red TB. "
    "AROM knee ext -10 deg (was -15). Quad strength is needed for reciprocal stairs at home.\r\n"
    "Plan: continue.\r\n"
    "TA 97530 10:25am-10:40am, 1 unit: stairs, 4 sets up and down, VC for even weight \u2192 R.\r\n"
)


def span_of(quote: str) -> tuple[int, int]:
    """The only place of ``quote`` in the note."""
    assert NOTE.count(quote) == 1, quote
    start = NOTE.index(quote)
    return start, start + len(quote)


def exercise_narrative() -> NarrativeReport:
    """The 97110 of the note: 18 minutes that support one unit, two billed."""
    goal = "Quad strength is needed for reciprocal stairs at home."
    press = Intervention(
        name="seated leg press",
        span=span_of("seated leg press"),
        sets=3,
        reps=15,
        load=Load(value=40, unit="lb", text="40 lbs"),
        position="seated",
    )
    extension = Intervention(
        name="TKE", span=span_of("TKE"), sets=3, reps=20, load=Load(value=None, unit="band", text="red TB")
    )
    return NarrativeReport(
        code="97110",
        spans=((span_of("TE 97110")[0], span_of("at home.")[1]),),
        time_blocks=(TimeBlock("10:05", "10:23", 18, span_of("10:05am-10:23am")),),
        minutes=18,
        billed_units=2,
        supported_units=1,
        interventions=(press, extension),
        cues=(),
        measures=(
            Measure(
                "knee ext -10 deg (was -15)", span_of("knee ext -10 deg (was -15)"), "rom", -10, "degree", -15
            ),
        ),
        goal_connections=(GoalConnection(goal, span_of(goal)),),
        intended_code="97110",
        intended_code_probability=0.97,
        elements={
            "named_exercise": "met",
            "dose": "met",
            "load": "met",
            "position": "partial",
            "impairment_target": "met",
            "clock_time": "met",
            "objective_measure": "met",
            "baseline": "met",
            "goal_connection": "met",
        },
        strength=94,
        scores=Scores(0.97, 0.95),
    )


def activity_narrative() -> NarrativeReport:
    """The 97530 of the note, which says nothing of a goal or a response."""
    first = span_of("stairs, 4 sets")[0]
    stairs = Intervention(name="stairs", span=(first, first + len("stairs")), reps=4)
    return NarrativeReport(
        code="97530",
        spans=((span_of("TA 97530")[0], span_of("\u2192 R.")[1]),),
        time_blocks=(TimeBlock("10:25", "10:40", 15, span_of("10:25am-10:40am")),),
        minutes=15,
        billed_units=1,
        supported_units=1,
        interventions=(stairs,),
        cues=(Cue("VC for even weight", span_of("VC for even weight"), "verbal"),),
        measures=(),
        goal_connections=(),
        intended_code="97530",
        intended_code_probability=0.88,
        elements={
            "named_activity": "partial",
            "components": "missing",
            "skilled_direction": "met",
            "clock_time": "met",
            "goal_connection": "missing",
            "patient_response": "missing",
        },
        strength=42,
        scores=Scores(0.61, 0.2),
    )


def finding(
    id: str, rule: str, severity: str, code: str | None, quote: str | None, message: str, hint: str = ""
) -> Finding:
    """A finding at ``quote``, its line and column worked out."""
    span = span_of(quote) if quote else None
    before = NOTE[: span[0]] if span else ""
    return Finding(
        rule=rule,
        id=id,
        severity=severity,  # type: ignore[arg-type]
        code=code,
        message=message,
        span=span,
        line=before.count("\n") + 1 if span else None,
        column=len(before) - before.rfind("\n") if span else None,
        hint=hint,
        authority="house",
        source="founding checklist",
    )


@pytest.fixture
def report() -> Report:
    """Both codes on one day, four findings of three severities, one of them of the whole note."""
    return Report(
        schema_version="1",
        note_id="visits/v4.txt",
        policy="strict",
        version="0.1.0",
        verdict="fail",
        narratives=(exercise_narrative(), activity_narrative()),
        pair=Pair("met", "met", "partial", "absent"),
        findings=(
            finding("U01", "units-exceed-time", "error", "97110", "2 units",
                    "2 units billed, 18 minutes support 1.",
                    "Were there more minutes than the clock times show?"),
            finding("S05", "missing-components", "error", "97530", "TA 97530",
                    "No demand of the activity is named.",
                    "Which demands did the stairs make, at the same time?"),
            finding("O03", "missing-response", "info", "97530", "TA 97530",
                    "No response of the patient is stated.", "How did the patient perform?"),
            finding("P02", "no-clinical-link", "warning", None, None,
                    "The impairment is not tied to the task.",
                    "Which part of the task does the impairment limit?"),
        ),
    )  # fmt: skip


@pytest.fixture
def entry(report: Report) -> Entry:
    """The report with its file and text."""
    return Entry(source="visits/v4.txt", line=None, report=report, text=NOTE)


@pytest.fixture
def clean_entry() -> Entry:
    """A JSONL record in which there was nothing to find."""
    report = Report("1", "v5", "strict", "0.1.0", "pass", (), None, ())
    return Entry(source="visits.jsonl", line=2, report=report, text="Pt seen.")


@pytest.fixture
def bad_entry() -> Entry:
    """A record that could not be checked."""
    error = BadRecord("bad-date", "date", 2, "is not a calendar date YYYY-MM-DD")
    report = Report("1", None, "strict", "0.1.0", "fail", (), None, (), error)
    return Entry(source="visits.jsonl", line=3, report=report)
