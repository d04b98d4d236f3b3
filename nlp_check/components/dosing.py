"""Which dose and which load belong to which name, and what a list shares."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from nlp_check.components.dose import Amount
from nlp_check.components.items import Item, Tokens
from nlp_check.components.loads import FoundLoad
from nlp_check.components.reading import Reading

_SEPARATORS = frozenset("c;.|\n\t")
_LIST_GLUE = frozenset("c/&;")


class _Row:
    """The items of a segment in order, asked for the one that a dose belongs to."""

    def __init__(self, reading: Reading, items: list[Item]) -> None:
        self._reading = reading
        self._items = items
        self._firsts = [item.first for item in items]
        self._reach = list(accumulate([item.end for item in items], max))

    def owner(self, first: int, end: int) -> Item | None:
        """The item whose name holds token ``first``, else the one before or behind tokens ``first`` .. ``end``."""
        beyond = bisect_right(self._reach, first)  # the first item that does not end before them
        if beyond < len(self._items) and self._firsts[beyond] <= first:
            return self._items[beyond]
        following = max(beyond, bisect_left(self._firsts, end))
        left = self._items[beyond - 1] if beyond else None
        right = self._items[following] if following < len(self._items) else None
        if left is None or right is None:
            return left or (right if right is not None and _near(self._reading, end, right.first) else None)
        if right.first - end <= _BEFORE_NAME and not _separated(self._reading, end, right.first) and _separated(self._reading, left.end, first):
            return right
        return left


_BEFORE_NAME = 3
MOST_DOSES = 32  # expressions of one item; more are no dose, and a list would repeat them all for each of its items


def attach_amounts(reading: Reading, items: list[Item], amounts: list[Amount]) -> None:
    """Gives each dose expression to its item."""
    row = _Row(reading, items)
    for amount in amounts:
        owner = row.owner(amount.first, amount.end)
        if owner is not None and len(owner.amounts) < MOST_DOSES:
            owner.amounts.append(amount)


def _near(reading: Reading, end: int, first: int) -> bool:
    return first - end <= 8 and "." not in reading.shapes[end:first]


def _separated(reading: Reading, first: int, end: int) -> bool:
    """Whether a separator stands between two tokens, brackets aside."""
    depth = 0
    for i in range(first, end):
        shape = reading.shapes[i]
        if shape == "(":
            depth += 1
        elif shape == ")":
            depth = max(0, depth - 1)
        elif depth == 0 and (shape in _SEPARATORS or shape == "&"):
            return True
    return False


def attach_loads(reading: Reading, items: list[Item], first: int, end: int) -> None:
    """Gives each load that is no plain weight to its item."""
    row = _Row(reading, items)
    for load in reading.loads_in(first, end):
        at = reading.token_at(load.start)
        last = reading.token_at(load.end - 1) + 1
        owner = row.owner(at, last)
        if owner is None or len(owner.loads) >= MOST_DOSES:
            continue
        short_level = load.kind == "level" and reading.text[load.start] in "Ll" and not reading.text[load.start : load.start + 2].isalpha()
        if short_level and not (owner.sense is not None and owner.sense.load == "level"):
            continue
        owner.loads.append(load)


def share_doses(reading: Reading, items: list[Item]) -> None:
    """Gives the dose at the end (or the head) of a bare list to every item of the list."""
    for index in range(len(items) - 1, 0, -1):
        item, before = items[index], items[index - 1]
        if _is_counted(item) and not _is_counted(before) and _in_list(reading, before, item):
            dose = [amount for amount in item.amounts if amount.first >= item.end]
            if dose:
                loaded = bool(before.amounts or before.loads)
                beside = [amount for amount in dose if is_count(amount) or (not loaded and _beside_count(amount.first, amount.end, dose))]
                if not loaded:
                    before.loads = [load for load in item.loads if _beside_count(*_tokens(reading, load), dose)]
                before.amounts = [*before.amounts, *beside][:MOST_DOSES]
                item.shared = before.shared = True
    for index in range(len(items) - 1):
        item, after = items[index], items[index + 1]
        if item.amounts and not after.amounts and _only_glue(reading, item.end, after.first):
            dose = [amount for amount in item.amounts if amount.end <= item.first]
            if dose:
                after.amounts = list(dose)
                item.shared = after.shared = True


def is_count(amount: Amount) -> bool:
    """Whether an amount says how much was done, not only how heavy it was."""
    return amount.load is None or amount.reps is not None or amount.sets is not None


def _is_counted(item: Item) -> bool:
    return any(map(is_count, item.amounts))


def _tokens(reading: Reading, load: FoundLoad) -> Tokens:
    return reading.token_at(load.start), reading.token_at(load.end - 1) + 1


_BESIDE = 2


def _beside_count(first: int, end: int, amounts: list[Amount]) -> bool:
    """Whether a load stands beside a count, and so is part of the dose that a list shares."""
    return any(is_count(amount) and (0 <= amount.first - end <= _BESIDE or 0 <= first - amount.end <= _BESIDE) for amount in amounts)


def _in_list(reading: Reading, before: Item, item: Item) -> bool:
    """Whether two items stand in one list: nothing but glue between them, or the first one's own load."""
    if _only_glue(reading, before.end, item.first):
        return True
    if item.first - before.end > _LIST_GAP:
        return False
    loaded = [_tokens(reading, load) for load in before.loads]
    loaded += [(amount.first, amount.end) for amount in before.amounts]
    rest = [i for i in range(before.end, item.first) if not any(a <= i < b for a, b in loaded)]
    if not loaded or not any(reading.shapes[i] in _LIST_GLUE for i in rest):
        return False
    return all(
        reading.shapes[i] in _LIST_GLUE or reading.classes[i] in "LBE()" or reading.entries[i].lower in _WITH for i in rest
    )


_WITH = frozenset(("with", "w", "/", "using", "and", "then", "a", "of"))
_LIST_GAP = 8


def _only_glue(reading: Reading, first: int, end: int) -> bool:
    return end - first <= 3 and all(
        reading.shapes[i] in _LIST_GLUE or reading.classes[i] in "L()" or reading.entries[i].lower in ("then", "or", "a", "the") for i in range(first, end)
    )
