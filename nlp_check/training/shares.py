"""How often a note shows a thing, counted as it was counted in human therapy texts, so that the two can be compared.

The shares of the human texts are those of 71 treatment-level texts from 10 public sources; their texts are no part of
this project. Most are counted by regular expression, as they were there; where the labels say it exactly, by label.
A share is a rough measure: it is here to show where invented notes differ from real ones, not to test a program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nlp_check.training.gold import GoldNote

Holds = Callable[[GoldNote], bool]
REAL = "real"  # a part of the name of every style written after the human texts


def _by_words(pattern: str) -> Holds:
    """Whether the text of a note has a match, capital or small letters."""
    compiled = re.compile(pattern, re.IGNORECASE)
    return lambda note: compiled.search(note.text) is not None


def _has_clock_block(note: GoldNote) -> bool:
    return any(narrative.time_blocks for narrative in note.narratives)


def _has_change(note: GoldNote) -> bool:
    return any(measure.baseline is not None for one in note.narratives for measure in one.measures)


def _has_goal_connection(note: GoldNote) -> bool:
    return any(narrative.goal_connections for narrative in note.narratives)


# name, how it is counted, percent of the human texts
SHARES: tuple[tuple[str, Holds, int], ...] = (
    ("code digits in the text", _by_words(r"\b97\d{3}\b"), 0),
    ("clock start and stop of a code (label)", _has_clock_block, 0),
    ("minutes", _by_words(r"\d\s*-?\s*min(?:s|utes?)?\b"), 10),
    ("sets x reps", _by_words(r"\b\d{1,2}\s*[x×]\s*\d{1,2}\b"), 11),
    ("bare count", _by_words(r"(?<!\d)(?<!\d\s)[x×]\s?\d+\b|\b\d+x\b(?!\s*\d)"), 24),
    ("trials or items", _by_words(r"\b\d{1,2}/\d{1,2}\s+[a-z]+s\b"), 15),
    ("repetitions in words", _by_words(r"\b(?:\d+|two|three|four|five|ten|twenty)\s+(?:rep|sets? of)"), 13),
    ("hold", _by_words(r"\bhold|[x×]\s?\d+\s?(?:s|sec|seconds)\b"), 4),
    ("load", _by_words(r"\d\s?(?:lbs?|#|kg|oz|pounds?)(?!\w)|\b[rgyb]?tb\b|thera-?(?:band|putty)|\bband\b"), 17),
    ("cue or instruction", _by_words(r"\b(?:cu(?:e|es|ed|ing|eing)|[vt]cs?|instruct\w*|educat\w*)\b"), 54),
    ("assistance level", _by_words(r"\b(?:cga|sba|s/u|(?:min|mod|max)(?:imal|erate)?[ -]a(?:ssist\w*)?)\b"), 31),
    ("change against an earlier value (label)", _has_change, 3),
    (
        "purpose clause",
        _by_words(r"\bin order to\b|\bso (?:that|she|he)\b|\b(?:to|for) (?:promote|improve|increase|facilitate|allow)"),
        77,
    ),
    ("purpose with a concrete task (label: goal connection)", _has_goal_connection, 34),
    ("the word goal", _by_words(r"\b(?:[ls]tgs?|goals?)\b"), 0),
)


def is_real_style(note: GoldNote) -> bool:
    """Whether the note's style was written after the human texts."""
    return REAL in note.style.split("-")


def share(notes: Sequence[GoldNote], holds: Holds) -> float:
    """The percentage of ``notes`` of which ``holds`` is true; there must be a note."""
    return 100 * sum(map(holds, notes)) / len(notes)
