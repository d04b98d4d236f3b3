"""Clock times and the blocks they make, in every notation that notes use."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import msgspec

from nlp_check.components.clock import MAX_BLOCK_MINUTES, Clock, resolve, written
from nlp_check.components.loose_times import beside, loose_pairs
from nlp_check.records.evidence import Span, TimeBlock

_COLUMN_GAP = 3  # spaces that part the columns of a grid

_MERIDIEM = r"(?:\s?(?P<{0}>[aApP])\.?\s?[mM]?\.?(?![A-Za-z]))?"
_CLOCK = re.compile(
    r"(?<![\d:.,+])(?<!(?<!:\d\d)/)(?P<h>\d{1,2})\s?:\s?(?P<m>[0-5]\d)(?!\d|:\d)" + _MERIDIEM.format("ap1")
    + r"|(?<![\d:/.,])(?P<mil>(?:[01]\d|2[0-3])[0-5]\d)(?![\d/]|:\d)(?:\s?(?:h|hrs|hours)\b)?" + _MERIDIEM.format("ap2")
    + r"|(?<![\d:/.,])(?P<short>[1-9][0-5]\d)(?![\d/]|[:.]\d)" + _MERIDIEM.format("ap3")
    + r"|(?<![\d:/.,])(?P<bare>1[0-2]|[1-9])(?P<ap4>\s?[aApP]\.?[mM]\.?|[aApP](?=\s?(?:-|–|—|to)\s?\d{1,2}(?:[:aApP]|\d\d)))(?![A-Za-z])"
)  # fmt: skip
_BETWEEN = re.compile(
    r"(?:\s?[(\[]?(?:start|begin|in)[)\]]?)?[\s*_|;,/()\[\].]*+(?:(?:-|–|—|−|~|→|=?-?>|\bto\b|\buntil\b|\btill\b|\bthru\b|\bthrough\b|\band\b|&)?[\s*_|;,/()\[\].]*+)"
    r"(?:(?:\b(?:stop(?:ped)?|end(?:ed|ing)?|finish(?:ed)?|out|time|at|te|ta|et|e|about|around|approx(?:imately)?)\b|~)\.?[\s:=@*_|]*+){0,3}[\s*_|:=@]*+",
    re.IGNORECASE,
)
_LABELLED_GAP = re.compile(
    r"[^\n]{0,40}?\b(?:stop(?:ped)?|end(?:ed)?|finish(?:ed)?|out)\b(?:\s?time)?[\s:=@*_|(]*+|"
    r"\s*+[-*•]?\s*+(?:time\s*+out|stop(?:\s*+time)?|end(?:\s*+time)?|out|finish)[\s:=@*_|]*+",
    re.IGNORECASE,
)
_START_LABEL = re.compile(
    r"(?:\b(?:start(?:ed|ing)?(?:\s*+time)?|beg[ia]n(?:ning)?(?:\s*+time)?|time\s*+in|in|from|between|time|begin)|(?<!@)@|\bat)[\s:=@*_|(]*+$", re.IGNORECASE
)
_STOP_LABEL = re.compile(r"(?<![/&-])\b(?:stop(?:ped)?(?:\s*time)?|end(?:ed)?(?:\s*time)?|time\s*out|out|until|finish(?:ed)?)[ \t:=@*_|(]*\Z", re.IGNORECASE)
_NOT_CLOCK_BEFORE = re.compile(
    r"(?:(?:since|year|in|dob|mrn|visit|acct|#|ratio|bp|hr|rm|room|of|id|icd|phone|ext|cpt)\s?[:#.]?\s*|[/.])$", re.IGNORECASE
)
_ESTIMATE = re.compile(
    r"(?P<word>\bapprox(?:imately|\.)?|\babout|\baround|\broughly|~|≈|\best(?:imated|\.)?|\bcirca|\bsomewhere)[\s:(]*+(?:from|at)?+\s*+$", re.IGNORECASE
)
_ESTIMATE_AFTER = re.compile(r"\s?\(?\s?(?P<word>ish\b|or so\b|approx\b|est\b|approximately|estimated)", re.IGNORECASE)


class Block(msgspec.Struct, frozen=True):
    """A pair of clock times; ``estimate`` is the span of the word that marks it as an estimate."""

    block: TimeBlock
    estimate: Span | None
    labelled: bool


class Clocks(msgspec.Struct, frozen=True):
    """All pairs of a note, and the clock times that stand alone."""

    blocks: tuple[Block, ...]
    lone: tuple[Clock, ...]


def find_clocks(text: str) -> Clocks:
    """The blocks and lone clock times of a text, in order."""
    loose = sorted(loose_pairs(text), key=lambda pair: pair[0].span)
    found = [clock for match in _clock_matches(text) if (clock := _read(text, match)) is not None]
    if loose:
        firsts = [first.span[0] for first, _ in loose]
        found = [clock for clock in found if not _covered(loose, firsts, clock.span[0])]
    day_clock = any(clock.hour > 12 or (clock.military and clock.hour == 0) for clock in found)
    blocks = [_block(text, first, second, day_clock) for first, second in loose]
    lone: list[Clock] = []
    i = 0
    while i < len(found):
        first = found[i]
        if i + 1 < len(found) and _pairs(text, first, found[i + 1]):
            second = found[i + 1]
            blocks.append(_block(text, first, second, day_clock))
            i += 2
        elif not _weak(text, first) and (pair := beside(text, first)) is not None:
            blocks.append(_block(text, *pair, day_clock))
            i += 1
        else:
            if not _weak(text, first) or _labelled(text, first):
                lone.append(first)
            i += 1
    blocks.sort(key=lambda block: block.block.span)
    return Clocks(tuple(blocks), tuple(lone))


def _covered(pairs: list[tuple[Clock, Clock]], firsts: list[int], at: int) -> bool:
    i = bisect_right(firsts, at) - 1
    return i >= 0 and at < pairs[i][1].span[1]


def _clock_matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of the clock pattern, tried only at numbers that look like an hour: it can begin nowhere else."""
    done = 0
    for number in _NUMBER.finditer(text):
        match = _CLOCK.match(text, number.start()) if number.start() >= done else None
        if match is not None:
            done = match.end()
            yield match


_NUMBER = re.compile(r"\d{1,2}(?=\s?[:aApP])|\d{3,4}(?!\d)")


def _read(text: str, match: re.Match[str]) -> Clock | None:
    if match["h"]:
        hour, minute = int(match["h"]), int(match["m"])
        military = len(match["h"]) == 2 and match["h"][0] == "0" and int(match["h"]) == 0
        meridiem = match["ap1"]
    elif match["mil"]:
        hour, minute, military, meridiem = int(match["mil"][:2]), int(match["mil"][2:]), True, match["ap2"]
        if hour in (19, 20) and not _labelled_at(text, match.start()) and "h" not in match[0]:
            return None  # 2010-2015 is a pair of years
        if _telephone(text, match.start(), hour * 60 + minute):
            return None
        if _NOT_CLOCK_BEFORE.search(text, max(0, match.start() - 12), match.start()) and not _labelled_at(text, match.start()):
            return None
    elif match["short"]:
        hour, minute, military, meridiem = int(match["short"][0]), int(match["short"][1:]), False, match["ap3"]
        if not meridiem and not _labelled_at(text, match.start()) and not _short_pair(text, match):
            return None
    else:
        hour, minute, military, meridiem = int(match["bare"]), 0, False, match["ap4"].strip()
    if hour > 24 or (hour > 12 and meridiem and not military):
        return None
    end = match.end()
    if text[end - 1] == "." and "." not in text[match.start() : end - 1]:
        end -= 1  # the full stop behind ``pm``, not the one of ``p.m.``
    while text[end - 1] in " \t":
        end -= 1
    return Clock(hour, minute, meridiem[0].lower() if meridiem else "", military, (match.start(), end))


_THREE_DIGITS = re.compile(r"(?<!\d)(\d)([0-5]\d)-\Z")


def _telephone(text: str, at: int, minutes: int) -> bool:
    """``555-1023`` is a number to ring, ``955-1012`` a block: three digits, a hyphen and four, too far apart for one."""
    before = _THREE_DIGITS.search(text, max(0, at - 5), at)
    if before is None:
        return re.search(r"(?<!\d)\d{3}-\Z", text[max(0, at - 5) : at]) is not None
    return not 0 < minutes - int(before[1]) * 60 - int(before[2]) <= MAX_BLOCK_MINUTES


_SHORT_PAIR = re.compile(r"\s?(?:-|–|—|to)\s?(?:\d{3,4}|\d{1,2}:\d\d)(?![\d/])")


_OF_BODY = re.compile(
    r"\b(?:hr|bp|heart|rate|pulse|systolic|flex\w*|ext\w*|abd\w*|add\w*|a?rom|prom|er|ir|df|pf|rotation|elevation|scaption|range|sats?|arc)\b\W*$", re.IGNORECASE
)
_UNIT_AFTER = re.compile(r"\s?(?:°|º|deg|bpm|ft\b|feet|yd|m\b|met|lbs?\b|#|pounds|kg|%|sec|s\b|reps?\b|cm|mm|steps|watts?|w\b|rpm)", re.IGNORECASE)
_SHORT_LEAD = re.compile(r"(?:^|(?<!\s)\n|[(:,;|@\]]|\b(?:te|ta|mt|ex|act|from|time|97\d{3}))\s*+$", re.IGNORECASE)


def _short_pair(text: str, match: re.Match[str]) -> bool:
    """``915-940``: three digits count only beside another clock time, where a time can stand."""
    pair = _SHORT_PAIR.match(text, match.end())
    if pair is not None:
        low = max(0, match.start() - 12)
        if _OF_BODY.search(text, low, match.start()) or _UNIT_AFTER.match(text, pair.end()):
            return False
        return _SHORT_LEAD.search(text[low : match.start()]) is not None and _plausible_digits(
            text[match.start() : match.end() + 12]
        )
    before = text[max(0, match.start() - 9) : match.start()]
    return re.search(r"(?<![\d/])(?:\d{3,4}|\d{1,2}:\d\d)\s?(?:-|–|—|to)\s?$", before) is not None


def _plausible_digits(quote: str) -> bool:
    digits = re.findall(r"\d{3,4}", quote)
    return not digits or all(int(item[-2:]) < 60 for item in digits)


def _weak(text: str, clock: Clock) -> bool:
    """Digits alone are a clock time only in a pair or behind a label."""
    return (clock.military and not clock.meridiem) or text[clock.span[0] : clock.span[1]].isdigit()


def _labelled(text: str, clock: Clock) -> bool:
    return _labelled_at(text, clock.span[0])


def _labelled_at(text: str, at: int) -> bool:
    near = text[max(0, at - 16) : at]
    return _START_LABEL.search(near) is not None or _STOP_LABEL.search(near) is not None


def _pairs(text: str, first: Clock, second: Clock) -> bool:
    gap = text[first.span[1] : second.span[0]]
    if len(gap) > 48:
        return False
    if _STOP_LABEL.search(text[max(0, first.span[0] - 16) : first.span[0]]):
        return False
    joined = _BETWEEN.fullmatch(gap) is not None and (bool(gap.strip(" ")) or len(gap) >= _COLUMN_GAP or (not gap and bool(first.meridiem))) and not (gap.count("\n") and not _STOP_LABEL.search(gap))
    if joined and gap.strip() in (",", ".", ";", "and", "&") and first.military != second.military:
        return False
    if joined and gap.strip(" \t") in (",", ".", ";", "and"):
        return _labelled(text, first) and not re.search(r"\bstart|\bin\b", gap)
    return joined or _LABELLED_GAP.fullmatch(gap) is not None


def _block(text: str, first: Clock, second: Clock, day_clock: bool) -> Block:
    start, stop = resolve(first, second, day_clock)
    minutes: int | None = None if start is None or stop is None else stop - start
    if minutes is not None and not 0 < minutes <= MAX_BLOCK_MINUTES:
        minutes = None
    begin = first.span[0]
    near = text[max(0, begin - 18) : begin]
    label = re.search(r"\b(?:start(?:ed)?(?:\s*time)?|time\s*in|begin|in)[\s:=@|]*$", near, re.IGNORECASE)
    labelled = label is not None
    span = (begin, second.span[1])
    mark = _ESTIMATE.search(near)
    between = _ESTIMATE.search(text, first.span[1], second.span[0])
    after = _ESTIMATE_AFTER.match(text, second.span[1])
    estimate = None
    if mark is not None:
        estimate = (begin - len(near) + mark.start("word"), begin - len(near) + mark.end("word"))
    elif after is not None:
        estimate = after.span("word")
    elif between is not None:
        estimate = between.span("word")
    block = TimeBlock(start=written(first, start), stop=written(second, stop), minutes=minutes, span=span)
    return Block(block, estimate, labelled)


def estimate_before(text: str, at: int) -> Span | None:
    """The estimate word right before offset ``at``, if any."""
    low = max(0, at - 18)
    mark = _ESTIMATE.search(text[low:at])
    return None if mark is None else (low + mark.start("word"), low + mark.end("word"))
