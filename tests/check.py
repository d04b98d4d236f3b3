"""Everything CI checks, in one command for a machine that has Python 3.11 or newer and git, and nothing else.

``python3 tests/check.py`` sets up ``.venv`` from the locked requirements if it is not there yet, then runs the
linters, the type checker, the layer contracts, the tests, and the installed wheel from outside the checkout. Every
check runs, whatever the one before said; the status is 1 when any failed.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements" / "dev.txt"
PROJECT = ROOT / "pyproject.toml"
README = ROOT / "README.md"
OLDEST = (3, 11)
EXPECTED = "units-exceed-time"  # what README's example note is found to lack
FORMATTED = (
    "docs",
    "tests",
    "nlp_check/cli",
    "nlp_check/render",
    "nlp_check/rules",
    "nlp_check/tables",
)
_PINNED = re.compile(r"^[\w.-]+==[^\s;\\]+", re.MULTILINE)
_COMMAND = re.compile(r"```sh\n(.+)\n```")


class Steps:
    """The steps in order: each has a heading, a time, and an end that is remembered."""

    def __init__(self) -> None:
        self.ended: list[tuple[str, float, bool]] = []

    @contextlib.contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step. A command that fails in it fails the step, not the run."""
        print(f"\n== {name}", flush=True)
        begun, passed = time.monotonic(), False
        try:
            yield
            passed = True
        except (subprocess.CalledProcessError, AssertionError) as error:
            print(f"-- failed: {error}", flush=True)
        finally:
            self.ended.append((name, time.monotonic() - begun, passed))

    def report(self) -> int:
        """Prints how every step ended and returns the exit status."""
        print("\n== summary")
        for name, seconds, passed in self.ended:
            print(f"{'passed' if passed else 'FAILED'}  {seconds:6.1f} s  {name}")
        return int(not all(passed for _, _, passed in self.ended))


def run(*command: str | Path, cwd: Path = ROOT) -> None:
    """Runs one command, shown as it could be typed; CalledProcessError when it fails."""
    words = [str(word) for word in command]
    print(f"$ {shlex.join(words)}", flush=True)
    subprocess.run(words, cwd=cwd, check=True)


def program(environment: Path, name: str) -> Path:
    """A program of a virtual environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin") / name


def create(environment: Path) -> Path:
    """A virtual environment, made if it is not there; returns its Python."""
    python = program(environment, "python")
    if not python.exists() and not python.with_suffix(".exe").exists():
        venv.create(environment, with_pip=True)
    return python


def set_up(environment: Path) -> Path:
    """The locked requirements and the checkout itself in ``environment``; nothing to do when it has them already."""
    python = create(environment)
    stamp = environment / "locked"
    wanted = hashlib.sha256(LOCK.read_bytes() + PROJECT.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        pip = (python, "-m", "pip", "install", "-qq", "--disable-pip-version-check")
        run(*pip, "--require-hashes", "--requirement", LOCK)
        run(*pip, "--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp.write_text(wanted)
    return python


def check_wheel(python: Path, work: Path) -> None:
    """Builds the sdist, from it the wheel, and tries that in an environment that has only what users get."""
    run(python, "-m", "build", "--no-isolation", "--outdir", work / "dist", ROOT)
    (wheel,) = (work / "dist").glob("*.whl")
    constraints = work / "constraints.txt"
    constraints.write_text("\n".join(_PINNED.findall(LOCK.read_text())) + "\n")
    fresh = create(work / "installed")
    run(fresh, "-m", "pip", "install", "-qq", "--disable-pip-version-check", "-c", constraints, wheel)
    run(fresh, "-I", ROOT / "tests" / "installed.py", ROOT / "examples" / "knee.txt", cwd=work)


def check_readme(work: Path) -> None:
    """README's first command, pasted into a fresh clone of the last commit."""
    found = _COMMAND.search(README.read_text(encoding="utf-8"))
    assert found is not None, "README.md has no command"
    clone = work / "clone"
    run("git", "clone", "--quiet", ROOT, clone)
    print(f"$ {found[1]}", flush=True)
    ended = subprocess.run(
        ["bash", "-c", found[1]], cwd=clone, stdout=subprocess.PIPE, text=True, check=False
    )
    print(ended.stdout)
    assert ended.returncode == 1, f"it ended with {ended.returncode}; 1 is a note with an error"
    assert EXPECTED in ended.stdout, f"it does not name {EXPECTED}"


def check(environment: Path, *, readme: bool) -> int:
    """Every step; returns the exit status."""
    steps = Steps()
    with steps.step("environment"):
        set_up(environment)
    if not steps.ended[0][2]:
        return steps.report()
    python, tool = program(environment, "python"), lambda name: program(environment, name)
    with steps.step("ruff"):
        run(tool("ruff"), "check")
    with steps.step("format"):
        run(tool("ruff"), "format", "--check", "--quiet", *FORMATTED)
    with steps.step("types"):
        run(tool("mypy"))
    with steps.step("layers"):
        run(tool("lint-imports"))
    with steps.step("documentation is current"):
        run(python, ROOT / "docs" / "generate.py", "--check")
    with steps.step("tests"):
        run(python, "-m", "pytest")
    with tempfile.TemporaryDirectory() as work:
        with steps.step("installed wheel"):
            check_wheel(python, Path(work))
        if readme:
            with steps.step("README's first command in a fresh clone"):
                check_readme(Path(work))
    return steps.report()


def main() -> int:
    """Reads the options and runs every check."""
    parser = argparse.ArgumentParser(description="Run every check that CI runs.")
    parser.add_argument("--venv", type=Path, default=ROOT / ".venv", metavar="DIR", help="default: .venv")
    parser.add_argument(
        "--readme", action="store_true", help="also paste README's first command into a clone"
    )
    options = parser.parse_args()
    if sys.version_info < OLDEST:
        parser.error(f"needs Python {'.'.join(map(str, OLDEST))} or newer, this is {sys.version.split()[0]}")
    return check(options.venv.resolve(), readme=options.readme)


if __name__ == "__main__":
    sys.exit(main())
