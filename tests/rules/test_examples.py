"""Every example of every rule, through the whole program: how often the rule fires, and exactly where."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec
import pytest

import nlp_check
from nlp_check.rules.base import Example, Rule
from nlp_check.rules.registry import all_rules, rule_by_key

if not hasattr(nlp_check, "Checker"):
    pytest.skip("the examples need the whole program", allow_module_level=True)


def cases() -> Iterator[object]:
    for rule in all_rules():
        if rule.scope != "history":
            for example in rule.examples:
                yield pytest.param(rule, example, id=f"{rule.id}-{example.name}")


@functools.cache
def checker(policy: str, settings: tuple[tuple[str, str], ...]) -> nlp_check.Checker:
    """A checker of the named policy, or of a user's own file that extends it."""
    if not settings:
        return nlp_check.Checker(policy=policy)
    lines = [f'{key} = "{value}"' for key, value in (("extends", policy), *settings)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "policy.toml")
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return nlp_check.Checker(policy=str(path))


def quotes(rule: Rule, example: Example) -> tuple[str, ...]:
    """What the findings of ``rule`` point at in the text of ``example``, in the order of the report."""
    record: dict[str, object] = {"text": example.text}
    if example.claim is not None:
        record["claim"] = list(example.claim)
    if example.payer is not None:
        record["payer"] = example.payer
    settings: Mapping[str, str] = example.settings
    report = checker(example.policy, tuple(settings.items())).check(record)
    spans = [finding.span for finding in report.findings if finding.rule == rule.name]
    return tuple(example.text[span[0] : span[1]] if span else "" for span in spans)


@pytest.mark.parametrize(("rule", "example"), cases())
def test_example(rule: Rule, example: Example) -> None:
    assert quotes(rule, example) == example.quotes


def test_a_wrong_expectation_fails() -> None:
    """The comparison above sees a finding too few, one too many, and one in the wrong place."""
    rule = rule_by_key("missing-time")
    example = next(example for example in rule.examples if example.quotes)
    for wrong in ((), (*example.quotes, ""), ("SLR",)):
        assert quotes(rule, msgspec.structs.replace(example, quotes=wrong)) != wrong
