"""The report: what every front end renders, field for field the contract's JSON."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from nlp_check.records.evidence import (
    Code,
    Cue,
    GoalConnection,
    Intervention,
    Level,
    Measure,
    Span,
    TimeBlock,
)

SCHEMA_VERSION = "1"
Severity = Literal["error", "warning", "info"]
Authority = Literal["regulation", "contractor", "payer", "house"]
Verdict = Literal["fail", "review", "pass"]
SEVERITY_ORDER: dict[str, int] = {"info": 0, "warning": 1, "error": 2}


class Finding(msgspec.Struct, frozen=True):
    """One gap, with the question to ask. ``code`` is None for a finding of the whole note.

    ``span``, ``line`` and ``column`` (1-based) are None where there is no place to point at.
    """

    rule: str
    id: str
    severity: Severity
    code: str | None
    message: str
    span: Span | None
    line: int | None
    column: int | None
    hint: str
    authority: Authority
    source: str


class Scores(msgspec.Struct, frozen=True):
    """Probabilities from 0 to 1; None where no model applies."""

    specific: float | None
    separately_justified: float | None


class Reason(msgspec.Struct, frozen=True):
    """One contribution to a score. ``weight`` is signed log-odds: above 0 it speaks for, below 0 against.

    ``spans`` are where its words stand; a fact about the whole narrative has none.
    """

    what: str
    weight: float
    spans: tuple[Span, ...] = ()


class Explanation(msgspec.Struct, frozen=True):
    """What made one probability: ``base`` + the reasons' weights + ``rest`` are its log-odds.

    ``base`` holds for every narrative of the code, ``rest`` is all that is not listed. ``against`` is None for a
    question of yes or no; for the intended code it is the next likeliest one, and the log-odds are between the two.
    """

    against: str | None
    base: float
    reasons: tuple[Reason, ...]
    rest: float


class NarrativeReport(msgspec.Struct, frozen=True):
    """One billed code: what documents it, its elements and its scores. ``strength`` is 0-100.

    ``explanations`` are there only where they were asked for, by the name of the score.
    """

    code: Code
    spans: tuple[Span, ...]
    time_blocks: tuple[TimeBlock, ...]
    minutes: int | None
    billed_units: int | None
    supported_units: int | None
    interventions: tuple[Intervention, ...]
    cues: tuple[Cue, ...]
    measures: tuple[Measure, ...]
    goal_connections: tuple[GoalConnection, ...]
    intended_code: str | None
    intended_code_probability: float | None
    elements: dict[str, Level]
    strength: int | None
    scores: Scores
    explanations: dict[str, Explanation] | msgspec.UnsetType = msgspec.UNSET


class Pair(msgspec.Struct, frozen=True):
    """How two codes of one day stand beside each other."""

    separate_time: Level
    separate_justification: Level
    clinical_link: Level
    modifier_59: Literal["present", "absent", "unknown"]


class BadRecord(msgspec.Struct, frozen=True):
    """Why a record could not be checked. Holds no text of the record."""

    kind: str
    field: str
    position: int | None
    message: str


class Report(msgspec.Struct, frozen=True):
    """The whole result for one note."""

    schema_version: str
    note_id: str | None
    policy: str
    version: str
    verdict: Verdict
    narratives: tuple[NarrativeReport, ...]
    pair: Pair | None
    findings: tuple[Finding, ...]
    error: BadRecord | msgspec.UnsetType | None = msgspec.UNSET

    def to_dict(self) -> dict[str, Any]:
        """The contract's JSON as plain dicts and lists; ``error`` is present only for a bad record."""
        result: dict[str, Any] = msgspec.to_builtins(self)
        return result

    def to_json(self) -> bytes:
        """The same as UTF-8 JSON on one line, byte for byte stable."""
        return msgspec.json.encode(self)
