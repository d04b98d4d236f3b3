"""One billed code in plain text: its time and units worked out, the work done, and the check-list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nlp_check.records.evidence import Level
from nlp_check.records.report import NarrativeReport, Pair
from nlp_check.render.entry import Settings
from nlp_check.render.labels import (
    CODE_NAMES,
    ELEMENT_NAMES,
    LEVEL_MARKS,
    LEVEL_WORDS,
    PAIR_NAMES,
    block,
    counted,
    dose,
)
from nlp_check.render.reasons import reason_lines
from nlp_check.render.style import paint, printable, wrapped

MAX_WORK = 30  # more are a flow sheet or a runaway note, and the excerpt has them
_LABEL_WIDTH = 11
_INDENT = "  "


def heading(code: str) -> str:
    """``97110 (exercise)``."""
    return f"{code} ({CODE_NAMES[code]})" if code in CODE_NAMES else code


def narrative_lines(narrative: NarrativeReport, settings: Settings) -> Iterator[str]:
    """The block of one code, without its findings."""
    title = heading(narrative.code)
    if narrative.strength is not None:
        strength = f"strength {narrative.strength}/100"
        title = f"{title}{strength:>{settings.width - len(title)}}"
    yield paint(title, "heading", settings.color)
    yield from labelled("Time", time_and_units(narrative), settings.width)
    for number, work in enumerate(narrative.interventions[:MAX_WORK]):
        text = ", ".join(part for part in (printable(work.name), printable(dose(work))) if part)
        yield from labelled("" if number else "Work", text, settings.width)
    if len(narrative.interventions) > MAX_WORK:
        yield from labelled("", f"and {len(narrative.interventions) - MAX_WORK} more", settings.width)
    yield from labelled("Scores", _scores(narrative), settings.width)
    yield from reason_lines(narrative, settings)
    yield from checklist("Elements", narrative.elements.items(), ELEMENT_NAMES, settings)


def pair_lines(pair: Pair, settings: Settings) -> Iterator[str]:
    """The check of two codes on one day."""
    yield paint("Both codes on one day", "heading", settings.color)
    levels = ((name, getattr(pair, name)) for name in PAIR_NAMES)
    yield from checklist("Pairing", levels, PAIR_NAMES, settings)
    yield from labelled("Modifier", f"59 or X modifier: {pair.modifier_59}", settings.width)


def time_and_units(narrative: NarrativeReport) -> str:
    """The unit arithmetic in one sentence: ``18 min (10:05-10:23) supports 1 unit; 2 billed``."""
    blocks = ", ".join(block(time) for time in narrative.time_blocks)
    if narrative.minutes is not None:
        time = f"{narrative.minutes} min ({blocks})" if blocks else f"{narrative.minutes} min stated"
    else:
        time = f"{blocks}: minutes unknown" if blocks else "no time of its own"
    supported, billed = narrative.supported_units, narrative.billed_units
    if supported is not None:
        time += f" supports {counted(supported, 'unit')}"
    if billed is not None:
        return (
            f"{time}; {billed} billed"
            if supported is not None
            else f"{time}; {counted(billed, 'unit')} billed"
        )
    return f"{time}; units billed not stated"


def labelled(label: str, text: str, width: int) -> list[str]:
    """``text`` behind its label, further lines below it."""
    if not text:
        return []
    first = f"{_INDENT}{label:<{_LABEL_WIDTH}}"
    return wrapped(text, width, " " * len(first), first)


def checklist(
    label: str, levels: Iterable[tuple[str, Level]], names: dict[str, str], settings: Settings
) -> Iterator[str]:
    """Ticked boxes in columns."""
    boxes = [f"{LEVEL_MARKS[level]} {names.get(name, name)}" for name, level in levels]
    column = max(map(len, boxes), default=0) + 2
    columns = max(1, (settings.width + 2 - len(_INDENT) - _LABEL_WIDTH) // column)
    for start in range(0, len(boxes), columns):
        first = f"{_INDENT}{'' if start else label:<{_LABEL_WIDTH}}"
        row = "".join(f"{box:<{column}}" for box in boxes[start : start + columns])
        yield (first + row).rstrip()


def legend() -> str:
    """What the boxes mean."""
    return "  ".join(f"{LEVEL_MARKS[level]} {word}" for level, word in LEVEL_WORDS.items())


def _scores(narrative: NarrativeReport) -> str:
    parts = []
    if narrative.scores.specific is not None:
        parts.append(f"specific {narrative.scores.specific:.2f}")
    if narrative.scores.separately_justified is not None:
        parts.append(f"separately justified {narrative.scores.separately_justified:.2f}")
    if narrative.intended_code is not None:
        sure = narrative.intended_code_probability
        parts.append(f"reads as {narrative.intended_code}" + (f" ({sure:.2f})" if sure is not None else ""))
    return ", ".join(parts)
