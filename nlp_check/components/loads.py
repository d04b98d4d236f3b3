"""Loads that are not a plain weight: bands, putty, levels, body weight, effort."""

from __future__ import annotations

import re
from collections.abc import Iterable

from nlp_check.records.evidence import Load

_COLOUR = r"tan|yellow|red|green|blue|black|silver|gold|orange|purple|peach|plum|lime|gr[ae]y|pink|white|beige|brown"
_ELASTIC = r"thera[\s-]?bands?|theratube|t-?\s?bands?|tb|tubing|bands?|loops?|mini[\s-]?(?:band|loop)s?|power\s?band|sport\s?cord|cords?|clx|flex\s?bar|web|digi-?flex|clothes?pins?|gripper|tube"
_STRENGTH = r"(?:extra[\s-]|x-?)?(?:light|medium|med|heavy|hvy|firm|soft|strong)"
_PATTERN = re.compile(
    rf"(?P<band>\b(?:{_COLOUR})(?:/(?:{_COLOUR}))?\s*+(?:{_STRENGTH}\s++)?(?:(?:rubber|elastic|resistance|power|thera)\s?-?)?(?:{_ELASTIC})\b"
    rf"|\b(?:thera[\s-]?band|t-?band|tb|tubing|band|loop)\s*+(?:\((?:{_COLOUR})\)|[:,]?\s*+(?:{_COLOUR})\b)"
    rf"|\b{_STRENGTH}\s++(?:resistance\s++)?(?:thera[\s-]?band|t-?band|tb|tubing|bands?|loops?)\b"
    r"|\b(?:[YRGB]|Bl|Blk|Bk|Sil|Gr|Blu|Yel)TB\b"
    r"|\b(?:level|lvl|l)\s?-?\d\s*+(?:band|tb|loop|tubing)\b)"
    r"|(?P<plain>(?<!\bIT[ -])(?<!tibial )\b(?:thera[\s-]?bands?|theratube|t-?bands?|TB|tubing|resistance\s++bands?|resistive\s++bands?|elastic\s++bands?|mini[\s-]?bands?|bands?|loop)\b(?![\s-]*+(?:syndrome|aid)))"
    rf"|(?P<putty>\b(?:{_COLOUR}|{_STRENGTH})\s*+(?:{_STRENGTH}\s*+)?(?:resistance\s*+)?(?:thera[\s-]?)?putty\b|\b(?:thera[\s-]?)?putty\s*+(?:\((?:{_COLOUR})\)|[:,]?\s*+(?:{_COLOUR})\b)|\b(?:thera[\s-]?)?putty\b)"
    r"|(?P<level>\b(?:level|lvl|lv|res(?:istance)?(?:\s++level)?|setting|grade)\s*+\.?\s*+[:=]?\s*+(?P<lv>\d{1,2}(?:\.\d)?)\b(?!\s*+(?:/|assist|mob|joint|glides?\b|sprain|strain|tear))|\bL\s?-?(?P<l2>\d{1,2})\b(?!\s*+(?:[-/#]|lbs?\b|pounds?\b|kgs?\b|oz\b)))"
    r"|(?P<speed>\b\d(?:\.\d{1,2})?\s*+mph\b|\bincline\s*+\d|\b\d{1,3}\s*+rpms?\b|\bspeed\s*+\d(?:\.\d{1,2})?(?:\s*+mph\b)?)"
    r"|(?P<watt>\b(?P<wv>\d{1,3})\s*+(?:watts?|(?-i:W))\b(?!/))"
    r"|(?P<rm>\b(?P<pc>\d{1,3})\s*+%\s*+(?:of\s++)?(?:est\.?\s++|e)?1\s?-?RM\b)"
    r"|(?P<bw>\b(?:BW|body\s?wt\.?|(?:arm|leg|limb)\s(?:weight|wt\.?)(?:\sonly)?|body\s?-?weight(?!\s*+support)|body\s++weight\s++only|bodyweight)\b)"
    r"|(?P<ge>\bgravity[\s-]?(?:eliminated|minimi[sz]ed|reduced|assisted)\b|\bGE\b)"
    r"|(?P<iso>\bisom(?:etrics?)?\b|\bisos?\b)"
    r"|(?P<manual>\bmanual(?:ly)?\s++resist(?:ance|ed)\b|\bMRE\b|\bman\.? res\b|\bresist(?:ed|ance) by (?:therapist|PT|OT)\b)",
    re.IGNORECASE,
)


# What a load begins with: a word with one of these heads, or a number before one of these units. Nearly no word does,
# and the pattern is tried nowhere else; a test holds both ways equal over the corpus.
_HEADS = (
    *"tan yellow red green blue black silver gold orange purple peach plum lime gray grey pink white beige brown thera tb "
    "tband tubing band loop extra xlight xmed xheavy xhvy xfirm xsoft xstrong light med heavy hvy firm soft strong ytb rtb "
    "gtb btb bltb blktb bktb siltb grtb blutb yeltb level lvl lv res setting grade elastic mini putty incline speed bw body "
    "arm leg limb gravity ge iso manual mre man".split(),
)  # fmt: skip
_WHOLE_HEADS = frozenset("t l x".split())
_UNITS_BEHIND = frozenset("mph rpm rpms watt watts w %".split())
NO_LOAD, LOAD_HEAD, LOAD_UNIT = 0, 1, 2


def load_sign(word: str) -> int:
    """Whether a token (in lower case) may begin a load, or be the unit behind the number that does."""
    if word in _UNITS_BEHIND:
        return LOAD_UNIT
    return LOAD_HEAD if word in _WHOLE_HEADS or word.startswith(_HEADS) else NO_LOAD


class FoundLoad:
    """A load and where it stands. ``load`` is None where effort is stated that has no unit of its own."""

    __slots__ = ("end", "kind", "load", "start")

    def __init__(self, start: int, end: int, kind: str, load: Load | None) -> None:
        self.start = start
        self.end = end
        self.kind = kind
        self.load = load


def find_loads(text: str, start: int, end: int) -> list[FoundLoad]:
    """The loads in ``text[start:end]``, with offsets into ``text``."""
    return [_found(match) for match in _PATTERN.finditer(text, start, end)]


def find_loads_at(text: str, places: Iterable[int], end: int) -> list[FoundLoad]:
    """The same, for the ``places`` in order where a load may begin."""
    found: list[FoundLoad] = []
    done = -1
    for place in places:
        match = _PATTERN.match(text, place, end) if place >= done else None
        if match is not None:
            found.append(_found(match))
            done = match.end()
    return found


def _found(match: re.Match[str]) -> FoundLoad:
    kind = match.lastgroup or ""
    kind = {"lv": "level", "l2": "level", "wv": "watt", "pc": "rm"}.get(kind, kind)
    return FoundLoad(match.start(), match.end(), kind, _load(match, kind))


def _load(match: re.Match[str], kind: str) -> Load | None:
    text = match[0]
    if kind in ("band", "putty", "plain"):
        return Load(value=None, unit="band" if kind == "plain" else kind, text=text)
    if kind == "level":
        number = match["lv"] or match["l2"]
        return Load(value=float(number) if "." in number else int(number), unit="level", text=text)
    if kind == "watt":
        return Load(value=int(match["wv"]), unit="watt", text=text)
    if kind == "rm":
        return Load(value=int(match["pc"]), unit="percent_1rm", text=text)
    if kind == "bw":
        return Load(value=None, unit="bodyweight", text=text)
    if kind == "ge":
        return Load(value=None, unit="gravity_eliminated", text=text)
    if kind == "iso":
        return Load(value=None, unit="isometric", text=text)
    return None
