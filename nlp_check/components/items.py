"""One named piece of work while it is being put together."""

from __future__ import annotations

from nlp_check.components.dose import Amount
from nlp_check.components.loads import FoundLoad
from nlp_check.components.reading import Reading
from nlp_check.lexicon.model import Sense
from nlp_check.records.evidence import Distance, Load

Tokens = tuple[int, int]


class Item:
    """One named piece of work while it is being put together. Tokens ``first`` .. ``end`` are its name."""

    __slots__ = ("amounts", "distance", "end", "first", "loads", "position", "sense", "shared", "side", "vague", "weight")

    def __init__(self, first: int, end: int) -> None:
        self.first = first
        self.end = end
        self.amounts: list[Amount] = []
        self.loads: list[FoundLoad] = []
        self.weight: Load | None = None
        self.distance: Distance | None = None
        self.position: str | None = None
        self.side: str | None = None
        self.sense: Sense | None = None
        self.vague = False
        self.shared = False


def trim(reading: Reading, first: int, end: int) -> Tokens:
    """A name without the glue, sides and signs at its ends."""
    classes = reading.classes
    while first < end and (classes[first] in "Lcai&:;.()|/\t-*>?" or reading.entries[first].lower in ("then", "performed", "completed", "for", "of", "to")):
        first += 1
    while end > first and classes[end - 1] in "Lcai&:;.(|/\t-xFo*":
        end -= 1
    return first, end


def describe(reading: Reading, item: Item, first: int, end: int) -> None:
    """The lexicon's sense of the name: its head is the last exercise or activity in it."""
    for a, b, concept in reading.hits_in(max(first, item.first - 6), min(end, item.end + 1)):
        if a >= item.end or b <= item.first:
            continue
        sense = concept.senses.get("exercise") or concept.senses.get("activity")
        if sense is not None:
            item.sense = sense
        elif ("class" in concept.senses or "activity_class" in concept.senses) and item.sense is None:
            item.vague = True
    if item.sense is not None:
        item.vague = False
