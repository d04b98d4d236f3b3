"""``--format junit``: one suite a note, one case a finding, for the test tabs of CI servers.

A case fails where the finding is at or above ``--fail-on``, so the counts agree with the exit status. The
attributes are those of the Jenkins schema; times are left out because equal input must give equal bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from xml.sax.saxutils import escape, quoteattr

from nlp_check.records.report import Finding
from nlp_check.render.entry import Entry, Settings
from nlp_check.render.wording import quote, says

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """The whole document; suites are written as notes are checked."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="nlp-check">\n'
    for entry in entries:
        cases = list(_cases(entry, settings))
        failures = sum(settings.fails(finding) for finding in entry.report.findings)
        counts = f'tests="{len(cases)}" failures="{failures}" errors="{int(entry.error is not None)}"'
        yield f" <testsuite name={_attribute(entry.title)} {counts}>\n{''.join(cases)} </testsuite>\n"
    yield "</testsuites>\n"


def _cases(entry: Entry, settings: Settings) -> Iterator[str]:
    if entry.error is not None:
        where = f"{entry.error.field}: " if entry.error.field else ""
        message = f"{entry.place}: {where}{entry.error.message}"
        problem = f"   <error type={_attribute(entry.error.kind)} message={_attribute(message)}/>\n"
        yield _case(entry, "input", problem)
    for finding in entry.report.findings:
        about = f" [{finding.code}]" if finding.code else ""
        yield _case(entry, f"{finding.id} {finding.rule}{about}", _outcome(entry, finding, settings))
    if entry.error is None and not entry.report.findings:
        yield _case(entry, "no findings", "")


def _outcome(entry: Entry, finding: Finding, settings: Settings) -> str:
    message = says(finding, settings)
    if not settings.fails(finding):
        return f"   <system-out>{_text(f'{finding.severity}: {message}')}</system-out>\n"
    place = (
        f"{entry.place}, note line {finding.line}, column {finding.column}" if finding.line else entry.place
    )
    quoted = quote(entry, finding, settings)
    detail = place if quoted is None else f"{place}\n{quoted}"
    attributes = f"type={_attribute(finding.rule)} message={_attribute(message)}"
    return f"   <failure {attributes}>{_text(detail)}</failure>\n"


def _case(entry: Entry, name: str, outcome: str) -> str:
    opening = f"  <testcase name={_attribute(name)} classname={_attribute(entry.title)}"
    return f"{opening}>\n{outcome}  </testcase>\n" if outcome else f"{opening}/>\n"


def _attribute(value: str) -> str:
    return quoteattr(_NOT_XML.sub("\ufffd", value))


def _text(value: str) -> str:
    return escape(_NOT_XML.sub("\ufffd", value))
