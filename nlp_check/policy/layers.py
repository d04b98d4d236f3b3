"""One policy file laid over the policy it extends.

A file may hold, all optional except where it is the root that extends nothing:

    title, dated, extends        what the policy is, the date of its house values, the one policy it changes
    sources                      named sources, see ``citations``; SOURCE below is {source, authority, since}
    unit_method, modifier_59, setting, max_block_minutes, intent_threshold
                                 a value, or {value, SOURCE}
    bands                        by score: {low, high, SOURCE}
    element_weights              by element: a number from 0; and SOURCE
    tables                       {ncci, mue}: newer table files, relative to this file
    rules                        by rule name: on, off or a severity; or {severity, partial, enabled, SOURCE}

A value set without a source is a house value of the file that sets it. A rule keeps the source it had,
because how loudly a rule speaks does not change the fact it rests on. Giving a severity switches a rule on
unless ``enabled`` says otherwise. ``partial`` is never graver than ``severity`` and sinks with it. A rule
that judges by a setting takes over the source of the setting where a file changes it (``_JUDGED_BY``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, get_args

import msgspec

from nlp_check.policy.citations import SOURCE_KEYS, Citations
from nlp_check.policy.file import PolicyFile
from nlp_check.policy.model import RuleSetting, ScoreBand, Sourced, UnitMethod
from nlp_check.policy.resolved import Origin, ResolvedPolicy
from nlp_check.records.report import SEVERITY_ORDER, Severity

_KEYS = (
    "title", "dated", "extends", "sources", "unit_method", "modifier_59", "setting", "max_block_minutes",
    "intent_threshold", "bands", "element_weights", "tables", "rules",
)  # fmt: skip
_CHOICES: dict[str, tuple[str, ...]] = {
    "unit_method": get_args(UnitMethod),
    "modifier_59": ("required", "not_needed", "unknown"),
    "setting": ("practitioner", "outpatient_hospital"),
}
_NUMBERS = {"max_block_minutes": (1, 24 * 60), "intent_threshold": (0, 1)}
_RULE_KEYS = ("severity", "partial", "enabled", *SOURCE_KEYS)
_JUDGED_BY = {
    "unit_method": ("units-exceed-time", "units-below-time"),
    "max_block_minutes": ("impossible-time",),
    "modifier_59": ("modifier-59-missing",),
}
_WORDS = ("on", "off", *SEVERITY_ORDER)
_KINDS = {"bands": "score", "element_weights": "element", "rules": "rule"}
_MAX_WEIGHT = 1000


def lay(file: PolicyFile, name: str, parent: ResolvedPolicy | None) -> ResolvedPolicy:
    """The policy ``name`` that ``file`` makes of ``parent``. Without one it is a root, which must set all."""
    return _Layer(file, name, parent).resolved()


class _Layer:
    """The values of the parent, changed one part after the other by the file."""

    def __init__(self, file: PolicyFile, name: str, parent: ResolvedPolicy | None) -> None:
        self.file = file
        self.name = name
        self.parent = parent
        self.root = file.mapping(file.root, "", _KEYS)
        self.values: dict[str, Any] = msgspec.structs.asdict(parent) if parent else {}
        self.origins: dict[str, Origin] = dict(parent.origins) if parent else {}
        self.dated = file.date(self.root["dated"], "dated") if "dated" in self.root else None
        self.citations = Citations(file, self.dated, parent.sources if parent else {})

    def resolved(self) -> ResolvedPolicy:
        """The finished policy, or PolicyError at what is wrong or, in a root, missing."""
        missing = [key for key in _KEYS if key not in self.root and key not in ("dated", "extends", "tables")]
        if missing and not self.parent:
            raise self.file.error(missing[0], "is missing, and this policy extends none that has it")
        for key in (*_CHOICES, *_NUMBERS):
            self._setting(key)
        self._bands()
        self._weights()
        self._rules()
        self._tables()
        own = {
            "name": self.name,
            "title": self.file.text(self.root.get("title", self.name), "title"),
            "extends": self.parent.name if self.parent else None,
            "origins": self.origins,
            "sources": self.citations.named,
            **{f"{key}_source": self.origins[key].sourced for key in ("unit_method", "modifier_59")},
        }
        return ResolvedPolicy(**{**self.values, **own})

    def _part(self, key: str, known: Collection[str] | None) -> dict[str, object]:
        """The mapping under ``key``. Its keys must be ``known``, except in a root, which makes them known."""
        return self.file.mapping(self.root.get(key, {}), key, known if self.parent else None, _KINDS[key])

    def _set(self, key: str, sourced: Sourced | None) -> None:
        house = Sourced("house", f"Set by policy {self.name}.", self.dated)
        self.origins[key] = Origin(sourced or house, self.name)

    def _setting(self, key: str) -> None:
        if key not in self.root:
            return
        value, sourced, field = self.root[key], None, key
        if isinstance(value, dict):
            entry = self.file.mapping(value, key, ("value", *SOURCE_KEYS))
            value, sourced, field = entry.get("value"), self.citations.cited(entry, key), f"{key}.value"
        if key in _CHOICES:
            self.values[key] = self.file.known(value, _CHOICES[key], field, "value")
        elif key == "max_block_minutes":
            self.values[key] = self.file.whole(value, field, *_NUMBERS[key])
        else:
            self.values[key] = self.file.number(value, field, *_NUMBERS[key])
        self._set(key, sourced)

    def _bands(self) -> None:
        bands: dict[str, ScoreBand] = dict(self.values.get("bands", {}))
        for name, value in self._part("bands", bands).items():
            field = f"bands.{name}"
            entry = self.file.mapping(value, field, ("low", "high", *SOURCE_KEYS))
            ends = msgspec.structs.asdict(bands[name]) if name in bands else {}
            for end in ("low", "high"):
                if end in entry:
                    ends[end] = self.file.number(entry[end], f"{field}.{end}", 0, 1)
                    self._set(f"{field}.{end}", self.citations.cited(entry, field))
            if set(ends) != {"low", "high"} or ends["low"] > ends["high"]:
                raise self.file.error(field, "needs a low and a high, and low may not be above high")
            bands[name] = ScoreBand(**ends)
        self.values["bands"] = bands

    def _weights(self) -> None:
        weights: dict[str, float] = dict(self.values.get("element_weights", {}))
        part = self._part("element_weights", [*weights, *SOURCE_KEYS])
        sourced = self.citations.cited(part, "element_weights")
        for name, value in part.items():
            if name not in SOURCE_KEYS:
                field = f"element_weights.{name}"
                weights[name] = self.file.number(value, field, 0, _MAX_WEIGHT)
                self._set(field, sourced)
        self.values["element_weights"] = weights

    def _rules(self) -> None:
        rules: dict[str, RuleSetting] = dict(self.values.get("rules", {}))
        for name, sourced in self._judged_by_settings():
            if name in rules:
                rules[name] = msgspec.structs.replace(rules[name], sourced=sourced)
                self._set(f"rules.{name}", sourced)
        for name, value in self._part("rules", rules).items():
            rules[name] = self._rule(value, f"rules.{name}", rules.get(name))
            self._set(f"rules.{name}", rules[name].sourced)
        self.values["rules"] = rules

    def _judged_by_settings(self) -> Iterator[tuple[str, Sourced]]:
        """The rules that rest on a setting which this file changes, and its source. (That no modifier is
        needed is no ground to miss one.)"""
        for key, names in _JUDGED_BY.items():
            if key in self.root and (key != "modifier_59" or self.values[key] == "required"):
                for name in names:
                    yield name, self.origins[key].sourced

    def _rule(self, value: object, field: str, before: RuleSetting | None) -> RuleSetting:
        if isinstance(value, dict):
            entry = self.file.mapping(value, field, _RULE_KEYS)
        else:
            word = ("on" if value else "off") if isinstance(value, bool) else value  # TOML has true and false
            self.file.known(word, _WORDS, field, "setting")
            entry = {"enabled": word} if word in ("on", "off") else {"severity": word}
        sourced = self.citations.cited(entry, field) or (before.sourced if before else None)
        severity = self._severity(entry, "severity", field) or (before.severity if before else None)
        if severity is None or sourced is None:
            raise self.file.error(field, "needs a severity and a source")
        partial = self._severity(entry, "partial", field)
        if partial and SEVERITY_ORDER[partial] > SEVERITY_ORDER[severity]:
            raise self.file.error(f"{field}.partial", f"may not be graver than the severity, {severity}")
        partial = partial or (before.partial_severity if before else None)
        if partial and SEVERITY_ORDER[partial] > SEVERITY_ORDER[severity]:
            partial = severity
        enabled = "severity" in entry or before is None or before.enabled
        if "enabled" in entry:
            enabled = self.file.switch(entry["enabled"], f"{field}.enabled")
        return RuleSetting(enabled, severity, sourced, partial)

    def _severity(self, entry: dict[str, Any], key: str, field: str) -> Severity | None:
        if key not in entry:
            return None
        self.file.known(entry[key], SEVERITY_ORDER, f"{field}.{key}", "severity")
        severity: Severity = entry[key]
        return severity

    def _tables(self) -> None:
        part = self.file.mapping(self.root.get("tables", {}), "tables", ("ncci", "mue"))
        for kind, value in part.items():
            self.values[f"{kind}_files"] = self.file.file_paths(value, f"tables.{kind}")
            self._set(f"tables.{kind}", None)
