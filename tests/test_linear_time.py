"""No text takes more than linear time, whatever is in it: a pasted log, a scan gone wrong, or malice.

These are tests of complexity, not of speed. A text is timed at one size and at four times that size; quadratic work
takes sixteen times as long. What is fast at the larger size passes whatever the ratio, so that noise cannot fail it, and
what fails is timed again before it counts.
"""

from __future__ import annotations

import ast
import functools
import importlib
import inspect
import itertools
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, NamedTuple

import pytest

import nlp_check
from nlp_check import Checker

GROWTH = 4
TRIES = 2  # each of them the quicker of two runs
LARGE = 8_000  # characters of a text for one expression
FLOOR = 0.03  # seconds below which nothing is said
TOO_STEEP = 8.0  # linear work grows four times, quadratic work sixteen
LARGE_NOTE = 32_000  # characters
NOTE_FLOOR = 0.1
NOTE_GROWTH = 6.0  # less, since what is quadratic is a small part of a check

# --------------------------------------------------------------------------------------------------- measuring


def once(work: Callable[[Any], object], given: Any) -> float:
    """Seconds of processor time: other processes of a shared machine do not count."""
    begun = time.process_time()
    work(given)
    return time.process_time() - begun


def is_steep(
    work: Callable[[Any], object], make: Callable[[int], Any], size: int, floor: float, growth: float
) -> bool:
    """Whether ``work`` on ``make(size)`` takes more than ``growth`` times as long as on a quarter of it.

    Smaller sizes come first: what is worse than quadratic would not come to an end on the large one.
    """
    for step in (size // GROWTH**2, size // GROWTH, size):
        if once(work, make(step)) >= floor and confirmed(
            work, make(step // GROWTH), make(step), floor, growth
        ):
            return True
    return False


def confirmed(work: Callable[[Any], object], small: Any, large: Any, floor: float, growth: float) -> bool:
    for _ in range(TRIES):
        after = min(once(work, large) for _ in range(2))
        if after < floor or after < growth * min(once(work, small) for _ in range(2)):
            return False
    return True


# ----------------------------------------------------------------------------------------- regular expressions

UNITS = (
    *" \t\n\r-/:.,;()|#*_=@&+'’~x1aA>–°→%",
    "\r\n", "a ", "1 ", "1x", "x ", "- ", ". ", ", ", "1/", "1-", "1:", "1,", "1.", "9:0", "9:00 ", "9:00-", "1 x 1 ", "3x10 ", "a-", "a'", "(a", "a,\n",
    "-\n", ".\n", "1\n", "to ", "of ", "PT ", "total ", "97110 ", "97110:", "no ", "in ", "at ",
)  # fmt: skip
SEARCHES = frozenset(("search", "finditer", "findall", "sub", "subn", "split"))
ANCHORED = frozenset(("match", "fullmatch"))


class Expression(NamedTuple):
    """A compiled expression, a name to find it by, and the methods by which the package asks it."""

    name: str
    pattern: Any
    methods: frozenset[str]


def modules() -> list[ModuleType]:
    """All modules that a check can run; training is no part of it."""
    names = [info.name for info in pkgutil.walk_packages(nlp_check.__path__, "nlp_check.")]
    return [
        importlib.import_module(name)
        for name in names
        if not name.startswith("nlp_check.training") and not name.endswith("__main__")
    ]


def is_pattern(value: object) -> bool:
    """Whether ``value`` is a compiled expression, of ``re`` or of the ``regex`` package."""
    return isinstance(value, re.Pattern) or (
        type(value).__name__ == "Pattern" and hasattr(value, "finditer") and hasattr(value, "fullmatch")
    )


def held(value: object, depth: int = 4) -> Iterator[Any]:
    """The expressions in a value: itself, or what a container or class of this package holds."""
    if is_pattern(value):
        yield value
    elif depth and isinstance(value, dict):
        for one in value.values():
            yield from held(one, depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from held(one, depth - 1)
    elif depth and inspect.isclass(value) and value.__module__.startswith("nlp_check"):
        for one in vars(value).values():
            yield from held(one, depth - 1)


def asked(trees: list[ast.Module]) -> dict[str, set[str]]:
    """By name, the methods of expressions that the package calls; ``?`` where one is handed on uncalled."""
    found: dict[str, set[str]] = {}
    for tree in trees:
        called: set[int] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                found.setdefault(node.value.id, set()).add(node.attr)
                called.add(id(node.value))
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and id(node) not in called:
                found.setdefault(node.id, set()).add("?")
    return found


def inline(name: str, tree: ast.Module) -> Iterator[Expression]:
    """Calls such as ``re.search("...", text)``, whose expression has no name."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
            continue
        method, text = node.func.attr, node.args[0]
        if (
            method not in SEARCHES | ANCHORED
            or not isinstance(node.func.value, ast.Name)
            or node.func.value.id != "re"
        ):
            continue
        if isinstance(text, ast.Constant) and isinstance(text.value, str):
            flags = re.IGNORECASE if "IGNORECASE" in ast.dump(node) else 0
            yield Expression(f"{name}:{node.lineno}", re.compile(text.value, flags), frozenset((method,)))


def expressions() -> list[Expression]:
    """Every expression of the package, found by walking it."""
    sources = {module: ast.parse(inspect.getsource(module)) for module in modules()}
    shared = asked(list(sources.values()))
    found: dict[int, Expression] = {}
    for module, tree in sources.items():
        own = asked([tree])
        methods = {
            name: own.get(name, {"?"}) if name.startswith("_") else used for name, used in shared.items()
        }
        for name, value in vars(module).items():
            for number, pattern in enumerate(held(value)):
                known = methods.get(name, {"?"})
                used = (
                    known & (SEARCHES | ANCHORED)
                    if is_pattern(value) and "?" not in known
                    else frozenset(("finditer",))
                )
                label = f"{module.__name__.removeprefix('nlp_check.')}.{name}" + (
                    "" if is_pattern(value) else f"[{number}]"
                )
                found.setdefault(
                    id(pattern), Expression(label, pattern, frozenset(used) or frozenset(("finditer",)))
                )
        for one in inline(module.__name__.removeprefix("nlp_check."), tree):
            found[id(one.pattern)] = one
    return list(found.values())


# An expression's own parse tree tells which texts could keep it busy.
_parser: Any = importlib.import_module("re._parser")
_compiler: Any = importlib.import_module("re._compiler")


def example(tree: Any) -> str:
    """A short text that the parse tree ``tree`` fits, assertions aside."""
    return "".join(_example(str(op), value) for op, value in tree)


def _example(op: str, value: Any) -> str:
    if op == "LITERAL":
        return chr(value)
    if op == "ANY":
        return "a"
    if op == "BRANCH":
        return example(value[1][0])
    if op == "SUBPATTERN":
        return example(value[3])
    if op == "ATOMIC_GROUP":
        return example(value)
    if op.endswith("_REPEAT"):
        return example(value[2]) * max(1, int(value[0]))
    if op in ("IN", "NOT_LITERAL"):
        one = _parser.SubPattern(_parser.State(), [(getattr(_parser, op), value)])
        compiled = _compiler.compile(one, re.IGNORECASE)
        letters = map(chr, (97, 49, 32, *range(33, 0x2200)))
        return "".join(itertools.islice((letter for letter in letters if compiled.fullmatch(letter)), 1))
    return ""


def repeats(tree: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The parts that a text may repeat without end, each with a text that leads up to it."""
    for op, value in tree:
        name = str(op)
        if name == "BRANCH":
            for branch in value[1]:
                yield from repeats(branch, before)
        elif name == "SUBPATTERN":
            yield from repeats(value[3], before)
        elif name == "ATOMIC_GROUP":
            yield from repeats(value, before)
        elif name in ("ASSERT", "ASSERT_NOT"):
            yield from repeats(value[1], before)
        elif name.endswith("_REPEAT"):
            if value[1] is _parser.MAXREPEAT or value[1] > LARGE // 100:
                yield before, value[2]
            yield from repeats(value[2], before)
        before += _example(name, value)


def samples(tree: Any) -> Iterator[str]:
    """A text for each branch of each alternative."""
    yield example(tree)
    for op, value in tree:
        name = str(op)
        if name == "BRANCH":
            for branch in value[1]:
                yield from samples(branch)
        elif name == "SUBPATTERN":
            yield from samples(value[3])
        elif name == "ATOMIC_GROUP":
            yield from samples(value)
        elif name.endswith("_REPEAT"):
            yield from samples(value[2])


def probes(pattern: Any) -> set[tuple[str, str]]:
    """Pairs of a head and what is repeated behind it."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    tree = _parser.parse(
        source,
        pattern.flags & ~re.DEBUG & ~re.UNICODE if isinstance(pattern.pattern, bytes) else pattern.flags,
    )
    found = {("", unit) for unit in UNITS}
    own = {sample for sample in samples(tree) if sample}
    found |= {("", sample) for sample in sorted(own, key=len)[-12:]}
    found |= {("", " ".join(sorted(own)) + " ")} if own else set()
    for head, part in repeats(tree):
        compiled = _compiler.compile(part, pattern.flags)
        fitting = [unit for unit in UNITS if compiled.fullmatch(unit)][:4]
        for unit in {*fitting, example(part)} - {""}:
            found |= {("", unit), (head, unit), ("", head + unit)}
    return found


def ask(one: Expression) -> Iterator[Callable[[Any], object]]:
    """The ways the package asks an expression."""
    for method in sorted(one.methods):
        if method in ("search", *ANCHORED):
            yield getattr(one.pattern, method)
        else:
            yield functools.partial(exhaust, one.pattern.finditer)


def exhaust(search: Callable[[Any], Iterator[object]], text: Any) -> None:
    """Takes all that a search finds."""
    for _ in search(text):
        pass


TE = "97110 9:00-9:15: SLR 3x10 2# for quad strength. "
BOTH = "97110, 97530 billed.\n"
NOTES = {  # what a note begins with, and what it repeats
    "blocks on one line": ("", TE),
    "blocks": ("", f"{TE}\n97530 9:20-9:35: sit to stand 2x5, VC for forward lean to get off toilet.\n\n"),
    "prose": (BOTH, "Pt did SLR 3x10 with 2# for quad strength to climb stairs. Tolerated well.\n"),
    "one sentence": (BOTH, "SLR knee quad strength VC for form ROM 110 deg MMT 4/5 sit to stand improved "),
    "items": (TE, "SLR 3x10 2#, LAQ 2x10 red band, "),
    "list before its dose": (TE + "SLR 3x10, ", "SLR, LAQ, bridges, "),
    "doses": (TE + "SLR ", "3x10, "),
    "doses without a name": (TE, "10 reps "),
    "work not done": (TE, "deferred SLR 3x10, "),
    "minutes": ("97110: SLR 3x10 ", "15 min "),
    "times": ("97110: SLR 3x10 ", "9:00-9:15 "),
    "codes and times on one line": ("", "97110 9:00-9:15 97530 9:20-9:35 "),
    "codes": ("", "97110 97530 "),
    "both codes": ("", "97110/97530: \n"),
    "units": ("97110 ", "x 2 "),
    "grid": ("CPT | Min | Units\n", "97110 | 15 | 1\n97530 | 16 | 1\n"),
    "one row of a grid": ("CPT | Min | Units\n", "97110 | 15 | 97530 | 1 | "),
    "table": ("97110:\nExercise | Sets | Reps | Load\n", "SLR | 3 | 10 | 2 lb\n"),
    "one row of a table": ("97110:\nExercise | Sets | Reps | Load\n", "SLR | 3 | 10 | 2 lb |"),
    "goals": (
        BOTH + "Goals:\n",
        "Quad strength needed to climb stairs to bed. Improve functional mobility.\n",
    ),
    "groups": ("", "Problem 1: knee weakness\nCode: 97110\nSLR 3x10 2#\n"),
    "headings": ("", f"Assessment:\n{TE}\nPlan: continue\n"),
    "cues": ("97530 9:00-9:15: stairs 3x10 ", "VC for hip hinge, tactile cues to quad, min A, "),
    "cues without content": (TE, "VC for "),
    "measures": (TE, "knee flexion 110 deg (was 95), quad MMT 4/5, pain 3/10, "),
    "ranges": (TE, "knee flexion from 1 to 2 to 3 was 1/12 "),
    "responses": ("97530 9:00-9:15: sit to stand 3x10. ", "tolerated well, improved to 3/5, fatigued "),
    "statements": (TE, "We did therapeutic exercise, x. "),
    "signatures": (TE, "Signed, PT\n"),
    "titles": (TE, "PT "),
    "wrapped lines": (TE, "and then the patient went on and on with knee flexion for the quad\n"),
    "old line ends": (TE, "and then the patient went on and on with knee flexion for the quad\r"),
    "one line": (TE, "exercise and then "),
    "one word": (TE, "xyzzy"),
    "joined words": (TE, "-a"),
    "one number": (TE, "1"),
    "figures": (TE, "12/ "),
    "bullets": (TE, "-\n"),
    "full stops": (TE, ". "),
    "colons": (TE, "a: "),
    "blank lines": (TE, "\n\n \n"),
    "spaces": (TE, " "),
}


@pytest.mark.parametrize("name", NOTES)
def test_checks_take_linear_time(checker: Checker, name: str) -> None:
    head, unit = NOTES[name]

    def make(size: int) -> str:
        return head + unit * (size // len(unit))

    assert not is_steep(checker.check, make, LARGE_NOTE, NOTE_FLOOR, NOTE_GROWTH)


def test_many_checks_take_linear_time(checker: Checker) -> None:
    notes = [head + 5 * unit for head, unit in NOTES.values()]

    def make(size: int) -> list[str]:
        return notes * size

    assert not is_steep(lambda given: list(checker.check_many(given)), make, 16, NOTE_FLOOR, NOTE_GROWTH)


@pytest.mark.parametrize("one", expressions(), ids=lambda one: one.name)
def test_expressions_take_linear_time(one: Expression) -> None:
    steep = []
    for (head, unit), work in itertools.product(probes(one.pattern), ask(one)):

        def make(size: int, head: str = head, unit: str = unit) -> Any:
            text = head + unit * (size // len(unit)) + "§"
            return text if isinstance(one.pattern.pattern, str) else text.encode("latin-1", "replace")

        if is_steep(work, make, LARGE, FLOOR, TOO_STEEP):
            steep.append((head, unit))
    assert not steep, f"{one.name} takes more than linear time on these, repeated: {sorted(steep)}"
