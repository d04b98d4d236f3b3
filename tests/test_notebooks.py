"""The notebooks run from the first cell to the last, and are stored without outputs and without logic of their own."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
RUN = "from nbclient.cli import main; main()"
LOGIC = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda, ast.While, ast.Try)


def cells(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return found


def code(path: Path) -> str:
    """All code cells as one module."""
    return "\n".join("".join(cell["source"]) for cell in cells(path) if cell["cell_type"] == "code")


def test_there_are_four() -> None:
    assert [path.stem[0] for path in NOTEBOOKS] == ["1", "2", "3", "4"]


@pytest.mark.notebooks
def test_all_of_them_run(tmp_path: Path) -> None:
    """In processes of their own, as on a desk; each has its kernel, so that none stands on what another left behind."""
    environment = {
        **os.environ,
        "MPLBACKEND": "agg",
        "MPLCONFIGDIR": str(tmp_path),
        "IPYTHONDIR": str(tmp_path),
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYTHONPATH": str(ROOT),
        "OMP_NUM_THREADS": "1",
    }
    ended = subprocess.run(
        [sys.executable, "-c", RUN, "--timeout=90", *map(str, NOTEBOOKS)],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode == 0, ended.stderr[-3000:]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_outputs_are_stripped(path: Path) -> None:
    """Numbers and pictures belong to the run that made them; stored ones would go stale, or show a note."""
    for cell in cells(path):
        assert cell["metadata"] == {}
        if cell["cell_type"] == "code":
            assert (cell["outputs"], cell["execution_count"]) == ([], None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_no_logic_of_its_own(path: Path) -> None:
    """A notebook calls the package and draws: what it defined would be tested by nobody."""
    tree = ast.parse(code(path))
    assert [type(node).__name__ for node in ast.walk(tree) if isinstance(node, LOGIC)] == []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = (
                [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else [alias.name for alias in node.names]
            )
            for name in names:
                assert name.partition(".")[0] in (
                    "nlp_check",
                    "matplotlib",
                    "pathlib",
                    "collections",
                    "spacy",
                )


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_the_locked_splits_are_not_opened(path: Path) -> None:
    """Neither by name nor through the functions that read everything."""
    words = code(path)
    for forbidden in ("load_corpus", "load_gold", "read_parts", "corpus/notes", '"test"', '"adversarial"'):
        assert forbidden not in words
