"""The one door: a note in, a report out. Every front end calls this and hands the reports on."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import msgspec

from nlp_check import __version__
from nlp_check.components.linear import LinearModel
from nlp_check.components.model_file import load_model
from nlp_check.elements import own_minutes
from nlp_check.errors import RecordError
from nlp_check.evidence import Extraction, Extractor
from nlp_check.lexicon.loader import load_lexicon
from nlp_check.pairing import read_pair
from nlp_check.policy.loader import load_policy
from nlp_check.policy.model import Policy
from nlp_check.records.evidence import Evidence, NoteEvidence
from nlp_check.records.note import Note, parse_note
from nlp_check.records.report import SCHEMA_VERSION, BadRecord, Finding, NarrativeReport, Report, Scores
from nlp_check.rules.base import NarrativeView, NoteView
from nlp_check.rules.judge import judge
from nlp_check.scoring.explain import Explainer
from nlp_check.scoring.scorer import Judged, Scorer
from nlp_check.selection import verdict_of
from nlp_check.units import DAY_MINUTES, UnitCount, count_all, is_timed

MAX_NOTE_LENGTH = 50_000_000  # characters; a guard against a whole archive given as one note
BATCH = 64  # notes checked together
BATCH_LENGTH = 400_000  # characters of a batch, about
Record = str | Note | Mapping[str, Any]


class Checker:
    """Checks notes under one policy. Loads once; can be pickled, and shared between threads.

    ``policy`` is the name of a shipped policy or the path of a user's file; ``model`` replaces the shipped one, as
    training and evaluation need. With ``explain`` each score of a report lists what made it. Raises PolicyError or ModelError when either is unknown or broken.
    """

    def __init__(self, policy: str | Policy = "strict", *, model: LinearModel | None = None, explain: bool = False) -> None:
        self.policy = load_policy(policy) if isinstance(policy, str) else policy
        self._model = model
        self._explain = explain
        self._load()

    def _load(self) -> None:
        model = load_model() if self._model is None else self._model
        self._extractor = Extractor(load_lexicon(), model)
        self._scorer = Scorer(model)
        self._explainer = Explainer(self._scorer, self._extractor.reader) if self._explain else None

    def __getstate__(self) -> dict[str, Any]:
        """The policy, and a model of its own if it has one: the rest is loaded again where the checker arrives."""
        return {"policy": self.policy, "model": self._model, "explain": self._explain}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.policy = state["policy"]
        self._model = state["model"]
        self._explain = state["explain"]
        self._load()

    def check(self, record: Record) -> Report:
        """The report of one note. Raises RecordError for a broken record."""
        return self._check_batch([_checkable(record)])[0]

    def check_many(self, records: Iterable[Record]) -> Iterator[Report]:
        """The reports of many notes, lazily and in order; a broken record gives a report with ``error`` set.

        Notes are taken in batches, small ones first, so that the first report does not wait for many records.
        """
        for batch in _batches(records):
            notes: list[Note] = []
            broken: dict[int, Report] = {}
            for position, record in batch:
                try:
                    notes.append(_checkable(record, position))
                except RecordError as error:
                    broken[position] = _report_of_error(error, record, position, self.policy.name)
            reports = iter(self._check_batch(notes))
            for position, _ in batch:
                yield broken.get(position) or next(reports)

    def _check_batch(self, notes: list[Note]) -> list[Report]:
        with _collector_at_rest():
            extractions = self._extractor.extract_many(notes)
            return [self._judge(note, extraction) for note, extraction in zip(notes, extractions, strict=True)]

    def _judge(self, note: Note, extraction: Extraction) -> Report:
        evidence = extraction.evidence
        judged = {
            narrative.code: self._scorer.judge(narrative, evidence, extraction.text_scores[narrative.code])
            for narrative in evidence.narratives
        }
        if len(judged) == 2:
            link = self._scorer.judge_link(evidence, judged, extraction.text_scores)
            evidence = msgspec.structs.replace(evidence, link=link)
        pair = read_pair(evidence, {code: result.elements for code, result in judged.items()})
        counts = _count_units(evidence)
        views = tuple(self._view(narrative, evidence, judged[narrative.code], counts) for narrative in evidence.narratives)
        findings = judge(NoteView(note=note, evidence=evidence, narratives=views, pair=pair, policy=self.policy, counts=counts))
        narratives = tuple(self._narrative(view, judged[view.code]) for view in views)
        if self._explainer is not None:
            explain = self._explainer.of_note(note.text, extraction)
            narratives = tuple(msgspec.structs.replace(one, explanations=explain(one.code)) for one in narratives)
        return self._report(note, narratives, pair, findings)

    def _report(self, note: Note, narratives: tuple[NarrativeReport, ...], pair: Any, findings: tuple[Finding, ...]) -> Report:
        return Report(
            schema_version=SCHEMA_VERSION, note_id=note.note_id, policy=self.policy.name, version=__version__,
            verdict=verdict_of(findings, narratives, self.policy.bands), narratives=narratives, pair=pair, findings=findings,
        )  # fmt: skip

    def _view(self, narrative: Evidence, note: NoteEvidence, judged: Judged, counts: Mapping[str, UnitCount]) -> NarrativeView:
        intended = judged.intended_code
        if judged.intended_code_probability is not None and judged.intended_code_probability < self.policy.intent_threshold:
            intended = "unclear"
        return NarrativeView(
            code=narrative.code, evidence=narrative, elements=judged.elements, minutes=own_minutes(narrative, note),
            supported_units=self._supported(narrative, note, counts),
            intended_code=intended, intended_probability=judged.intended_code_probability,
        )  # fmt: skip

    def _supported(self, narrative: Evidence, note: NoteEvidence, counts: Mapping[str, UnitCount]) -> int | None:
        count = counts.get(self.policy.unit_method)
        if own_minutes(narrative, note) is None or count is None:
            return None
        return count.units.get(narrative.code)

    def _narrative(self, view: NarrativeView, judged: Judged) -> NarrativeReport:
        evidence = view.evidence
        return NarrativeReport(
            code=view.code, spans=evidence.spans, time_blocks=evidence.time_blocks, minutes=view.minutes,
            billed_units=evidence.billed_units, supported_units=view.supported_units,
            interventions=evidence.interventions, cues=evidence.cues, measures=evidence.measures,
            goal_connections=evidence.goal_connections, intended_code=judged.intended_code,
            intended_code_probability=_rounded(judged.intended_code_probability),
            elements=judged.elements, strength=self._strength(judged) if evidence.documented else 0,
            scores=Scores(specific=_rounded(judged.specific), separately_justified=_rounded(judged.separately_justified)),
        )  # fmt: skip

    def _strength(self, judged: Judged) -> int | None:
        weights = self.policy.element_weights
        total = reached = 0.0
        for name, level in judged.elements.items():
            if level == "not_applicable":
                continue
            weight = weights.get(name, 1.0)
            total += weight
            reached += weight * (1.0 if level == "met" else 0.5 if level == "partial" else 0.0)
        return round(100 * reached / total) if total else None


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Keeps the cyclic garbage collector out of a batch: a check makes no cycles, and looking for them in all that a
    batch holds would take a tenth of the time."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


def _batches(records: Iterable[Record]) -> Iterator[list[tuple[int, Record]]]:
    """The records with their positions, in batches that grow to ``BATCH`` and hold no more text than is good for them."""
    size, length = 1, 0
    batch: list[tuple[int, Record]] = []
    for position, record in enumerate(records):
        batch.append((position, record))
        length += len(_text_of(record))
        if len(batch) == size or length >= BATCH_LENGTH:
            yield batch
            size, length, batch = min(2 * size, BATCH), 0, []
    if batch:
        yield batch


def _text_of(record: object) -> str:
    text = record.get("text") if isinstance(record, Mapping) else getattr(record, "text", record)
    return text if isinstance(text, str) else ""


def _checkable(record: Record, position: int | None = None) -> Note:
    note = parse_note(record, position)
    if len(note.text) > MAX_NOTE_LENGTH:
        raise RecordError("too-long", "text", f"is longer than {MAX_NOTE_LENGTH} characters")
    return note


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _count_units(note: NoteEvidence) -> dict[str, UnitCount]:
    """The visit's unit counts by every method, over the billed codes whose own minutes are known."""
    minutes: dict[str, int] = {}
    for narrative in note.narratives:
        own = own_minutes(narrative, note)
        if own is not None and own <= DAY_MINUTES:  # more is no day: the blocks contradict each other
            minutes[narrative.code] = own
    if not minutes:
        return {}
    for other in note.other_services:
        if other.minutes is not None and other.minutes <= DAY_MINUTES and is_timed(other.code):
            minutes.setdefault(other.code, other.minutes)
    return count_all(minutes) if sum(minutes.values()) <= DAY_MINUTES else {}


def _report_of_error(error: RecordError, record: object, position: int, policy: str) -> Report:
    note_id = record.get("note_id") if isinstance(record, Mapping) else None
    bad = BadRecord(error.kind, error.field, position, error.reason)
    return Report(
        SCHEMA_VERSION, note_id if isinstance(note_id, str) else None, policy, __version__, "fail", (), None, (), bad
    )


