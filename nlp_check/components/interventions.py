"""Interventions: names, with the dose, load, position and side that belong to each.

Names come from the learned tagger and from the lexicon. A dose belongs to the name before it, unless a separator
stands between them and none stands between the dose and the name behind it (``2x10 SLR, 3x15 LAQ``). A dose at the
end of a bare list belongs to every item of the list.
"""

from __future__ import annotations

import re

import msgspec

from nlp_check.components.assertion import denied_in
from nlp_check.components.dose import Amount, find_amounts
from nlp_check.components.dosing import attach_amounts, attach_loads, share_doses
from nlp_check.components.items import Item, Tokens, describe, trim
from nlp_check.components.places import give_places
from nlp_check.components.reading import Reading
from nlp_check.components.stretches import Stretches
from nlp_check.records.evidence import Distance, Intervention, Load

_NO_NAME = frozenset("lGw")
_NAMED = re.compile(r"[XKVQ]")


def find_items(reading: Reading, first: int, end: int, tagged: list[Tokens], blocked: list[Tokens]) -> list[Item]:
    """The work named in one segment. ``tagged`` are name spans of the tagger, ``blocked`` cues, measures and times, in order."""
    barred = Stretches(blocked)
    spans = _names(reading, first, end, tagged, barred)
    amounts = _free_amounts(reading, first, end, barred)
    spans = _name_orphans(reading, first, spans, amounts, barred)
    if not spans:
        return []
    denied = denied_in(reading, first, end)
    items = [Item(a, b) for a, b in spans if not denied.cover(a)]
    for item in items:
        describe(reading, item, first, end)
    if not items:
        return []
    attach_amounts(reading, items, amounts)
    attach_loads(reading, items, first, end)
    share_doses(reading, items)
    give_places(reading, items, first, end)
    return items


def _free_amounts(reading: Reading, first: int, end: int, blocked: Stretches) -> list[Amount]:
    return [amount for amount in find_amounts(reading, first, end) if not blocked.cover(amount.first)]


def _names(reading: Reading, first: int, end: int, tagged: list[Tokens], blocked: Stretches) -> list[Tokens]:
    spans = [trim(reading, a, b) for a, b in tagged if first <= a < end]
    spans = [span for span in spans if span[0] < span[1]]
    known = Stretches(spans)  # hits do not overlap each other
    named = _NAMED.search(reading.classes, first, end) is not None
    for a, b, concept in reading.hits_in(first, end) if named else ():
        if b > end or concept.cls not in "XKVQ":
            continue
        if known.touch(a, b) or blocked.touch(a, b):
            continue
        if concept.cls in "VQ" and ("code" in concept.senses or _is_purpose(reading, a, first)):
            continue
        if concept.cls in "XK" and not _stands_as_name(reading, a, b, first, end):
            continue
        spans.append(trim(reading, *_extend(reading, a, b, first)))
    spans.sort()
    return [span for i, span in enumerate(spans) if i == 0 or span[0] >= spans[i - 1][1]]


_ORPHAN_ENDS = frozenset(".;:|\t\nc(")
_NO_ORPHAN = frozenset(
    "rest hr bp spo total visit pain hold min level time start stop step cues cue vc tc rpe improved from was up set sets trial trials "
    "then after before until at every first last rep reps bout bouts resting heart rate pt patient client seen session therapist "
    "completed performed tolerated needed required given spent reported visit week".split()
)


def _name_orphans(reading: Reading, first: int, spans: list[Tokens], amounts: list[Amount], blocked: Stretches) -> list[Tokens]:
    """A dose with no name before it in its clause: the words right before it are the name (``noodle kicks 3x10``)."""
    found: list[Tokens] = []
    named = Stretches(spans)
    begin = lead = looked = first  # where the clause and the first word in it begin, and how far it was looked through
    for amount in amounts:
        if amount.sets is None and amount.reps is None and amount.hold is None and amount.duration is None:
            continue
        at = amount.first
        while at > looked and reading.shapes[at - 1] not in _ORPHAN_ENDS:
            at -= 1
        if at > looked:
            begin = lead = at
        looked = amount.first
        if named.touch(begin, amount.end) or blocked.touch(begin, amount.end) or (found and begin < found[-1][1]):
            continue
        a, b = trim(reading, lead, amount.first)
        lead = a
        while a < b and reading.shapes[b - 1] in "x*@w-" and reading.entries[b - 1].lower in ("x", "w", "-", "@", "for", "*", "with"):
            b -= 1
        a, b = trim(reading, a, b)
        if not 1 <= b - a <= 7:
            continue
        words = [reading.entries[i].lower for i in range(a, b)]
        if words[0] in _NO_ORPHAN or words[-1] in _NO_ORPHAN or not any(len(word) > 2 and word.isalpha() for word in words):
            continue
        if set(reading.classes[a:b]) & set("UNlVQ") or not set(reading.classes[a:b]) & set("XKHABEMTPw"):
            continue
        found.append((a, b))
    return sorted([*spans, *found])


_EXTENDING = frozenset("PMBRAEX")


_LONGEST_NAME = 16  # tokens


def _extend(reading: Reading, first: int, end: int, low: int) -> Tokens:
    low = max(low, first - _LONGEST_NAME)
    while first > low and reading.classes[first - 1] in _EXTENDING:
        first -= 1
    return first, end


_DOSE_NEAR = re.compile(r"[^.;\n]{0,9}?(?:[dn][x*][dn]|x[dn]|[dn][rSsmyoth#]|[dn]x)")
_DOSE_BEFORE = re.compile(r"(?:[dn][x*][dn]r?|[dn]S(?:O|x)?[dn]r?|x?[dn][rsmy]|x[dn])O?[ewO]?$")


def _stands_as_name(reading: Reading, a: int, b: int, first: int, end: int) -> bool:
    """A lexicon name that the tagger passed over counts only with a dose beside it."""
    if _is_purpose(reading, a, first):
        return False
    if _DOSE_NEAR.match(reading.shapes, b, min(end, b + 9)):
        return True
    opens = a == first or reading.shapes[a - 1] in "c;:|\t&"
    closes = b >= end or reading.shapes[b] in "c;.|\t&"
    if opens and closes:
        return reading.classes[a] == "X"  # an item of a list, without a dose of its own
    return _DOSE_BEFORE.search(reading.shapes, max(first, a - 7), a) is not None


_PURPOSE_WORDS = frozenset(
    "for to improve increase promote restore needed required allow during toward towards goal with limiting limits of "
    "enable facilitate maximize return support in prior after before from than when via".split()
)


def _is_purpose(reading: Reading, at: int, first: int) -> bool:
    """Whether the name stands behind a word of purpose: it says what the work is for, not what was done."""
    back = at - 1
    while back >= first and reading.classes[back] in "PMBRALCG":
        back -= 1
    return back >= first and (reading.entries[back].lower in _PURPOSE_WORDS or reading.classes[back] in "lU")


def build(reading: Reading, item: Item) -> Intervention:
    """The public value of an item."""
    merged: dict[str, object] = {}
    each = False
    weight: Load | None = None
    ordered = sorted(item.amounts, key=lambda amount: amount.first < item.end)  # those behind the name first
    for amount in [_resolve_prime(item, amount) for amount in ordered]:
        if amount.rounds and "reps" in merged:
            merged.setdefault("sets", amount.reps)  # x15 each, 2 rounds
            continue
        for field, value in (
            ("sets", amount.sets), ("reps", amount.reps), ("hold_seconds", amount.hold), ("duration_seconds", amount.duration), ("distance", amount.distance),
        ):  # fmt: skip
            if value is not None and field not in merged:
                merged[field] = value
        each = each or amount.each
        if amount.load is not None and weight is None:
            weight = _weight(reading, amount)
    counted = _things_in_name(reading, item)
    if counted is not None:
        rounds = next((amount.reps for amount in item.amounts if amount.rounds), None)
        if "reps" not in merged or (rounds is not None and merged["reps"] == rounds):
            merged |= {"reps": counted} | ({} if rounds is None else {"sets": rounds})
    if merged.get("hold_seconds") is not None and _keeps_moving(reading, item):
        merged.setdefault("duration_seconds", merged.pop("hold_seconds"))
    load = weight or next((found.load for found in item.loads if found.load is not None and found.kind != "iso"), None)
    if load is None:
        load = next((found.load for found in item.loads if found.kind == "iso" and reading.starts[item.first] > found.start), None)
    if load is None and item.sense is not None and item.sense.load == "carried":
        name = reading.quote(item.first, item.end)
        load = Load(value=None, unit="bodyweight" if _BODY_WEIGHT.search(name) else "isometric", text=name)
    return Intervention(
        name=reading.quote(item.first, item.end), span=reading.span(item.first, item.end), load=load, position=item.position,
        side=item.side,  # type: ignore[arg-type]
        per_side=True if each and not item.shared else None, **merged,  # type: ignore[arg-type]
    )  # fmt: skip


_BODY_WEIGHT = re.compile(r"push|pull|chin|dip|nordic|squat|body|\bbw\b|toe yoga|scrunch|towel|short foot|doming|arch", re.IGNORECASE)
_MOVING = re.compile(
    r"\b(?:vor|gaze|perturb\w*|march\w*|walk\w*|step\w*|tap\w*|toss\w*|simulat\w*|whisk\w*|jog\w*|run\w*|shuffle\w*|drill\w*|jump\w*|boxing|skip\w*|rope|"
    r"swing\w*|throw\w*|saccad\w*|head turns?|pumps?)",
    re.IGNORECASE,
)
_THINGS = re.compile(r"(?<![-/:.x*])d(?=w{1,2})")


def _things_in_name(reading: Reading, item: Item) -> int | None:
    """How many things an activity's name says were handled (``folding of 8 towels``); None for exercises and sizes."""
    if item.sense is not None and item.sense.specific == "":
        return None
    for match in _THINGS.finditer(reading.shapes, item.first, item.end):
        value = reading.entries[match.start()].value
        following = [reading.entries[i].lower for i in range(match.end(), min(match.end() + 2, item.end)) if reading.shapes[i] == "w"]
        if isinstance(value, int) and 1 < value <= _MOST_THINGS and any(word.endswith("s") and len(word) > 3 for word in following):
            return value
    return None


_MOST_THINGS = 100


def _keeps_moving(reading: Reading, item: Item) -> bool:
    """Whether the seconds are time on task, not a hold (annotation guide: bouts that are not holds)."""
    activity = item.sense is not None and item.sense.specific != ""
    return activity or _MOVING.search(reading.quote(item.first, item.end)) is not None


def _resolve_prime(item: Item, amount: Amount) -> Amount:
    """``8'`` is minutes on a machine and for a stretch, feet for anything that travels."""
    if not amount.prime or not isinstance(amount.duration, int):
        return amount
    value = amount.duration // 60
    sense = item.sense
    timed = sense is not None and (sense.load == "level" or sense.purpose in ("rom", "flexibility", "balance"))
    if timed or (value <= 20 and (sense is None or sense.specific == "")):
        return msgspec.structs.replace(amount, prime=False)
    return msgspec.structs.replace(amount, prime=False, duration=None, distance=Distance(value=value, unit="ft"))


def _weight(reading: Reading, amount: Amount) -> Load:
    first, end = amount.first, amount.end
    shapes = reading.shapes
    last = end
    while last > first and shapes[last - 1] not in "o#":
        last -= 1
    begin = last - 1
    while begin > first and shapes[begin - 1] in "dfn-T":
        begin -= 1
    return Load(value=amount.load, unit=amount.load_unit or "lb", text=reading.quote(begin, last))
