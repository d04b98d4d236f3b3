"""Measures: kind, value, unit and baseline of one objective finding, and the findings that a grammar alone can see."""

from __future__ import annotations

import re

import msgspec

from nlp_check.components.reading import Reading
from nlp_check.records.evidence import Measure, MeasureKind, Number

_NUMBER = r"(?:(?<![\d°])[-−–](?=\d)|\(-\)\s?)?\d+(?:\.\d+)?"
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_ANY_WORD = "|".join([*_TENS, *sorted(_SMALL, key=len, reverse=True)])
_NUMBER_WORDS = rf"(?:one hundred(?: and)? |one oh )?(?:(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(list(_SMALL)[1:10])}))?|{_ANY_WORD})"
_VALUE = re.compile(
    rf"(?P<mmt>[0-5]\s?[+\-−]?)\s?/\s?5(?![\d/])(?!\s?(?:reps?|trials?|items|attempts|times|visits|steps|sets))"
    rf"|(?P<bp>\d{{2,3}})/\d{{2,3}}(?=\s?(?:mm\s?hg)?\b)"
    rf"|(?P<num>{_NUMBER})(?:\s?(?:/|of|out of)\s?(?P<den>\d{{1,3}}))?\s?-?(?P<unit>°|º|˚|deg(?:rees?|s)?\b\.?|lbs?\b\.?|pounds?\b|#|kgs?\b|cm\b|mm\b|"
    r"in(?:ches)?\b|\"|”|m/s(?:ec)?\b|sec(?:ond)?s?\b\.?|s\b|min(?:ute)?s?\b|meters?\b|metres?\b|m\b|ft\b|feet\b|%|bpm\b|reps?\b|N\b|Nm\b|points?\b|pts\b|"
    r"steps?\b|blocks?\b|mmhg\b)?"
    rf"|\b(?P<word>{_NUMBER_WORDS})\b(?P<plus>\s(?:plus|minus))?(?:\s(?:out )?of (?P<wden>five|ten)\b)?(?:\s(?P<wunit>pounds?|degrees?|seconds?|reps?|feet|minutes?|percent))?",
    re.IGNORECASE,
)
_PRIOR = re.compile(
    r"\b(?:was|were|from|vs\.?|versus|prev(?:ious(?:ly)?)?|baseline|initial(?:ly)?|prior|last (?:visit|session|week|time)|eval|ie|soc|up from|"
    r"down from|compared (?:to|with)|before|at (?:eval|ie|start)|since|pre|uninvolved|uninv|other side|first|start(?:ed)?(?: at)?|on (?=\d{1,2}/\d))\b[\s:=@(]*$",
    re.IGNORECASE,
)
_AFTER_PRIOR = re.compile(
    r"[^\d]{0,3}\s?(?:at (?:eval|ie|soc|start)|on \d{1,2}/\d{1,2}|last (?:visit|session|week|time)|\(?(?:prev|baseline|eval|initial|ie)\b|"
    r"\d+ ?(?:wks?|weeks?|days?|mo|months?) ago|(?:two|three|four|\d) (?:wks?|weeks?|days?|months?) ago|on (?:the )?(?:L|R|left|right|uninvolved)|wks? ago|"
    r"at (?:the )?(?:first|start|last)|the (?:other|first|last)|before\b|pre\b)",
    re.IGNORECASE,
)
_TO = re.compile(r"(?:→|(?<!-)-+>|=>|>>?|\bto\b|\bnow(?: at)?\b|\bthen|\bup to)\s*+$", re.IGNORECASE)
_DATE = re.compile(r"\d{1,2}/\d{1,2}(?:/\d{2,4})?")
_UNITS: tuple[tuple[str, str], ...] = (
    ("°", "degree"), ("º", "degree"), ("˚", "degree"), ("deg", "degree"), ("lb", "lb"), ("pound", "lb"), ("#", "lb"), ("kg", "kg"),
    ("cm", "cm"), ("mm", "cm"), ("in", "in"), ('"', "in"), ("”", "in"), ("m/s", "mps"), ("min", "other"), ("sec", "s"), ("s", "s"),
    ("meter", "m"), ("metre", "m"), ("m", "m"), ("ft", "ft"), ("feet", "ft"), ("%", "percent"), ("bpm", "bpm"), ("rep", "rep"),
    ("n", "newton"), ("point", "score"), ("pts", "score"), ("step", "step"), ("block", "rep"), ("percent", "percent"),
)  # fmt: skip
_KIND_OF_UNIT: dict[str, MeasureKind] = {
    "degree": "rom", "mmt": "strength", "lb": "strength", "kg": "strength", "newton": "strength", "cm": "girth", "mps": "gait",
    "pain": "pain", "bpm": "vital", "mmhg": "vital", "score": "outcome_score",
}  # fmt: skip
_ROM_WORDS = re.compile(r"\b(?:flex|ext|abd|add|er|ir|rot|df|pf|rom|arom|prom|aarom|lag|tam|sup|pron|dpc|slr)", re.IGNORECASE)
_BALANCE_WORDS = re.compile(r"\b(?:sls|stance|balance|tandem|romberg|slb)", re.IGNORECASE)
_VITAL_WORDS = re.compile(r"\b(?:hr|heart rate|bp|blood pressure|spo2|o2|sats?|pulse|rpe|borg|rr)\b", re.IGNORECASE)
_PAIN_WORDS = re.compile(r"\b(?:pain|nprs|vas|ache|sore|hurt)", re.IGNORECASE)
_STRENGTH_WORDS = re.compile(r"\b(?:mmt|grip|pinch|hhd|dynamom|strength|quad|ham|1 ?rm|lsi|torque|jamar|reps? to fatigue)", re.IGNORECASE)


class _Found(msgspec.Struct, frozen=True):
    first: int
    end: int
    value: Number | str
    unit: str | None
    scale: int | None


_LONGEST = 400  # characters in which the value of a measure stands: what runs on is compared no further


def read_measure(reading: Reading, first: int, end: int) -> Measure | None:
    """The measure stated by tokens ``first`` .. ``end``; None where no value stands in them."""
    start, stop = reading.span(first, end)
    whole = reading.text[start:stop]
    text = whole[:_LONGEST]
    values = _values(text)
    if not values:
        return None
    kind, unit_hint, name_end = _named_kind(reading, first, end, start)
    chosen, baseline = _order(text, values, name_end)
    unit = chosen.unit or next((item.unit for item in values if item.unit), None)
    kind = _kind(text, kind, unit, chosen, baseline)
    if kind == "vital" and unit in (None, "other"):
        unit = _vital_unit(text)
    if unit is None or (unit == "in" and kind in ("rom", "strength", "outcome_score")):
        unit = unit_hint or _usual_unit(kind)
    return Measure(
        text=whole, span=(start, stop), kind=kind, value=chosen.value, unit=unit,
        baseline=None if baseline is None else baseline.value,
    )  # fmt: skip


def _values(text: str) -> list[_Found]:
    dates = [match.span() for match in _DATE.finditer(text)]
    found: list[_Found] = []
    for match in _VALUE.finditer(text):
        if match["mmt"] and _is_count(text, match.end()) and match["mmt"].isdigit():
            found.append(_Found(*match.span(), int(match["mmt"]), "rep", 5))
        elif match["mmt"]:
            found.append(_Found(*match.span(), match["mmt"].replace(" ", "").replace("−", "-"), "mmt", 5))
        elif match["bp"] and _VITAL_WORDS.search(text):
            found.append(_Found(*match.span(), int(match["bp"]), "mmhg", None))
        elif match["bp"] or match["num"]:
            scale = int(match["den"]) if match["den"] else None
            if match["bp"]:
                scale = int(re.sub(r"\D", "", match[0][len(match["bp"]) :]))
            if any(low <= match.start() < high for low, high in dates) and scale not in (5, 10) and not match["unit"]:
                if _is_date(text, match, scale):
                    continue
            if match.start() and text[match.start() - 1].isalpha() and not text[max(0, match.start() - 3) : match.start()].isupper():
                continue
            if _is_setting(text, match):
                continue
            value = _number(match["num"] or match["bp"])
            unit = _unit(match["unit"])
            if scale == 10 and unit is None and not _is_count(text, match.end()):
                unit = "pain"
            elif scale is not None and unit is None:
                unit = "score" if scale in _SCALES else "rep"
            found.append(_Found(*match.span(), value, unit, scale))
        elif match["word"]:
            found.append(_spoken(match))
    found = _join_ranges(text, found)
    if any(isinstance(item.value, int | float) and text[item.first].isdigit() for item in found):
        found = [item for item in found if not text[item.first].isalpha() or item.unit]
    return found


_RANGE = re.compile(r"[^\d]*\d+(?:\.\d+)?\s?(?:°|º|˚|deg(?:rees?|s)?\.?)?\s?(?:[-−–—]|(?P<to>to))\s?")
_CHANGE = re.compile(r"\b(?:from|improved|increased|decreased|progressed)\b", re.IGNORECASE)


def _join_ranges(text: str, found: list[_Found]) -> list[_Found]:
    """``2-104°`` is one value, the motion reached; ``from 95 to 110°`` stays two."""
    joined: list[_Found] = []
    for item in found:
        before = joined[-1] if joined else None
        between = None if before is None else _RANGE.fullmatch(text, before.first, item.first)
        if between and before and {before.unit, item.unit} <= {None, "degree"} and (item.unit or _ROM_WORDS.search(text)):
            low = before.value
            if not between["to"] or (isinstance(low, int) and 0 <= low <= 10 and not _CHANGE.search(text, 0, before.first)):
                joined[-1] = msgspec.structs.replace(item, first=before.first)
                continue
        joined.append(item)
    return joined


_COUNTED = re.compile(
    r"\s?(?!(?:quads?|hams|hamstrings|glutes?|gluts|hips|knees|ankles|biceps|triceps|quadriceps|gastrocs|shoulders|wrists|delts|traps|lats|pecs|"
    r"[a-z]*(?:flexors|extensors|abductors|adductors|rotators|evertors|invertors)|globally|throughout)\b)"
    r"(?:before the|first|last|trials?|items?|reps?|times|attempts|correct|success|[a-z]{3,}s\b(?<!degrees)(?<!was)(?<!vs))", re.IGNORECASE
)
_SETTING_BEFORE = re.compile(r"(?:\bat|@|\bto)\s?$", re.IGNORECASE)
_SETTING_AFTER = re.compile(r"\s?(?:cm|in|inches)?\s?(?:above|below|proximal|distal|abd\b|abduction|flex\b|scaption)", re.IGNORECASE)


def _is_count(text: str, end: int) -> bool:
    """``3/5 first picks`` counts successes; ``3/5 R quad`` grades a muscle."""
    return _COUNTED.match(text, end) is not None


def _is_setting(text: str, match: re.Match[str]) -> bool:
    """``at 45 abd`` and ``10 cm above patella`` say how it was measured, not what came out."""
    after = _SETTING_AFTER.match(text, match.end()) is not None
    return after and (match["unit"] is not None or _SETTING_BEFORE.search(text[: match.start()]) is not None)


def _spoken(match: re.Match[str]) -> _Found:
    total = 0
    for word in re.split(r"[ -]", match["word"].lower()):
        if word in ("hundred", "oh"):
            total *= 100
        elif word != "and":
            total += _TENS.get(word, _SMALL.get(word, 0))
    unit = _unit(match["wunit"])
    if match["wden"]:
        if match["wden"].lower() == "ten":
            return _Found(*match.span(), total, "pain", 10)
        sign = {"plus": "+", "minus": "-"}.get((match["plus"] or "").strip().lower(), "")
        return _Found(*match.span(), f"{total}{sign}", "mmt", 5)
    return _Found(*match.span(), total, unit, None)


_SCALES = frozenset((24, 28, 30, 56, 57, 66, 80, 96, 100))  # tops of outcome scales; other "x of y" are counts


_DATE_LEAD = re.compile(r"\b(?:on|since|dated?)\s*$", re.IGNORECASE)
_ON_DATE = re.compile(r"\b(?:on|since|by|dated?|of|eval|ie)\s*$|\(\s*$", re.IGNORECASE)


def _is_date(text: str, match: re.Match[str], scale: int | None) -> bool:
    """``on 3/28`` is a date; ``33/56`` after the name of a scale is a score."""
    if scale is None or text[match.end() : match.end() + 1] == "/":
        return True
    return int(re.sub(r"\D", "", match["num"] or match["bp"]) or 0) <= 12 and scale <= 31 and _ON_DATE.search(text[: match.start()]) is not None


def _number(text: str) -> Number:
    plain = text.replace("−", "-").replace("–", "-").replace("(-)", "-").replace(" ", "")
    return float(plain) if "." in plain else int(plain)


def _unit(text: str | None) -> str | None:
    if not text:
        return None
    lower = text.lower()
    return next((unit for prefix, unit in _UNITS if lower.startswith(prefix)), None)


def _named_kind(reading: Reading, first: int, end: int, start: int) -> tuple[MeasureKind | None, str | None, int]:
    for _, last, concept in reading.hits_of("measure", first, end):
        sense = concept.senses["measure"]
        return sense.kind, sense.unit or None, min(reading.ends[last - 1], reading.ends[end - 1]) - start  # type: ignore[return-value]
    return None, None, 0


def _order(text: str, values: list[_Found], name_end: int) -> tuple[_Found, _Found | None]:
    """Which value is of today, and which it is compared with."""
    usable = [item for item in values if item.first >= name_end] or values
    if len(usable) == 1:
        return usable[0], None
    first, second = usable[0], usable[1]
    between = text[first.end : second.first]
    if _PRIOR.search(text[: first.first]) and re.search(r"\b(?:to|now)\b|→|>", between):
        return second, first
    if _TO.search(between) and not _PRIOR.search(between):
        if re.search(r"\bfrom\b", between):
            return first, second
        return second, first
    if _AFTER_PRIOR.match(text, first.end) and not _PRIOR.search(between):
        return second, first
    for item in usable[1:]:
        if _PRIOR.search(text[first.end : item.first]) or _AFTER_PRIOR.match(text, item.end):
            return first, item
    if re.fullmatch(r"[^()]{0,14}\([^()\d]{0,14}(?:\d{1,2}:\s)?", between) and _same_unit(first, second):
        return first, second
    if re.search(r"\b(?:L|left|R|right)\b", between) and _same_unit(first, second):
        return first, second
    return first, None


def _vital_unit(text: str) -> str:
    lower = text.lower()
    if "bp" in lower or "pressure" in lower:
        return "mmhg"
    return "percent" if any(word in lower for word in ("spo2", "sat", "o2")) else "bpm"


def _same_unit(first: _Found, second: _Found) -> bool:
    return first.unit == second.unit or second.unit is None


def _kind(text: str, named: MeasureKind | None, unit: str | None, chosen: _Found, baseline: _Found | None) -> MeasureKind:
    if unit == "mmt":
        return "strength"
    if unit == "degree":
        return "rom"
    if _VITAL_WORDS.search(text) and unit in (None, "bpm", "mmhg", "percent", "pain", "score"):
        return "other" if re.search(r"\b(?:rpe|borg)\b", text, re.IGNORECASE) and unit != "bpm" else "vital"
    if unit == "pain":
        return "pain" if named in (None, "pain") else named
    if named is not None and not (named == "pain" and unit not in (None, "score")):
        return named
    if unit == "score" and chosen.scale is not None and named is None:
        return "other"
    if unit == "s" and re.search(r"\b(?:hold|plank|sorensen|tolerance|stood|standing|max)", text, re.IGNORECASE):
        return "endurance"
    if re.search(r"to fatigue|before fatigue", text, re.IGNORECASE):
        return "strength"
    if _BALANCE_WORDS.search(text) or re.search(r"\b(?:LOBs?|y-?bal)", text, re.IGNORECASE):
        return "balance"
    if _PAIN_WORDS.search(text):
        return "pain"
    if _STRENGTH_WORDS.search(text) and unit in ("lb", "kg", "newton", "percent", "rep", None):
        return "strength"
    if unit is None and _ROM_WORDS.search(text):
        return "rom"
    return _KIND_OF_UNIT.get(unit or "", "other")


def _usual_unit(kind: str) -> str:
    return {"rom": "degree", "strength": "mmt", "pain": "pain", "balance": "s", "outcome_score": "score"}.get(kind, "other")


# What the grammar alone can see: a grade, degrees of a motion, or a named test with a number behind it.
_GRADE = re.compile(r"d[+\-]?/d(?!/)")
_DEGREES = re.compile(r"-?[df](?:[-Ta]-?[df])?g")


def grammar_measures(reading: Reading, first: int, end: int) -> list[tuple[int, int]]:
    """Token spans of measures in ``first`` .. ``end`` found without the learned tagger."""
    found: list[tuple[int, int]] = []
    shapes, classes = reading.shapes, reading.classes
    for match in _GRADE.finditer(shapes, first, end):
        at = match.end() - 1
        value = reading.entries[match.start()].value
        start = reading.starts[match.start()]
        counted = _is_count(reading.text, reading.ends[at]) or _DATE_LEAD.search(reading.text, max(0, start - 8), start) is not None
        if reading.entries[at].lower == "5" and value is not None and value <= 5 and not counted:
            found.append((_name_start(classes, match.start(), first), _with_comparison(reading, match.end(), end)))
    for match in _DEGREES.finditer(shapes, first, end):
        begin = _name_start(classes, match.start(), first)
        if begin < match.start():
            found.append((begin, _with_comparison(reading, match.end(), end)))
    for match in _CHANGE.finditer(shapes, first, end):
        if reading.entries[match.start()].lower == "from" and (named := _changed(reading, match, first)) is not None:
            found.append((named, match.end()))
    for at, last, concept in reading.hits_of("measure", first, end):
        if concept.senses["measure"].kind in ("pain",) or last > end:
            continue
        behind = _VALUE_NEXT.match(shapes, last, end)
        if behind is not None and not _SETTING_AFTER.match(reading.text, reading.ends[behind.end() - 1]):
            found.append((_name_start(classes, at, first), _with_comparison(reading, behind.end(), end)))
    if not found:
        return found
    kept: list[tuple[int, int]] = []
    for span in sorted(found, key=lambda one: (one[0], -one[1])):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept


_CHANGE = re.compile(r"w-?[df](?:/d)?g?[Ta]-?[df](?:/d)?[gos#%]?")
_CHANGED_WITHIN = 4  # tokens: ``has improved by now from``
_CHANGED_CLASSES = frozenset("BANC")


def _changed(reading: Reading, match: re.Match[str], first: int) -> int | None:
    """Where the name of what changed begins, for ``from -15 to -10 degrees``; None where nothing measured is named.

    An exercise that went from 40 to 50 lb was made harder; one that went from 15 to 10 degrees was measured.
    """
    at = match.start()
    classes = _CHANGED_CLASSES | {"X"} if match[0].endswith("g") else _CHANGED_CLASSES
    for back in range(at - 1, max(first, at - _CHANGED_WITHIN) - 1, -1):
        if reading.shapes[back] in "c;.:\n|":
            return None
        if reading.classes[back] in classes:
            return _name_start(reading.classes, back + 1, first)
    return None


_VALUE_NEXT = re.compile(r"[w:=@(\-]{0,3}[df](?:/d)?(?![x:\-]d)[sgo%#ti]?(?!h|x)")
_LONGEST_NAME = 16  # tokens
_NAME_CLASSES = frozenset("BAXLRNMPDC")
_COMPARISON = re.compile(r"[c(]{0,2}(?:[wTa\->=]{0,3})-?[df](?:[-T][df])?[+\-]?(?:/d)?[gos#%]?(?:[w]{0,3}(?:d/d)?)?\)?")
_PRIOR_WORD = frozenset("was from vs prev previous previously baseline initially eval initial prior to now".split())


def _name_start(classes: str, at: int, first: int) -> int:
    start = at
    first = max(first, at - _LONGEST_NAME)
    while start > first and classes[start - 1] in _NAME_CLASSES:
        start -= 1
    return start


def _with_comparison(reading: Reading, end: int, limit: int) -> int:
    """Takes in ``(was 3-/5)``, ``-> 4/5``, ``(41 on 5/19)`` behind a value."""
    shapes = reading.shapes
    match = _COMPARISON.match(shapes, end, min(limit, end + 9))
    if match is None:
        return end
    words = {entry.lower for entry in reading.entries[end : match.end()]}
    opened = "(" in match.group()
    if words & _PRIOR_WORD or set("aT>") & set(match.group()):
        close = shapes.find(")", end, min(limit, match.end() + 6)) if opened else -1
        return close + 1 if close != -1 else match.end()
    if opened:
        close = shapes.find(")", end, min(limit, end + 14))
        return close + 1 if close != -1 else end
    return end
