"""Rows of a charge grid: minutes, units and modifiers by column, or by size where no column is named."""

from __future__ import annotations

import re

from nlp_check.components.codes import Mention
from nlp_check.components.ledger import Ledger, Stated
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.tables import split_cells

_MODIFIER = re.compile(
    r"(?<![\w.])(?<!\b\d:)(?<!\b\d\d:)(59|X[EPSU]|GP|GO|GN|KX|C[QO])"
    r"(?![\w/.%#\"'’”°]|:\d|\s?(?:lbs?|pounds?|kg|ft|feet|min(?:utes?)?|sec|reps?|bpm|y/?o|years?|deg)\b)"
)


def read_bare_row(reading: Reading, segment: Segment, mention: Mention, limit: int, ledger: Ledger) -> None:
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
    if len(numbers) == 1 and not account.minutes and _names_minutes(reading, segment):
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


_MINUTES = frozenset(("min", "mins", "minutes"))


def _names_minutes(reading: Reading, segment: Segment) -> bool:
    if segment.minutes is None:
        segment.minutes = any(reading.entries[i].lower in _MINUTES for i in range(segment.first, segment.end))
    return segment.minutes


def grid_columns(reading: Reading, segments: list[Segment]) -> dict[int, dict[int, str]]:
    """For each grid row under a header line (``CPT | Min | Units | Mod``), what its columns hold."""
    found: dict[int, dict[int, str]] = {}
    if "|" not in reading.shapes and "\t" not in reading.shapes:
        return found
    header: dict[int, str] | None = None
    for index, segment in enumerate(segments):
        cells = split_cells(reading, segment.first, segment.end)[:_MOST_COLUMNS]
        if segment.mention is None or not segment.row:
            kinds = {n: kind for n, (a, b) in enumerate(cells) if (kind := _column_kind(reading, a, b))}
            if len(cells) >= 2 and ("minutes" in kinds.values() or "units" in kinds.values()):
                header = kinds
            elif not segment.row and segment.end - segment.first > 3 and len(cells) < 2:
                header = None
        elif header is not None and len(cells) >= 2:
            found[index] = header
    return found


_MOST_COLUMNS = 40


def _column_kind(reading: Reading, first: int, end: int) -> str | None:
    words = {reading.entries[i].lower for i in range(first, end)}
    if words & {"min", "mins", "minutes", "minute"} or words == {"time"}:
        return "minutes"
    if words & {"unit", "units", "u", "qty"}:
        return "units"
    if words & {"mod", "modifier", "modifiers", "mods"}:
        return "modifiers"
    return None


def read_row(reading: Reading, segment: Segment, codes: tuple[str, ...], ledger: Ledger, columns: dict[int, str]) -> None:
    """A row under a header that names ``codes``: its cells by what their columns hold."""
    if len(codes) > 1:
        return
    account = ledger.of(codes[0])
    for number, (first, end) in enumerate(split_cells(reading, segment.first, segment.end)[:_MOST_COLUMNS]):
        kind = columns.get(number)
        values = [(reading.entries[i].value, i) for i in range(first, end) if reading.shapes[i] == "d"]
        if kind == "minutes" and len(values) == 1 and isinstance(values[0][0], int) and not account.states(values[0][0]):
            account.minutes.append(Stated(values[0][0], reading.span(values[0][1], values[0][1] + 1), None))
        elif kind == "units" and len(values) == 1 and isinstance(values[0][0], int) and account.units is None:
            account.units, account.units_span = values[0][0], reading.span(values[0][1], values[0][1] + 1)
    read_modifiers(reading, codes, segment.first, segment.end, ledger)


def read_modifiers(reading: Reading, codes: tuple[str, ...], first: int, end: int, ledger: Ledger) -> None:
    """The modifiers between two tokens, for the one code that is mentioned."""
    if end <= first or len(codes) > 1:
        return
    account = ledger.of(codes[0])
    start, stop = reading.span(first, end)
    found = [match[1] for match in _MODIFIER.finditer(reading.text, start, stop)]
    if found:
        account.modifiers = tuple(dict.fromkeys((*account.modifiers, *found)))
