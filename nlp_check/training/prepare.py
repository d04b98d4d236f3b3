"""Gold notes as the learned parts see them: readings, segments and feature rows, with the labels laid over tokens."""

from __future__ import annotations

import math
import random
from collections import Counter
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from nlp_check.components.attribution import walk
from nlp_check.components.codes import JUDGED, find_mentions
from nlp_check.components.features import SIZE, Array, Rows, feature_rows
from nlp_check.components.layout import split_sentences
from nlp_check.components.linear import TAGS
from nlp_check.components.narratives import cut_segments
from nlp_check.components.reading import Reader, Reading
from nlp_check.components.segments import Segment
from nlp_check.lexicon.loader import Lexicon, load_lexicon
from nlp_check.training.gold import GoldNote

# How much the words weigh beside the dense facts, of a sentence and of a narrative; chosen by cross-validation.
SENTENCE_SCALE, NARRATIVE_SCALE = 2.0, 0.5
MISTAKE_RATE = 0.35


class Prepared:
    """One gold note read once. ``owners`` and ``goals`` are the gold answers of its segments."""

    def __init__(self, gold: GoldNote, reading: Reading, segments: list[Segment], rows: Rows) -> None:
        self.gold = gold
        self.reading = reading
        self.segments = segments
        self.rows = rows
        self.owners = [self._owners(segment) for segment in segments]
        self.goals = [self._is_goal(segment) for segment in segments]

    def _owners(self, segment: Segment) -> tuple[str, ...]:
        start, stop = self.reading.span(segment.first, segment.end)
        return tuple(
            narrative.code
            for narrative in self.gold.narratives
            if 2 * sum(max(0, min(stop, b) - max(start, a)) for a, b in narrative.spans) > stop - start
        )

    def _is_goal(self, segment: Segment) -> bool:
        start, stop = self.reading.span(segment.first, segment.end)
        return any(
            2 * max(0, min(stop, goal.span[1]) - max(start, goal.span[0])) > min(stop - start, goal.span[1] - goal.span[0])
            for narrative in self.gold.narratives
            for goal in narrative.goal_connections
        )

    @property
    def billed(self) -> tuple[str, ...]:
        """The judged codes that are billed."""
        return tuple(narrative.code for narrative in self.gold.narratives)

    def tag_states(self) -> tuple[Array, Array]:
        """States (tags x tokens: 0 outside, 1 begin, 2 inside), and which tokens stand in gold narrative text."""
        states = np.zeros((len(TAGS), len(self.reading)), dtype=np.int64)
        inside = np.zeros(len(self.reading), dtype=bool)
        for narrative in self.gold.narratives:
            for start, stop in narrative.spans:
                first, end = self.tokens(start, stop)
                inside[first:end] = True
            kinds = (narrative.interventions, narrative.cues, narrative.measures)
            for number, spans in enumerate([item.span for item in items] for items in kinds):
                for span in spans:
                    first, end = self.tokens(*span)
                    if not states[number, first:end].any():
                        states[number, first] = 1
                        states[number, first + 1 : end] = 2
        return states, inside

    def tokens(self, start: int, stop: int) -> tuple[int, int]:
        """The token range of a span."""
        return self.reading.token_at(start), self.reading.token_at(stop - 1) + 1


class Preparer:
    """Reads gold notes with the same components that inference uses."""

    def __init__(self) -> None:
        self.lexicon: Lexicon = load_lexicon()
        self.reader = Reader(self.lexicon)

    def prepare(self, gold: GoldNote) -> Prepared:
        """The prepared note."""
        reading = self.reader.read(gold.text)
        sentences = split_sentences(reading, self.lexicon.sections)
        segments = cut_segments(reading, sentences, find_mentions(reading, sentences))
        return Prepared(gold, reading, segments, feature_rows(reading))


class SentenceExample:
    """One segment: text features, facts, and the gold answers."""

    __slots__ = ("billed", "facts", "goal", "owners", "text")

    def __init__(self, text: dict[int, float], facts: list[str], owners: tuple[str, ...], goal: bool, billed: tuple[str, ...]) -> None:
        self.text = text
        self.facts = facts
        self.owners = owners
        self.goal = goal
        self.billed = billed


def sentence_examples(prepared: Prepared, mistakes: random.Random | None = None) -> list[SentenceExample]:
    """The segments of a note with facts as they are when every earlier sentence was attributed rightly.

    With ``mistakes``, some earlier sentences of a note that bills both codes are attributed wrongly, as happens in use:
    trained on right histories alone, the classifier trusts the sentence before more than the words it reads.
    """
    billed = prepared.billed
    if not billed or (mistakes is not None and len(billed) < 2):
        return []
    before = [segment.owners for segment in prepared.segments]
    examples = []
    for index, segment, situation in walk(prepared.reading, prepared.segments, billed):
        text = text_features(prepared.rows, [(segment.first, segment.end)], SENTENCE_SCALE)
        owners = prepared.owners[index]
        examples.append(SentenceExample(text, situation.facts(), owners, prepared.goals[index], billed))
        if mistakes is not None and mistakes.random() < MISTAKE_RATE:
            owners = mistakes.choice([(), *((code,) for code in JUDGED)])
        segment.owners = owners or tuple(code for code in segment.owners if code not in JUDGED)
    for segment, owners in zip(prepared.segments, before, strict=True):
        segment.owners = owners
    return examples


def text_features(rows: Rows, ranges: Sequence[tuple[int, int]], weight: float) -> dict[int, float]:
    """Counts of the hashed features in token ranges times ``weight``, divided by the root of the number of tokens."""
    counts: Counter[int] = Counter()
    size = 0
    for first, end in ranges:
        counts.update(rows[:, first:end].ravel().tolist())
        size += end - first
    scale = weight / math.sqrt(max(size, 1))
    return {feature: count * scale for feature, count in counts.items()}


def text_matrix(texts: Sequence[dict[int, float]]) -> sparse.csr_matrix:
    """Rows of hashed features as one sparse matrix of ``SIZE`` columns."""
    indices: list[int] = []
    values: list[float] = []
    bounds = [0]
    for text in texts:
        indices += text.keys()
        values += text.values()
        bounds.append(len(indices))
    return sparse.csr_matrix((np.array(values, dtype=np.float64), indices, bounds), shape=(len(texts), SIZE))
