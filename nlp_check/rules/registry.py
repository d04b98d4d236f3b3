"""The rules of the program, found by walking the family packages below this one.

Nothing lists the rules by hand: a file dropped into a family is a rule. A file that cannot be imported, or
two rules of one id or name, stop the program, because a linter that lost a rule would report clean.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Iterator

import nlp_check.rules
from nlp_check.errors import DataError
from nlp_check.rules.base import Rule


@functools.cache
def all_rules() -> tuple[Rule, ...]:
    """One instance of every rule, ordered by id."""
    return ordered(rule() for rule in _rule_classes())


def rule_by_key(key: str) -> Rule:
    """The rule whose id (any case) or name is ``key``; KeyError when there is none."""
    return _by_key()[key if key in _by_key() else key.upper()]


@functools.cache
def _by_key() -> dict[str, Rule]:
    return {key: rule for rule in all_rules() for key in (rule.id, rule.name)}


def ordered(rules: Iterator[Rule]) -> tuple[Rule, ...]:
    """``rules`` by id; DataError when two of them share an id or a name."""
    taken: dict[str, Rule] = {}
    found = sorted(rules, key=lambda rule: rule.id)
    for rule in found:
        for key in (rule.id, rule.name):
            other = taken.setdefault(key, rule)
            if other is not rule:
                raise DataError(f"{key} is already {type(other).__module__}", path=type(rule).__module__)
    return tuple(found)


def _rule_classes() -> Iterator[type[Rule]]:
    for family in pkgutil.iter_modules(nlp_check.rules.__path__, "nlp_check.rules."):
        if not family.ispkg:
            continue
        package = importlib.import_module(family.name)
        for found in pkgutil.walk_packages(package.__path__, f"{family.name}."):
            module = importlib.import_module(found.name)
            for value in vars(module).values():
                if (
                    isinstance(value, type)
                    and issubclass(value, Rule)
                    and value.__module__ == module.__name__
                ):
                    yield value
