"""Dose expressions: sets, repetitions, hold, duration, distance, trials, and load in numbers.

The grammar runs over token shapes (shapes.py), one letter a token. ``facts`` that look alike and are none are kept
out by what stands around them: cue and error counts, helpers (``mod A x1``), frequencies (``x10 days``), grades
and scores, dates, and orientation (``A&O x3``).
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from nlp_check.components.reading import Reading
from nlp_check.components.shapes import UNIT_OF_WORD
from nlp_check.records.evidence import Count, Distance, Number

Field = Literal["sets", "reps", "hold_seconds", "duration_seconds", "distance", "load"]
_N = "[dfn]"
_R = rf"{_N}(?:[-T]{_N})?"
_X = r"[x*]"
_SEC = r"(?:s|q|pp)"  # seconds by word, by double prime, by two primes


class Amount(msgspec.Struct, frozen=True):
    """One dose expression. ``unit`` and ``load`` hold a weight; ``each`` tells that it is stated for each side or item."""

    first: int
    end: int
    sets: Count | None = None
    reps: Count | None = None
    hold: Count | None = None
    duration: Count | None = None
    distance: Distance | None = None
    load: Number | tuple[Number, Number] | None = None
    load_unit: str | None = None
    each: bool = False  # for each side: "ea", "each leg"
    rounds: bool = False  # ``reps`` counts rounds of a circuit
    prime: bool = False  # ``duration`` was written 8': minutes on a bike, feet on a walk


MOST_SETS = 12  # more are no sets where a space stands before the x

# Order matters: at one place the first pattern that fits wins.
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("sets_reps_load", rf"(?P<a>{_N}){_X}(?P<b>{_R})r?[x@*](?P<w>{_R})(?P<wu>[o#])"),
    ("sets_reps_hold", rf"(?P<a>{_N}){_X}(?P<b>{_R})r?{_X}?(?:w|c|/|@|\()?(?P<t>{_R}){_SEC}h"),
    ("sets_reps_hold", rf"(?P<a>{_N}){_X}(?P<b>{_R})[x](?P<t>{_R}){_SEC}(?!h)"),
    ("count_seconds", rf"(?P<b>{_R})r?{_X}(?P<t>{_R})(?:{_SEC}h?|h)"),
    ("count_minutes", rf"(?P<b>{_N}){_X}(?P<t>{_R})(?P<mu>m)"),
    ("seconds_count_sets", rf"(?P<t>{_R})(?:{_SEC}h?|h){_X}(?P<b>{_R})r?(?:{_X}|c)(?P<a>{_N})S"),
    ("seconds_count", rf"(?P<t>{_R})(?:{_SEC}h?|h)c?{_X}(?P<b>{_R})r?"),
    ("seconds_reps", rf"(?P<t>{_R})(?:{_SEC}h?|h)(?:c|w|O|&)?(?P<b>{_R})r"),
    ("minutes_count", rf"(?P<t>{_R})(?P<mu>m){_X}(?P<b>{_N})(?![dfn:])"),
    ("distance_count", rf"(?P<D>{_R})(?P<du>[tp]){_X}(?P<b>{_N})(?:y|r|S)?"),
    ("count_distance", rf"(?P<b>{_N})y?{_X}(?P<D>{_R})(?P<du>[tp])(?!s)"),
    ("sets_reps_sets", rf"(?P<b>{_R})r(?:{_X}|c|w|/|O|@)?(?P<a>{_N})S"),
    ("sets_of", rf"(?P<a>{_R})S(?:O|{_X}|@|c|w|/)?(?P<b>{_R})(?P<su>[rsqme]?)(?![-:/]\d|o|#|t)"),
    ("rounds_of", rf"(?P<a>{_N})yO(?P<b>{_R})(?![-:/]d|[o#tmsi])"),
    ("sets_distance", rf"(?P<a>{_N})S(?:O|{_X}|@|c)?(?P<D>{_R})(?P<du>[tp])"),
    ("sets_reps", rf"(?P<a>{_N}){_X}(?P<b>{_R})(?:r|y)?(?![o#%ti]|/[dfn])"),
    ("sets_only", rf"(?P<a>{_R})S"),
    ("pyramid", r"(?P<c0>d)/d(?:/d){1,8}r"),
    ("fraction_trials", r"(?P<b0>d)/(?P<b>d)y"),
    ("reps", rf"{_X}?(?P<b>{_R})(?:r|y)"),
    ("times_minutes", rf"{_X}(?P<t>{_R})(?P<mu>m)"),
    ("times_seconds", rf"{_X}(?P<t>{_R})(?P<su>{_SEC})h?"),
    ("times_distance", rf"{_X}(?P<D>{_R})(?P<du>t)"),
    ("times_prime", rf"{_X}(?P<t>d)(?P<pu>p)"),
    ("times", rf"[x](?P<b>{_R})(?![o#%:ti]|/[dfn]|{_X}[dfn])"),
    ("count_x", rf"(?P<b>{_R})x(?![dfn])"),
    ("reps_each", rf"(?P<b>{_R})(?=e|[/w]w)"),
    ("prime", r"(?P<t>d)(?P<pu>p)(?!p)"),
    ("weight", rf"(?P<w>{_R})(?P<wu>[o#])"),
    ("minutes", rf"(?P<t>{_R})(?P<mu>m)"),
    ("hold", rf"(?P<t>{_R}){_SEC}h"),
    ("seconds", rf"(?P<t>{_R})s"),
    ("distance", rf"(?P<D>{_R})(?P<du>t)"),
)
_ALL = "|".join(f"(?P<k{n}>{re.sub(r'[?]P<[A-Za-z0-9]+>', '?:', p)})" for n, (_, p) in enumerate(_PATTERNS))
_MASTER = re.compile(f"(?=[dfnx*])(?:{_ALL})")  # nearly all other tokens are passed over at one glance
_COMPILED = [(kind, re.compile(pattern)) for kind, pattern in _PATTERNS]

_FREQUENCY = re.compile(r"[xr]?/?[wae]?z|/[zw]")
_NOT_AFTER_X = frozenset(
    "vc vcs tc tcs error errors cue cues cueing verbal tactile visual loss lob lobs prompts prompt assist person people "
    "helper years year months month weeks week days day hours hour hrs wks wk yr yrs min-a occasions incidents instances "
    "episodes ax reminders reminder units unit more weekly visits visit sessions session".split()
)
_NOT_BEFORE_X = frozenset("a assist mod max min cga sba o oriented a/o ao&o ao aox total lob lobs units unit vor vorx".split())


def find_amounts(reading: Reading, first: int, end: int) -> list[Amount]:
    """The dose expressions within tokens ``first`` .. ``end``, in order and not overlapping."""
    found: list[Amount] = []
    shapes = reading.shapes
    at = first
    while True:
        match = _MASTER.search(shapes, at, end)
        if match is None:
            return found
        start = match.start()
        if start > first and shapes[start - 1] in ":/-.+" and reading.starts[start] == reading.ends[start - 1]:
            with_slash = shapes[start - 1] == "/" and start - 1 > first and reading.entries[start - 2].lower == "w"  # w/5" hold
            if not with_slash and (shapes[start - 1] != "-" or (start - 1 > first and shapes[start - 2] in "dfn")):
                at = start + 1
                continue
        index = int(match.lastgroup[1:]) if match.lastgroup else 0
        kind, pattern = _COMPILED[index]
        detail = pattern.match(shapes, start, end)
        assert detail is not None  # the master pattern is made of these
        amount = _amount(reading, kind, detail, end)
        if amount is not None:
            found.append(amount)
            at = amount.end
        else:
            at = start + 1
            while at < end and shapes[at] in "dfn" and shapes[at - 1] in "x":
                at += 1


def _amount(reading: Reading, kind: str, match: re.Match[str], limit: int) -> Amount | None:
    groups = match.re.groupindex
    first, end = match.start(), match.end()
    if _is_other(reading, kind, first, end, limit):
        return None
    get = {name: _count(reading, *match.span(name)) for name in ("a", "b", "t", "w", "D") if name in groups and match[name]}
    if any(value is None for value in get.values()):
        return None
    sets, reps, seconds = get.get("a"), get.get("b"), get.get("t")
    values: dict[str, object] = {}
    if kind == "pyramid":
        counts = [reading.entries[i].value for i in range(first, end) if reading.shapes[i] == "d"]
        values["sets"], values["reps"] = len(counts), (min(counts), max(counts))  # type: ignore[type-var]
    if sets is not None:
        values["sets"] = sets
    if reps is not None:
        values["reps"] = reps
    if seconds is not None:
        if "mu" in groups or "pu" in groups:
            values["duration"] = _scale(seconds, 60)
        elif kind in ("times_seconds", "seconds"):
            values["hold" if _is_hold(reading, first, end, limit) else "duration"] = seconds
        else:
            values["hold"] = seconds
    if kind == "sets_of" and match["su"] in ("s", "q", "m") and match["su"]:
        values = {"reps": sets, "duration" if match["su"] == "m" else "hold": _scale(reps, 60 if match["su"] == "m" else 1)}
    if "D" in get:
        unit = "ft" if match["du"] == "p" else UNIT_OF_WORD.get(reading.entries[match.start("du")].lower, "ft")
        value = get["D"]
        assert value is not None
        values["distance"] = Distance(value=value, unit=unit)
    if "w" in get:
        values["load"] = get["w"]
        values["load_unit"] = UNIT_OF_WORD.get(reading.entries[match.start("wu")].lower, "lb")
    if "mu" in groups and reading.entries[match.start("mu")].lower == "m" and not _on_machine(reading, first, seconds):
        values.pop("duration")  # 15 m x4 is metres
        values["distance"] = Distance(value=get["t"], unit="m")  # type: ignore[arg-type]
    if "pu" in groups:
        values["prime"] = True
    if kind == "reps" and reading.entries[end - 1].lower in _ROUNDS:
        values["rounds"] = True
    end, each = _each(reading, end, limit)
    return Amount(first=first, end=end, each=each, **values)  # type: ignore[arg-type]


_ROUNDS = frozenset(("round", "rounds", "circuit", "circuits", "cycle", "cycles"))


def _on_machine(reading: Reading, first: int, count: Count | None) -> bool:
    """Whether ``8 m`` stands behind a bike or another machine, and so means minutes."""
    if not isinstance(count, int) or count > 60:
        return False
    hits = reading.hits_of("exercise", max(0, first - 5), first)
    return any(concept.senses["exercise"].load == "level" for _, _, concept in hits)


def _count(reading: Reading, first: int, end: int) -> Count | None:
    """A number, or a range as (low, high). None where it is not a plausible amount."""
    low = reading.entries[first].value
    if low is None:
        return None
    if end - first == 1:
        return low  # type: ignore[return-value]
    high = reading.entries[end - 1].value
    if high is None:
        return None
    return (low, high) if high > low else low  # type: ignore[return-value]


def _scale(value: Count | None, factor: int) -> Count | None:
    if value is None:
        return None
    if isinstance(value, tuple):
        return round(value[0] * factor), round(value[1] * factor)
    return round(value * factor)


_SIDES = frozenset("side sides leg legs le arm arms direction directions way ways ue hand foot r l b bilat bilaterally knee hip ankle shoulder extremity limb".split())


def _per_side(reading: Reading, at: int, limit: int) -> bool:
    """``/leg``, ``per side``."""
    return at + 1 < limit and reading.entries[at].lower in ("per", "/") and reading.entries[at + 1].lower in _SIDES


_NO_SIDE = frozenset("finger digit plane exercise item way motion".split())


def _each(reading: Reading, end: int, limit: int) -> tuple[int, bool]:
    """Where the expression ends with a trailing "each side", and whether it says so."""
    entries = reading.entries
    at = end
    if at < limit and entries[at].lower == "(":
        at += 1
    if _per_side(reading, at, limit):
        return at + 2, True
    if at < limit and entries[at].lower in ("ea", "each"):
        after = entries[at + 1].lower if at + 1 < limit else ""
        if after in _SIDES:
            return at + 2, True
        return at + 1, entries[at].lower == "ea" and after not in _NO_SIDE
    return end, False


def _is_hold(reading: Reading, first: int, end: int, limit: int) -> bool:
    near = reading.classes[max(0, first - 6) : first]
    words = {entry.lower for entry in reading.entries[end : min(limit, end + 2)]}
    return bool(words & {"hold", "holds", "stretch", "stretches", "isometric", "iso"}) or "X" in near


def _is_other(reading: Reading, kind: str, first: int, end: int, limit: int) -> bool:
    """Whether the numbers are something else than a dose: a frequency, a cue count, helpers, a code, a clock."""
    shapes, entries = reading.shapes, reading.entries
    if _FREQUENCY.match(shapes, end, limit) and not _per_side(reading, end, limit) and not (shapes[end : end + 1] in "xr" and kind == "times"):
        return True
    after = entries[end].lower if end < limit else ""
    before = entries[first - 1].lower if first else ""
    value = entries[end - 1].value if shapes[end - 1] in "dfn" else entries[first].value
    if value is not None and value > 9999:
        return True
    if any((entries[i].value or 0) > 9999 for i in (first, first - 1) if i >= 0) or (kind in ("sets_reps", "times") and after in _LUMBER):
        return True  # 97110x2 is a code with its units, a 2x4 board is wood
    if kind in ("seconds_count", "times_seconds") and "q" in shapes[first:end] and "h" not in shapes[first:end] and _stands_on(reading, first):
        return True  # step up 6" x10: inches
    if kind == "reps_each" and shapes[end : end + 1] != "e" and not (_per_side(reading, end, limit) and len(entries[end + 1].lower) > 1):
        return True  # only "per side" and "/side" make a bare number a count
    if kind == "sets_reps" and (entries[first].value or 0) > MOST_SETS and reading.ends[first] < reading.starts[first + 1]:
        return True  # flexion to 90 x10: the first number belongs to what stands before
    if kind == "pyramid" and shapes[max(0, first - 1)] in "/-" and first:
        return True
    if after in ("rest", "rests", "recovery", "seated") and kind in ("seconds", "minutes", "times_seconds", "times_minutes", "hold"):
        return True
    if any(hit[1] > first + 1 for hit in reading.hits_of("measure", first, first + 1)):
        return True  # 5xSTS, 30 s chair stand: the number belongs to the name of a test
    if kind in ("times", "count_x", "reps", "sets_reps", "distance"):
        if after in _NOT_AFTER_X or (kind == "times" and before in _NOT_BEFORE_X):
            return True
        if first and reading.classes[first - 1] == "U" and kind == "times":
            return True
        if end < limit and reading.classes[end] == "U" and kind in ("times", "count_x", "reps"):
            return True
    if kind in ("minutes", "times_minutes") and after in ("a", "assist", "vc", "vcs", "verbal", "tactile", "cues", "cue", "/", "cga"):
        return True
    if kind == "reps" and entries[end - 1].lower in ("times", "time", "count") and after in ("a", "per", "/", "daily", "in"):
        return True
    if kind == "distance" and reading.text[reading.ends[end - 2]] == "-" and entries[end - 1].lower in ("step", "stair", "flight"):
        return True  # a 4-step staircase, an 8-step flight
    if kind == "distance" and (entries[end - 1].lower in ("step", "block", "lap") and shapes[end : end + 1] in "wi" and _named(reading, end)):
        return True
    if shapes[first] != "x" and first and shapes[first - 1] == "v" and not _is_left(reading, first - 1):
        return True  # L5 x 8 min: a level, not five times
    if kind == "prime" and first and shapes[first - 1] in "/-":
        return True
    return kind == "sets_reps" and before == "grade"


def _is_left(reading: Reading, at: int) -> bool:
    """Whether ``L`` before a number is the left side (``hip abd L 2# 3x10``) and not a level (``bike L 5 x 8 min``)."""
    apart = reading.ends[at] < reading.starts[at + 1]
    return apart and reading.entries[at].lower == "l" and not _on_machine(reading, at, 1)


_LUMBER = frozenset("board boards lumber plank planks wood beam gauze".split())
_RAISED = frozenset("step steps up ups down downs stair stairs box boxes stool platform curb curbs hurdle hurdles riser risers block".split())


def _stands_on(reading: Reading, first: int) -> bool:
    """Whether the word before a bare double prime is a thing with a height."""
    return first > 0 and reading.entries[first - 1].lower in _RAISED


def _named(reading: Reading, at: int) -> bool:
    return reading.classes[at : at + 1] in "XKHEi" and reading.entries[at].lower in ("up", "ups", "down", "downs", "over", "overs")
