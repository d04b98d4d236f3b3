"""``python -m tests.bench``: what a check costs, beside spaCy's stock tokenizer, in one run on one core.

Figures are ratios of medians of alternating repeats in the same process, since machines are shared and noisy.
``--medspacy`` times medspaCy's default pipeline too, in a virtual environment that this script makes and removes
(medspaCy pins an older spaCy, so it cannot stand in this one).
"""

from __future__ import annotations

import argparse
import functools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import spacy  # noqa: E402 - the thread counts must be set before numpy is loaded

import nlp_check  # noqa: E402
from tests.bench.notes import make_notes, stream_notes  # noqa: E402

_MEDSPACY = (
    "import sys,time,json,medspacy\nnotes=json.load(sys.stdin)\nnlp=medspacy.load()\nnlp(notes[0])\n"
    "t=time.perf_counter()\nfor n in notes: nlp(n)\nprint((time.perf_counter()-t)/len(notes)*1000)"
)


def timed(work: Callable[[], object]) -> float:
    """Seconds one call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def main() -> int:
    """Prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--notes", type=int, default=500)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--memory", type=int, default=10_000, help="notes of the memory run; 0 leaves it out")
    parser.add_argument(
        "--medspacy", action="store_true", help="also time medspaCy, in an environment made for it"
    )
    options = parser.parse_args()
    notes = make_notes(options.notes, 1)
    stock = spacy.blank("en")
    checker = nlp_check.Checker()
    tokenizing, checking = [], []
    for _ in range(options.repeats):
        tokenizing.append(timed(lambda: [stock.make_doc(note) for note in notes]))
        checking.append(timed(lambda: [report.to_json() for report in checker.check_many(notes)]))
    a, b = statistics.median(tokenizing), statistics.median(checking)
    print(f"{len(notes)} notes of {statistics.mean(len(n.split()) for n in notes):.0f} words")
    print(f"stock tokenizer      {len(notes) / a:8.0f} notes/s   1.00 x")
    print(f"full check, JSON     {len(notes) / b:8.0f} notes/s   {b / a:.2f} x")
    latencies = sorted(timed(functools.partial(checker.check, note)) for note in notes)
    print(
        f"one check, warm      p50 {latencies[len(notes) // 2] * 1e3:.2f} ms   p99 {latencies[len(notes) * 99 // 100] * 1e3:.2f} ms"
    )
    _cold_start()
    if options.medspacy:
        _medspacy(notes[:50], a / len(notes))
    if options.memory:
        _memory(checker, options.memory)
    return 0


def _process_time(command: list[str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, capture_output=True, check=False)
    return time.perf_counter() - begun


def _cold_start() -> None:
    example = "examples/knee.txt"
    commands = (
        [sys.executable, "-m", "nlp_check", "lint", "-q", example],
        [sys.executable, "-c", "import spacy"],
    )
    times = [[_process_time(command) for command in commands] for _ in range(5)]
    lint, base = (statistics.median(row[i] for row in times) for i in (0, 1))
    print(f"lint one file, cold  {lint * 1e3:.0f} ms   {lint / base:.2f} x of python -c 'import spacy'")


def _medspacy(notes: list[str], stock: float) -> None:
    with tempfile.TemporaryDirectory() as directory:
        venv.create(directory, with_pip=True)
        python = str(Path(directory, "bin", "python"))
        subprocess.run([python, "-m", "pip", "install", "-q", "medspacy==1.3.1"], check=True)
        found = subprocess.run(
            [python, "-c", _MEDSPACY], input=json.dumps(notes), capture_output=True, text=True, check=True
        )
    milliseconds = float(found.stdout.split()[-1])
    print(f"medspaCy, default    {1000 / milliseconds:8.0f} notes/s   {milliseconds / 1e3 / stock:.1f} x")


def _memory(checker: nlp_check.Checker, count: int) -> None:
    marks = {count // 10, count // 2, count}
    for number, _ in enumerate(checker.check_many(stream_notes(count, 2)), 1):
        if number in marks:
            print(
                f"peak memory          {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB after {number} notes"
            )


if __name__ == "__main__":
    raise SystemExit(main())
