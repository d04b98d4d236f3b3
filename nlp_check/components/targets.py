"""What was worked on: tissue capacities with their place, demands of an activity, responses of the patient."""

from __future__ import annotations

from bisect import bisect_left

from nlp_check.components.reading import Hit, Reading
from nlp_check.components.segments import Segment
from nlp_check.components.stretches import Stretches
from nlp_check.lexicon.model import Concept
from nlp_check.records.evidence import Span

Tokens = tuple[int, int]
_PLACES = ("body", "motion")


def find_targets(reading: Reading, ranges: list[Tokens], goals: list[Segment]) -> tuple[tuple[str | None, str | None, Span], ...]:
    """Each (capacity, place, span): a capacity with the nearest place in its sentence, or a capacity alone."""
    found: list[tuple[str | None, str | None, Span]] = []
    for first, end in ranges:
        capacities = capacities_in(reading, first, end)
        if not capacities:
            continue
        places = [
            hit for hit in reading.hits_in(first, end) if any(role in hit[2].senses for role in _PLACES) or _carries_place(hit[2].words)
        ]
        for capacity, (at, last, concept) in capacities:
            if _carries_place(concept.words):
                found.append((capacity, " ".join(concept.words), reading.span(at, min(end, last))))
                continue
            near = _nearest(places, at)
            if near is not None and abs(near[0] - at) <= 12:
                low, high = min(at, near[0]), min(end, max(last, near[1]))
                found.append((capacity, " ".join(near[2].words), reading.span(low, high)))
            else:
                found.append((capacity, None, reading.span(at, min(end, last))))
    return tuple(found)


_ROLES_WITH_CAPACITY = ("capacity", "demand", "class", "measure")


def capacities_in(reading: Reading, first: int, end: int) -> list[tuple[str, Hit]]:
    """The tissue capacities named in a stretch, in order."""
    if reading.capacities is None:
        hits = {hit[0]: hit for role in _ROLES_WITH_CAPACITY for hit in reading.hits_of(role, 0, len(reading))}
        reading.capacities = [(capacity, hits[at]) for at in sorted(hits) if (capacity := capacity_of(hits[at][2]))]
    found = reading.capacities
    if not found or found[-1][1][0] < first or found[0][1][0] >= end:
        return []
    return [one for one in found if first <= one[1][0] < end] if len(found) < _FEW else found[_place(found, first) : _place(found, end)]


def _nearest(places: list[Hit], at: int) -> Hit | None:
    """The place that begins nearest to a token; of two as near, the one before it."""
    behind = bisect_left(places, at, key=lambda place: place[0])
    return min(places[max(0, behind - 1) : behind + 1], key=lambda place: abs(place[0] - at), default=None)


_FEW = 12


def _place(found: list[tuple[str, Hit]], token: int) -> int:
    return bisect_left(found, token, key=lambda one: one[1][0])


_CAPACITIES = {"strength": "strength", "strengthen": "strength", "weaknes": "strength", "weakness": "strength", "power": "strength", "endurance": "endurance",
    "enduranc": "endurance", "rom": "rom", "mobility": "rom", "flexibility": "flexibility", "tightnes": "flexibility", "stiffnes": "rom"}  # fmt: skip


def capacity_of(concept: Concept) -> str | None:
    """The tissue capacity a concept names, by itself or inside a longer phrase (``quad strength``)."""
    sense = concept.senses.get("capacity")
    if sense is not None:
        return sense.normal
    if "demand" in concept.senses or "class" in concept.senses or "measure" in concept.senses:
        return next((_CAPACITIES[word] for word in concept.words if word in _CAPACITIES), None)
    return None


_JOINTS = frozenset(
    "shoulder knee hip ankle wrist elbow hand thumb finger neck cervical lumbar thoracic scapular scapula quad hamstring glute calf core "
    "gastroc rotator grip pinch forearm trunk".split()
)


def _carries_place(words: list[str]) -> bool:
    return bool(_JOINTS.intersection(words) - {"core", "trunk"})


def find_components(reading: Reading, ranges: list[Tokens], cues: Stretches, goals: list[Segment]) -> tuple[tuple[str, Span], ...]:
    """The distinct demands named for the activity, outside cues and goal sentences."""
    found: dict[str, Span] = {}
    if not reading.says("demand"):
        return ()
    linked = Stretches([(segment.first, segment.end) for segment in goals])
    for first, end in ranges:
        for at, last, concept in reading.hits_of("demand", first, end):
            if last > end or cues.cover(at) or linked.cover(at):
                continue
            found.setdefault(concept.senses["demand"].normal, reading.span(at, last))
    return tuple(found.items())


def _is_stock(reading: Reading, at: int, last: int, end: int) -> bool:
    """``Tolerated them all well`` says no more than ``tolerated well``."""
    return reading.entries[at].lower == "tolerated" and any(reading.entries[i].lower == "well" for i in range(last, min(end, last + 5)))


def find_responses(reading: Reading, ranges: list[Tokens], cues: Stretches) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Concrete responses and stock phrases."""
    concrete: list[Span] = []
    stock: list[Span] = []
    for first, end in ranges:
        for at, last, concept in reading.hits_in(first, end):
            if last > end:
                continue
            if "stock_response" in concept.senses or _is_stock(reading, at, last, end):
                stock.append(reading.span(at, last))
            elif "response" in concept.senses and not cues.cover(at):
                concrete.append(reading.span(at, last))
    return tuple(concrete), tuple(stock)
