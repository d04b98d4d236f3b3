"""What the import contracts in pyproject.toml cannot see: what is really loaded, and what may be reached at run time."""

from __future__ import annotations

import ast
import json
import os
import socket
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

HEAVY = ("spacy", "numpy", "sklearn", "scipy", "joblib", "pycrfsuite", "yaml")
TRAINING = ("sklearn", "scipy", "joblib", "pycrfsuite")
OUTSIDE = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "ftplib",
    "smtplib",
    "requests",
    "httpx",
    "asyncio",
    "logging",
}


def loaded_after(code: str) -> set[str]:
    """The top-level modules in memory after ``code`` ran in a new process."""
    script = f"{code}\nimport json, sys\nprint(json.dumps([name for name in sys.modules if '.' not in name]))"
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(ended.stdout.splitlines()[-1]))


@pytest.mark.parametrize("module", ["nlp_check", "nlp_check.cli.main", "nlp_check.render", "nlp_check.units"])
def test_what_needs_no_spacy_loads_none(module: str) -> None:
    assert loaded_after(f"import {module}").isdisjoint(HEAVY)


def test_a_check_loads_no_training_library(root: Path) -> None:
    """scikit-learn alone would double the time of ``nlp-check lint`` on one note; not even spaCy is needed for a check."""
    loaded = loaded_after(
        f"import nlp_check\nnlp_check.Checker().check(open({str(root / 'examples' / 'knee.txt')!r}).read())"
    )
    assert "ahocorasick" in loaded  # the lexicon was searched: a check did run
    assert loaded.isdisjoint({*TRAINING, "spacy"})


def test_the_program_imports_nothing_that_reaches_the_network_or_logs(root: Path) -> None:
    """Note text is health data: no module of ours opens a connection or writes a log."""
    found = {
        f"{path.relative_to(root)}: {name}"
        for path in sorted((root / "nlp_check").rglob("*.py"))
        for name in imported(path)
        if {name, name.partition(".")[0]} & OUTSIDE
    }
    assert found == set()


def imported(path: Path) -> set[str]:
    """The names of the modules that a module imports anywhere in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def test_tests_cannot_reach_the_network() -> None:
    """The block in conftest.py is on; loopback is no exception."""
    with socket.socket() as client, pytest.raises(AssertionError, match="tried to reach the network"):
        client.connect(("127.0.0.1", 9))
    with pytest.raises(AssertionError, match="tried to reach the network"):
        socket.getaddrinfo("localhost", 80)


@pytest.mark.parametrize(
    ("group", "name"),
    [
        ("console_scripts", "nlp-check"),
        ("spacy_factories", "nlp_check"),
        ("spacy_tokenizers", "nlp_check.note_tokenizer.v1"),
    ],
)
def test_every_entry_point_can_be_loaded(group: str, name: str) -> None:
    (point,) = metadata.entry_points(group=group, name=name)
    assert callable(point.load())


def test_the_whole_command_line_runs_without_a_home_or_a_writable_folder(root: Path) -> None:
    """Nothing is written anywhere: a report on standard output is all that a check leaves behind."""
    environment = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "nlp_check", "lint", str(root / "examples" / "shoulder.txt"), "--exit-zero"],
        env=environment, cwd="/", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (ended.returncode, ended.stderr) == (0, "")
