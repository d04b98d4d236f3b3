"""Gold: the labels of a note with every quote turned into exact code-point spans.

Offsets count characters of the note as its bytes decode, line ends included, because the program under test
is given exactly that text. Everything that measures or trains reads gold through ``load_gold`` and
``load_corpus``, which refuse a broken file with its path and line: a dropped label would silently change a
score.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from nlp_check.errors import DataError
from nlp_check.records.evidence import (
    Code,
    Cue,
    Distance,
    GoalConnection,
    Intervention,
    Level,
    Load,
    Measure,
    Number,
    Span,
    TimeBlock,
)
from nlp_check.records.note import ClaimLine
from nlp_check.records.report import Pair
from nlp_check.strict_yaml import convert, line_of, read_yaml
from nlp_check.training.labels import (
    ClaimLabel,
    CombinedTimeLabel,
    InterventionLabel,
    MeasureLabel,
    NarrativeLabel,
    NoteLabel,
    RuleAndCode,
    Stretch,
)
from nlp_check.training.quotes import QuoteError, resolve

FIRST, SECOND = "notes", "second"  # the label directories: gold, and the blind second labelling of a part of it
NOWHERE: Span = (0, 0)  # stands for a quote that failed while the rest of the file is still being checked
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")


class GoldIntervention(Intervention, frozen=True):
    """An intervention as in the report. ``vague`` marks a mere class of work, which the report leaves out."""

    vague: bool = False


class GoldNarrative(msgspec.Struct, frozen=True):
    """The truth about one billed code. ``spans`` is empty where nothing documents it."""

    code: Code
    spans: tuple[Span, ...]
    time_blocks: tuple[TimeBlock, ...]
    minutes: int | None
    stated_minutes: int | None
    estimated_time: bool
    billed_units: int | None
    interventions: tuple[GoldIntervention, ...]
    cues: tuple[Cue, ...]
    measures: tuple[Measure, ...]
    goal_connections: tuple[GoalConnection, ...]
    elements: dict[str, Level]
    intended_code: str
    specific: bool
    separately_justified: bool

    @property
    def named(self) -> tuple[GoldIntervention, ...]:
        """The interventions that have a name of their own: those the report lists."""
        return tuple(item for item in self.interventions if not item.vague)


class CombinedTime(msgspec.Struct, frozen=True):
    """A block or minute total stated for both codes together."""

    span: Span
    minutes: int | None


class GoldNote(msgspec.Struct, frozen=True):
    """One note and the truth about it.

    ``path`` is the label file and ``lines`` the line of each of its fields (``$.narratives[0].minutes``).
    """

    id: str
    writer: str
    style: str
    text: str
    payer: str | None
    claim: tuple[ClaimLine, ...] | None
    narratives: tuple[GoldNarrative, ...]
    combined_time: CombinedTime | None
    pair: Pair | None
    judged: tuple[RuleAndCode, ...]
    findings: tuple[RuleAndCode, ...]
    comment: str | None
    path: str
    lines: dict[str, int]

    def narrative(self, code: Code) -> GoldNarrative | None:
        """The narrative of ``code``, or None when it is not billed."""
        return next((narrative for narrative in self.narratives if narrative.code == code), None)


def load_gold(directory: str | Path, id: str, labels: str = FIRST) -> GoldNote:
    """The gold of one note of the corpus ``directory``; DataError with path and line if it is broken."""
    note, problems = read_gold(directory, id, labels)
    if problems:
        raise problems[0]
    return note


def load_corpus(directory: str | Path) -> list[GoldNote]:
    """The gold of every note of the corpus, in the order of the ids."""
    return [load_gold(directory, id) for id in note_ids(directory)]


def note_ids(directory: str | Path) -> list[str]:
    """The ids that stand in the corpus, as text or as labels, sorted."""
    notes = Path(directory) / FIRST
    if not notes.is_dir():
        raise DataError("is not a directory", path=str(notes))
    return sorted({path.stem for path in notes.iterdir() if path.suffix in (".txt", ".yaml")})


def read_gold(directory: str | Path, id: str, labels: str = FIRST) -> tuple[GoldNote, list[DataError]]:
    """The note, and one error for each quote that could not be placed (its span is then ``NOWHERE``).

    An author wants all of these at once. What leaves no note at all (no file, bad YAML, a wrong type) raises.
    ``labels`` is the directory of the label files, ``SECOND`` for those of the second annotators; the text is always
    that in ``notes/``, so the two labelings cannot be of different texts.
    """
    path = Path(directory) / labels / f"{id}.yaml"
    text = read_text(Path(directory) / FIRST / f"{id}.txt")
    file = read_yaml(path)
    label = convert(_without_nulls(file.value), NoteLabel, path, file.lines)
    resolver = _Resolver(text, str(path), file.lines)
    return resolver.note(label), resolver.errors


def read_text(path: Path) -> str:
    """The note exactly as it is: no line end is translated."""
    try:
        with open(path, encoding="utf-8", newline="") as stream:
            return stream.read()
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", path=str(path)) from None
    except UnicodeDecodeError:
        raise DataError("is not UTF-8", path=str(path)) from None


def _without_nulls(value: object) -> object:
    """A field written as null is the same as a field left out."""
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_without_nulls(item) for item in value]
    return value


class _Resolver:
    """Turns one label file into gold and collects what cannot be placed."""

    def __init__(self, text: str, path: str, lines: dict[str, int]) -> None:
        self.text = text
        self.path = path
        self.lines = lines
        self.errors: list[DataError] = []

    def note(self, label: NoteLabel) -> GoldNote:
        narratives = [self._narrative(f"$.narratives[{n}]", item) for n, item in enumerate(label.narratives)]
        pair = label.pair
        return GoldNote(
            id=label.id, writer=label.writer, style=label.style, text=self.text, payer=label.payer,
            claim=None if label.claim is None else tuple(map(_claim_line, label.claim)),
            narratives=tuple(narratives),
            combined_time=self._combined_time(label.combined_time),
            pair=None if pair is None else msgspec.convert(pair, Pair, from_attributes=True),
            judged=label.judged, findings=label.findings, comment=label.comment,
            path=self.path, lines=self.lines,
        )  # fmt: skip

    def _combined_time(self, label: str | CombinedTimeLabel | None) -> CombinedTime | None:
        if label is None:
            return None
        minutes = None if isinstance(label, str) else label.minutes
        return CombinedTime(self._span("$.combined_time", label), minutes)

    def _narrative(self, field: str, label: NarrativeLabel) -> GoldNarrative:
        spans = self._spans(f"{field}.text", label.text)
        blocks = self._spans(f"{field}.time_blocks", label.time_blocks, spans)
        work = self._spans(f"{field}.interventions", label.interventions, spans)
        cues = self._spans(f"{field}.cues", label.cues, spans)
        measures = self._spans(f"{field}.measures", label.measures, spans)
        goals = self._spans(f"{field}.goal_connections", label.goal_connections, spans)
        return GoldNarrative(
            code=label.code, spans=spans,
            time_blocks=tuple(
                TimeBlock(block.start, block.stop, block.minutes, span)
                for block, span in zip(label.time_blocks, blocks, strict=True)
            ),
            minutes=label.minutes, stated_minutes=label.stated_minutes, estimated_time=label.estimated_time,
            billed_units=label.billed_units,
            interventions=tuple(map(self._intervention, label.interventions, work)),
            cues=tuple(
                Cue(self._quote(span), span, cue.kind) for cue, span in zip(label.cues, cues, strict=True)
            ),
            measures=tuple(map(self._measure, label.measures, measures)),
            goal_connections=tuple(GoalConnection(self._quote(span), span) for span in goals),
            elements=label.elements, intended_code=label.intended_code, specific=label.specific,
            separately_justified=label.separately_justified,
        )  # fmt: skip

    def _intervention(self, label: InterventionLabel, span: Span) -> GoldIntervention:
        load, distance = label.load, label.distance
        return GoldIntervention(
            name=self._quote(span), span=span, sets=label.sets, reps=label.reps,
            load=None if load is None else Load(load.value, load.unit, load.text),
            hold_seconds=label.hold_seconds, duration_seconds=label.duration_seconds,
            distance=None if distance is None else Distance(distance.value, distance.unit),
            position=label.position, side=label.side, per_side=label.per_side, vague=label.vague,
        )  # fmt: skip

    def _measure(self, label: MeasureLabel, span: Span) -> Measure:
        value, baseline = _graded(label.value), _graded(label.baseline)
        return Measure(self._quote(span), span, label.kind, value, label.unit, baseline)

    def _spans(
        self, field: str, labels: Sequence[str | Stretch], within: tuple[Span, ...] = ()
    ) -> tuple[Span, ...]:
        return tuple(self._span(f"{field}[{n}]", label, within) for n, label in enumerate(labels))

    def _span(self, field: str, label: str | Stretch, within: tuple[Span, ...] = ()) -> Span:
        try:
            return resolve(self.text, label, within)
        except QuoteError as error:
            message = f"{field.removeprefix('$.')}: {error}"
            self.errors.append(DataError(message, path=self.path, line=line_of(self.lines, field)))
            return NOWHERE

    def _quote(self, span: Span) -> str:
        return self.text[span[0] : span[1]]


def _claim_line(label: ClaimLabel) -> ClaimLine:
    return ClaimLine(label.code, label.units, label.modifiers)


def _graded(value: str | None) -> Number | str | None:
    """A number where it reads as one; ``4-`` and ``3+`` stay as written."""
    if value is None or not _NUMBER.fullmatch(value):
        return value
    return float(value) if "." in value else int(value)
