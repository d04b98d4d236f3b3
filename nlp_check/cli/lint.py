"""``nlp-check lint``: checks notes and prints what is missing."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_check import Checker
    from nlp_check.errors import RecordError
    from nlp_check.inputs import Item
    from nlp_check.records.note import ClaimLine, Note
    from nlp_check.records.report import Finding, Report
    from nlp_check.render import Entry, Settings

SUMMARY = "check notes"
DESCRIPTION = """\
Checks notes and prints, for each billed code, what is missing and what to ask.

A .txt or .md file is one note, a .jsonl file one record a line, a folder is
walked for these. Standard input is JSONL when its first non-empty line opens a
JSON object, else one note. Exit status: 0 no finding at or above --fail-on,
1 at least one, 2 usage or input error (the other notes are still checked)."""
EXAMPLES = """\
  nlp-check lint visit.txt
  nlp-check lint visits/ --format sarif --output findings.sarif
  nlp-check lint note.txt --codes 97110,97530 --units 97110=2
  cat visits.jsonl | nlp-check lint --policy medicare --format jsonl
  nlp-check lint visits/ --format json --exit-zero > known.json
  nlp-check lint visits/ --baseline known.json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the options of the contract."""
    from nlp_check.cli.completion import completes_files
    from nlp_check.render import FORMATS

    add = parser.add_argument
    files = add("files", nargs="*", metavar="FILE", help="note, JSONL file or folder; -: standard input")
    add("--format", choices=FORMATS, default="text", help="how to print (default: text)")
    output = add("--output", metavar="FILE", help="write there and not to standard output")
    policy = add("--policy", default="strict", metavar="NAME|FILE", help="whose rules (default: strict)")
    add("--select", action="append", metavar="RULES", help="only these: ids, names, family letters")
    add("--ignore", action="append", metavar="RULES", help="not these; wins over --select")
    add("--fail-on", choices=("error", "warning", "info"), default="error", help="(default: error)")
    add("--exit-zero", action="store_true", help="findings do not change the exit status; input errors do")
    baseline = add("--baseline", metavar="FILE", help="hide findings of an earlier json or jsonl output")
    add("--codes", action="append", metavar="CODES", help="billed codes of notes without a claim")
    add("--units", action="append", metavar="CODE=N", help="units billed, likewise: 97110=2")
    add("--explain-scores", action="store_true", help="text, json and jsonl: list what made each score")
    add("--include-text", action="store_true", help="let note text into sarif, junit and github output")
    add("--stdin-format", choices=("auto", "text", "jsonl"), default="auto", help="(default: auto)")
    add("-q", "--quiet", action="store_true", help="text format: one line a note")
    for action in (files, output, policy, baseline):
        completes_files(action)
    parser.set_defaults(usage_error=parser.error)


def run(args: argparse.Namespace) -> int:
    """Streams notes through the checker into the renderer; one note is in memory at a time."""
    from nlp_check.cli.output import output
    from nlp_check.render import renderer

    files = args.files or ["-"]
    if not args.files and (sys.stdin is None or sys.stdin.isatty()):
        args.usage_error("give a FILE, or pipe a note in")
    if args.output is not None and any(_same_file(args.output, file) for file in files):
        args.usage_error("--output would overwrite an input file")
    lint = _Lint(args)
    with output(args.output, machine=args.format != "text") as write:
        for chunk in renderer(args.format)(lint.entries(files), lint.settings):
            write(chunk)
    return lint.status()


class _Lint:
    """One run: what to apply to every note, and what has been seen so far."""

    def __init__(self, args: argparse.Namespace) -> None:
        from nlp_check.cli.baseline import load_baseline
        from nlp_check.cli.options import claim, rule_filter

        self.args = args
        self.claim: tuple[ClaimLine, ...] | None = claim(args.codes, args.units)
        self.wanted: Callable[[Finding], bool] | None = rule_filter(args.select, args.ignore)
        self.known = load_baseline(args.baseline) if args.baseline else frozenset()
        self.settings: Settings = _settings(args)
        self.checker: Checker = _checker(args.policy, explain=args.explain_scores)
        self.failed = False
        self.broken = False

    def entries(self, files: list[str]) -> Iterator[Entry]:
        """A report for every note and every bad record, in order."""
        from nlp_check.inputs import read_inputs
        from nlp_check.render import Entry

        stdin = sys.stdin.buffer if sys.stdin is not None else None
        for item in read_inputs(files, stdin=stdin, stdin_format=self.args.stdin_format):
            report, error = self.checked(item)
            if error is not None:
                self.broken = True
                _complain(f"{item.place}: {error}")
            self.failed = self.failed or any(map(self.settings.fails, report.findings))
            yield Entry(item.source, item.line, report, item.note.text if item.note is not None else "")

    def checked(self, item: Item) -> tuple[Report, RecordError | None]:
        """The report of one item, and what is wrong with the item; a duplicate id has both."""
        from nlp_check import __version__
        from nlp_check.errors import RecordError
        from nlp_check.inputs import report_of_error

        error = item.error
        if item.note is not None:
            try:
                return self.check(item.note), error
            except RecordError as problem:
                error = problem
        assert error is not None
        return report_of_error(error, item.note_id, self.checker.policy.name, __version__), error

    def check(self, note: Note) -> Report:
        """The report of one note as this run wants it."""
        import msgspec

        from nlp_check.selection import select

        if note.claim is None and self.claim is not None:
            note = msgspec.structs.replace(note, claim=self.claim)
        report = self.checker.check(note)
        if self.wanted is None and not self.known:
            return report

        def keep(finding: Finding) -> bool:
            is_known = (report.note_id, finding.rule, finding.code) in self.known
            return not is_known and (self.wanted is None or self.wanted(finding))

        return select(report, keep, self.checker.policy.bands)

    def status(self) -> int:
        """The exit status of the contract."""
        if self.broken:
            return 2
        return int(self.failed and not self.args.exit_zero)


def _checker(policy: str, *, explain: bool) -> Checker:
    from nlp_check import Checker

    return Checker(policy=policy, explain=explain)


def _settings(args: argparse.Namespace) -> Settings:
    from nlp_check.cli.output import colored, width
    from nlp_check.render import Settings

    return Settings(
        include_text=args.include_text,
        fail_on=args.fail_on,
        color=args.output is None and colored(),
        width=width() if args.output is None else 80,
        quiet=args.quiet,
    )


def _complain(message: str) -> None:
    """One line on standard error, behind what was printed so far."""
    sys.stdout.flush()
    print(f"nlp-check: {message}", file=sys.stderr)


def _same_file(output: str, file: str) -> bool:
    return file != "-" and os.path.isfile(output) and os.path.exists(file) and os.path.samefile(output, file)
