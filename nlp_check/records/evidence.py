"""What was found in a note, as plain frozen values. spaCy ends here: no type below knows a Doc or a Token.

All spans are half-open code-point offsets into the note text exactly as given. Unknown is ``None``, never a
guess. The structs that stand in the public report (``TimeBlock``, ``Intervention``, ``Cue``, ``Measure``,
``GoalConnection``) hold exactly the contract's fields; what only the rules need lives in ``Evidence``.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Span = tuple[int, int]
Code = Literal["97110", "97530"]
Level = Literal["met", "partial", "missing", "not_applicable"]
Count = int | tuple[int, int]  # a range stays a range
Number = int | float
CueKind = Literal["verbal", "tactile", "visual", "assistance", "modification", "decision", "instruction"]
MeasureKind = Literal[
    "rom", "strength", "girth", "balance", "endurance", "gait", "outcome_score", "pain", "vital", "other"
]
BILLED_CODES: tuple[Code, Code] = ("97110", "97530")


class TimeBlock(msgspec.Struct, frozen=True):
    """A clock start and stop, 24-hour ``HH:MM``; ``minutes`` is None for an impossible block."""

    start: str
    stop: str
    minutes: int | None
    span: Span


class Load(msgspec.Struct, frozen=True):
    """Resistance as written. Units: lb, kg, oz, band, putty, level, bodyweight, isometric,
    gravity_eliminated, newton, watt, percent_1rm. ``value`` is None for a colour."""

    value: Number | tuple[Number, Number] | None
    unit: str
    text: str


class Distance(msgspec.Struct, frozen=True):
    """Units: ft, m, yd, mi, step, stair, flight, lap, block."""

    value: Number | tuple[Number, Number]
    unit: str


class Intervention(msgspec.Struct, frozen=True):
    """One named exercise or activity with its dose. Seconds are whole seconds."""

    name: str
    span: Span
    sets: Count | None = None
    reps: Count | None = None
    load: Load | None = None
    hold_seconds: Count | None = None
    duration_seconds: Count | None = None
    distance: Distance | None = None
    position: str | None = None
    side: Literal["left", "right", "bilateral"] | None = None
    per_side: bool | None = None

    @property
    def has_dose(self) -> bool:
        """Sets, repetitions, hold, duration, distance or trips are stated."""
        return not (
            self.reps is None
            and self.sets is None
            and self.hold_seconds is None
            and self.duration_seconds is None
            and self.distance is None
        )


class Cue(msgspec.Struct, frozen=True):
    """One stretch of skilled direction that says what was corrected or for what."""

    text: str
    span: Span
    kind: CueKind


class Measure(msgspec.Struct, frozen=True):
    """One objective finding. ``value`` is a number, or the grade as written (``3+``) for graded scales."""

    text: str
    span: Span
    kind: MeasureKind
    value: Number | str | None
    unit: str | None
    baseline: Number | str | None = None


class GoalConnection(msgspec.Struct, frozen=True):
    """The sentence that ties the work or the impairment to a specific functional task."""

    text: str
    span: Span


class NamedWork(msgspec.Struct, frozen=True):
    """What the rules need to know of one intervention beyond the report's fields."""

    span: Span
    kind: Literal["exercise", "activity", "class"]  # "class": only a vague class such as "LE strengthening"
    specific: Literal["met", "partial", "missing"]  # how repeatable the name is
    load_need: bool  # strengthening, or a machine that needs a level
    has_dose: bool
    has_load: bool
    has_position: bool
    purpose: str  # "strength", "rom", "endurance", "balance", "gait", "task", "self_care", "manual", "unknown"


class Evidence(msgspec.Struct, frozen=True):
    """Everything found for one billed code.

    ``anchor`` is the code mention that findings about something absent point at. ``stated_minutes`` are minutes
    written for this code (not derived from a clock), each with its span. ``lone_clock`` is a single clock time.
    ``estimate`` marks a time written as an estimate. ``empty_cues`` are cue stretches without content,
    ``assist_only`` bare assistance levels. ``generic_goals`` are partial goal connections.
    ``units_span``/``modifier_span`` are None where the claim, not the text, says it.
    ``targets`` are places where a tissue capacity is named: capacity and place as normal forms or None.
    ``components`` are the demands named for the activity, as normal forms. ``responses`` are concrete patient
    responses, ``stock_responses`` phrases such as "tolerated well".
    """

    code: Code
    spans: tuple[Span, ...]
    anchor: Span | None
    documented: bool
    time_blocks: tuple[TimeBlock, ...] = ()
    stated_minutes: tuple[tuple[int, Span], ...] = ()
    lone_clock: Span | None = None
    estimate: Span | None = None
    billed_units: int | None = None
    units_span: Span | None = None
    on_claim: bool = False
    modifiers: tuple[str, ...] = ()
    interventions: tuple[Intervention, ...] = ()
    work: tuple[NamedWork, ...] = ()  # parallel to nothing: vague classes stand here too
    cues: tuple[Cue, ...] = ()
    concrete_cue: bool = False  # a spoken or hands-on cue names the body part, motion or demand it corrected
    empty_cues: tuple[Span, ...] = ()
    assist_only: tuple[Span, ...] = ()
    measures: tuple[Measure, ...] = ()
    goal_connections: tuple[GoalConnection, ...] = ()
    generic_goals: tuple[Span, ...] = ()
    targets: tuple[tuple[str | None, str | None, Span], ...] = ()
    components: tuple[tuple[str, Span], ...] = ()
    responses: tuple[Span, ...] = ()
    stock_responses: tuple[Span, ...] = ()
    no_contact: Span | None = None  # alone, with an aide, in a group, watched from afar
    passive: Span | None = None  # the patient is moved and does not perform
    education_only: Span | None = None


class OtherService(msgspec.Struct, frozen=True):
    """Another code of the visit (97112, 97140, G0283 ...) with the minutes and units stated for it."""

    code: str
    minutes: int | None
    units: int | None
    span: Span | None


class NoteEvidence(msgspec.Struct, frozen=True):
    """Everything found in one note.

    ``combined_time`` is a block or a minute total stated for both codes together: its span and minutes.
    ``total_timed`` and ``total_treatment`` are stated totals in minutes. ``link`` grades whether something written
    ties the impairment treated to the task practised. ``shared_description`` is the text that serves both codes.
    ``modifier_59`` is True, False, or None where neither claim nor text says anything of modifiers.
    """

    narratives: tuple[Evidence, ...]
    other_services: tuple[OtherService, ...] = ()
    combined_time: tuple[Span, int | None] | None = None
    combined_estimate: Span | None = None
    total_timed: tuple[int, Span] | None = None
    total_treatment: tuple[int, Span] | None = None
    signature: Span | None = None
    link: Level = "missing"
    link_span: Span | None = None
    link_facts: tuple[str, ...] = ()  # what the classifier of the link weighs
    shared_description: Span | None = None
    modifier_59: bool | None = None
