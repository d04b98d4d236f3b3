"""Clock times that only their partner makes one: spelled out, written with a point or an h, scanned badly, or a bare hour.

``nine fifteen to nine thirty``, ``9.00-9.15``, ``9h00-9h15``, ``O9:00-O9:15``, ``from 2 to 2:25 pm``, ``9:00-:20``.
None of these is a time where it stands alone: most numbers in a note are doses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp_check.components.clock import Clock, resolve

LONGEST_LOOSE = 150  # minutes: a longer stretch is more likely two numbers than a block

_TO = r"(?:-|–|—|−|~|→|->|\bto\b|\buntil\b|\btill?\b|\bthru\b|\bthrough\b)"
_AP = r"(?:\s?([aApP](?:\.\s?[mM]\.?|\s?[mM]\b)?)(?![A-Za-z]))?"  # its full stop only where both letters have one

_POINTED = r"(\d{1,2})[.h]([0-5]\d)(?!\d)" + _AP + r"(?:\s?h(?:ou)?rs?\b)?"
_POINTED_PAIR = re.compile(
    r"(?<![\w.:/#$+-])" + _POINTED + r"\s?" + _TO + r"\s?" + _POINTED
    + r"(?!\s?(?:°|º|deg|#|%|lbs?\b|kg|cm|mm|m\b|m/|ft\b|in\b|sec|s\b|x\b|×|mph|mi\b|km))"
)  # fmt: skip
_LEAD = re.compile(r"(?:@|\b(?:from|between|time|at|te|ta|mt|ex|act|exercises?|activit(?:y|ies)|97\d{3})\W*)\s*\Z", re.IGNORECASE)

_SCANNED = r"([\dOolI]{1,2})\s?[:;]\s?([0-5OolI][\dOolI])(?![\dA-Za-z])" + _AP
_SCANNED_PAIR = re.compile(r"(?<![\w:;.,/+])" + _SCANNED + r"\s?" + _TO + r"\s?" + _SCANNED)
_AS_DIGITS = str.maketrans("OolI", "0011")

_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_HOURS = {word: at for at, word in enumerate((*_ONES, "ten", "eleven", "twelve"), start=1)}
_TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_MINUTE_WORDS = {word: at for at, word in enumerate(_TEENS, start=10)} | _TENS
_PAST = {"quarter past": 15, "quarter after": 15, "half past": 30, "quarter to": -15}
_SPELLED = (
    r"(?:(" + "|".join(_PAST) + r")\s)?(" + "|".join(_HOURS) + r")"
    r"(?:\s(o'?clock|o(?:h|')?\s(?:" + "|".join(_ONES) + r")|(?:" + "|".join(_TENS) + r")(?:[\s-](?:" + "|".join(_ONES) + r"))?|(?:"
    + "|".join(_TEENS) + r")))?\b" + _AP
)  # fmt: skip
_SPELLED_PAIR = re.compile(
    r"\b(?:from|between|(?:start|began|begun|time in)(?:ed|ing)?(?:\s(?:at|time))?|at|time)\s" + _SPELLED
    + r",?\s(?:to|until|till?|through|and|(?:and\s)?(?:finish|stopp?|end)(?:ed|ing)?(?:\s(?:at|time))?|time out)(?:\sat)?\s" + _SPELLED,
    re.IGNORECASE,
)  # fmt: skip

_HOUR_BEFORE = re.compile(
    r"(?<![\w:.,/#$×+-])(?:(?P<h>1[0-2]|[1-9])\s?" + _TO + r"|between\s(?P<between>1[0-2]|[1-9])\sand)\s?\Z", re.IGNORECASE
)
_NOT_HOUR_BEFORE = re.compile(r"(?:\b(?:x|units?|visit|day|grade|level|phase|week|goal|step|set|no|page|pain)\W*|\d\s?)\Z", re.IGNORECASE)
_HOUR_AFTER = re.compile(
    r"\s?" + _TO + r"\s?(?::(?P<m>[0-5]\d)|(?P<h>1[0-2]|[1-9]))(?![\d:;./%#\"'’”x×°])" + _AP
    + r"(?!\s?(?:x\b|×|reps?\b|sets?\b|min|sec|lbs?\b|pounds?|ft\b|feet|units?\b|steps?|[a-z]+s\b\s(?:of|with)))",
    re.IGNORECASE,
)  # fmt: skip


def loose_pairs(text: str) -> Iterator[tuple[Clock, Clock]]:
    """The pairs in which neither time would be one alone, in the order of their kinds."""
    for match in _POINTED_PAIR.finditer(text):
        first, second = _from_digits(match, 1), _from_digits(match, 4)
        led = first.meridiem or second.meridiem or "h" in match[0] or _LEAD.search(text[max(0, match.start() - 12) : match.start()])
        if led and _plausible(first, second):
            yield first, second
    for match in _SCANNED_PAIR.finditer(text):
        first, second = _from_digits(match, 1), _from_digits(match, 4)
        figures = [match[group] for group in (1, 2, 4, 5)]
        scanned = ";" in match[0] or not all(figure.isdigit() for figure in figures)
        if scanned and any(sign.isdigit() for figure in figures for sign in figure) and _plausible(first, second):
            yield first, second
    for match in _SPELLED_PAIR.finditer(text):
        if not any(match[at] for at in (1, 3, 4, 5, 7, 8)):
            continue  # "from two to three": a count
        first, second = _from_words(match, 1), _from_words(match, 5)
        if _plausible(first, second):
            yield first, second


def beside(text: str, clock: Clock) -> tuple[Clock, Clock] | None:
    """A bare hour or ``:20`` that a lone clock time makes a block with: ``2 to 2:25 pm``, ``10:45-11``, ``9:00-:20``."""
    start, stop = clock.span
    low = max(0, start - 24)
    before = _HOUR_BEFORE.search(text, low, start)
    if before is not None and not _NOT_HOUR_BEFORE.search(text, low, before.start()):
        hour_group = "between" if before["between"] else "h"
        first = Clock(int(before[hour_group]), 0, "", False, before.span(hour_group))
        if _plausible(first, clock):
            return first, clock
    after = _HOUR_AFTER.match(text, stop)
    if after is not None:
        hour, minute = (clock.hour, int(after["m"])) if after["m"] else (int(after["h"]), 0)
        meridiem = _half(after[3])
        begin = after.start("m") - 1 if after["m"] else after.start("h")
        second = Clock(hour, minute, meridiem, False, (begin, after.end()))
        if _plausible(clock, second):
            return clock, second
    return None


def _plausible(first: Clock, second: Clock) -> bool:
    start, stop = resolve(first, second, day_clock=first.hour > 12 or second.hour > 12)
    return start is not None and stop is not None and 0 < stop - start <= LONGEST_LOOSE


def _from_digits(match: re.Match[str], at: int) -> Clock:
    hour, minute = (int(match[group].translate(_AS_DIGITS)) for group in (at, at + 1))
    return Clock(hour, minute, _half(match[at + 2]), False, (match.start(at), max(match.end(at + 1), match.end(at + 2))))


def _from_words(match: re.Match[str], at: int) -> Clock:
    past, hour, minute, half = (match[group] for group in range(at, at + 4))
    words = (minute or "").lower().replace("-", " ").split()
    minutes = sum(_MINUTE_WORDS.get(word, 0) or (_HOURS[word] if word in _ONES else 0) for word in words)
    total = _HOURS[hour.lower()] * 60 + minutes + _PAST.get((past or "").lower(), 0)
    span = match.start(at) if past else match.start(at + 1), max(match.end(group) for group in range(at + 1, at + 4))
    return Clock(total // 60, total % 60, _half(half), False, span)


def _half(meridiem: str | None) -> str:
    return meridiem[0].lower() if meridiem else ""
