"""Runs the rules of a policy over one note and turns their hits into findings.

This runs once a note over whole archives. So which rules apply to which code is worked out once a policy, a
quiet rule costs one call, and text, lines and columns are made only for what fired.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from itertools import accumulate
from typing import NamedTuple

from nlp_check.errors import PolicyError
from nlp_check.policy.model import Policy
from nlp_check.records.evidence import BILLED_CODES, Code
from nlp_check.records.report import Authority, Finding, Severity
from nlp_check.rules.base import Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.registry import all_rules

# The relations between rules, all of them (contract: the paragraph under the rule table).
# The excluding rules are judged even where a policy switches them off: what a rule means does not depend on
# which others are shown. A ground that is switched off is none, except that a missing narrative always is
# one.
EXCLUDES_IN_CODE = {"T01": frozenset({"T02"})}  # for the same code
EXCLUDES_IN_NOTE = {"T03": frozenset({"T01", "T02"}), "N02": frozenset({"P02"})}  # for both codes
EXCLUDES_ALL_IN_CODE = "N02"  # every other rule, for the same code
GROUNDS = {"P04": frozenset({"P01", "G03", "T03", "N02"})}  # fires only beside one of these

_EXCLUDING = frozenset({*EXCLUDES_IN_CODE, *EXCLUDES_IN_NOTE, EXCLUDES_ALL_IN_CODE})
_RELATED = _EXCLUDING | frozenset(GROUNDS)
_PLANS_KEPT = 64


class _Applied(NamedTuple):
    """One rule as a policy applies it. ``shown`` is False where it is judged only for what it excludes."""

    rule: Rule
    id: str
    name: str
    severity: Severity
    partial_severity: Severity
    authority: Authority
    source: str
    shown: bool


class _Plan(NamedTuple):
    """The bound checks of a policy, ready to be called: of the note, and of each code's narrative."""

    of_note: tuple[tuple[Callable[[NoteView], Hits], _Applied], ...]
    of_code: dict[Code, tuple[tuple[Callable[[NarrativeView, NoteView], Hits], _Applied], ...]]


class _Raised(NamedTuple):
    applied: _Applied
    code: Code | None
    hit: Hit


_plans: dict[int, tuple[Policy, _Plan]] = {}


def judge(view: NoteView) -> tuple[Finding, ...]:
    """The findings of ``view`` under its policy, by place in the note, then id, then code; placeless last."""
    plan = _plan_of(view.policy)
    raised: list[_Raised] = []
    for narrative in view.narratives:
        code = narrative.code
        for check, applied in plan.of_code[code]:
            for hit in check(narrative, view):
                raised.append(_Raised(applied, code, hit))
    for check_note, applied in plan.of_note:
        for hit in check_note(view):
            raised.append(_Raised(applied, None, hit))
    if not raised:
        return ()
    raised = _related(raised)
    raised.sort(key=_place)
    return _findings(raised, line_starts(view.note.text))


def line_starts(text: str) -> list[int]:
    """The offset of each line's first character; a line ends at ``\\n``, ``\\r\\n`` or a lone ``\\r``."""
    if "\r" in text:
        text = text.replace("\r\n", " \n").replace("\r", "\n")  # of the same length, so no offset moves
    lengths = [len(line) + 1 for line in text.split("\n")]
    lengths.pop()
    return list(accumulate(lengths, initial=0))


def _related(raised: list[_Raised]) -> list[_Raised]:
    """What is left of ``raised`` after the relations above."""
    ids = {one.applied.id for one in raised}
    if ids.isdisjoint(_RELATED):
        return raised
    undocumented = {one.code for one in raised if one.applied.id == EXCLUDES_ALL_IN_CODE}
    out_of_note = {other for key, others in EXCLUDES_IN_NOTE.items() if key in ids for other in others}
    out_of_code = {
        (one.code, other) for one in raised for other in EXCLUDES_IN_CODE.get(one.applied.id, frozenset())
    }
    grounds = {one.applied.id for one in raised if one.applied.shown or one.code in undocumented}

    def stays(one: _Raised) -> bool:
        key = one.applied.id
        if not one.applied.shown or key in out_of_note or (one.code, key) in out_of_code:
            return False
        if one.code in undocumented and key != EXCLUDES_ALL_IN_CODE:
            return False
        return key not in GROUNDS or not GROUNDS[key].isdisjoint(grounds)

    return [one for one in raised if stays(one)]


def _place(one: _Raised) -> tuple[bool, tuple[int, int], str, str]:
    span = one.hit.span
    return (span is None, span or (0, 0), one.applied.id, one.code or "")


def _findings(raised: list[_Raised], starts: list[int]) -> tuple[Finding, ...]:
    found = []
    for applied, code, hit in raised:
        line = column = None
        if hit.span is not None:
            line = bisect_right(starts, hit.span[0])
            column = hit.span[0] - starts[line - 1] + 1
        found.append(
            Finding(
                rule=applied.name,
                id=applied.id,
                severity=applied.partial_severity if hit.partial else applied.severity,
                code=code,
                message=hit.message,
                span=hit.span,
                line=line,
                column=column,
                hint=hit.hint,
                authority=applied.authority,
                source=applied.source,
            )
        )
    return tuple(found)


def _plan_of(policy: Policy) -> _Plan:
    """The plan of ``policy``, kept by identity: a policy never changes, and to compare two takes long."""
    kept = _plans.get(id(policy))
    if kept is not None and kept[0] is policy:
        return kept[1]
    if len(_plans) >= _PLANS_KEPT:
        _plans.clear()
    plan = _plan(policy)
    _plans[id(policy)] = (policy, plan)
    return plan


def _plan(policy: Policy) -> _Plan:
    applied = [one for rule in all_rules() if (one := _apply(rule, policy)) is not None]
    return _Plan(
        of_note=tuple((one.rule.check_note, one) for one in applied if one.rule.scope == "note"),
        of_code={
            code: tuple(
                (one.rule.check_narrative, one)
                for one in applied
                if one.rule.scope == "narrative" and code in one.rule.codes
            )
            for code in BILLED_CODES
        },
    )


def _apply(rule: Rule, policy: Policy) -> _Applied | None:
    """``rule`` under ``policy``, None where it need not run."""
    setting = policy.rules.get(rule.name)
    if setting is None:
        raise PolicyError(f"policy {policy.name} says nothing of rule {rule.name}")
    if not setting.enabled and rule.id not in _EXCLUDING:
        return None
    return _Applied(
        rule=rule,
        id=rule.id,
        name=rule.name,
        severity=setting.severity,
        partial_severity=setting.partial_severity or setting.severity,
        authority=setting.sourced.authority,
        source=setting.sourced.source,
        shown=setting.enabled,
    )
