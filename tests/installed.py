"""Does the installed program work, away from the checkout? Run by ``tests/check.py`` with the wheel's own Python.

``python -I tests/installed.py EXAMPLE_NOTE``: standard library and the installed package only.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

import spacy

import nlp_check

PROGRAM = Path(sysconfig.get_path("scripts")) / "nlp-check"
TRAINING_LIBRARIES = ("sklearn", "joblib", "pycrfsuite")


def run(*arguments: str | Path, status: int, given: str | None = None) -> str:
    """What the command prints; fails when it ends with another status or shows a traceback."""
    ended = subprocess.run(
        [PROGRAM, *arguments], input=given, capture_output=True, encoding="utf-8", check=False
    )
    assert ended.returncode == status, (arguments, ended.returncode, ended.stderr)
    assert "Traceback" not in ended.stderr, ended.stderr
    return ended.stdout


def check_place() -> None:
    """It is the installed package, with nothing but what users get."""
    assert Path(sysconfig.get_path("purelib")) in Path(nlp_check.__file__).parents, nlp_check.__file__
    run("--version", status=0)
    unwanted = [name for name in TRAINING_LIBRARIES if importlib.util.find_spec(name)]
    assert not unwanted, f"a check needs no {', '.join(unwanted)}"


def check_lint(note: Path) -> None:
    """The example note, from a file and piped in: status, report and quotes."""
    text = note.read_text(encoding="utf-8")
    (report,) = json.loads(run("lint", note, "--format", "json", status=1))
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    assert [(error["rule"], error["code"]) for error in errors] == [("units-exceed-time", "97110")], errors
    assert text[slice(*errors[0]["span"])] == "2 units"
    assert report["verdict"] == "fail"
    (piped,) = json.loads(run("lint", "--format", "json", status=1, given=text))
    assert piped["findings"] == report["findings"]
    assert "FAIL" in run("lint", note, status=1)
    run("lint", note, "--exit-zero", status=0)
    run("lint", note.with_name("no-such-note.txt"), status=2)


def check_commands() -> None:
    """The commands that read packaged data."""
    answer = json.loads(run("units", "97110:18", "97530:15", "--format", "json", status=0))
    assert (answer["units"], answer["total"]) == ({"97110": 1, "97530": 1}, 2)
    for command in (("rules",), ("explain", "U01"), ("policy", "show", "medicare"), ("schema",)):
        assert run(*command, status=0)


def check_spacy(note: Path) -> None:
    """Somebody else's pipeline finds the component and the tokenizer by name."""
    nlp = spacy.blank("en")
    nlp.add_pipe("nlp_check")
    doc = nlp(note.read_text(encoding="utf-8"))
    assert [span.text for span in doc.spans["nlp_check_interventions"] if span.label_ == "97110"]
    spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": "nlp_check.note_tokenizer.v1"}}})
    with tempfile.TemporaryDirectory() as folder:
        nlp.to_disk(folder)
        assert spacy.load(folder)(doc.text).spans["nlp_check_interventions"]


def main() -> int:
    """Runs every check; AssertionError at the first that fails."""
    note = Path(sys.argv[1])
    check_place()
    check_lint(note)
    check_commands()
    check_spacy(note)
    print(f"nlp-check {nlp_check.__version__} works from {Path(nlp_check.__file__).parent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
