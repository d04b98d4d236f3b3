"""Interventions: names, with the dose, load, position and side that belong to each.

Names come from the learned tagger and from the lexicon. A dose belongs to the name before it, unless a separator
stands between them and none stands between the dose and the name behind it (``2x10 SLR, 3x15 LAQ``). A dose at the
end of a bare list belongs to every item of the list.
"""

from __future__ import annotations

import re

import msgspec

from nlp_check.components.assertion import denied_ranges, is_denied
from nlp_check.components.dose import Amount, find_amounts
from nlp_check.components.loads import FoundLoad
from nlp_check.components.reading import Reading
from nlp_check.lexicon.model import Sense
from nlp_check.records.evidence import Distance, Intervention, Load

Tokens = tuple[int, int]
_SEPARATORS = frozenset("c;.|\n\t")
_LIST_GLUE = frozenset("c/&;")
_NO_NAME = frozenset("lGw")
_NAMED = re.compile(r"[XKVQ]")


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


def find_items(reading: Reading, first: int, end: int, tagged: list[Tokens], blocked: list[Tokens]) -> list[Item]:
    """The work named in one segment. ``tagged`` are name spans of the tagger, ``blocked`` cues, measures and times."""
    spans = _names(reading, first, end, tagged, blocked)
    amounts = _free_amounts(reading, first, end, blocked)
    spans = _name_orphans(reading, first, spans, amounts, blocked)
    if not spans:
        return []
    denied = denied_ranges(reading, first, end)
    items = [Item(a, b) for a, b in spans if not is_denied(denied, a, b)]
    for item in items:
        describe(reading, item, first, end)
    if not items:
        return []
    _attach_amounts(reading, items, amounts, first, end)
    _attach_loads(reading, items, first, end)
    _share(reading, items)
    _place(reading, items, first, end)
    return items


def _free_amounts(reading: Reading, first: int, end: int, blocked: list[Tokens]) -> list[Amount]:
    return [
        amount
        for amount in find_amounts(reading, first, end)
        if not any(a <= amount.first < b for a, b in blocked)
    ]


def _names(reading: Reading, first: int, end: int, tagged: list[Tokens], blocked: list[Tokens]) -> list[Tokens]:
    spans = [trim(reading, a, b) for a, b in tagged if first <= a < end]
    spans = [span for span in spans if span[0] < span[1]]
    named = _NAMED.search(reading.classes, first, end) is not None
    for a, b, concept in reading.hits_in(first, end) if named else ():
        if b > end or concept.cls not in "XKVQ":
            continue
        if any(a < d and c < b for c, d in spans) or any(a < d and c < b for c, d in blocked):
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


def _name_orphans(reading: Reading, first: int, spans: list[Tokens], amounts: list[Amount], blocked: list[Tokens]) -> list[Tokens]:
    """A dose with no name before it in its clause: the words right before it are the name (``noodle kicks 3x10``)."""
    found = list(spans)
    for amount in amounts:
        if amount.sets is None and amount.reps is None and amount.hold is None and amount.duration is None:
            continue
        begin = amount.first
        while begin > first and reading.shapes[begin - 1] not in _ORPHAN_ENDS:
            begin -= 1
        if any(a < amount.end and begin < b for a, b in (*found, *blocked)):
            continue
        a, b = trim(reading, begin, amount.first)
        while a < b and reading.shapes[b - 1] in "x*@w-" and reading.entries[b - 1].lower in ("x", "w", "-", "@", "for", "*", "with"):
            b -= 1
        a, b = trim(reading, a, b)
        words = [reading.entries[i].lower for i in range(a, b)]
        if not 1 <= b - a <= 7 or words[0] in _NO_ORPHAN or words[-1] in _NO_ORPHAN or not any(len(word) > 2 and word.isalpha() for word in words):
            continue
        if set(reading.classes[a:b]) & set("UNlVQ") or not set(reading.classes[a:b]) & set("XKHABEMTPw"):
            continue
        found.append((a, b))
    found.sort()
    return found


_EXTENDING = frozenset("PMBRAEX")


def _extend(reading: Reading, first: int, end: int, low: int) -> Tokens:
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


def _attach_amounts(reading: Reading, items: list[Item], amounts: list[Amount], first: int, end: int) -> None:
    for amount in amounts:
        inside = next((item for item in items if item.first <= amount.first < item.end), None)
        owner = inside or _owner(reading, items, amount.first, amount.end)
        if owner is not None:
            owner.amounts.append(amount)


def _owner(reading: Reading, items: list[Item], first: int, end: int) -> Item | None:
    left = right = None
    for item in items:
        if item.end <= first:
            left = item
        elif item.first >= end and right is None:
            right = item
    if left is None or right is None:
        return left or (right if right is not None and _near(reading, end, right.first) else None)
    left_gap = _separated(reading, left.end, first)
    right_gap = _separated(reading, end, right.first)
    if left_gap and not right_gap and right.first - end <= 3:
        return right
    return left


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


def _attach_loads(reading: Reading, items: list[Item], first: int, end: int) -> None:
    for load in reading.loads_in(first, end):
        at = reading.token_at(load.start)
        last = reading.token_at(load.end - 1) + 1
        inside = next((item for item in items if item.first <= at < item.end), None)
        owner = inside or _owner(reading, items, at, last)
        if owner is None:
            continue
        short_level = load.kind == "level" and reading.text[load.start] in "Ll" and not reading.text[load.start : load.start + 2].isalpha()
        if short_level and not (owner.sense is not None and owner.sense.load == "level"):
            continue
        owner.loads.append(load)


def _share(reading: Reading, items: list[Item]) -> None:
    """Gives the dose at the end (or the head) of a bare list to every item of the list."""
    for index in range(len(items) - 1, 0, -1):
        item, before = items[index], items[index - 1]
        if _is_counted(item) and not _is_counted(before) and _in_list(reading, before, item):
            dose = [amount for amount in item.amounts if amount.first >= item.end]
            if dose:
                loaded = bool(before.amounts or before.loads)
                beside = [amount for amount in dose if _is_count(amount) or (not loaded and _beside_count(amount.first, amount.end, dose))]
                if not loaded:
                    before.loads = [load for load in item.loads if _beside_count(*_tokens(reading, load), dose)]
                before.amounts = [*before.amounts, *beside]
                item.shared = before.shared = True
    for index in range(len(items) - 1):
        item, after = items[index], items[index + 1]
        if item.amounts and not after.amounts and _only_glue(reading, item.end, after.first):
            dose = [amount for amount in item.amounts if amount.end <= item.first]
            if dose:
                after.amounts = list(dose)
                item.shared = after.shared = True


def _is_count(amount: Amount) -> bool:
    """Whether an amount says how much was done, not only how heavy it was."""
    return amount.load is None or amount.reps is not None or amount.sets is not None


def _is_counted(item: Item) -> bool:
    return any(map(_is_count, item.amounts))


def _tokens(reading: Reading, load: FoundLoad) -> Tokens:
    return reading.token_at(load.start), reading.token_at(load.end - 1) + 1


_BESIDE = 2


def _beside_count(first: int, end: int, amounts: list[Amount]) -> bool:
    """Whether a load stands beside a count, and so is part of the dose that a list shares."""
    return any(_is_count(amount) and (0 <= amount.first - end <= _BESIDE or 0 <= first - amount.end <= _BESIDE) for amount in amounts)


def _in_list(reading: Reading, before: Item, item: Item) -> bool:
    """Whether two items stand in one list: nothing but glue between them, or the first one's own load."""
    if _only_glue(reading, before.end, item.first):
        return True
    loaded = [_tokens(reading, load) for load in before.loads]
    loaded += [(amount.first, amount.end) for amount in before.amounts]
    rest = [i for i in range(before.end, item.first) if not any(a <= i < b for a, b in loaded)]
    if not loaded or not any(reading.shapes[i] in _LIST_GLUE for i in rest):
        return False
    return all(
        reading.shapes[i] in _LIST_GLUE or reading.classes[i] in "LBE()" or reading.entries[i].lower in _WITH for i in rest
    ) and item.first - before.end <= _LIST_GAP


_WITH = frozenset(("with", "w", "/", "using", "and", "then", "a", "of"))
_LIST_GAP = 8


def _only_glue(reading: Reading, first: int, end: int) -> bool:
    return end - first <= 3 and all(
        reading.shapes[i] in _LIST_GLUE or reading.classes[i] in "L()" or reading.entries[i].lower in ("then", "or", "a", "the") for i in range(first, end)
    )


_POSITION_OF_SENSE = frozenset("seated standing supine prone sidelying hooklying quadruped kneeling half_kneeling long_sitting reclined sls tandem squat plank".split())


def _place(reading: Reading, items: list[Item], first: int, end: int) -> None:
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
        turning = "motion" in concept.senses and "/" in (reading.shapes[at - 1 : at], reading.shapes[last : last + 1])  # sup/pron
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


def build(reading: Reading, item: Item) -> Intervention:
    """The public value of an item."""
    merged: dict[str, object] = {}
    each = False
    weight: Load | None = None
    behind = [amount for amount in item.amounts if amount.first >= item.end]
    ordered = [*behind, *(amount for amount in item.amounts if amount not in behind)]
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
