"""The rules as a whole: they are those of the rule table, one a file, each with its samples."""

from __future__ import annotations

import hashlib
import inspect
import re
from pathlib import Path
from typing import NamedTuple

import pytest

import nlp_check.rules
from nlp_check.errors import DataError
from nlp_check.rules.base import Rule
from nlp_check.rules.registry import all_rules, ordered, rule_by_key


class Expected(NamedTuple):
    """One row of the published rule table. ``partial`` is the severity where the element is only partial."""

    id: str
    name: str
    severity: str
    partial: str | None = None


TABLE = (
    Expected("T01", "missing-time", "error"),
    Expected("T02", "missing-clock-time", "error"),
    Expected("T03", "combined-time", "error"),
    Expected("T04", "overlapping-time", "error"),
    Expected("T05", "impossible-time", "error"),
    Expected("T06", "minutes-mismatch", "error"),
    Expected("T07", "estimated-time", "warning"),
    Expected("U01", "units-exceed-time", "error"),
    Expected("U02", "units-below-time", "info"),
    Expected("S01", "vague-intervention", "error", "warning"),
    Expected("S02", "missing-dose", "error", "warning"),
    Expected("S03", "missing-load", "error", "warning"),
    Expected("S04", "missing-position", "warning"),
    Expected("S05", "missing-components", "error", "warning"),
    Expected("S06", "missing-impairment", "error", "warning"),
    Expected("O01", "missing-measure", "error", "warning"),
    Expected("O02", "missing-baseline", "warning"),
    Expected("O03", "missing-response", "info"),
    Expected("G01", "missing-goal-connection", "error"),
    Expected("G02", "generic-goal", "error"),
    Expected("G03", "shared-goal-connection", "error"),
    Expected("K01", "missing-skilled-direction", "error"),
    Expected("K02", "vague-cueing", "warning"),
    Expected("K03", "no-direct-contact", "error"),
    Expected("K04", "passive-patient", "error"),
    Expected("K05", "education-only", "error"),
    Expected("C01", "exercise-billed-as-activity", "error"),
    Expected("C02", "activity-billed-as-exercise", "error"),
    Expected("C03", "gait-training", "error"),
    Expected("C04", "neuromuscular-reeducation", "error"),
    Expected("C05", "other-service", "warning"),
    Expected("P01", "shared-description", "error"),
    Expected("P02", "no-clinical-link", "warning"),
    Expected("P03", "modifier-59-reminder", "info"),
    Expected("P04", "modifier-59-unsupported", "error"),
    Expected("P05", "modifier-59-missing", "error"),
    Expected("N01", "no-code-found", "info"),
    Expected("N02", "billed-not-documented", "error"),
    Expected("M01", "missing-total-time", "error"),
    Expected("M02", "missing-signature", "error"),
)
OF_THE_NOTE = {"T03", "T04", "G03", "P01", "P02", "P03", "P04", "P05", "N01"}
OF_ONE_CODE = {
    "97110": {"S02", "S03", "S04", "S06", "O01", "O02", "C02"},
    "97530": {"S05", "O03", "K01", "K02", "K04", "K05", "C01"},
}
FAMILIES = {
    "T": "time",
    "U": "units",
    "S": "content",
    "O": "outcome",
    "G": "goal",
    "K": "skill",
    "C": "code_choice",
    "P": "pair",
    "N": "note",
    "M": "medicare",
}
RULES = tuple(rule for rule in all_rules() if rule.scope != "history")
PACKAGE = Path(nlp_check.rules.__path__[0])
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")

# Five words in a row of the AMA's descriptors, hashed: they are not ours to quote, in a test either.
_HASHES = """
    008d986e 02a9b195 044b0669 053bdf70 07086051 10066c6b 168e5dce 171269ea 2154fcf6 2187a05a 239f0e5d
    3bc79501 3eca29e0 42a9d82d 4628c9a8 474cf4c3 47f9b507 49f14cbd 4b41fdec 4e31fd23 507e6c50 524f8422
    55aa4f7d 5bdb08e1 5d7b0285 68cc9d48 70b4f109 7384b5b1 7ac9f983 7adf679a 81edbb39 82fbfe43 8397ecd7
    84ff0f72 8d525bca 8e7676e3 90157b16 9068c761 913c63db 93ea9466 95bb6a06 994f6e06 9a8ef07a 9b0202cd
    9bfff6bd a04c1676 a2f13b83 a7be91b6 aa5ef77f abd8cc0c af3b8d08 b106b5d6 b1a1059a b2bb4bee b321c6df
    b8c614da bb10f898 bc226b49 bd825d78 befcc472 c1016d0b c3c0762e c3cfb73f c5f9cae9 c71d0aca c748a2cc
    c7b21af4 c9166987 cdb1949d ce56661e d307f78d d332c738 d3bfc86d d44075e3 d5d6fe88 d79b0baf da998922
    dd710da3 df2db7be e04ed4c0 e26fb747 e7ce0525 eb786070 ebb8095d ee6c3c11 efe4c791 f00dce95 f5c28e03
    f78ae2e9 fbabf62f fd549f54 fe3e5a37 ffd33b7b
    """
DESCRIPTOR_WINDOWS = frozenset(_HASHES.split())

each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


def test_rules_are_those_of_the_table() -> None:
    found = {Expected(rule.id, rule.name, rule.severity, rule.partial_severity) for rule in RULES}
    assert found == set(TABLE)


def test_rules_are_ordered_by_id() -> None:
    ids = [rule.id for rule in all_rules()]
    assert ids == sorted(ids)


def test_every_module_of_a_family_is_one_rule() -> None:
    """A file that holds no rule, or two, would be work that nobody sees."""
    files = {path for family in FAMILIES.values() for path in (PACKAGE / family).rglob("*.py")}
    rule_files = [Path(inspect.getfile(type(rule))) for rule in RULES]
    assert sorted(path for path in files if path.name != "__init__.py") == sorted(rule_files)


@each_rule
def test_rule_stands_where_its_name_says(rule: Rule) -> None:
    path = Path(inspect.getfile(type(rule))).relative_to(PACKAGE)
    assert path == Path(FAMILIES[rule.id[0]], rule.name.replace("-", "_") + ".py")
    assert type(rule).__name__.lower() == rule.name.replace("-", "")


@each_rule
def test_rule_judges_what_the_table_says(rule: Rule) -> None:
    assert (rule.scope == "note") == (rule.id in OF_THE_NOTE)
    only = {code for code, ids in OF_ONE_CODE.items() if rule.id in ids}
    assert set(rule.codes) == (only or {"97110", "97530"})


@each_rule
def test_rule_says_what_and_why(rule: Rule) -> None:
    assert "\n" not in rule.what
    assert rule.what.endswith(".")
    assert rule.why.endswith(".")
    assert type(rule).__doc__


@each_rule
def test_rule_has_two_examples_both_ways(rule: Rule) -> None:
    assert sum(bool(example.quotes) for example in rule.examples) >= 2
    assert sum(not example.quotes for example in rule.examples) >= 2


@each_rule
def test_examples_are_named_once_and_quote_their_own_text(rule: Rule) -> None:
    names = [example.name for example in rule.examples]
    assert len(set(names)) == len(names)
    for example in rule.examples:
        assert SLUG.fullmatch(example.name), example.name
        for quote in example.quotes:
            assert quote in example.text, example.name


@each_rule
def test_no_descriptor_text_is_quoted(rule: Rule) -> None:
    texts = [rule.what, rule.why, type(rule).__doc__ or "", *(example.text for example in rule.examples)]
    for text in texts:
        assert not DESCRIPTOR_WINDOWS & set(_windows(text)), text


def test_descriptor_windows_would_be_found() -> None:
    """The check above is not vacuous: the name of one service with its bracket is such a window."""
    name = "gait training " + "(includes stair" + " climbing)"
    assert DESCRIPTOR_WINDOWS & set(_windows(f"The text describes {name} today."))


@each_rule
def test_rule_is_found_by_id_and_by_name(rule: Rule) -> None:
    assert rule_by_key(rule.id) is rule_by_key(rule.id.lower()) is rule_by_key(rule.name) is rule


def test_unknown_key_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="Z99"):
        rule_by_key("z99")


@pytest.mark.parametrize("shared", ["id", "name"])
def test_duplicate_id_or_name_stops_the_program(shared: str) -> None:
    first = rule_by_key("T01")
    other = type("Other", (Rule,), {"id": "T99", "name": "other", shared: getattr(first, shared)})
    with pytest.raises(DataError, match=f"{getattr(first, shared)} is already"):
        ordered(iter((first, other())))


def _windows(text: str) -> list[str]:
    words = re.findall(r"[a-z0-9]+", text.lower())
    five = (" ".join(words[n : n + 5]) for n in range(len(words) - 4))
    return [hashlib.sha256(window.encode()).hexdigest()[:8] for window in five]
