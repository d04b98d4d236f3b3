"""``lint``: options, exit status, errors in place; the checker is a fake (see conftest)."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

CLEAN = '{"note_id": "clean", "text": "nothing"}\n'
ERROR = '{"note_id": "bad", "text": "Zebra E:missing-load W:missing-position I:units-below-time"}\n'
WARNING = '{"note_id": "warn", "text": "W:missing-position"}\n'


def jsonl(folder: Path, *lines: str) -> Path:
    """A JSONL file of these lines."""
    path = folder / "notes.jsonl"
    path.write_bytes("".join(lines).encode())
    return path


def pipe(monkeypatch: pytest.MonkeyPatch, raw: bytes) -> None:
    """Standard input with these bytes, not a terminal."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw)))


@pytest.mark.usefixtures("checker")
class TestStatus:
    """Exit status 0, 1, 2 as in the contract."""

    @pytest.mark.parametrize(
        ("line", "options", "status"),
        [
            (CLEAN, [], 0),
            (WARNING, [], 0),
            (ERROR, [], 1),
            (WARNING, ["--fail-on", "warning"], 1),
            (CLEAN, ["--fail-on", "info"], 0),
            (ERROR, ["--exit-zero"], 0),
            (ERROR, ["--ignore", "S"], 0),
            (ERROR, ["--ignore", "S", "--fail-on", "info"], 1),
        ],
    )
    def test_findings(self, run: Any, tmp_path: Path, line: str, options: list[str], status: int) -> None:
        """0 without findings that count, 1 with one."""
        assert run("lint", jsonl(tmp_path, line), *options).status == status

    @pytest.mark.parametrize("options", [[], ["--exit-zero"]])
    def test_bad_record_wins(self, run: Any, tmp_path: Path, options: list[str]) -> None:
        """2 although others have findings, and whatever --exit-zero says of findings."""
        assert run("lint", jsonl(tmp_path, ERROR, "{", "\n"), *options).status == 2

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--policy", "strct"], "unknown policy; did you mean 'strict'?"),
            (["--codes", "97111"], "--codes: unknown code '97111'; did you mean 97110?"),
            (["--codes", "97110;97530"], "--codes: unknown code '97110;97530'; did you mean 97110?"),
            (["--units", "97110=-1"], "--units: '97110=-1' must be CODE=UNITS, units from 0 to 99"),
            (["--units", "97110=100"], "--units: '97110=100' must be CODE=UNITS, units from 0 to 99"),
            (["--units", "97110"], "--units: '97110' must be CODE=UNITS, units from 0 to 99"),
            (["--units", "97531=1"], "--units: unknown code '97531'; did you mean 97530?"),
            (["--select", "missing-lod"], "--select: unknown rule 'missing-lod'; did you mean missing-load?"),
            (["--ignore", "T99"], "--ignore: unknown rule 'T99'"),
            (["--baseline", "nowhere.json"], "nowhere.json: no such file or directory"),
            (["--output", "nowhere/x.json"], "nowhere/x.json: no such file or directory"),
        ],
    )
    def test_usage_errors_are_one_line(
        self, run: Any, tmp_path: Path, options: list[str], message: str
    ) -> None:
        """2, the reason on standard error, nothing on standard output."""
        result = run("lint", jsonl(tmp_path, CLEAN), *options)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"nlp-check: {message}")
        assert result.err.count("\n") == 1

    def test_unknown_option(self, run: Any) -> None:
        """argparse's own errors are one line too."""
        result = run("lint", "--fix")
        assert (result.status, result.err) == (
            2,
            "nlp-check: unrecognized arguments: --fix (see nlp-check --help)\n",
        )

    def test_options_are_not_abbreviated(self, run: Any) -> None:
        """--form would break when --formula comes."""
        assert run("lint", "--form", "json").status == 2


@pytest.mark.usefixtures("checker")
class TestBadRecords:
    """Reported in their place; the others are checked."""

    LINES = (CLEAN, '{"note_id": "b", "text": "Zebra", "date": "2026-02-30"}\n', ERROR)

    def test_json_holds_a_report_in_place(self, run: Any, tmp_path: Path) -> None:
        """With ``error`` set and everything else empty."""
        result = run("lint", jsonl(tmp_path, *self.LINES), "--format", "json")
        reports = json.loads(result.out)
        assert [report["note_id"] for report in reports] == ["clean", "b", "bad"]
        assert ["error" in report for report in reports] == [False, True, False]
        assert reports[1]["error"]["field"] == "date"
        assert reports[1]["error"]["position"] == 1
        assert (reports[1]["narratives"], reports[1]["findings"], reports[1]["pair"]) == ([], [], None)
        assert result.status == 2

    def test_one_line_on_standard_error(self, run: Any, tmp_path: Path) -> None:
        """File, line, field, reason."""
        path = jsonl(tmp_path, *self.LINES)
        result = run("lint", path)
        assert result.err == f"nlp-check: {path}:2: date: is not a calendar date YYYY-MM-DD\n"
        assert "2 more" not in result.out and "3 notes: 1 fail, 1 pass, 1 not read" in result.out

    def test_duplicate_ids(self, run: Any, tmp_path: Path) -> None:
        """Both are checked; standard error names the later place; status 2."""
        path = jsonl(tmp_path, CLEAN, CLEAN)
        result = run("lint", path, "--format", "jsonl")
        assert len(result.out.splitlines()) == 2 and "error" not in result.out
        assert result.err == f"nlp-check: {path}:2: note_id: was used before at {path}:1\n"
        assert result.status == 2

    def test_record_that_the_checker_refuses(self, run: Any, tmp_path: Path) -> None:
        """Is one bad record like those that cannot be read."""
        path = jsonl(tmp_path, CLEAN, '{"note_id": "odd", "text": "refuse me"}\n', ERROR)
        result = run("lint", path, "--format", "jsonl")
        reports = [json.loads(line) for line in result.out.splitlines()]
        assert [report.get("error", {}).get("kind") for report in reports] == [None, "too-odd", None]
        assert (result.status, result.err) == (2, f"nlp-check: {path}:2: text: cannot be checked\n")

    @pytest.mark.parametrize("form", ["text", "json", "jsonl", "sarif", "github", "junit"])
    def test_no_note_text_in_errors(self, run: Any, tmp_path: Path, form: str) -> None:
        """Broken records of every kind, in every format."""
        broken = (
            '{"text": "Zebra"\n',
            '"Zebra"\n',
            '{"text": ["Zebra"]}\n',
            '{"text": "Zebra", "claim": "Zebra"}\n',
        )
        result = run("lint", jsonl(tmp_path, *broken), "--format", form)
        assert result.status == 2
        assert "zebra" not in (result.out + result.err).lower()
        assert len(result.err.splitlines()) == 4


class TestSelection:
    """Which findings are shown, and the verdict that follows."""

    def rules(self, run: Any, path: Path, *options: str) -> tuple[list[str], str]:
        """The rules found and the verdict of the only report."""
        (report,) = json.loads(run("lint", path, "--format", "json", *options).out)
        return [finding["rule"] for finding in report["findings"]], report["verdict"]

    @pytest.mark.usefixtures("checker")
    @pytest.mark.parametrize(
        ("options", "rules", "verdict"),
        [
            ([], ["missing-load", "missing-position", "units-below-time"], "fail"),
            (["--select", "S"], ["missing-load", "missing-position"], "fail"),
            (["--select", "s04,U02"], ["missing-position", "units-below-time"], "review"),
            (["--select", "units-below-time"], ["units-below-time"], "pass"),
            (["--ignore", "missing-load"], ["missing-position", "units-below-time"], "review"),
            (["--select", "S", "--ignore", "S03"], ["missing-position"], "review"),
            (["--ignore", "S,U"], [], "pass"),
            (["--ignore", "S", "--ignore", "U"], [], "pass"),
        ],
    )
    def test_select_and_ignore(
        self, run: Any, tmp_path: Path, options: list[str], rules: list[str], verdict: str
    ) -> None:
        """By id in any case, by name, by family; --ignore wins."""
        assert self.rules(run, jsonl(tmp_path, ERROR), *options) == (rules, verdict)

    @pytest.mark.usefixtures("checker")
    @pytest.mark.parametrize("form", ["json", "jsonl"])
    def test_baseline_hides_what_was_known(self, run: Any, tmp_path: Path, form: str) -> None:
        """Same note, rule and code; a new rule in the note and other notes are shown."""
        path, known = jsonl(tmp_path, ERROR, CLEAN), tmp_path / "known"
        assert run("lint", path, "--format", form, "--output", known).status == 1
        again = run("lint", path, "--baseline", known)
        assert again.status == 0
        jsonl(tmp_path, ERROR.replace('"}', ' E:missing-dose"}'), ERROR.replace("bad", "other"))
        reports = [
            json.loads(line)
            for line in run("lint", path, "--baseline", known, "--format", "jsonl").out.splitlines()
        ]
        assert [finding["rule"] for finding in reports[0]["findings"]] == ["missing-dose"]
        assert len(reports[1]["findings"]) == 3

    @pytest.mark.usefixtures("checker")
    def test_baseline_hides_nothing_of_notes_without_id(self, run: Any, tmp_path: Path) -> None:
        """They cannot be told apart."""
        path, known = jsonl(tmp_path, ERROR.replace('"note_id": "bad", ', "")), tmp_path / "known.json"
        run("lint", path, "--format", "json", "--output", known)
        assert run("lint", path, "--baseline", known).status == 1

    @pytest.mark.usefixtures("checker")
    @pytest.mark.parametrize(
        ("content", "message"),
        [
            ("[1]", "is not a list of reports (--format json)"),
            ('{"note_id": "a", "findings": []}\nZebra\n', "is not a report (--format jsonl)"),
        ],
    )
    def test_baseline_that_is_none(self, run: Any, tmp_path: Path, content: str, message: str) -> None:
        """Named with path (and line), not quoted."""
        known = tmp_path / "known.json"
        known.write_text(content)
        result = run("lint", jsonl(tmp_path, ERROR), "--baseline", known)
        assert result.status == 2
        assert message in result.err and "Zebra" not in result.err

    def test_codes_and_units_are_the_claim_of_notes_without_one(
        self, run: Any, tmp_path: Path, checker: list[Any]
    ) -> None:
        """A record's own claim stays; --units alone names a code too."""
        own = '{"text": "x", "claim": [{"code": "97530", "units": 4}]}\n'
        run(
            "lint",
            jsonl(tmp_path, CLEAN, own),
            "--codes",
            "97110,97140",
            "--units",
            "97110=2",
            "--units",
            "97530=1",
        )
        first, second = checker[0].notes
        assert [(line.code, line.units) for line in first.claim] == [
            ("97110", 2),
            ("97140", None),
            ("97530", 1),
        ]
        assert [(line.code, line.units) for line in second.claim] == [("97530", 4)]

    def test_policy_reaches_the_checker(self, run: Any, tmp_path: Path, checker: list[Any]) -> None:
        """By name."""
        run("lint", jsonl(tmp_path, CLEAN), "--policy", "medicare")
        assert checker[0].policy.name == "medicare"


@pytest.mark.usefixtures("checker")
class TestInputAndOutput:
    """Where notes come from and where reports go."""

    def test_piped_note_and_dash(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """No FILE and ``-`` are the same."""
        for arguments in ([], ["-"]):
            pipe(monkeypatch, b"E:missing-load")
            result = run("lint", *arguments, "--format", "jsonl")
            assert (json.loads(result.out)["note_id"], result.status) == ("-", 1)

    def test_piped_jsonl(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Recognised by its first line."""
        pipe(monkeypatch, (CLEAN + ERROR).encode())
        assert len(run("lint", "--format", "jsonl").out.splitlines()) == 2

    def test_terminal_without_file(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Waiting for typed input in silence would look like a hang."""
        terminal = io.StringIO()
        terminal.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setattr(sys, "stdin", terminal)
        result = run("lint")
        assert (result.status, result.err) == (
            2,
            "nlp-check lint: give a FILE, or pipe a note in (see nlp-check lint --help)\n",
        )

    def test_output_file(self, run: Any, tmp_path: Path) -> None:
        """The same bytes as on standard output, and nothing there."""
        path, out = jsonl(tmp_path, CLEAN, ERROR), tmp_path / "out.json"
        shown = run("lint", path, "--format", "json")
        written = run("lint", path, "--format", "json", "--output", out)
        assert (written.status, written.out) == (1, "")
        assert out.read_bytes() == shown.out.encode()

    def test_output_never_overwrites_an_input(self, run: Any, tmp_path: Path) -> None:
        """A slip of the hand must not destroy a health record."""
        path = jsonl(tmp_path, CLEAN)
        result = run("lint", path, "--output", path)
        assert result.status == 2 and "overwrite" in result.err
        assert path.read_text() == CLEAN

    @pytest.mark.parametrize("form", ["sarif", "github", "junit"])
    def test_travelling_formats_need_leave_for_text(self, run: Any, tmp_path: Path, form: str) -> None:
        """Messages and hints quote the note, so they stay out as well."""
        path = jsonl(tmp_path, ERROR)
        assert "Zebra" not in run("lint", path, "--format", form).out
        assert "Zebra" in run("lint", path, "--format", form, "--include-text").out

    def test_no_colour_in_a_pipe(self, run: Any, tmp_path: Path) -> None:
        """Standard output of a test is no terminal."""
        assert "\x1b" not in run("lint", jsonl(tmp_path, ERROR)).out

    @pytest.mark.parametrize(
        ("variables", "colored"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)]
    )
    def test_colour_on_a_terminal(
        self, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], colored: bool
    ) -> None:
        """Unless NO_COLOR or a dumb terminal says otherwise."""
        from nlp_check.cli import output

        monkeypatch.setattr(sys, "stdout", terminal := io.StringIO())
        terminal.isatty = lambda: True  # type: ignore[method-assign]
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.delenv("NO_COLOR", raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert output.colored() is colored

    def test_quiet(self, run: Any, tmp_path: Path) -> None:
        """One line a note."""
        result = run("lint", jsonl(tmp_path, CLEAN, ERROR), "-q")
        assert result.out.splitlines() == [
            "clean: PASS  no findings (policy strict)",
            "bad: FAIL  1 error, 1 warning, 1 remark (policy strict)",
        ]

    def test_folder(self, run: Any, tmp_path: Path) -> None:
        """All its notes, in sorted order."""
        for name in ("b.txt", "a.md"):
            (tmp_path / name).write_text("x")
        jsonl(tmp_path, CLEAN)
        out = run("lint", tmp_path, "--format", "jsonl").out
        assert [json.loads(line)["note_id"] for line in out.splitlines()] == [
            str(tmp_path / "a.md"),
            str(tmp_path / "b.txt"),
            "clean",
        ]

    def test_notes_are_streamed(self, run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """No second note is read before the first report is written."""
        from nlp_check.cli import lint
        from nlp_check.render import json_lines

        steps: list[str] = []
        check = lint._Lint.check

        def noted(self: Any, note: Any) -> Any:
            steps.append("check")
            return check(self, note)

        monkeypatch.setattr(lint._Lint, "check", noted)
        render = json_lines.render

        def spied(*arguments: Any) -> Any:
            for chunk in render(*arguments):
                steps.append("write")
                yield chunk

        monkeypatch.setattr(json_lines, "render", spied)
        run("lint", jsonl(tmp_path, CLEAN, ERROR, WARNING), "--format", "jsonl")
        assert steps == ["check", "write"] * 3


class TestExplainedScores:
    """``--explain-scores`` with the real checker: shown in text, a field in JSON, absent without it."""

    NOTE = "97110 9:00-9:15: leg press 3x10 40 lbs seated for quad strength.\n"

    @pytest.fixture
    def note(self, tmp_path: Path) -> Path:
        path = tmp_path / "note.txt"
        path.write_text(self.NOTE, encoding="utf-8")
        return path

    def test_json(self, run: Any, note: Path) -> None:
        """The only difference is the field."""
        (plain,) = json.loads(run("lint", note, "--format", "json").out)
        (explained,) = json.loads(run("lint", note, "--format", "json", "--explain-scores").out)
        found = explained["narratives"][0].pop("explanations")
        assert explained == plain
        assert list(found) == ["specific", "separately_justified", "intended_code"]
        assert all(
            reason["what"] and reason["weight"] for each in found.values() for reason in each["reasons"]
        )

    def test_text(self, run: Any, note: Path) -> None:
        """Each score has a heading and signed reasons; nothing of it stands there otherwise."""
        plain, explained = run("lint", note).out, run("lint", note, "--explain-scores").out
        assert "log-odds" not in plain
        added = [line for line in explained.splitlines() if line not in plain.splitlines()]
        assert any(line.startswith("  specific:") for line in added)
        assert any(line.startswith("  reads as 97110 rather than ") for line in added)
        assert any(line.strip().startswith(("+", "-")) and "exercise" in line for line in added)
        assert max(map(len, added)) <= 80

    def test_formats_that_travel_carry_no_words(self, run: Any, note: Path) -> None:
        """The option does not let note text into them."""
        for name in ("sarif", "junit", "github"):
            assert (
                run("lint", note, "--format", name, "--explain-scores").out
                == run("lint", note, "--format", name).out
            )
