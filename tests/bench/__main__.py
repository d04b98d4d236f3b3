"""``python -m tests.bench``: what a check costs, beside spaCy's stock tokenizer, in one run on one core.

Figures are medians of alternating repeats in the same process, each over notes with new words of their own, and in
processor time, since machines are shared and noisy; only whole processes are timed by the clock on the wall.
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
    "t=time.process_time()\nfor n in notes: nlp(n)\nprint((time.process_time()-t)/len(notes)*1000)"
)


def timed(work: Callable[[], object]) -> float:
    """Seconds of processor time that one call takes."""
    begun = time.process_time()
    work()
    return time.process_time() - begun


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
    stock = spacy.blank("en")
    checker = nlp_check.Checker()

    def tokenize(notes: list[str]) -> None:
        for note in notes:
            stock.make_doc(note)

    def check(notes: list[str]) -> None:
        for report in checker.check_many(notes):
            report.to_json()

    tokenizing, checking = [], []
    for repeat in range(options.repeats + 1):  # the first one warms up
        notes = make_notes(options.notes, repeat)
        tokenizing.append(timed(functools.partial(tokenize, notes)))
        checking.append(timed(functools.partial(check, notes)))
    a, b = statistics.median(tokenizing[1:]), statistics.median(checking[1:])
    print(f"{len(notes)} notes of {statistics.mean(len(n.split()) for n in notes):.0f} words")
    print(f"stock tokenizer      {len(notes) / a:8.0f} notes/s   1.00 x")
    print(f"full check, JSON     {len(notes) / b:8.0f} notes/s   {b / a:.2f} x")
    notes = make_notes(options.notes, options.repeats + 1)
    latencies = sorted(timed(functools.partial(checker.check, note)) for note in notes)
    p50, p99 = (latencies[len(notes) * share // 100] * 1e3 for share in (50, 99))
    print(f"one check, warm      p50 {p50:.2f} ms   p99 {p99:.2f} ms")
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
    times = [[_process_time(command) for command in commands] for _ in range(9)]
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
