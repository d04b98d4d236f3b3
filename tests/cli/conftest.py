"""A checker whose judgement is written into the note, so that these tests are about the command alone.

A note gets one finding for every word ``E:``, ``W:`` or ``I:`` followed by a rule name; its message and hint
quote the note, as real hints do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from nlp_check.cli import lint
from nlp_check.cli.main import main
from nlp_check.errors import RecordError
from nlp_check.policy.loader import load_policy
from nlp_check.policy.model import Policy
from nlp_check.records.note import Note
from nlp_check.records.report import Finding, Report
from nlp_check.rules.registry import rule_by_key
from nlp_check.selection import verdict_of

_WORD = re.compile(r"([EWI]):([a-z0-9-]+)")
_SEVERITIES = {"E": "error", "W": "warning", "I": "info"}


class FakeChecker:
    """Stands for ``nlp_check.Checker``. ``notes`` keeps what it was given."""

    def __init__(self, policy: str) -> None:
        self.policy: Policy = load_policy(policy)
        self.notes: list[Note] = []

    def check(self, note: Note) -> Report:
        """The findings that the note asks for."""
        self.notes.append(note)
        if note.text == "refuse me":
            raise RecordError("too-odd", "text", "cannot be checked")
        findings = tuple(_finding(note.text, found) for found in _WORD.finditer(note.text))
        verdict = verdict_of(findings, (), self.policy.bands)
        return Report("1", note.note_id, self.policy.name, "0.1.0", verdict, (), None, findings)


def _finding(text: str, found: re.Match[str]) -> Finding:
    return Finding(
        rule=found[2],
        id=rule_by_key(found[2]).id,
        severity=_SEVERITIES[found[1]],  # type: ignore[arg-type]
        code="97110",
        message=f"Said in {text}",
        span=found.span(),
        line=text.count("\n", 0, found.start()) + 1,
        column=1,
        hint=f"Why {text}?",
        authority="house",
        source="a test",
    )


class Result:
    """What one run left behind."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Run = Callable[..., Result]


@pytest.fixture
def run(capsysbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Runs a command line in this process. Status of a usage error included."""

    def run_it(*arguments: str | Path) -> Result:
        try:
            status = main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = stop.code if isinstance(stop.code, int) else 1
        captured = capsysbinary.readouterr()
        return Result(status, captured.out.decode(), captured.err.decode())

    return run_it


@pytest.fixture
def checker(monkeypatch: pytest.MonkeyPatch) -> list[FakeChecker]:
    """Replaces the checker; the list holds the one that the run made."""
    made: list[FakeChecker] = []

    def make(policy: str, *, explain: bool) -> FakeChecker:
        made.append(FakeChecker(policy))
        return made[-1]

    monkeypatch.setattr(lint, "_checker", make)
    return made
