"""``--format sarif``: SARIF 2.1.0 (OASIS, errata 01), for code scanning pages and dashboards.

A note of a file of its own is located by line and column (in code points); a JSONL record by its line in the
file, with the place inside the note as a property. Bad records are notifications of the invocation.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote as percent_encode

import msgspec

from nlp_check.inputs import STDIN_NAME
from nlp_check.records.report import Finding
from nlp_check.render.entry import Entry, Settings, file_place
from nlp_check.render.wording import quote, rule_of, says

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """One log with one run. Only results are kept in memory, no note."""
    results: list[dict[str, Any]] = []
    problems: list[dict[str, Any]] = []
    raised: dict[str, Finding] = {}
    version = ""
    for entry in entries:
        version = entry.report.version
        if entry.error is not None:
            problems.append(_problem(entry))
        seen: Counter[tuple[str, str | None]] = Counter()
        for finding in entry.report.findings:
            raised.setdefault(finding.id, finding)
            seen[finding.rule, finding.code] += 1
            results.append(_result(entry, finding, settings, seen[finding.rule, finding.code]))
    log = _log(version, [_rule(raised[id]) for id in sorted(raised)], results, problems)
    yield msgspec.json.format(msgspec.json.encode(log), indent=1).decode() + "\n"


def _log(
    version: str, rules: list[dict[str, Any]], results: list[dict[str, Any]], problems: list[dict[str, Any]]
) -> dict[str, Any]:
    places = {rule["id"]: number for number, rule in enumerate(rules)}
    for result in results:
        result["ruleIndex"] = places[result["ruleId"]]
    driver: dict[str, Any] = {"name": "nlp-check", "rules": rules}
    if version:
        driver["version"] = version
    invocation: dict[str, Any] = {"executionSuccessful": not problems}
    if problems:
        invocation["toolExecutionNotifications"] = problems
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [invocation],
        "results": results,
    }
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(finding: Finding) -> dict[str, Any]:
    entry: dict[str, Any] = {"id": finding.id, "name": finding.rule}
    rule = rule_of(finding)
    if rule is not None:
        entry["shortDescription"] = {"text": rule.what}
        entry["fullDescription"] = {"text": rule.why}
        entry["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    return entry


def _result(entry: Entry, finding: Finding, settings: Settings, ordinal: int) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "code": finding.code,
        "authority": finding.authority,
        "source": finding.source,
    }
    if entry.report.note_id is not None:
        properties["noteId"] = entry.report.note_id
    if finding.span is not None:
        properties.update(span=finding.span, noteLine=finding.line, noteColumn=finding.column)
    return {
        "ruleId": finding.id,
        "level": _LEVELS[finding.severity],
        "message": {"text": says(finding, settings)},
        "locations": [_location(entry, finding, settings)],
        "partialFingerprints": {"nlpCheckFinding/v1": _fingerprint(entry, finding, ordinal)},
        "properties": properties,
    }


def _location(entry: Entry, finding: Finding, settings: Settings) -> dict[str, Any]:
    place = file_place(entry, finding)
    region: dict[str, Any] = {
        "startLine": place.line,
        "startColumn": place.column,
        "endColumn": place.end_column,
    }
    region = {key: value for key, value in region.items() if value is not None}
    quoted = quote(entry, finding, settings)
    if region and quoted is not None:
        region["snippet"] = {"text": quoted}
    return _physical(entry, region)


def _physical(entry: Entry, region: dict[str, Any]) -> dict[str, Any]:
    name = "stdin" if entry.source == STDIN_NAME else entry.source.replace("\\", "/")
    physical: dict[str, Any] = {"artifactLocation": {"uri": percent_encode(name)}}
    if region:
        physical["region"] = region
    return {"physicalLocation": physical}


def _problem(entry: Entry) -> dict[str, Any]:
    error = entry.error
    assert error is not None
    text = f"{error.field}: {error.message}" if error.field else error.message
    region = {} if entry.line is None else {"startLine": entry.line}
    return {
        "descriptor": {"id": error.kind},
        "level": "error",
        "message": {"text": text},
        "locations": [_physical(entry, region)],
    }


def _fingerprint(entry: Entry, finding: Finding, ordinal: int) -> str:
    """The same finding in the same note has the same print, wherever its words have moved."""
    parts = (entry.title, finding.rule, finding.code or "", str(ordinal))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
