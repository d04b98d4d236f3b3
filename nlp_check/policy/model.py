"""A resolved policy as typed values: whose rules apply, with the source of every value."""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from nlp_check.records.report import Authority, Severity

UnitMethod = Literal["cms", "ama", "colorado"]


class Sourced(msgspec.Struct, frozen=True):
    """Where a value comes from: who says so, in which text, since when."""

    authority: Authority
    source: str
    since: datetime.date | None = None


class RuleSetting(msgspec.Struct, frozen=True):
    """How one rule behaves under a policy. ``partial_severity`` is used where an element is only partial."""

    enabled: bool
    severity: Severity
    sourced: Sourced
    partial_severity: Severity | None = None


class ScoreBand(msgspec.Struct, frozen=True):
    """A score below ``low`` or above ``high`` is decided; between them the note is for review."""

    low: float
    high: float


class Policy(msgspec.Struct, frozen=True):
    """One resolved policy. ``rules`` is keyed by rule name and holds every rule of the program."""

    name: str
    title: str
    rules: dict[str, RuleSetting]
    unit_method: UnitMethod
    unit_method_source: Sourced
    modifier_59: Literal["required", "not_needed", "unknown"]
    modifier_59_source: Sourced
    element_weights: dict[str, float]  # keyed by element name; elements not named weigh 1
    bands: dict[str, ScoreBand]  # keyed by score name: specific, separately_justified
    intent_threshold: float  # an intended code below this probability counts as unclear
    max_block_minutes: int
    setting: Literal["practitioner", "outpatient_hospital"] = "practitioner"  # which daily unit maximum applies
    extends: str | None = None
