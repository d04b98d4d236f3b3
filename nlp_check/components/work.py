"""What the rules need to know of each named piece of work: how repeatable its name is, what it needs, what it has."""

from __future__ import annotations

import re

from nlp_check.components.items import Item
from nlp_check.components.reading import Reading
from nlp_check.records.evidence import Code, NamedWork

_UNLOADED = re.compile(
    r"\b(?:arom|aarom|prom|srom|active|passive|self|stretch\w*|glides?|rom|range of motion|mobil\w*|pendul\w*|pulleys?|slides?|wand|dowel|cane|relax|"
    r"breath\w*|roll\w*|rock\w*|circles?|pumps?|alphabet|blocking|fist|oppos\w*|foam|balance|stance|sls|tandem|bosu|airex|vor|gaze|pnf|d[12]|walk\w*|"
    r"tap\w*|step over|march\w* on foam|weight shift\w*|desensiti\w*|massage|hang|prop|rotation stretch|extend\w* stretch|nerve|tendon|scar|self-)\b",
    re.IGNORECASE,
)
_CARRIED = re.compile(
    r"\b(?:isometric\w*|iso|isos|sets?|plank|squeeze|push[\s-]?ups?|body\s?weight|bw|activation|bracing|kegel\w*|putty|contraction\w*|wall sit|pull[\s-]?ups?|against gravity)\b",
    re.IGNORECASE,
)


def named_work(reading: Reading, items: list[Item], code: Code) -> tuple[NamedWork, ...]:
    """One value an item, vague classes included."""
    return tuple(_work(reading, item) for item in items)


def _work(reading: Reading, item: Item) -> NamedWork:
    name = reading.quote(item.first, item.end)
    classes = reading.classes[item.first : item.end]
    sense = item.sense
    activity = "K" in classes or (sense is not None and sense.specific != "")
    need = False
    if not item.vague and not activity:
        need = _needs_load(name, sense.load if sense is not None else "")
    has_load = bool(item.loads) or any(amount.load is not None for amount in item.amounts) or bool(_CARRIED.search(name)) or (sense is not None and sense.load == "carried")
    specific = "missing" if item.vague else sense.specific if sense is not None and sense.specific else "met"
    return NamedWork(
        span=reading.span(item.first, item.end),
        kind="class" if item.vague else "activity" if activity else "exercise",
        specific=specific,  # type: ignore[arg-type]
        load_need=need, has_dose=bool(item.amounts) and any(a.load is None or a.reps is not None or a.sets is not None for a in item.amounts),
        has_load=has_load, has_position=item.position is not None,
        purpose=(sense.purpose or sense.service or "task") if sense is not None else "unknown",
    )  # fmt: skip


def _needs_load(name: str, load: str) -> bool:
    if load == "level":
        return True
    if load in ("none", "carried"):
        return False
    return not _UNLOADED.search(name)
