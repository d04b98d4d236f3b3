"""From text to evidence: runs the components in order and writes what they found as plain values.

No spaCy from here on: ``Extractor.extract`` takes the record, and gives the evidence of the note together with the text
scores of each narrative, which the classifiers (scoring) turn into probabilities.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np

from nlp_check.components import flags
from nlp_check.components.attribution import GOAL_TASK, Attributor
from nlp_check.components.billing import give_visit_blocks, keep_ledger
from nlp_check.components.codes import JUDGED, Mention, find_mentions
from nlp_check.components.features import Array, feature_rows_of, offsets_of
from nlp_check.components.goals import generic_goals, link_between, states_plan_goal
from nlp_check.components.interventions import build, find_items
from nlp_check.components.layout import split_sentences
from nlp_check.components.ledger import Account, Ledger
from nlp_check.components.linear import TAGS, LinearModel
from nlp_check.components.measures import grammar_measures, read_measure
from nlp_check.components.narratives import billed_in_text, cut_segments
from nlp_check.components.reading import Reader, Reading
from nlp_check.components.rows import row_item
from nlp_check.components.segments import Segment
from nlp_check.components.skill import KIND_TASK, KindOf, empty_cues, is_concrete, read_cues
from nlp_check.components.stretches import Stretches
from nlp_check.components.tables import table_rows
from nlp_check.components.targets import find_components, find_responses, find_targets
from nlp_check.components.times import Block, find_clocks
from nlp_check.components.work import named_work
from nlp_check.lexicon.loader import Lexicon
from nlp_check.records.evidence import (
    Code,
    Evidence,
    GoalConnection,
    Measure,
    NoteEvidence,
    OtherService,
    Span,
)
from nlp_check.records.note import ClaimLine, Note

GOAL_THRESHOLD = 0.5
Tokens = tuple[int, int]


class Extraction(msgspec.Struct, frozen=True):
    """``evidence`` of a note, and for each code the text scores of its narrative, one a column of the model."""

    evidence: NoteEvidence
    text_scores: dict[str, Array]


class Extractor:
    """Holds the lexicon and the compiled model; safe to share between threads once built."""

    def __init__(self, lexicon: Lexicon, model: LinearModel) -> None:
        self.lexicon = lexicon
        self.model = model
        self.reader = Reader(lexicon)
        self._attributor = Attributor(model) if GOAL_TASK in model.tasks else None

    def extract(self, note: Note) -> Extraction:
        """The evidence in ``note`` for the codes that the claim, or else the text, bills."""
        return self.extract_many([note])[0]

    def extract_many(self, notes: Sequence[Note]) -> list[Extraction]:
        """The same for each of ``notes``: what is learned weighs all of them at once, which is what makes it fast."""
        scenes = [self._read(note) for note in notes]
        full = [scene for scene in scenes if scene is not None]
        scores = self._weigh(full) if full else {}
        return [
            Extraction(NoteEvidence(narratives=()), {}) if scene is None else Extraction(_assemble(scene), scores[id(scene)])
            for scene in scenes
        ]

    def _read(self, note: Note) -> _Scene | None:
        """What the text alone says; None where no judged code is billed."""
        reading = self.reader.read(note.text)
        sentences = split_sentences(reading, self.lexicon.sections)
        mentions = find_mentions(reading, sentences)
        segments = cut_segments(reading, sentences, mentions)
        stated = billed_in_text(reading, segments)
        billed = _billed(note, stated)
        if not billed:
            return None
        clocks = find_clocks(reading.text)
        ledger = keep_ledger(reading, segments, mentions, clocks.blocks, clocks.lone)
        return _Scene(note, reading, segments, stated, billed, clocks.blocks, ledger)

    def _weigh(self, scenes: list[_Scene]) -> dict[int, dict[str, Array]]:
        """Gives each sentence its owners and each scene its tags; returns the text scores of the narratives."""
        assert self._attributor is not None
        readings = [scene.reading for scene in scenes]
        contributions = self.model.contributions(feature_rows_of(readings))
        offsets = offsets_of(readings)
        bounds = [(segment.first + at, segment.end + at) for scene, at in zip(scenes, offsets, strict=True) for segment in scene.segments]
        totals, lengths = self.model.totals(contributions, bounds)
        texts = (totals[:, self._attributor.bank.columns] / np.sqrt(np.maximum(lengths, 1))[:, None]).tolist()
        scores: dict[int, dict[str, Array]] = {}
        row = 0
        for scene, at in zip(scenes, offsets, strict=True):
            end = row + len(scene.segments)
            scene.give_owners(self._attributor, texts[row:end])
            scene.kind_of = self._kind_judge(contributions, at)
            scores[id(scene)] = {code: _narrative_text(scene, code, totals[row:end], lengths[row:end]) for code in scene.billed}
            row = end
        owned = [(segment.first + at, segment.end + at) for scene, at in zip(scenes, offsets, strict=True) for segment in scene.owned]
        spans = self.model.tag(contributions, owned)
        for scene, at in zip(scenes, offsets, strict=True):
            scene.give_tags(spans, at)
        return scores

    def _kind_judge(self, contributions: Array, offset: int) -> KindOf:
        """Judges the kind of a cue in the note that begins at ``offset``."""
        task = self.model.tasks.get(KIND_TASK)
        if task is None:
            return lambda first, end, facts: None

        def kind_of(first: int, end: int, facts: list[str]) -> str | None:
            part = contributions[first + offset : end + offset, task.start : task.stop]
            text = np.add.reduce(part, axis=0, dtype=np.float64) / (end - first) ** 0.5
            probabilities = task.probabilities(text.tolist(), facts)
            return task.classes[probabilities.index(max(probabilities))]

        return kind_of


class _Scene:
    """What every part of the assembly needs of one note."""

    __slots__ = ("billed", "goals", "kind_of", "ledger", "note", "owned", "reading", "rows", "segments", "stated", "tags", "times")

    def __init__(
        self, note: Note, reading: Reading, segments: list[Segment], stated: dict[str, Mention], billed: tuple[Code, ...], blocks: Sequence[Block],
        ledger: Ledger,
    ) -> None:
        self.note = note
        self.reading = reading
        self.segments = segments
        self.stated = stated
        self.billed = billed
        self.ledger = ledger
        self.times = [(reading.token_at(block.block.span[0]), reading.token_at(block.block.span[1] - 1) + 1) for block in blocks]
        self.rows = table_rows(reading, segments)
        self.goals: dict[int, float] = {}
        self.owned: list[Segment] = []
        self.tags: dict[str, dict[int, list[Tokens]]] = {}  # by tag, by identity of the segment
        self.kind_of: KindOf

    def give_owners(self, attributor: Attributor, texts: list[list[float]]) -> None:
        """Whose each segment is, and which are goal connections; ``texts`` are the segments' text scores."""
        goals = attributor.attribute(self.reading, self.segments, self.billed, texts)
        self.goals = dict(zip(map(id, self.segments), goals, strict=True))
        give_visit_blocks(self.ledger, self.reading, self.segments, self.billed)
        self.owned = [segment for segment in self.segments if not segment.row and any(code in self.billed for code in segment.owners)]

    def give_tags(self, spans: list[list[Tokens]], at: int) -> None:
        """What the taggers found: those of ``spans``, tag by tag, that lie in this note, which begins at ``at``."""
        size = len(self.reading)
        for tag, found in zip(TAGS, spans, strict=True):
            here = found[bisect_left(found, (at,)) : bisect_left(found, (at + size,))]
            by_segment: dict[int, list[Tokens]] = {}
            segments = iter(self.owned)
            segment = None
            for a, b in here:
                while segment is None or segment.end + at <= a:
                    segment = next(segments)
                by_segment.setdefault(id(segment), []).append((a - at, b - at))
            self.tags[tag] = by_segment

    def unlinked(self) -> list[Segment]:
        """The segments that tie no code's work to a task."""
        return [segment for segment in self.segments if self.goals.get(id(segment), 0.0) < GOAL_THRESHOLD]

    def tagged(self, tag: str, own: list[Segment]) -> list[Tokens]:
        """The spans of ``tag`` in the segments ``own``."""
        by_segment = self.tags[tag]
        return [span for segment in own if (spans := by_segment.get(id(segment))) for span in spans]


def _narrative_text(scene: _Scene, code: Code, totals: Array, lengths: Array) -> Array:
    own = [row for row, segment in enumerate(scene.segments) if not segment.row and code in segment.owners]
    text: Array = np.add.reduce(totals[own], axis=0) / max(int(lengths[own].sum()), 1) ** 0.5
    return text


def _assemble(scene: _Scene) -> NoteEvidence:
    narratives: list[Evidence] = []
    for code in scene.billed:
        own = [segment for segment in scene.segments if not segment.row and code in segment.owners]
        narratives.append(_narrative(scene, code, own, scene.note))
    narratives, combined, combined_estimate = _settle_times(scene, narratives)
    return NoteEvidence(
        narratives=tuple(narratives),
        other_services=_other_services(scene, scene.stated, scene.note),
        combined_time=combined,
        combined_estimate=combined_estimate,
        total_timed=scene.ledger.total_timed,
        total_treatment=scene.ledger.total_treatment,
        signature=flags.find_signature(scene.reading),
        **_pairing(scene, narratives, scene.note),
    )


def _billed(note: Note, stated: dict[str, Mention]) -> tuple[Code, ...]:
    if note.claim is not None:
        claimed = {line.code for line in note.claim}
        return tuple(code for code in ("97110", "97530") if code in claimed)
    return tuple(code for code in ("97110", "97530") if code in stated)


def _claim_line(note: Note, code: str) -> ClaimLine | None:
    lines = [line for line in note.claim or () if line.code == code]
    if not lines:
        return None
    units = [line.units for line in lines if line.units is not None]
    modifiers = tuple(dict.fromkeys(modifier for line in lines for modifier in line.modifiers))
    return ClaimLine(code=code, units=sum(units) if units else None, modifiers=modifiers)


def _narrative(scene: _Scene, code: Code, own: list[Segment], note: Note) -> Evidence:
    reading = scene.reading
    account = scene.ledger.accounts.get(code) or Account()
    line = _claim_line(note, code)
    units, units_span = (account.units, account.units_span) if line is None else (line.units, None)
    if line is not None and line.units is None:
        units, units_span = account.units, account.units_span
    estimate = next((block.estimate for block in account.blocks if block.estimate), None) or next(
        (stated.estimate for stated in account.minutes if stated.estimate), None
    )
    anchor = reading.span(account.mention.first, account.mention.end) if account.mention is not None else None
    base = Evidence(
        code=code, spans=_spans(reading, own), anchor=anchor, documented=bool(own),
        time_blocks=tuple(block.block for block in account.blocks),
        stated_minutes=tuple((stated.minutes, stated.span) for stated in account.minutes),
        lone_clock=account.lone[0].span if account.lone and not account.blocks else None,
        estimate=estimate, billed_units=units, units_span=units_span, on_claim=line is not None,
        modifiers=line.modifiers if line is not None else account.modifiers,
    )  # fmt: skip
    return _content(scene, base, own) if own else base


def _content(scene: _Scene, base: Evidence, own: list[Segment]) -> Evidence:
    reading, code = scene.reading, base.code
    ranges = [(segment.first, segment.end) for segment in own]
    cues = read_cues(reading, ranges, scene.tagged("cue", own), scene.kind_of)
    cue_tokens = [(reading.token_at(cue.span[0]), reading.token_at(cue.span[1] - 1) + 1) for cue in cues]
    cued = Stretches(cue_tokens)
    goal_segments = [segment for segment in own if scene.goals.get(id(segment), 0.0) >= GOAL_THRESHOLD]
    linked = set(map(id, goal_segments))
    measures, measure_tokens = _measures(scene, [segment for segment in own if id(segment) not in linked], scene.tagged("measure", own))
    mentioned = [(segment.mention.first, segment.mention.end) for segment in own if segment.mention is not None]
    stated = [(reading.token_at(a), reading.token_at(b - 1) + 1) for _, (a, b) in base.stated_minutes]
    blocked = sorted([*cue_tokens, *measure_tokens, *scene.times, *mentioned, *stated])
    blocked_starts = [first for first, _ in blocked]
    items = []
    for segment in own:
        tagged = scene.tags["intervention"].get(id(segment), [])
        if id(segment) in linked:
            tagged = [span for span in tagged if scene.goals[id(segment)] < 0.9]
        cells = scene.rows.get(id(segment))
        row = None if cells is None else row_item(reading, cells)
        items += [row] if row is not None else find_items(
            reading, segment.first, segment.end, tagged,
            blocked[bisect_left(blocked_starts, segment.first) : bisect_left(blocked_starts, segment.end)],
        )  # fmt: skip
    empty, assist = empty_cues(reading, ranges, cued)
    interventions = tuple(build(reading, item) for item in items if not item.vague)
    work = named_work(reading, items, code)
    responses, stock = find_responses(reading, ranges, cued)
    return msgspec.structs.replace(
        base,
        interventions=interventions, work=work, cues=cues, concrete_cue=any(is_concrete(reading, cue) for cue in cues), empty_cues=empty, assist_only=assist, measures=measures,
        goal_connections=tuple(_goal(reading, segment) for segment in goal_segments),
        generic_goals=generic_goals(reading, own, goal_segments) or states_plan_goal(reading, scene.unlinked()),
        targets=find_targets(reading, ranges, goal_segments),
        components=find_components(reading, ranges, cued, goal_segments),
        responses=responses, stock_responses=stock,
        no_contact=flags.no_contact(reading, ranges),
        passive=flags.passive(reading, ranges) if code == "97530" else None,
        education_only=flags.education_only(reading, ranges, interventions) if code == "97530" else None,
    )  # fmt: skip


def _measures(scene: _Scene, segments: list[Segment], tagged: list[Tokens]) -> tuple[tuple[Measure, ...], list[Tokens]]:
    """Measures that the tagger found, and those that the grammar finds in ``segments``: the grade a goal asks for is no finding."""
    reading = scene.reading
    known, timed = Stretches(tagged), Stretches(scene.times)
    spans = sorted(
        [*tagged, *(
            (a, b) for segment in segments for a, b in grammar_measures(reading, segment.first, segment.end)
            if not known.touch(a, b) and not timed.touch(a, b)
        )]
    )  # fmt: skip
    found = [(measure, span) for span in spans if (measure := read_measure(reading, *span)) is not None]
    return tuple(measure for measure, _ in found), [span for _, span in found]


def _goal(reading: Reading, segment: Segment) -> GoalConnection:
    first = segment.sentence.body if segment.sentence.first == segment.first and segment.sentence.body < segment.end else segment.first
    if segment.mention is not None and segment.mention.role == "label" and first < segment.mention.end < segment.end:
        first = segment.mention.end
    while first < segment.end - 1 and reading.shapes[first] in ":-?.c;|)":
        first += 1
    span = reading.span(first, segment.end)
    return GoalConnection(text=reading.text[span[0] : span[1]], span=span)


def _spans(reading: Reading, own: list[Segment]) -> tuple[Span, ...]:
    spans: list[Span] = []
    previous = -1
    for segment in own:
        start, stop = reading.span(segment.first, segment.end)
        if spans and segment.first <= previous + 1 and not reading.text[spans[-1][1] : start].strip():
            spans[-1] = (spans[-1][0], stop)
        else:
            spans.append((start, stop))
        previous = segment.end
    return tuple(spans)


def _other_services(scene: _Scene, stated: dict[str, Mention], note: Note) -> tuple[OtherService, ...]:
    found: dict[str, OtherService] = {}
    for code, mention in stated.items():
        if code in JUDGED:
            continue
        account = scene.ledger.accounts.get(code) or Account()
        minutes = sum(block.block.minutes or 0 for block in account.blocks) or None
        if minutes is None and account.minutes:
            minutes = account.minutes[0].minutes
        found[code] = OtherService(code, minutes, account.units, scene.reading.span(mention.first, mention.end))
    for line in note.claim or ():
        if line.code not in JUDGED and line.code not in found:
            found[line.code] = OtherService(line.code, None, line.units, None)
    return tuple(found[code] for code in sorted(found))


def _settle_times(
    scene: _Scene, narratives: list[Evidence]
) -> tuple[list[Evidence], tuple[Span, int | None] | None, Span | None]:
    """Combined time for both codes, or a visit's clock that can only be the one billed code's."""
    ledger = scene.ledger
    own_time = [bool(item.time_blocks or item.stated_minutes) for item in narratives]
    if len(narratives) == 2 and not any(own_time):
        if ledger.combined:
            first = next((item for item in ledger.combined if ":" in scene.reading.text[item.span[0] : item.span[1]]), ledger.combined[0])
            return narratives, (first.span, first.minutes), first.estimate
        if _only_judged(scene):
            if ledger.visit:
                block = ledger.visit[0]
                return narratives, (block.block.span, block.block.minutes), block.estimate
            total = ledger.total_timed or ledger.total_treatment
            if total is not None:
                return narratives, (total[1], total[0]), None
    if len(narratives) == 1 and not own_time[0] and _only_judged(scene):
        if ledger.visit:
            blocks = tuple(block.block for block in ledger.visit)
            estimate = next((block.estimate for block in ledger.visit if block.estimate), None)
            return [msgspec.structs.replace(narratives[0], time_blocks=blocks, estimate=estimate)], None, None
        total = ledger.total_timed or ledger.total_treatment
        if total is not None:
            return [msgspec.structs.replace(narratives[0], stated_minutes=(total,))], None, None
    return narratives, None, None


def _only_judged(scene: _Scene) -> bool:
    """Whether nothing but the judged codes was given: no other code is named and no other code's text stands there."""
    named = {code for code in scene.ledger.accounts if code not in JUDGED}
    return not named


def _pairing(scene: _Scene, narratives: list[Evidence], note: Note) -> dict[str, Any]:
    if len(narratives) < 2:
        return {}
    link, span, facts = link_between(scene.reading, narratives, scene.segments)
    return {
        "link": link,
        "link_span": span,
        "link_facts": facts,
        "shared_description": flags.shared_description(scene.reading, scene.segments),
        "modifier_59": _modifier_59(narratives, note),
    }


_DISTINCT = frozenset(("59", "XE", "XS", "XP", "XU"))


def _modifier_59(narratives: list[Evidence], note: Note) -> bool | None:
    found = {modifier for item in narratives for modifier in item.modifiers}
    if found & _DISTINCT:
        return True
    return False if note.claim is not None or found else None
