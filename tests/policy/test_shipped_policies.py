"""What the shipped policies say: every rule of the contract, its severity, and on whose word."""

from __future__ import annotations

import datetime
import pickle

import pytest

from nlp_check.policy.loader import describe, load_policy, policy_names, policy_tables
from nlp_check.policy.model import Policy

# The contract's rule table in its order: name, severity, severity where an element is only partial.
STRICT = """
missing-time error
missing-clock-time error
combined-time error
overlapping-time error
impossible-time error
minutes-mismatch error
estimated-time warning
units-exceed-time error
units-below-time info
vague-intervention error warning
missing-dose error warning
missing-load error warning
missing-position warning
missing-components error warning
missing-impairment error warning
missing-measure error warning
missing-baseline warning
missing-response info
missing-goal-connection error
generic-goal error
shared-goal-connection error
missing-skilled-direction error
vague-cueing warning
no-direct-contact error
passive-patient error
education-only error
exercise-billed-as-activity error
activity-billed-as-exercise error
gait-training error
neuromuscular-reeducation error
other-service warning
shared-description error
no-clinical-link warning
modifier-59-reminder info
modifier-59-unsupported error
modifier-59-missing error
no-code-found info
billed-not-documented error
missing-total-time error
missing-signature error
cloned-narrative error
routine-same-day-billing warning
no-progression warning
templated-times warning
"""
ROWS = [[*line.split(), None][:3] for line in STRICT.split("\n") if line]
ELEMENTS = {
    "named_exercise", "dose", "load", "position", "impairment_target", "objective_measure", "baseline",
    "named_activity", "components", "skilled_direction", "patient_response", "clock_time", "goal_connection",
}  # fmt: skip


def off(policy):
    """The rules that a policy switches off."""
    return {name for name, rule in policy.rules.items() if not rule.enabled}


def test_the_shipped_policies():
    """Their names, which a user types."""
    assert policy_names() == ["ama", "medicare", "strict"]


def test_strict_lists_the_rules_of_the_contract_in_its_order():
    """No rule is missing and none is unknown."""
    assert list(load_policy("strict").rules) == [name for name, _, _ in ROWS]
    assert len(ROWS) == 44


@pytest.mark.parametrize(("name", "severity", "partial"), ROWS, ids=[row[0] for row in ROWS])
def test_strict_severities(name, severity, partial):
    """As the contract has them."""
    rule = load_policy("strict").rules[name]
    assert (rule.severity, rule.partial_severity) == (severity, partial)


def test_strict_settings():
    """Per-code counting by the midpoint, 59 unknown, equal weights."""
    strict = load_policy("strict")
    assert (strict.name, strict.extends) == ("strict", None)
    assert (strict.unit_method, strict.modifier_59, strict.setting) == ("ama", "unknown", "practitioner")
    assert (strict.max_block_minutes, strict.intent_threshold) == (240, 0.5)
    assert strict.element_weights == dict.fromkeys(ELEMENTS, 1)
    assert {name: (band.low, band.high) for name, band in strict.bands.items()} == {
        "specific": (0.35, 0.65),
        "separately_justified": (0.35, 0.65),
    }
    assert off(strict) == {"missing-total-time", "missing-signature"}


def test_strict_claims_no_more_than_its_sources():
    """The checklist is the house's own: only four rules rest on the word of others."""
    others = {
        name: rule.sourced.authority
        for name, rule in load_policy("strict").rules.items()
        if rule.sourced.authority != "house"
    }
    assert others == {
        "modifier-59-missing": "payer",
        "missing-total-time": "regulation",
        "missing-signature": "regulation",
        "cloned-narrative": "contractor",
    }
    assert "CMS counts all timed minutes" in load_policy("strict").rules["units-exceed-time"].sourced.source


def test_medicare_differs_from_strict_only_where_the_manuals_do():
    """Clock times and minutes of a code are not demanded, totals and a signature are."""
    strict, medicare = load_policy("strict"), load_policy("medicare")
    assert (medicare.name, medicare.extends) == ("medicare", "strict")
    assert (medicare.unit_method, medicare.modifier_59) == ("cms", "not_needed")
    assert off(medicare) == {"missing-time", "missing-clock-time", "modifier-59-reminder"}
    changed = {n for n, rule in medicare.rules.items() if rule.severity != strict.rules[n].severity}
    assert changed == {"estimated-time"}
    assert medicare.rules["estimated-time"].severity == "info"
    assert medicare.element_weights == {**strict.element_weights, "clock_time": 0}
    assert medicare.bands == strict.bands


@pytest.mark.parametrize(
    ("name", "text", "since"),
    [
        ("units-exceed-time", "Claims Processing Manual ch. 5 s. 20.2.C", "2000-04-01"),
        ("units-below-time", "Claims Processing Manual ch. 5 s. 20.2.C", "2000-04-01"),
        ("missing-total-time", "Benefit Policy Manual ch. 15 s. 220.3.E", "2019-01-01"),
        ("missing-signature", "Benefit Policy Manual ch. 15 s. 220.3.E", "2019-01-01"),
        ("vague-intervention", "Benefit Policy Manual ch. 15 s. 220.3.E", "2019-01-01"),
        ("billed-not-documented", "Benefit Policy Manual ch. 15 s. 220.3.E", "2019-01-01"),
    ],
)
def test_medicare_rules_that_rest_on_a_manual(name, text, since):
    """The manual is named with its section and the date it is known to hold from."""
    sourced = load_policy("medicare").rules[name].sourced
    assert sourced.authority == "regulation"
    assert text in sourced.source
    assert sourced.since == datetime.date.fromisoformat(since)


def test_medicare_leaves_house_demands_to_the_house():
    """A goal sentence in every note is no Medicare rule, whatever policy is chosen."""
    for name in ("missing-goal-connection", "missing-dose", "missing-measure", "missing-skilled-direction"):
        assert load_policy("medicare").rules[name].sourced.authority == "house"


def test_medicare_needs_no_modifier_because_the_table_has_no_edit():
    """Two data files that must agree."""
    medicare = load_policy("medicare")
    assert policy_tables(medicare).pair_edit("97110", "97530") is None
    assert medicare.modifier_59_source.since == policy_tables(medicare).edits_effective()


def test_ama_is_strict_with_its_method_named():
    """Only the source of the count differs."""
    strict, ama = load_policy("strict"), load_policy("ama")
    assert ama.unit_method == "ama"
    assert "midpoint" in ama.unit_method_source.source
    assert ama.unit_method_source.since == datetime.date(2011, 1, 1)
    differing = {name for name in strict.rules if ama.rules[name] != strict.rules[name]}
    assert differing == {"units-exceed-time", "units-below-time"}
    assert ama.rules["units-exceed-time"].sourced == ama.unit_method_source
    assert (ama.element_weights, ama.bands) == (strict.element_weights, strict.bands)


@pytest.mark.parametrize("name", ["ama", "medicare", "strict"])
def test_every_value_is_described_with_a_source(name):
    """What `policy show` prints: nothing without a source, house values with a date, each key once."""
    policy = load_policy(name)
    rows = describe(policy)
    keys = [row.key for row in rows]
    assert len(keys) == len(set(keys)) == 5 + 4 + len(ELEMENTS) + 44
    assert {f"rules.{rule}" for rule in policy.rules} <= set(keys)
    for row in rows:
        assert len(row.source) > 20, row.key
        assert row.authority != "house" or row.since is not None, row.key
        assert row.origin in {name, "strict"}, row.key


def test_describe_shows_values_and_their_origin():
    """A value of the parent says so."""
    rows = {row.key: row for row in describe(load_policy("medicare"))}
    assert (rows["unit_method"].value, rows["unit_method"].origin) == ("cms", "medicare")
    assert (rows["rules.missing-load"].value, rows["rules.missing-load"].origin) == (
        "error (partial: warning)", "strict",
    )  # fmt: skip
    assert (rows["rules.missing-time"].value, rows["rules.missing-time"].origin) == ("off", "medicare")
    assert rows["bands.specific.low"].value == "0.35"
    assert rows["element_weights.clock_time"].authority == "regulation"


def test_a_policy_built_by_hand_is_described_too():
    """Programs may build a Policy themselves; it has no history to show."""
    strict = load_policy("strict")
    fields = {name: getattr(strict, name) for name in Policy.__struct_fields__}
    rows = {row.key: row for row in describe(Policy(**{**fields, "name": "mine"}))}
    assert (rows["rules.missing-load"].origin, rows["setting"].source) == ("mine", "Set by policy mine.")


@pytest.mark.parametrize("name", ["ama", "medicare", "strict"])
def test_policies_survive_pickling(name):
    """Workers receive them."""
    policy = load_policy(name)
    assert pickle.loads(pickle.dumps(policy)) == policy
