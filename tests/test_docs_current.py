"""The documentation says what the program does today: generated parts are fresh, and what is shown works."""

from __future__ import annotations

import importlib.util
import re
import shlex
from pathlib import Path
from types import ModuleType

import msgspec
import pytest

import nlp_check
from nlp_check.cli.main import build_parser
from nlp_check.inputs import read_inputs
from nlp_check.lexicon.build import COMPILED, compile_lexicon
from nlp_check.lexicon.model import CompiledLexicon
from nlp_check.policy.loader import load_policy
from nlp_check.records.note import parse_note

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROSE = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "corpus" / "README.md"])
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_BLOCK = re.compile(r"```(\w+)\n(.*?)```", re.DOTALL)


@pytest.fixture(scope="module")
def generate() -> ModuleType:
    """docs/generate.py, which is a script and no package."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def blocks(language: str) -> list[str]:
    """README's code blocks in one language."""
    return [body for found, body in _BLOCK.findall(README) if found == language]


def test_generated_pages_are_current(generate: ModuleType) -> None:
    stale = [path.name for path, text in generate.pages().items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run python docs/generate.py"


def test_every_section_that_can_be_made_stands_in_readme(generate: ModuleType) -> None:
    """A section that lost its markers would never be stale."""
    assert sorted(re.findall(r"<!-- generated: (\w+) -->", README)) == sorted(generate.SECTIONS)
    assert sorted(re.findall(r"<!-- end: (\w+) -->", README)) == sorted(generate.SECTIONS)


def test_a_stale_section_is_seen(generate: ModuleType) -> None:
    changed = README.replace("| U01 |", "| U99 |", 1)
    assert changed != README
    assert generate.filled(changed) == generate.filled(README)


def test_the_compiled_lexicon_is_that_of_the_yaml_files() -> None:
    """Else a word that was added is not found: run python -m nlp_check.lexicon.build."""
    assert msgspec.json.decode(COMPILED.read_bytes(), type=CompiledLexicon) == compile_lexicon()


@pytest.mark.parametrize("page", PROSE, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    targets = [target for target in _LINK.findall(page.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_changelog_knows_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{nlp_check.__version__}]" in changelog


def test_python_examples_run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """In their order, in one namespace, as a reader would type them; the printed lines stand behind ``#``."""
    monkeypatch.chdir(ROOT)
    names: dict[str, object] = {}
    for block in blocks("python"):
        exec(compile(block, "README.md", "exec"), names)
        assert capsys.readouterr().out.splitlines() == re.findall(r"^print\(.*#  ?(.*)$", block, re.MULTILINE)


def test_the_record_shown_is_a_record() -> None:
    (record,) = (block for block in blocks("json") if '"text"' in block)
    note = parse_note(msgspec.json.decode(record))
    assert note.claim is not None
    assert note.date is not None


def test_the_policy_file_shown_is_a_policy(tmp_path: Path) -> None:
    (text,) = blocks("yaml")
    path = tmp_path / "our-clinic.yaml"
    path.write_text(text, encoding="utf-8")
    assert load_policy(str(path)).extends == "strict"


def test_every_command_shown_is_understood() -> None:
    """Each ``nlp-check`` line in README parses; nothing is run."""
    lines = re.findall(r"\bnlp-check (.*)$", "\n".join(blocks("sh")), re.MULTILINE)
    assert lines
    for line in lines:
        words = shlex.split(line.partition(" > ")[0], comments=True)
        assert build_parser().parse_args(words).run


def test_the_example_notes_can_be_read() -> None:
    items = list(read_inputs([str(ROOT / "examples")]))
    assert len(items) == 4
    assert [item.error for item in items] == [None] * 4
