"""Position and side of an item: in the name, beside it, carried by it, or heading the list."""

from __future__ import annotations

from nlp_check.components.items import Item
from nlp_check.components.reading import Reading

_POSITION_OF_SENSE = frozenset("seated standing supine prone sidelying hooklying quadruped kneeling half_kneeling long_sitting reclined sls tandem squat plank".split())


def give_places(reading: Reading, items: list[Item], first: int, end: int) -> None:
    """Position and side: in the name, right beside it, carried by the name, or heading the list."""
    heading: str | None = None
    for number, item in enumerate(items):
        low = items[number - 1].end if number else first
        high = items[number + 1].first if number + 1 < len(items) else end
        stated = positions(reading, item.first, item.end) or positions(reading, item.end, min(high, item.end + 14))
        before = positions(reading, low, item.first)
        if before and (number == 0 or reading.shapes[low:item.first].count("c") + reading.shapes[low:item.first].count(";")):
            heading = before[-1]
        if stated:
            item.position = stated[0]
        elif before:
            item.position = before[-1]
        elif heading is not None and (item.shared or (item.sense is not None and not item.sense.position)):
            item.position = heading
        elif item.sense is not None and item.sense.position:
            item.position = item.sense.position
        if stated and item.shared and number + 1 < len(items):
            heading = stated[0]
        item.side = side(reading, item, low, high)


def positions(reading: Reading, first: int, end: int) -> list[str]:
    """The positions named in a stretch."""
    found = []
    for at, last, concept in reading.hits_of("position", first, end):
        position = concept.senses["position"].normal
        slashed = "/" in (reading.shapes[at - 1 : at], reading.shapes[last : last + 1])
        turning = slashed and reading.entries[at].lower in ("sup", "pron", "pro")
        if last <= end and position in _POSITION_OF_SENSE and not turning:
            found.append(position)
    return found


def side(reading: Reading, item: Item, low: int, high: int) -> str | None:
    """The side in the name, right before it, or behind it within its own clause."""
    clause = item.end
    while clause < min(high, item.end + 10) and reading.shapes[clause] not in ".;\n|":
        clause += 1
    before = item.first
    while before > max(low, item.first - 2) and reading.shapes[before - 1] not in "c;.|":
        before -= 1
    for first, end in ((item.first, item.end), (before, item.first), (item.end, clause)):
        found = [sense for at, last, sense in _sides(reading, first, end) if first < item.end or _stands_alone(reading, last, end)]
        if found:
            return "bilateral" if len(set(found[:2])) > 1 and "/" in reading.shapes[first:end] else found[0]
    return None


_OF_ROOM = frozenset("X K H E w T U P M".split())


def _stands_alone(reading: Reading, last: int, end: int) -> bool:
    """Whether the side that ends before ``last`` is the exercise's, and not that of a rail, a hand in the way, a symptom."""
    at = last
    while at < end and reading.classes[at] in "BR":
        at += 1
    return at >= end or reading.classes[at] not in _OF_ROOM


def _sides(reading: Reading, first: int, end: int) -> list[tuple[int, int, str]]:
    found = []
    for at, last, concept in reading.hits_of("side", first, end):
        level = last - at == 1 and reading.shapes[last : last + 1] in ("d", "f") and reading.starts[last] == reading.ends[at]
        slashed = last - at == 1 and at > 1 and reading.entries[at - 1].lower == "/" and reading.starts[at] == reading.ends[at - 1]
        slashed = slashed and reading.classes[at - 2] != "L"
        if not level and not slashed:  # s/l is side-lying, L4 is a level or a vertebra
            found.append((at, last, concept.senses["side"].normal))
    return found
