"""``nlp-check explain``: one rule with its reason, its source, how often it is right, and its examples."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_check.policy.model import Policy
    from nlp_check.rules.base import Example, Rule
    from nlp_check.training.measured import Metrics

SUMMARY = "one rule: what, why, source, measured quality, examples"
DESCRIPTION = """\
Explains a rule: when it fires, why, on whose authority, how often it was right
on notes that the models had not seen, with notes that fail and pass it."""
EXAMPLES = """\
  nlp-check explain U01
  nlp-check explain missing-load --policy medicare"""
_JUDGED_ON = {  # the split that says most of notes by strangers comes first
    "test": "notes by writers and in styles that the models have not seen",
    "cross": "training notes, each judged by models that have not seen its writer",
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the rule and the policy."""
    parser.add_argument("rule", metavar="RULE", help="id or name: U01, units-exceed-time")
    parser.add_argument("--policy", default="strict", metavar="NAME|FILE", help="(default: strict)")


def run(args: argparse.Namespace) -> int:
    """Prints the rule as a short page."""
    from nlp_check.cli.output import show, width
    from nlp_check.policy.loader import load_policy

    rule = _find(args.rule)
    show("\n".join(_page(rule, load_policy(args.policy), _metrics(), width())) + "\n")
    return 0


def _find(key: str) -> Rule:
    from nlp_check.cli.options import nearest, shown
    from nlp_check.errors import InputError
    from nlp_check.rules.registry import all_rules, rule_by_key

    try:
        return rule_by_key(key)
    except KeyError:
        known = [name for rule in all_rules() for name in (rule.id, rule.name)]
        raise InputError(f"unknown rule {shown(key)}{nearest(key, known)}") from None


def _metrics() -> Metrics | None:
    """What was measured with the installed model; None where it was not measured."""
    from nlp_check.components.model_file import current_directory
    from nlp_check.training.measured import FILE, read_metrics

    path = current_directory() / FILE
    return read_metrics(path) if path.exists() else None


def _page(rule: Rule, policy: Policy, metrics: Metrics | None, width: int) -> Iterator[str]:
    from nlp_check.render.narrative import labelled

    setting = policy.rules[rule.name]
    severity: str = setting.severity if setting.enabled else "off"
    if setting.enabled and setting.partial_severity:
        severity = f"{severity}, {setting.partial_severity} where the element is partial"
    about = ", ".join(rule.codes) if rule.scope == "narrative" else "the whole note"
    yield f"{rule.id} {rule.name}"
    yield "=" * (len(rule.id) + 1 + len(rule.name))
    yield from labelled("What", rule.what, width)
    yield from labelled("Why", rule.why, width)
    yield from labelled("About", about, width)
    yield from labelled("Severity", f"{severity} (policy {policy.name})", width)
    yield from labelled("Authority", f"{setting.sourced.authority}: {setting.sourced.source}", width)
    yield from labelled("Measured", measured(rule, metrics), width)
    for title, fails in (("Fails", True), ("Passes", False)):
        for example in rule.examples:
            if bool(example.quotes) is fails:
                yield ""
                yield from _example(title, example, width)


def measured(rule: Rule, metrics: Metrics | None) -> str:
    """How often the rule was right when it fired, and how many of its cases it found, with 95 % intervals."""
    from nlp_check.training.measured import brief

    if rule.scope == "history":
        return "not on the corpus, whose notes are single visits"
    split = next((name for name in _JUDGED_ON if metrics is not None and name in metrics.splits), None)
    if metrics is None or split is None:
        return "not with this version of the models"
    part = metrics.splits[split]
    on = f"{part.sample.notes} {_JUDGED_ON[split]} (policy strict)"
    score = part.rules.get(rule.name)
    if score is None:
        return f"never raised and never due in {on}"
    return (
        f"precision {brief(score.precision)}, recall {brief(score.recall)}; due {score.support}, "
        f"raised rightly {score.right}, wrongly {score.spurious}; {on}"
    )


def _example(title: str, example: Example, width: int) -> Iterator[str]:
    """One example note, marked where the rule points at it."""
    from nlp_check.render.excerpt import Mark, excerpt

    yield f"{title}: {example.name.replace('_', ' ').replace('-', ' ')}"
    if example.claim is not None:
        lines = [f"{line.get('code')} x {line.get('units', '?')}" for line in example.claim]
        yield f"  claim: {', '.join(lines)}"
    places = [(example.text.find(quote), quote) for quote in example.quotes if quote]
    marks = [Mark((start, start + len(quote)), "", "error", layer=1) for start, quote in places if start >= 0]
    yield from excerpt(example.text, marks, [(0, len(example.text))], width)
