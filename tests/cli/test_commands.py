"""The other commands, the help, and how the program ends when something goes wrong."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from typing import Any

import msgspec
import pytest

from nlp_check.cli import main as entry
from nlp_check.cli import schema
from nlp_check.errors import InputError

COMMANDS = ("lint", "rules", "explain", "policy", "units", "train", "evaluate", "schema", "completion")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(run: Any, command: str) -> None:
    """With the command itself in it, and every line at most 80 columns."""
    result = run(command, "--help")
    assert result.status == 0
    assert f"examples:\n  nlp-check {command}" in result.out.replace("cat visits.jsonl | ", "")


def test_help_lists_what_is_built(run: Any) -> None:
    """Every command, and none that does not exist yet."""
    out = run("--help").out
    assert all(f"    {command}" in out for command in COMMANDS)
    assert not any(f"    {command}" in out for command in ("score", "report", "serve", "lsp"))


def test_no_command(run: Any) -> None:
    """A usage error."""
    result = run()
    assert result.status == 2 and result.err.count("\n") == 1


class TestUnits:
    """The unit calculator."""

    def test_json_is_the_contracts(self, run: Any) -> None:
        """Codes worth nothing are listed with 0; no ``alternatives`` without a choice."""
        assert json.loads(run("units", "97110:18", "97530:15", "97140:4", "--format", "json").out) == {
            "method": "cms",
            "minutes": {"97110": 18, "97140": 4, "97530": 15},
            "units": {"97110": 1, "97140": 0, "97530": 1},
            "total": 2,
        }

    def test_alternatives_of_a_tie(self, run: Any) -> None:
        """20 and 20 make three units, and either code may have the second."""
        count = json.loads(run("units", "97110:20", "97112:20", "--format", "json").out)
        assert [count["units"], *count["alternatives"]] == [
            {"97110": 2, "97112": 1},
            {"97110": 1, "97112": 2},
        ]

    def test_method(self, run: Any) -> None:
        """By the midpoint 8 and 8 minutes are two units, by CMS one."""
        for method, total in (("ama", 2), ("cms", 1), ("colorado", 1)):
            out = run("units", "97110:8", "97530:8", "--method", method, "--format", "json").out
            assert json.loads(out)["total"] == total

    def test_text(self, run: Any) -> None:
        """With the tie and the other methods where they differ."""
        assert run("units", "97110:20", "97112:20").out == (
            "97110    20 min   2 units\n"
            "97112    20 min    1 unit\n"
            "total    40 min   3 units  (cms)\n"
            "a tie, equally right: 97110 1, 97112 2\n"
            "by ama: 97110 1, 97112 1, total 2\n"
            "by colorado: 97110 1, 97112 1, total 2\n"
        )

    def test_blocks_of_one_code_add_up(self, run: Any) -> None:
        """10 and 13 minutes are 23."""
        assert json.loads(run("units", "97110:10", "97110:13", "--format", "json").out)["units"] == {
            "97110": 2
        }

    @pytest.mark.parametrize(
        ("argument", "message"),
        [
            ("97110", "'97110' must be CODE:MINUTES, such as 97110:18"),
            ("97110:-1", "'97110:-1' must be CODE:MINUTES, such as 97110:18"),
            ("97110:1.5", "'97110:1.5' must be CODE:MINUTES, such as 97110:18"),
            ("9711O:18", "CODE:MINUTES: unknown code '9711O'; did you mean 97110?"),
            ("97110:1441", "97110: minutes must be from 0 to 1440"),
        ],
    )
    def test_errors(self, run: Any, argument: str, message: str) -> None:
        """One line, status 2."""
        result = run("units", argument)
        assert (result.status, result.out) == (2, "")
        assert result.err.startswith(f"nlp-check: {message}") and result.err.count("\n") == 1


class TestRules:
    """The rule table and the explanation of a rule."""

    def test_every_rule_in_order(self, run: Any) -> None:
        """In all three formats."""
        from nlp_check.rules.registry import all_rules

        ids = [rule.id for rule in all_rules()]
        assert [row["id"] for row in json.loads(run("rules", "--format", "json").out)] == ids
        markdown = run("rules", "--format", "markdown").out.splitlines()
        assert [line.split("|")[1].strip() for line in markdown[2:]] == ids
        text = run("rules").out.splitlines()
        assert [line.split()[0] for line in text if not line.startswith(" ")] == ids
        assert max(map(len, text)) <= 80

    def test_policy_decides_severity(self, run: Any) -> None:
        """Clock times are not demanded by Medicare, totals are."""
        for policy, time_rule, totals in (("strict", True, False), ("medicare", False, True)):
            rows = {
                row["id"]: row for row in json.loads(run("rules", "--policy", policy, "--format", "json").out)
            }
            assert (rows["T02"]["enabled"], rows["M01"]["enabled"]) == (time_rule, totals)
        assert "M01  missing-total-time           off" in run("rules").out

    @pytest.mark.parametrize("key", ["U01", "u01", "units-exceed-time"])
    def test_explain(self, run: Any, key: str) -> None:
        """What, why, authority with source, and examples of both kinds with their marks."""
        out = run("explain", key).out
        assert out.startswith("U01 units-exceed-time\n")
        for part in (
            "  What  ",
            "  Why  ",
            "  Authority  house",
            "(policy strict)",
            "\nFails: ",
            "\nPasses: ",
            "^^",
        ):
            assert part in out, part

    def test_explain_every_rule(self, run: Any) -> None:
        """No rule lacks a part of the page."""
        from nlp_check.rules.registry import all_rules

        for rule in all_rules():
            result = run("explain", rule.id)
            assert result.status == 0 and "\nFails: " in result.out and "\nPasses: " in result.out, rule.id
            assert "\n  Measured  " in result.out, rule.id

    def test_explain_shows_what_metrics_json_says(self, run: Any) -> None:
        """The shipped figures of the split that no model has seen, digit for digit."""
        from nlp_check.components.model_file import current_directory
        from nlp_check.training.measured import FILE, read_metrics

        metrics = read_metrics(current_directory() / FILE)
        split = metrics.splits["test" if "test" in metrics.splits else "cross"]
        score = split.rules["missing-clock-time"]
        out = " ".join(run("explain", "T02").out.split())
        assert f"precision {score.precision.value:.2f} [{score.precision.low:.2f}-" in out
        assert f"recall {score.recall.value:.2f} [{score.recall.low:.2f}-" in out
        assert (
            f"due {score.support}, raised rightly {score.right}, wrongly {score.spurious}; {split.sample.notes} notes"
            in out
        )

    @pytest.mark.parametrize(
        ("splits", "rule", "text"),
        [
            ({}, "U01", "not with this version of the models"),
            ({"dev"}, "U01", "not with this version of the models"),
            (
                {"cross"},
                "U01",
                "; 7 training notes, each judged by models that have not seen its writer (policy strict)",
            ),
            (
                {"cross", "test"},
                "U01",
                "; 7 notes by writers and in styles that the models have not seen (policy strict)",
            ),
            ({"test"}, "M01", "never raised and never due in 7 notes"),
        ],
    )
    def test_the_split_that_says_most(self, splits: set[str], rule: str, text: str) -> None:
        """Test, else cross; never notes that the models were fitted on."""
        from nlp_check.cli.explain import measured
        from nlp_check.components.model_file import current_directory
        from nlp_check.rules.registry import rule_by_key
        from nlp_check.training.measured import FILE, read_metrics

        metrics = read_metrics(current_directory() / FILE)
        any_split = next(iter(metrics.splits.values()))
        sample = msgspec.structs.replace(any_split.sample, notes=7)
        part = msgspec.structs.replace(any_split, sample=sample)
        changed = msgspec.structs.replace(metrics, splits=dict.fromkeys(sorted(splits), part))
        assert text in measured(rule_by_key(rule), changed)
        assert measured(rule_by_key(rule), None) == "not with this version of the models"

    def test_explain_unknown(self, run: Any) -> None:
        """With the nearest name."""
        result = run("explain", "unit-exceeds-time")
        assert result.status == 2
        assert result.err == "nlp-check: unknown rule 'unit-exceeds-time'; did you mean units-exceed-time?\n"


class TestPolicy:
    """The policies."""

    def test_list(self, run: Any) -> None:
        """At least the three shipped ones, in both formats."""
        names = [row["name"] for row in json.loads(run("policy", "list", "--format", "json").out)]
        assert names == ["ama", "medicare", "strict"]
        assert [line.split()[0] for line in run("policy", "list").out.splitlines()] == names

    def test_show_gives_the_source_of_each_value(self, run: Any) -> None:
        """Every value has an authority, a source, and the policy that set it."""
        shown = json.loads(run("policy", "show", "medicare", "--format", "json").out)
        values = {row["key"]: row for row in shown["values"]}
        assert (shown["name"], shown["extends"]) == ("medicare", "strict")
        assert values["unit_method"]["value"] == "cms"
        assert values["unit_method"]["authority"] == "regulation"
        assert all(row["source"] and row["origin"] for row in shown["values"])
        text = run("policy", "show", "medicare").out
        assert "unit_method" in text and max(map(len, text.splitlines())) <= 80

    def test_unknown(self, run: Any) -> None:
        """One line with the nearest name."""
        result = run("policy", "show", "medicaire")
        assert result.status == 2 and "medicare" in result.err and result.err.count("\n") == 1


def test_schema_is_valid_json_schema(run: Any) -> None:
    """2020-12, with an id and a description of every top field."""
    import jsonschema

    printed = json.loads(run("schema").out)
    jsonschema.Draft202012Validator.check_schema(printed)
    assert printed["$id"] == "urn:nlp-check:report:1"
    assert all(field.get("description") for field in printed["$defs"]["Report"]["properties"].values())


class TestCompletion:
    """Completion scripts are made from the parser itself."""

    @pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
    def test_script(self, run: Any, shell: str) -> None:
        """It knows the commands."""
        pytest.importorskip("shtab")
        result = run("completion", shell)
        assert result.status == 0 and "lint" in result.out and "explain" in result.out

    def test_bash_accepts_it(self, run: Any) -> None:
        """The shell can parse it."""
        pytest.importorskip("shtab")
        script = run("completion", "bash").out
        subprocess.run(["bash", "-n"], input=script.encode(), check=True)

    def test_without_shtab(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """One line that says what to install."""
        monkeypatch.setitem(sys.modules, "shtab", None)
        result = run("completion", "bash")
        assert result.status == 2
        assert (
            result.err
            == "nlp-check: completion needs the package shtab: pip install 'nlp-check[completion]'\n"
        )


class TestEndings:
    """No traceback and no note text, however the program ends."""

    def fails_with(self, monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
        """Makes ``nlp-check schema`` raise ``error``."""

        def run(_: object) -> int:
            raise error

        monkeypatch.setattr(schema, "run", run)

    def test_own_error(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Its text on one line."""
        self.fails_with(monkeypatch, InputError("a\nb", path="x.txt", line=3))
        result = run("schema")
        assert (result.status, result.err) == (2, "nlp-check: x.txt:3: a b\n")

    def test_bug(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """Kind and place, never the message, which may quote the note."""
        monkeypatch.delenv(entry.DEBUG_VARIABLE, raising=False)
        self.fails_with(monkeypatch, KeyError("Zebra"))
        result = run("schema")
        assert result.status == 2
        assert result.err.startswith("nlp-check: internal error: KeyError at test_commands.py:")
        assert "Zebra" not in result.err and result.err.count("\n") == 1

    def test_bug_under_debugging(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """The traceback is there for those who ask."""
        monkeypatch.setenv(entry.DEBUG_VARIABLE, "1")
        self.fails_with(monkeypatch, KeyError("Zebra"))
        with pytest.raises(KeyError, match="Zebra"):
            run("schema")

    def test_interrupt(self, run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        """130 in silence."""
        self.fails_with(monkeypatch, KeyboardInterrupt())
        result = run("schema")
        assert (result.status, result.out, result.err) == (130, "", "")

    def test_reader_goes_away(self) -> None:
        """As with ``| head -1``: no complaint, not even at interpreter exit."""
        process = subprocess.Popen(
            [sys.executable, "-m", "nlp_check", "schema"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate()
        assert (process.returncode, err) == (141, b"")

    @pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
    def test_interrupt_of_a_process(self) -> None:
        """Ctrl-C while it waits for standard input."""
        process = subprocess.Popen(
            [sys.executable, "-c", _WAITING],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
        assert (process.returncode, out, err) == (130, b"", b"")

    def test_terminal_that_cannot_show_a_character(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """It gets a question mark instead of a crash."""
        from nlp_check.cli.output import show

        raw = io.BytesIO()
        monkeypatch.setattr(sys, "stdout", stream := io.TextIOWrapper(raw, encoding="ascii"))
        show("10\u00b0 \u2192 stairs")
        stream.flush()
        assert raw.getvalue() == b"10? ? stairs"


_WAITING = """
import sys
from nlp_check.cli import lint, main
def run(args):
    print("ready", flush=True)
    sys.stdin.read()
lint.run = run
sys.exit(main.main(["lint", "-"]))
"""


def test_cold_start_is_light() -> None:
    """A command that checks no note waits for nothing that checking needs."""
    code = (
        "import sys; from nlp_check.cli.main import main; main(['units', '97110:18']);"
        "print([name for name in ('spacy', 'sklearn', 'numpy', 'joblib', 'yaml') if name in sys.modules])"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode()
    assert out.splitlines()[-1] == "[]"
