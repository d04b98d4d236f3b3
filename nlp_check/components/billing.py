"""Billed units, modifiers, minutes and totals that the text states, and the times that belong to each code.

A clock pair or a minute total belongs to the code whose block or grid row it stands in; in a line that names
several codes, to the nearest mention. What names both codes at once is combined time; what names none is a time of
the visit.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from nlp_check.components.clock import Clock
from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.ledger import Combined, Ledger, Stated
from nlp_check.components.narratives import ROW_WORDS, Segment
from nlp_check.components.reading import Reading
from nlp_check.components.tables import split_cells
from nlp_check.components.times import Block, estimate_before
from nlp_check.records.evidence import Span

_MODIFIER = re.compile(
    r"(?<![\w.])(?<!\b\d:)(?<!\b\d\d:)(59|X[EPSU]|GP|GO|GN|KX|C[QO])"
    r"(?![\w/.%#\"'’”°]|:\d|\s?(?:lbs?|pounds?|kg|ft|feet|min(?:utes?)?|sec|reps?|bpm|y/?o|years?|deg)\b)"
)
_TOTAL_TIMED = re.compile(
    r"total\s+(?:(?:timed|direct|one[\s-]on[\s-]one|1:1|billable|contact)(?:[\s-]*code)?)\s*(?:treatment|code|tx|therapy|contact)?\s*(?:time|min(?:ute)?s?)?\s*(?:\(?min(?:ute)?s?\)?)?"
    r"\s*[|:=\-]?\s*(?P<min>\d{1,3})|timed(?:[\s-]code)?\s+(?:treatment\s+)?(?:min(?:ute)?s?|time|total)\s*[|:=\-]?\s*(?P<min2>\d{1,3})",
    re.IGNORECASE,
)
_TOTAL_TREATMENT = re.compile(
    r"total\s+(?:treatment|tx|session|visit|therapy|rx)?\s*(?:time|min(?:ute)?s?)\s*(?:\(min\))?\s*(?:today|in clinic|of treatment)?\s*[|:=\-]?\s*(?P<min>\d{1,3})"
    r"|(?:treatment|session|visit|tx)\s+(?:time|length|duration)\s*(?:total)?\s*[|:=\-]?\s*(?P<min2>\d{1,3})\s*m"
    r"|\b(?P<min3>\d{1,3})\s*min(?:ute)?s?\s+total\b"
    r"|^\W*(?:pt|ot|tx|treatment|therapy|session|visit|seen)(?:\s+(?:for|x|time))?\s*[:,x-]?\s*(?P<min4>\d{1,3})\s*min",
    re.IGNORECASE | re.MULTILINE,
)


def keep_ledger(reading: Reading, segments: list[Segment], mentions: list[Mention], blocks: tuple[Block, ...], lone: tuple[Clock, ...]) -> Ledger:
    """Reads every statement of time, units and modifiers."""
    ledger = Ledger()
    _totals(reading.text, ledger)
    columns: dict[int, dict[int, str]] = _grid_columns(reading, segments)
    for mention in mentions:
        for code in mention.codes:
            account = ledger.of(code)
            if account.mention is None or (mention.role == "label" and account.mention.role != "label"):
                account.mention = mention
    for index, segment in enumerate(segments):
        _units_and_minutes(reading, segment, mentions, ledger, columns.get(index))
    for block in blocks:
        _give_block(reading, segments, mentions, ledger, block)
    for clock in lone:
        owner = _owner_codes(reading, segments, mentions, clock.span)
        if owner is not None and len(owner) == 1:
            ledger.of(owner[0]).lone.append(clock)
    return ledger


def give_visit_blocks(ledger: Ledger, reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> None:
    """Once sentences are attributed by content, a clock pair in one code's sentence is that code's."""
    _adopt_field_lines(reading, segments, billed)
    several = sum(block.labelled for block in ledger.visit) > 1  # one start and stop is the visit's, more are those of parts of it
    kept = []
    for block in ledger.visit:
        segment = _segment_at(reading, segments, reading.token_at(block.block.span[0]))
        owners = [] if segment is None or segment.row else [code for code in segment.owners if code in billed]
        if segment is not None and len(billed) > 1 and not segment.labelled and len(ledger.visit) == 1 and _only_figures(reading, segment):
            owners = []  # ``Time: 2:00-2:40``, once in a note: of the visit
        if len(owners) == 1 and (several or not block.labelled):
            ledger.of(owners[0]).blocks.append(block)
        else:
            kept.append(block)
    ledger.visit = kept
    _minutes_in_prose(reading, segments, billed, ledger)
    for segment in segments:
        own = [code for code in segment.owners if code in billed]
        if len(own) == 1 and not segment.labelled and segment.end - segment.first <= 6 and _only_figures(reading, segment):
            mention = Mention(segment.first, segment.first, own[0], 0, False, True)
            _read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)


_SPENT = re.compile(r"\b(?:spent|first|next|another|remaining|last|then|the other|over|lasting|lasted|took|totall?ing|total of)\s+(?:approx(?:imately|\.)?|about|the)?\s*(?=[\da-z])", re.IGNORECASE)
_PROSE_MINUTES = re.compile(r"(?:d|n{1,2})-?m")
_SHORTEST_SERVICE = 8  # minutes: less supports no unit, and is the length of an exercise


def _minutes_in_prose(reading: Reading, segments: list[Segment], billed: tuple[str, ...], ledger: Ledger) -> None:
    """``Spent 25 min on ...``, ``the next twenty minutes ...``: minutes of a code that states none in any other way."""
    for segment in segments:
        own = [code for code in segment.owners if code in billed]
        if len(own) != 1 or segment.row or ledger.of(own[0]).blocks or ledger.of(own[0]).minutes:
            continue
        start, stop = reading.span(segment.first, segment.end)
        for lead in _SPENT.finditer(reading.text, start, stop):
            at = reading.token_at(lead.end()) if lead.end() < stop else segment.end
            match = _PROSE_MINUTES.match(reading.shapes, at, segment.end)
            value = _spoken_value(reading, at, match.end() - 1 - (reading.shapes[match.end() - 2] == "-")) if match is not None else None
            if match is None or value is None or value < _SHORTEST_SERVICE:
                continue
            following = reading.hits_of("exercise", match.end(), min(match.end() + _MACHINE_NEAR, segment.end))
            if not any(concept.senses["exercise"].load == "level" for _, _, concept in following):
                ledger.of(own[0]).minutes.append(Stated(value, reading.span(at, match.end()), estimate_before(reading.text, reading.starts[at])))
                break
        else:
            _closing_minutes(reading, segment, own[0], ledger)


_CLOSING_MINUTES = re.compile(r"(d|n{1,2})-?m[.)c]*\Z")
_SHORT_LINE = 9


def _closing_minutes(reading: Reading, segment: Segment, code: str, ledger: Ledger) -> None:
    """``Core and hips, 20 min.``: a short line that names no exercise and ends in minutes heads or closes its code's work."""
    if segment.end - segment.first > _SHORT_LINE or set(reading.classes[segment.first : segment.end]) & set("XKHN"):
        return
    match = _CLOSING_MINUTES.search(reading.shapes, segment.first, segment.end)
    value = _spoken_value(reading, *match.span(1)) if match is not None else None
    if match is not None and value is not None and value >= _SHORTEST_SERVICE:
        ledger.of(code).minutes.append(Stated(value, reading.span(*match.span()), estimate_before(reading.text, reading.starts[match.start()])))


_MACHINE_NEAR = 5


def _adopt_field_lines(reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> None:
    """``Start 1:18 PM``, ``Units 1``: a line of figures right under the text of one code, with others like it, is of that code."""
    above: Segment | None = None
    for segment in segments:
        if segment.row or segment.labelled:
            above = segment if not segment.row else None
            continue
        field = not segment.owners and segment.end - segment.first <= 16 and _only_figures(reading, segment)
        if field and above is not None and above.sentence.paragraph == segment.sentence.paragraph and segment.sentence.line - above.sentence.line <= 1:
            own = [code for code in above.owners if code in billed]
            if len(own) == 1 and len(own) < len(billed):
                segment.owners = (own[0],)
        above = segment


def _totals(text: str, ledger: Ledger) -> None:
    words = text.lower()
    total = "total" in words
    timed = _TOTAL_TIMED.search(text) if total or "timed" in words else None
    if timed is not None:
        ledger.total_timed = (int(timed["min"] or timed["min2"]), timed.span())
    if not total and not any(length in words for length in _LENGTHS) and _VISIT_MINUTES.search(words) is None:
        return
    for match in _TOTAL_TREATMENT.finditer(text):
        if timed is None or match.start() != timed.start():
            ledger.total_treatment = (int(match["min"] or match["min2"] or match["min3"] or match["min4"]), match.span())
            break


_VISIT_MINUTES = re.compile(r"^\W*(?:pt|ot|tx|treatment|therapy|session|visit|seen)\b.{0,9}\d\s*min", re.MULTILINE)
_LENGTHS = tuple(
    f"{what} {length}" for what in ("treatment", "session", "visit", "tx") for length in ("time", "length", "duration")
)


def _segment_at(reading: Reading, segments: list[Segment], token: int) -> Segment | None:
    low, high = 0, len(segments)
    while low < high:
        middle = (low + high) // 2
        if segments[middle].end <= token:
            low = middle + 1
        else:
            high = middle
    if low < len(segments) and segments[low].first <= token:
        return segments[low]
    return None


def _mentions_in(mentions: list[Mention], first: int, end: int) -> list[Mention]:
    """The mentions (in order) that begin in a token range."""
    low = bisect_left(mentions, first, key=lambda mention: mention.first)
    high = bisect_left(mentions, end, key=lambda mention: mention.first)
    return mentions[low:high]


def _owner_codes(reading: Reading, segments: list[Segment], mentions: list[Mention], span: Span) -> tuple[str, ...] | None:
    """The codes a time at ``span`` belongs to: both for combined time, none for a time of the visit."""
    first = reading.token_at(span[0])
    last = reading.token_at(span[1] - 1)
    segment = _segment_at(reading, segments, first)
    if segment is None:
        return None
    sentence = segment.sentence
    near = _mentions_in(mentions, sentence.first, sentence.end)
    if near:
        return _nearest(reading, near, first, last)
    if segment.labelled and not segment.row:
        return segment.owners
    return None


def _nearest(reading: Reading, near: list[Mention], first: int, last: int) -> tuple[str, ...]:
    """The mention a time in the same sentence belongs to: the one before it, or, where times lead, the one behind."""
    before = [mention for mention in near if mention.end <= first]
    after = [mention for mention in near if mention.first > last]
    if before and after:
        leads = near[0].first > first or (len(before) == 1 and _time_leads(reading, near[0].first))
        gap_before = first - before[-1].end
        gap_after = after[0].first - last - 1
        if gap_after < gap_before and (leads or gap_after <= 1):
            return after[0].codes
        if before[-1].codes != after[0].codes and len(near) == 2 and gap_before > 1 and _joined(reading, before[-1], after[0]):
            return tuple(dict.fromkeys((*before[-1].codes, *after[0].codes)))
        return before[-1].codes
    if before:
        if len(before) > 1 and before[-1].codes != before[-2].codes and _joined(reading, before[-2], before[-1]):
            return tuple(dict.fromkeys((*before[-2].codes, *before[-1].codes)))
        return before[-1].codes
    if len(after) > 1 and after[0].codes != after[1].codes and _joined(reading, after[0], after[1]):
        return tuple(dict.fromkeys((*after[0].codes, *after[1].codes)))
    return after[0].codes


def _time_leads(reading: Reading, first: int) -> bool:
    return reading.shapes[max(0, first - 6) : first].count(":") > 0


def _joined(reading: Reading, one: Mention, other: Mention) -> bool:
    between = {reading.entries[i].lower for i in range(one.end, other.first)}
    return other.first - one.end <= 3 and bool(between & {"and", "&", "/", "+", "with"}) and not any(c.isdigit() for word in between for c in word)


def _give_block(reading: Reading, segments: list[Segment], mentions: list[Mention], ledger: Ledger, block: Block) -> None:
    owner = _owner_codes(reading, segments, mentions, block.block.span)
    if not owner:
        ledger.visit.append(block)
    elif len([code for code in owner if code in JUDGED]) > 1:
        ledger.combined.append(Combined(block.block.span, block.block.minutes, block.estimate))
    else:
        ledger.of(owner[0]).blocks.append(block)


_AMOUNT = re.compile(
    r"(?P<u>(?<!:)[dnf])u|u[:x=@]?(?P<u2>d)(?!-?m|:d|p)|(?P<m>n?[dn])-?m|m[:=](?P<m2>d)|x(?P<x>d)(?![mspirSto%#qghyfu]|-d)|(?P<p>d)p(?!p)"
)


def _units_and_minutes(reading: Reading, segment: Segment, mentions: list[Mention], ledger: Ledger, columns: dict[int, str] | None) -> None:
    own = _mentions_in(mentions, segment.first, segment.end)
    if not own:
        if segment.labelled and len(segment.owners) >= 1 and not segment.row:
            _field_lines(reading, segment, ledger)
        return
    for index, mention in enumerate(own):
        limit = own[index + 1].first if index + 1 < len(own) else segment.end
        low = own[index - 1].end if index else segment.first
        if columns is not None and segment.row:
            _grid_row(reading, segment, mention, ledger, columns)
            continue
        head_end = _head_end(reading, segment, mention, limit)
        if mention.heads_sentence:
            _read_amounts(reading, mention, segment.first, limit, ledger, lead=False)
            continue
        if mention.first > low:
            _read_amounts(reading, mention, max(low, mention.first - 6), mention.first, ledger, lead=True)
        _read_amounts(reading, mention, mention.end, head_end, ledger, lead=False)
        if not segment.row:
            _late_units(reading, mention, head_end, limit, ledger)
        if segment.row and len(mention.codes) == 1:
            _bare_row(reading, segment, mention, limit, ledger)
        _modifiers(reading, mention, mention.end, head_end, ledger)


_UNITS = re.compile("(?<!:)[dn]u")


def _late_units(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger) -> None:
    """``97530 Work simulation, 9:25-9:55, 2 units``: what was done may stand before the units."""
    match = _UNITS.search(reading.shapes, first, end)
    if match is not None and isinstance(value := reading.entries[match.start()].value, int) and 0 < value <= _MOST_UNITS:
        _set_units(ledger, mention, value, reading.span(*match.span()))


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


def _read_amounts(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger, *, lead: bool) -> None:
    shapes = reading.shapes
    if lead and _COUNT_OF.search(shapes, max(first, end - 2), end) and mention.numbered:
        value = reading.entries[end - 2].value
        if isinstance(value, int) and 0 < value <= _MOST_UNITS:
            _set_units(ledger, mention, value, reading.span(end - 2, end - 1))  # ``one of 97110 and two of 97530``
            return
    if lead and shapes[end - 1] == "d" and (end - 1 == first or shapes[end - 2] in "cwdu&;:.|\t\n"):
        value = reading.entries[end - 1].value
        span = reading.span(end - 1, end)
        if isinstance(value, int) and 0 < value <= 8 and mention.end - mention.first <= 2 and not mention.numbered and span not in ledger.used:
            _set_units(ledger, mention, value, span)  # ``2 TE 1 TA``
            return
    if not lead:
        _bracketed_units(reading, mention, first, end, ledger)
        if len(mention.codes) == len(JUDGED):
            _units_of_each(reading, mention, first, end, ledger)
    for match in _AMOUNT.finditer(shapes, first, end):
        name = match.lastgroup or ""
        at = match.start(name)
        value = _spoken_value(reading, at, match.end(name))
        if value is None:
            continue
        if lead and match.end() < end - (1 if name != "m" else 3):
            continue
        span = reading.span(match.start(), match.end())
        if (lead and span in ledger.used) or ledger.in_total(span) or _is_clock(reading, match.end()) or _ends_clock(reading, at):
            continue
        if name in ("u", "u2") and value <= 24:
            _set_units(ledger, mention, value, span)
        elif name == "x" and value <= 8 and shapes[match.end() : match.end() + 1] not in "mspirSt" and not _words_between(reading, mention, at):
            _set_units(ledger, mention, value, span)
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
    for match in _BRACKETED.finditer(reading.shapes, first, end):
        at = match.end() - 2
        value = reading.entries[at].value
        if isinstance(value, int) and 0 < value <= _MOST_UNITS and _CLOCK_OR_MINUTES.search(reading.shapes, first, at):
            _set_units(ledger, mention, value, reading.span(at, at + 1))


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


def _words_between(reading: Reading, mention: Mention, at: int) -> bool:
    """Whether a word that no grid uses stands between the code and ``x2``: then it is how often something was done."""
    return any(
        reading.shapes[i] == "w" and (word := reading.entries[i].lower).isalpha() and word not in ROW_WORDS and not _is_code_name(reading, i)
        for i in range(mention.end, at)
    )


def _is_code_name(reading: Reading, at: int) -> bool:
    return any(first <= at < end and "code" in concept.senses for first, end, concept in reading.hits_in(max(0, at - 5), at + 1))


def _ends_clock(reading: Reading, at: int) -> bool:
    """Whether the number at ``at`` is the minute of a clock time (``1:00-1:23 u2``)."""
    return reading.shapes[at - 1 : at] == ":" and at > 1 and reading.shapes[at - 2] == "d" and reading.starts[at] == reading.ends[at - 1]


def _spoken_value(reading: Reading, first: int, end: int) -> int | None:
    """A whole number in figures or words; ``twenty five`` is two tokens."""
    values = [reading.entries[i].value for i in range(first, end)]
    if len(values) == 2 and all(isinstance(value, int) for value in values) and values[0] >= 20 and values[1] < 10:  # type: ignore[operator]
        return int(values[0]) + int(values[1])  # type: ignore[arg-type]
    return values[-1] if isinstance(values[-1], int) else None


def _set_units(ledger: Ledger, mention: Mention, value: int, span: Span) -> None:
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
    if all(stated.minutes != value for stated in account.minutes):
        account.minutes.append(Stated(value, span, estimate))
        ledger.used.add(span)


_TOTAL_LINE = re.compile(r"\W*(?:total|time\b|min(?:ute)?s?\b|duration|x?\s?\d{1,3}\s?(?:min|m\b))", re.IGNORECASE)


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
            _read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)
    elif segment.end - segment.first <= 48 and _only_figures(reading, segment):
        _read_amounts(reading, mention, segment.first, segment.end, ledger, lead=False)


def _only_figures(reading: Reading, segment: Segment) -> bool:
    """Whether a line holds times, minutes and units and no other word."""
    return all(
        not reading.entries[i].lower.isalpha() or reading.shapes[i] in "mukTxn~" or reading.entries[i].lower in _LABELS
        for i in range(segment.sentence.body, segment.end)
    )


def _bare_row(reading: Reading, segment: Segment, mention: Mention, limit: int, ledger: Ledger) -> None:
    """``97110 | 18 | 2``: in a row without units of measure the larger number is minutes, the smaller units."""
    account = ledger.of(mention.codes[0])
    numbers = [
        (value, i)
        for i in range(mention.end, limit)
        if reading.shapes[i] == "d" and isinstance(value := reading.entries[i].value, int) and value <= 240
        and (reading.shapes[i - 1] not in ":/.-" or (i - 1 == mention.end and reading.shapes[i - 1] == ":")) and reading.shapes[i + 1 : i + 2] not in (":", "/", "-")
        and reading.entries[i].lower != "59" and not ledger.in_total(reading.span(i, i + 1))
        and not (account.units_span is not None and account.units_span[0] <= reading.starts[i] < account.units_span[1])
    ]  # fmt: skip
    if not numbers or len(numbers) > 3:
        return
    if account.minutes and account.units is None:
        left = [(value, i) for value, i in numbers if value != account.minutes[0].minutes and value <= 8]
        if len(left) == 1:
            account.units, account.units_span = left[0][0], reading.span(left[0][1], left[0][1] + 1)
        return
    words = {reading.entries[i].lower for i in range(segment.first, segment.end)}
    if len(numbers) == 1 and not account.minutes and words & {"min", "mins", "minutes"}:
        account.minutes.append(Stated(numbers[0][0], reading.span(numbers[0][1], numbers[0][1] + 1), None))
        return
    if account.units is None and not account.minutes and len(numbers) == 1 and numbers[0][0] <= 8:
        value, at = numbers[0]
        account.units, account.units_span = value, reading.span(at, at + 1)
        ledger.used.add(reading.span(at, at + 1))
    elif len(numbers) == 2 and not account.minutes and account.units is None:
        (a, i), (b, j) = numbers
        minutes, units = ((a, i), (b, j)) if a > b else ((b, j), (a, i))
        if units[0] <= 8 < minutes[0]:
            account.units, account.units_span = units[0], reading.span(units[1], units[1] + 1)
            account.minutes.append(Stated(minutes[0], reading.span(minutes[1], minutes[1] + 1), None))


def _grid_columns(reading: Reading, segments: list[Segment]) -> dict[int, dict[int, str]]:
    """For each grid row under a header line (``CPT | Min | Units | Mod``), what its columns hold."""
    found: dict[int, dict[int, str]] = {}
    if "|" not in reading.shapes and "\t" not in reading.shapes:
        return found
    header: dict[int, str] | None = None
    for index, segment in enumerate(segments):
        cells = split_cells(reading, segment.first, segment.end)
        if segment.mention is None or not segment.row:
            kinds = {n: kind for n, (a, b) in enumerate(cells) if (kind := _column_kind(reading, a, b))}
            if len(cells) >= 2 and ("minutes" in kinds.values() or "units" in kinds.values()):
                header = kinds
            elif not segment.row and segment.end - segment.first > 3 and len(cells) < 2:
                header = None
        elif header is not None and len(cells) >= 2:
            found[index] = header
    return found


def _column_kind(reading: Reading, first: int, end: int) -> str | None:
    words = {reading.entries[i].lower for i in range(first, end)}
    if words & {"min", "mins", "minutes", "minute"} or words == {"time"}:
        return "minutes"
    if words & {"unit", "units", "u", "qty"}:
        return "units"
    if words & {"mod", "modifier", "modifiers", "mods"}:
        return "modifiers"
    return None


def _grid_row(reading: Reading, segment: Segment, mention: Mention, ledger: Ledger, columns: dict[int, str]) -> None:
    if len(mention.codes) > 1:
        return
    account = ledger.of(mention.codes[0])
    for number, (first, end) in enumerate(split_cells(reading, segment.first, segment.end)):
        kind = columns.get(number)
        values = [(reading.entries[i].value, i) for i in range(first, end) if reading.shapes[i] == "d"]
        if kind == "minutes" and len(values) == 1 and isinstance(values[0][0], int) and all(s.minutes != values[0][0] for s in account.minutes):
            account.minutes.append(Stated(values[0][0], reading.span(values[0][1], values[0][1] + 1), None))
        elif kind == "units" and len(values) == 1 and isinstance(values[0][0], int) and account.units is None:
            account.units, account.units_span = values[0][0], reading.span(values[0][1], values[0][1] + 1)
    _modifiers(reading, mention, segment.first, segment.end, ledger)


def _modifiers(reading: Reading, mention: Mention, first: int, end: int, ledger: Ledger) -> None:
    if end <= first or len(mention.codes) > 1:
        return
    account = ledger.of(mention.codes[0])
    start, stop = reading.span(first, end)
    found = [match[1] for match in _MODIFIER.finditer(reading.text, start, stop)]
    if found:
        account.modifiers = tuple(dict.fromkeys((*account.modifiers, *found)))
