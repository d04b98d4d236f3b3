"""A resolved policy with the history of its values: which policy set each, on whose word, since when."""

from __future__ import annotations

import datetime
from typing import NamedTuple

import msgspec

from nlp_check.policy.model import Policy, RuleSetting, Sourced
from nlp_check.records.report import Authority


class Origin(msgspec.Struct, frozen=True):
    """The source of one value, and the name of the policy that set it."""

    sourced: Sourced
    policy: str


class ResolvedPolicy(Policy, frozen=True):
    """A Policy that also knows where each value came from.

    ``origins`` is keyed as ``describe`` lists the values (``unit_method``, ``bands.specific.low``,
    ``rules.missing-load``). ``sources`` are the named sources that a policy extending this one may cite.
    ``ncci_files`` and ``mue_files`` are newer tables to be merged over the shipped ones.
    """

    origins: dict[str, Origin] = msgspec.field(default_factory=dict)
    sources: dict[str, Sourced] = msgspec.field(default_factory=dict)
    ncci_files: tuple[str, ...] = ()
    mue_files: tuple[str, ...] = ()


class Described(NamedTuple):
    """One line of ``policy show``."""

    key: str
    value: str
    authority: Authority
    source: str
    since: datetime.date | None
    origin: str


def describe(policy: Policy) -> list[Described]:
    """Every value of ``policy`` with its authority, source, date and the policy that set it, in fixed order.

    A Policy built by hand has no history: its own name stands as the origin, and what carries no source of
    its own is a house value.
    """
    origins = policy.origins if isinstance(policy, ResolvedPolicy) else {}
    return [
        Described(key, value, *_where(origins.get(key) or Origin(sourced, policy.name)))
        for key, value, sourced in _values(policy)
    ]


def _where(origin: Origin) -> tuple[Authority, str, datetime.date | None, str]:
    return origin.sourced.authority, origin.sourced.source, origin.sourced.since, origin.policy


def _values(policy: Policy) -> list[tuple[str, str, Sourced]]:
    house = Sourced("house", f"Set by policy {policy.name}.")
    rows = [
        ("unit_method", policy.unit_method, policy.unit_method_source),
        ("modifier_59", policy.modifier_59, policy.modifier_59_source),
        ("setting", policy.setting, house),
        ("max_block_minutes", str(policy.max_block_minutes), house),
        ("intent_threshold", f"{policy.intent_threshold:g}", house),
    ]
    for name, band in policy.bands.items():
        rows += [(f"bands.{name}.{end}", f"{getattr(band, end):g}", house) for end in ("low", "high")]
    rows += [
        (f"element_weights.{name}", f"{weight:g}", house) for name, weight in policy.element_weights.items()
    ]
    if isinstance(policy, ResolvedPolicy):
        rows += [("tables.ncci", path, house) for path in policy.ncci_files]
        rows += [("tables.mue", path, house) for path in policy.mue_files]
    rows += [(f"rules.{name}", _shown(rule), rule.sourced) for name, rule in policy.rules.items()]
    return rows


def _shown(rule: RuleSetting) -> str:
    """``error``, ``error (partial: warning)``, ``off``."""
    if not rule.enabled:
        return "off"
    return rule.severity + (f" (partial: {rule.partial_severity})" if rule.partial_severity else "")
