"""Figures in the head of a labelled block and in its field lines: units, minutes, and whose they are."""

from __future__ import annotations

import re
from bisect import bisect_left

from nlp_check.components.charge_rows import ROW_WORDS
from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.grids import read_bare_row, read_modifiers, read_row
from nlp_check.components.ledger import Combined, Ledger, Stated
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.times import estimate_before
from nlp_check.records.evidence import Span


def mentions_in(mentions: list[Mention], first: int, end: int) -> list[Mention]:
    """The mentions (in order) that begin in a token range."""
    low = bisect_left(mentions, first, key=lambda mention: mention.first)
    high = bisect_left(mentions, end, key=lambda mention: mention.first)
    return mentions[low:high]


_AMOUNT = re.compile(
    r"(?P<u>(?<!:)[dnf])u|u[:x=@]?(?P<u2>d)(?!-?m|:d|p)|(?P<m>n?[dn])-?m|m[:=](?P<m2>d)|x(?P<x>d)(?![mspirSto%#qghyfu]|-d)|(?P<p>d)p(?!p)"
)


def read_heads(reading: Reading, segment: Segment, mentions: list[Mention], ledger: Ledger, columns: dict[int, str] | None) -> None:
    """Reads units, minutes and modifiers in the head of a segment; ``columns`` of the grid it is a row of."""
    own = mentions_in(mentions, segment.first, segment.end)
    if not own:
        if segment.labelled and len(segment.owners) >= 1 and not segment.row:
            _field_lines(reading, segment, ledger)
        return
    if columns is not None and segment.row:
        for codes in dict.fromkeys(mention.codes for mention in own):
            read_row(reading, segment, codes, ledger, columns)
        return
    for index, mention in enumerate(own):
        limit = own[index + 1].first if index + 1 < len(own) else segment.end
        low = own[index - 1].end if index else segment.first
        head_end = _head_end(reading, segment, mention, limit)
        if mention.heads_sentence:
            read_amounts(reading, mention, segment.first, limit, ledger, lead=False)
            continue
        if mention.first > low:
            read_amounts(reading, mention, max(low, mention.first - 6), mention.first, ledger, lead=True)
            if reading.shapes[mention.first - 1] == "m" and segment.first < mention.first and not segment.row:
                head_end = mention.end  # its minutes were said before it: those behind are of the work
        read_amounts(reading, mention, mention.end, head_end, ledger, lead=False)
        if not segment.row:
            _late_units(reading, mention, head_end, limit, ledger)
        if segment.row and len(mention.codes) == 1:
            read_bare_row(reading, segment, mention, limit, ledger)
        read_modifiers(reading, mention.codes, mention.end, head_end, ledger)


_UNITS = re.compile("(?<!:)[dn]u")


def _late_units(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger) -> None:
    """``97530 Work simulation, 9:25-9:55, 2 units``: what was done may stand before the units."""
    match = _UNITS.search(reading.shapes, first, end)
    if match is not None and isinstance(value := reading.entries[match.start()].value, int) and 0 < value <= _MOST_UNITS:
        set_units(ledger, mention, value, reading.span(*match.span()))


_CONTENT_CLASS = frozenset("XKBAHPDCU")
_LABELS = frozenset("time start stop in out end begin minutes min mins units unit total duration billed started stopped".split())


def _head_end(reading: Reading, segment: Segment, mention: Mention, limit: int) -> int:
    """Where the head of a labelled block ends: at the first word of content, or after a short stretch."""
    if segment.row:
        return limit
    for i in range(mention.end, limit):
        cls = reading.classes[i]
        if cls in _CONTENT_CLASS and reading.entries[i].lower not in _LABELS:
            return i
        if cls == ":" and i > mention.end + 1 and reading.shapes[i - 1] not in "dmuk)" and reading.entries[i - 1].lower not in _LABELS:
            return i
    return min(limit, mention.end + 16) if limit - mention.end > 30 else limit


def read_amounts(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger, *, lead: bool) -> None:
    """Units and minutes in tokens ``first`` .. ``end``; ``lead``: they stand before the mention."""
    shapes = reading.shapes
    if lead and _COUNT_OF.search(shapes, max(first, end - 2), end) and mention.numbered:
        value = reading.entries[end - 2].value
        if isinstance(value, int) and 0 < value <= _MOST_UNITS:
            set_units(ledger, mention, value, reading.span(end - 2, end - 1))  # ``one of 97110 and two of 97530``
            return
    if lead and shapes[end - 1] == "d" and (end - 1 == first or shapes[end - 2] in "cwdu&;:.|\t\n"):
        value = reading.entries[end - 1].value
        span = reading.span(end - 1, end)
        if isinstance(value, int) and 0 < value <= 8 and mention.end - mention.first <= 2 and not mention.numbered and span not in ledger.used:
            set_units(ledger, mention, value, span)  # ``2 TE 1 TA``
            return
    if not lead:
        _bracketed_units(reading, mention, first, end, ledger)
        if len(mention.codes) == len(JUDGED):
            _units_of_each(reading, mention, first, end, ledger)
    worded: int | None = None  # where a word stands that no grid uses: looked for when first needed
    for match in _AMOUNT.finditer(shapes, first, end):
        name = match.lastgroup or ""
        at = match.start(name)
        value = spoken_value(reading, at, match.end(name))
        if value is None:
            continue
        if lead and match.end() < end - (1 if name != "m" else 3):
            continue
        span = reading.span(match.start(), match.end())
        if (lead and span in ledger.used) or ledger.in_total(span) or _is_clock(reading, match.end()) or _ends_clock(reading, at):
            continue
        if name in ("u", "u2") and value <= 24:
            set_units(ledger, mention, value, span)
        elif name == "x" and value <= 8 and shapes[match.end() : match.end() + 1] not in "mspirSt":
            worded = _word_behind(reading, mention, end) if worded is None else worded
            if at <= worded:  # else ``x2`` is how often something was done
                set_units(ledger, mention, value, span)
        elif name in ("m", "m2", "p") and value <= 240:
            if name == "p" and shapes[match.start() - 1 : match.start()] not in ("x", "w", ":", "(", "d", "~", "-", "?", "t", "O") and match.start() > mention.end:
                continue
            _add_minutes(reading, mention, value, span, ledger)


_COUNT_OF = re.compile(r"[dn]O\Z")
_BRACKETED = re.compile(r"(?:d:dk?|d|m)\(d\)")
_OF_EACH = re.compile(r"(?<![:/.-])(du?)[+/&c](du?)(?![:/\-dmx])")
_MOST_UNITS = 8


def _bracketed_units(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger) -> None:
    """``9:05-9:30 (2)``: a small number in brackets behind the time is units."""
    time = _CLOCK_OR_MINUTES.search(reading.shapes, first, end)
    for match in _BRACKETED.finditer(reading.shapes, first, end) if time is not None else ():
        at = match.end() - 2
        value = reading.entries[at].value
        if isinstance(value, int) and 0 < value <= _MOST_UNITS and time is not None and time.end() <= at:
            set_units(ledger, mention, value, reading.span(at, at + 1))


_CLOCK_OR_MINUTES = re.compile(r"d:d|d[-T]d|dm")


def _units_of_each(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger) -> None:
    """``97110+97530 2:00-3:00, 2u + 2u``: units of both codes in the order in which they are named."""
    for match in _OF_EACH.finditer(reading.shapes, first, end):
        for code, at in zip(mention.codes, (match.start(1), match.start(2)), strict=True):
            value, account = reading.entries[at].value, ledger.of(code)
            if isinstance(value, int) and 0 < value <= _MOST_UNITS and account.units is None:
                account.units, account.units_span = value, reading.span(at, at + 1)
        return


def _is_clock(reading: Reading, at: int) -> bool:
    """Whether the number before token ``at`` is the hour of a clock time (``x 8:05``)."""
    joined = reading.shapes[at : at + 2] == ":d" and reading.starts[at + 1] == reading.ends[at]
    return joined and reading.starts[at] == reading.ends[at - 1]


def _word_behind(reading: Reading, mention: Mention, end: int) -> int:
    """The first word behind the code that no grid uses; ``end`` where there is none."""
    return next(
        (
            i
            for i in range(mention.end, end)
            if reading.shapes[i] == "w" and (word := reading.entries[i].lower).isalpha() and word not in ROW_WORDS and not _is_code_name(reading, i)
        ),
        end,
    )


def _is_code_name(reading: Reading, at: int) -> bool:
    return any(first <= at < end and "code" in concept.senses for first, end, concept in reading.hits_in(max(0, at - 5), at + 1))


def _ends_clock(reading: Reading, at: int) -> bool:
    """Whether the number at ``at`` is the minute of a clock time (``1:00-1:23 u2``)."""
    return reading.shapes[at - 1 : at] == ":" and at > 1 and reading.shapes[at - 2] == "d" and reading.starts[at] == reading.ends[at - 1]


def spoken_value(reading: Reading, first: int, end: int) -> int | None:
    """A whole number in figures or words; ``twenty five`` is two tokens."""
    values = [reading.entries[i].value for i in range(first, end)]
    if len(values) == 2 and all(isinstance(value, int) for value in values) and values[0] >= 20 and values[1] < 10:  # type: ignore[operator]
        return int(values[0]) + int(values[1])  # type: ignore[arg-type]
    return values[-1] if isinstance(values[-1], int) else None


def set_units(ledger: Ledger, mention: Mention, value: int, span: Span) -> None:
    """The units of the one code that is mentioned, if none were read before."""
    if len(mention.codes) > 1:
        return
    account = ledger.of(mention.codes[0])
    if account.units is None:
        account.units, account.units_span = value, span
        ledger.used.add(span)


def _add_minutes(reading: Reading, mention: Mention, value: int, span: Span, ledger: Ledger) -> None:
    estimate = estimate_before(reading.text, span[0])
    if len(mention.codes) > 1:
        ledger.combined.append(Combined(span, value, estimate))
        return
    account = ledger.of(mention.codes[0])
    if not account.states(value):
        account.minutes.append(Stated(value, span, estimate))
        ledger.used.add(span)


_TOTAL_LINE = re.compile(r"\W{0,40}(?:total|time\b|min(?:ute)?s?\b|duration|x?\s?\d{1,3}\s?(?:min|m\b))", re.IGNORECASE)


def _field_lines(reading: Reading, segment: Segment, ledger: Ledger) -> None:
    """``Time: 25 min`` or ``2 units`` on a line of its own inside a block."""
    start, stop = reading.span(segment.first, segment.end)
    quote = reading.text[start:stop]
    if len(quote) > 90 and not _TOTAL_LINE.match(quote):
        return
    mention = Mention(segment.first, segment.first, segment.owners[0], 0, False, True)
    mention.codes = segment.owners
    if _TOTAL_LINE.match(quote) and (segment.section == "time" or segment.end - segment.first <= 14):
        if not re.match(r"\W*total (?:timed|treatment|session|visit|tx|min|time)", quote, re.IGNORECASE):
            read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)
    elif segment.end - segment.first <= 48 and only_figures(reading, segment):
        read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)


def only_figures(reading: Reading, segment: Segment) -> bool:
    """Whether a line holds times, minutes and units and no other word."""
    sentence = segment.sentence
    if sentence.worded is None:  # a line may hold many segments, and each asks
        words = (i for i in range(sentence.body, sentence.end) if not _is_figure(reading, i))
        sentence.worded = next(words, sentence.end)
    return segment.end <= sentence.worded


def _is_figure(reading: Reading, at: int) -> bool:
    return not reading.entries[at].lower.isalpha() or reading.shapes[at] in "mukTxn~" or reading.entries[at].lower in _LABELS
