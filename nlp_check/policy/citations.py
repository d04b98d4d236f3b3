"""Where a policy file says its values come from.

``sources`` names sources once: text alone is a house source, or ``{authority, text, since}``. A ``source``
beside a value is such a name (of this file or of one it extends) or words of its own with ``authority`` and
``since``. Only house sources take the date of the file: a text of others has its own date, or none known.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, get_args

from nlp_check.policy.file import PolicyFile
from nlp_check.policy.model import Sourced
from nlp_check.records.report import Authority

SOURCE_KEYS = ("source", "authority", "since")


class Citations:
    """The sources that one file may cite."""

    def __init__(
        self, file: PolicyFile, dated: datetime.date | None, inherited: Mapping[str, Sourced]
    ) -> None:
        self.file = file
        self.dated = dated
        self.named: dict[str, Sourced] = dict(inherited)
        for name, value in file.mapping(file.root.get("sources", {}), "sources").items():
            self.named[name] = self._named(value, f"sources.{name}")

    def cited(self, entry: Mapping[str, object], field: str) -> Sourced | None:
        """What the ``source`` of ``entry`` stands for; None where it has none."""
        extra = next((key for key in ("authority", "since") if key in entry), None)
        if "source" not in entry:
            if extra:
                raise self.file.error(f"{field}.{extra}", "means nothing without a source")
            return None
        text = self.file.text(entry["source"], f"{field}.source")
        if text in self.named:
            if extra:
                raise self.file.error(f"{field}.{extra}", "belongs to the named source: set it there")
            return self.named[text]
        if " " not in text and extra is None:  # one bare word is a name, not a citation
            self.file.known(text, self.named, f"{field}.source", "source")
        return self._worded(text, entry, field)

    def _named(self, value: object, field: str) -> Sourced:
        if not isinstance(value, dict):
            return Sourced("house", self.file.text(value, field), self.dated)
        entry = self.file.mapping(value, field, ("authority", "text", "since"))
        if "text" not in entry:
            raise self.file.error(field, "has no text")
        return self._worded(self.file.text(entry["text"], f"{field}.text"), entry, field)

    def _worded(self, text: str, entry: Mapping[str, object], field: str) -> Sourced:
        authority: Any = entry.get("authority", "house")
        self.file.known(authority, get_args(Authority), f"{field}.authority", "authority")
        since = self.dated if authority == "house" else None
        if "since" in entry:
            since = self.file.date(entry["since"], f"{field}.since")
        return Sourced(authority, text, since)
