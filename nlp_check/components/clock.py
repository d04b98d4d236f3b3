"""One clock time as written, and the half of the day that a pair of them means.

Without am or pm, 7:00-12:59 is as written and 1:00-6:59 is afternoon, unless the note writes 24-hour times
(annotation guide, fine points). A stop before its start is read as crossing noon or midnight only where the
text's own am and pm say so or the twelve-hour clock allows it; else the block is impossible and kept as written.
"""

from __future__ import annotations

import msgspec

from nlp_check.records.evidence import Span

MAX_BLOCK_MINUTES = 240
_HALF_DAY = 720
_DAY = 1440


class Clock(msgspec.Struct, frozen=True):
    """One clock time as written: hour and minute, ``meridiem`` '' / 'a' / 'p', ``military`` when 24-hour by form."""

    hour: int
    minute: int
    meridiem: str
    military: bool
    span: Span


def resolve(first: Clock, second: Clock, day_clock: bool) -> tuple[int | None, int | None]:
    """Minutes since midnight of both times, with the half-days that the text says or the clock allows."""
    if first.hour == 24 or second.hour == 24 or first.hour > 24 or second.hour > 24:
        return None, None
    start_options = _options(first, day_clock)
    stop_options = _options(second, day_clock)
    if not first.meridiem and second.meridiem and not first.military and first.hour <= 12:
        start_options = [_with(first, second.meridiem), _with(first, "a" if second.meridiem == "p" else "p")]
    elif first.meridiem and not second.meridiem and not second.military and second.hour <= 12:
        stop_options = [_with(second, first.meridiem), _with(second, "p" if first.meridiem == "a" else "a")]
    for start in start_options:
        for stop in stop_options:
            if 0 < stop - start <= MAX_BLOCK_MINUTES:
                return start, stop
    start, stop = start_options[0], stop_options[0]
    crosses = first.meridiem == "p" and second.meridiem == "a" and 0 < stop + _DAY - start <= MAX_BLOCK_MINUTES
    late = first.military and second.military and start >= 22 * 60 and stop < 3 * 60
    if crosses or late:
        return start, stop + _DAY
    twelve = not (first.meridiem or second.meridiem or first.military or second.military or day_clock)
    if twelve and first.hour <= 12 and second.hour <= 12 and 0 < stop + _HALF_DAY - start <= MAX_BLOCK_MINUTES:
        return start, stop + _HALF_DAY  # 6:45-7:15 in the evening
    return start, stop


def _options(clock: Clock, day_clock: bool) -> list[int]:
    if clock.meridiem and clock.hour <= 12:
        return [_with(clock, clock.meridiem)]
    minutes = clock.hour * 60 + clock.minute
    if clock.military or clock.hour > 12 or clock.hour == 0 or day_clock or clock.hour >= 7:
        return [minutes]
    return [minutes + _HALF_DAY]


def _with(clock: Clock, meridiem: str) -> int:
    hour = clock.hour % 12 + (12 if meridiem == "p" else 0)
    return hour * 60 + clock.minute


def written(clock: Clock, minutes: int | None) -> str:
    """``HH:MM`` of a time: resolved minutes since midnight, or the hour and minute as written."""
    if minutes is None:
        return f"{clock.hour:02d}:{clock.minute:02d}"
    minutes %= _DAY
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
