"""Interventions of exercise tables: the dose of a row by what its columns hold (tables.py)."""

from __future__ import annotations

from nlp_check.components.dose import Amount, find_amounts
from nlp_check.components.items import Item, Tokens, describe, trim
from nlp_check.components.places import positions, side
from nlp_check.components.reading import Reading


def row_item(reading: Reading, cells: list[tuple[str, int, int]]) -> Item | None:
    """The item of a table row: its first cell names it, the others hold its dose by column. None where it is no such row."""
    name = next(((a, b) for kind, a, b in cells if kind in ("name", "") and a < b), None)
    if name is None or not any(kind in ("sets", "reps", "time", "hold", "distance") for kind, _, _ in cells):
        return None
    first, end = _name_cell(reading, *name)
    if first >= end:
        return None
    item = Item(first, end)
    describe(reading, item, name[0], cells[-1][2])
    values: dict[str, object] = {}
    for kind, a, b in cells:
        if a >= b or (a, b) == name:
            continue
        if kind == "load" or kind == "":
            item.loads += reading.loads_in(a, b)
        _read_cell(reading, kind, a, b, values, item)
    if not values and not item.amounts:
        return None
    if values:
        item.amounts.insert(0, Amount(first=name[1], end=name[1], **values))  # type: ignore[arg-type]
    everything = cells[-1][2]
    stated = positions(reading, first, everything)
    item.position = stated[0] if stated else item.sense.position or None if item.sense is not None else None
    item.side = side(reading, item, name[0], everything)
    return item


def _name_cell(reading: Reading, first: int, end: int) -> Tokens:
    bracket = reading.shapes.find("(", first, end)
    return trim(reading, first, bracket if bracket > first else end)


def _read_cell(reading: Reading, kind: str, first: int, end: int, values: dict[str, object], item: Item) -> None:
    amounts = find_amounts(reading, first, end)
    number = reading.entries[first].value if reading.shapes[first] in "dfn" else None
    alone = end - first == 1 or (end - first == 2 and reading.shapes[end - 1] in "erw")
    if kind == "sets" and number is not None and alone:
        values["sets"] = number
    elif kind == "reps" and number is not None and alone:
        values["reps"] = number
    elif kind in ("sets", "reps", "hold", "time") and amounts:
        _time_cell(kind, amounts[0], values)
    elif kind == "hold" and number is not None and alone:
        values["hold"] = number
    elif kind == "time" and number is not None and alone:
        values["duration"] = int(number * 60)
    else:
        item.amounts += amounts


def _time_cell(kind: str, amount: Amount, values: dict[str, object]) -> None:
    """Seconds under "reps" are a hold: the sets count how often; minutes are a duration."""
    seconds = amount.hold if amount.hold is not None else amount.duration
    if seconds is not None and amount.reps is None and amount.sets is None:
        long = isinstance(seconds, int) and seconds >= 120
        values["duration" if long else "hold"] = seconds
        if kind == "reps" and "sets" in values:
            count = values.pop("sets")
            if not long or count != 1:
                values["reps"] = count
        return
    for name in ("sets", "reps", "hold", "duration", "distance"):
        value = getattr(amount, name)
        if value is not None:
            values[name] = value
    values["each"] = amount.each
