"""What formats that travel may say of a finding: the rule's own line, or with ``--include-text`` the message.

SARIF, JUnit and GitHub annotations are uploaded and shown to people who may not see the health record. The
rule's line in the rule table is the same for every note, so it can hold nothing of this one.
"""

from __future__ import annotations

from nlp_check.records.report import Finding
from nlp_check.render.entry import Entry, Settings
from nlp_check.rules.base import Rule
from nlp_check.rules.registry import rule_by_key


def rule_of(finding: Finding) -> Rule | None:
    """The rule that raised ``finding``; None if this program does not know it (another version)."""
    try:
        return rule_by_key(finding.rule)
    except KeyError:
        return None


def says(finding: Finding, settings: Settings) -> str:
    """One line about ``finding`` that names the code it concerns."""
    code = f"{finding.code}: " if finding.code else ""
    if settings.include_text:
        return f"{code}{finding.message} {finding.hint}".strip()
    rule = rule_of(finding)
    return code + (rule.what if rule is not None else finding.rule.replace("-", " "))


def quote(entry: Entry, finding: Finding, settings: Settings) -> str | None:
    """The words ``finding`` points at; None unless note text is allowed."""
    if not settings.include_text or finding.span is None:
        return None
    return entry.text[finding.span[0] : finding.span[1]]
