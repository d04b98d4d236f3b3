"""Evidence and views of a note, built by hand: these tests say what a rule judges and not what is found.

Spans are written as quotes and looked up in the text, which fails here when a quote is not there. Whatever a
test does not name is as in a note without any fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from nlp_check.policy.model import Policy, RuleSetting, ScoreBand, Sourced
from nlp_check.records.evidence import (
    Code,
    Evidence,
    GoalConnection,
    Intervention,
    Level,
    Measure,
    NamedWork,
    NoteEvidence,
    Span,
    TimeBlock,
)
from nlp_check.records.note import Note
from nlp_check.records.report import Finding, Pair
from nlp_check.rules.base import NarrativeView, NoteView
from nlp_check.rules.judge import judge
from nlp_check.rules.registry import all_rules
from nlp_check.units import UnitCount

TEXT = (
    "97110 10:05-10:23 (18 min), 2 units: seated leg press 3x15 40#, SLR 3x10 for R quad, LE strengthening.\n"
    "Knee ext -10 deg. Quad strength needed for stairs at home. Pain 3/10.\n"
    "97530 10:20-10:40, 59: stairs x4 for balance, VC as needed, CGA. Tolerated well.\n"
    "Practiced so that he can climb to his bedroom. All to improve function.\n"
)
_ELEMENTS: dict[Code, tuple[str, ...]] = {
    "97110": (
        "named_exercise", "dose", "load", "position", "impairment_target", "clock_time", "objective_measure",
        "baseline", "goal_connection",
    ),
    "97530": (
        "named_activity", "components", "skilled_direction", "clock_time", "goal_connection",
        "patient_response",
    ),
}  # fmt: skip
_HOUSE = Sourced(authority="house", source="the checklist")


def at(quote: str, text: str = TEXT) -> Span:
    """The only place of ``quote``."""
    assert text.count(quote) == 1, quote
    start = text.index(quote)
    return start, start + len(quote)


def block(quote: str, start: str, stop: str, minutes: int | None, text: str = TEXT) -> TimeBlock:
    return TimeBlock(start=start, stop=stop, minutes=minutes, span=at(quote, text))


def work(quote: str, text: str = TEXT, **changes: Any) -> NamedWork:
    """A named exercise that lacks nothing, but for ``changes``."""
    whole = NamedWork(
        span=at(quote, text),
        kind="exercise",
        specific="met",
        load_need=True,
        has_dose=True,
        has_load=True,
        has_position=True,
        purpose="strength",
    )
    return msgspec.structs.replace(whole, **changes)


def intervention(quote: str, text: str = TEXT) -> Intervention:
    return Intervention(name=quote, span=at(quote, text))


def measure(quote: str, **changes: Any) -> Measure:
    whole = Measure(text=quote, span=at(quote), kind="rom", value=-10, unit="degree")
    return msgspec.structs.replace(whole, **changes)


def goal(quote: str) -> GoalConnection:
    return GoalConnection(text=quote, span=at(quote))


def narrative(
    code: Code,
    levels: Mapping[str, Level] | None = None,
    *,
    text: str = TEXT,
    minutes: int | None = None,
    supported: int | None = None,
    intent: str | None = None,
    probability: float = 0.9,
    **evidence: Any,
) -> NarrativeView:
    """A narrative whose elements are met but for ``levels``; ``evidence`` are fields of Evidence."""
    elements: dict[str, Level] = dict.fromkeys(_ELEMENTS[code], "met")
    assert levels is None or elements.keys() >= levels.keys(), levels
    anchor = at(code, text) if code in text else None
    fields = {"code": code, "spans": ((0, len(text)),), "anchor": anchor, "documented": True, **evidence}
    return NarrativeView(
        code=code,
        evidence=Evidence(**fields),
        elements={**elements, **(levels or {})},
        minutes=minutes,
        supported_units=supported,
        intended_code=intent,
        intended_probability=probability if intent else None,
    )


def policy(**changes: Any) -> Policy:
    """Every rule with its own default, the rules of Medicare off. ``rules`` are changed settings by name."""
    settings = {
        rule.name: RuleSetting(rule.id[0] != "M", rule.severity, _HOUSE, rule.partial_severity)
        for rule in all_rules()
    }
    for name, setting in changes.pop("rules", {}).items():
        settings[name] = msgspec.structs.replace(settings[name], **setting)
    whole = Policy(
        name="test",
        title="A policy for tests",
        rules=settings,
        unit_method="ama",
        unit_method_source=_HOUSE,
        modifier_59="unknown",
        modifier_59_source=_HOUSE,
        element_weights={},
        bands={"specific": ScoreBand(low=0.35, high=0.65)},
        intent_threshold=0.5,
        max_block_minutes=240,
    )
    return msgspec.structs.replace(whole, **changes)


def note(
    *narratives: NarrativeView,
    text: str = TEXT,
    policy: Policy | None = None,
    counts: Mapping[str, UnitCount] | None = None,
    link: Level = "met",
    record: Mapping[str, Any] | None = None,
    **evidence: Any,
) -> NoteView:
    """A note of ``narratives``; ``evidence`` are fields of NoteEvidence, ``record`` fields of Note."""
    pair = Pair("met", "met", link, "unknown") if len(narratives) == 2 else None
    return NoteView(
        note=Note(text=text, **(record or {})),
        evidence=NoteEvidence(narratives=tuple(view.evidence for view in narratives), link=link, **evidence),
        narratives=narratives,
        pair=pair,
        policy=policy or _POLICY,
        counts=counts or {},
    )


def findings_of(view: NoteView, key: str) -> list[Finding]:
    """The findings of the rule with id ``key``, in the order of the report."""
    return [finding for finding in judge(view) if finding.id == key]


_POLICY = policy()
