"""The label file as its author writes it: every field, its type and its allowed words.

Text is named by quote, never by offset, so a person can write and read the file. What the fields mean is the
annotation guide's business; ``corpus/README.md`` fixes the notation. ``gold.py`` turns quotes into spans.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from nlp_check.records.evidence import Code, Count, CueKind, Level, MeasureKind, Number

LoadUnit = Literal[
    "lb", "kg", "oz", "band", "putty", "level", "bodyweight", "isometric", "gravity_eliminated", "newton",
    "watt", "percent_1rm",
]  # fmt: skip
DistanceUnit = Literal["ft", "m", "yd", "mi", "step", "stair", "flight", "lap", "block"]
MeasureUnit = Literal[
    "degree", "mmt", "lb", "kg", "newton", "cm", "in", "s", "m", "ft", "mps", "rep", "score", "pain",
    "percent", "bpm", "mmhg", "step", "other",
]  # fmt: skip
Position = Literal[
    "seated", "standing", "supine", "prone", "sidelying", "hooklying", "quadruped", "kneeling",
    "half_kneeling", "long_sitting", "reclined", "sls", "tandem", "squat", "plank",
]  # fmt: skip
IntendedCode = Literal["97110", "97530", "97116", "97112", "97535", "97140", "education", "unclear"]
PairLevel = Literal["met", "partial", "missing"]
RuleAndCode = tuple[str, Code | None]


class Label(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Base of every part of the label file: a key that is not known is an error, never dropped."""


class Stretch(Label, frozen=True, kw_only=True):
    """A piece of the note: one whole ``quote``, or from the words ``from`` to the words ``to``.

    ``nth`` (1-based) says which, where the quote (or ``from``) is found more than once.
    """

    quote: str | None = None
    from_: str | None = msgspec.field(default=None, name="from")
    to: str | None = None
    nth: int | None = None


class TimeBlockLabel(Stretch, frozen=True, kw_only=True):
    """``minutes`` is left out for an impossible block."""

    start: str
    stop: str
    minutes: int | None = None


class LoadLabel(Label, frozen=True, kw_only=True):
    """``text`` is the load as written."""

    unit: LoadUnit
    value: Number | tuple[Number, Number] | None = None
    text: str = ""


class DistanceLabel(Label, frozen=True, kw_only=True):
    value: Number | tuple[Number, Number]
    unit: DistanceUnit


class InterventionLabel(Stretch, frozen=True, kw_only=True):
    """``vague`` marks a mere class of work, such as "LE strengthening"."""

    sets: Count | None = None
    reps: Count | None = None
    hold_seconds: Count | None = None
    duration_seconds: Count | None = None
    distance: DistanceLabel | None = None
    load: LoadLabel | None = None
    position: Position | None = None
    side: Literal["left", "right", "bilateral"] | None = None
    per_side: bool | None = None
    vague: bool = False


class CueLabel(Stretch, frozen=True, kw_only=True):
    kind: CueKind


class MeasureLabel(Stretch, frozen=True, kw_only=True):
    """``value`` and ``baseline`` are numbers where they read as one, else the grade as written."""

    kind: MeasureKind
    value: str | None = None
    unit: MeasureUnit | None = None
    baseline: str | None = None


class NarrativeLabel(Label, frozen=True, kw_only=True):
    """What documents one billed code. ``text`` is empty when nothing does."""

    code: Code
    text: tuple[str | Stretch, ...]
    elements: dict[str, Level]
    intended_code: IntendedCode
    specific: bool
    separately_justified: bool
    time_blocks: tuple[TimeBlockLabel, ...] = ()
    minutes: int | None = None
    stated_minutes: int | None = None
    estimated_time: bool = False
    billed_units: int | None = None
    interventions: tuple[InterventionLabel, ...] = ()
    cues: tuple[CueLabel, ...] = ()
    measures: tuple[MeasureLabel, ...] = ()
    goal_connections: tuple[str | Stretch, ...] = ()


class ClaimLabel(Label, frozen=True, kw_only=True):
    code: str
    units: int | None = None
    modifiers: tuple[str, ...] = ()


class CombinedTimeLabel(Stretch, frozen=True, kw_only=True):
    minutes: int | None = None


class PairLabel(Label, frozen=True, kw_only=True):
    separate_time: PairLevel
    separate_justification: PairLevel
    clinical_link: PairLevel
    modifier_59: Literal["present", "absent", "unknown"]


class NoteLabel(Label, frozen=True, kw_only=True):
    """The whole label file of one note."""

    id: str
    writer: str
    style: str
    narratives: tuple[NarrativeLabel, ...]
    findings: tuple[RuleAndCode, ...]
    judged: tuple[RuleAndCode, ...] = ()
    payer: str | None = None
    claim: tuple[ClaimLabel, ...] | None = None
    combined_time: str | CombinedTimeLabel | None = None
    pair: PairLabel | None = None
    comment: str | None = None
