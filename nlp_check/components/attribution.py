"""Which sentences document which billed code, and which tie the work to a goal.

Blocks and labels (narratives.py) give a first answer; a learned classifier has the last word, because half of all
real notes label nothing and assessments speak of both codes in one breath. It sees the words of the sentence, and
facts: what the label rule says, the section, the code of the sentence before, and whose words it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlp_check.components.codes import JUDGED
from nlp_check.components.linear import Bank, LinearModel, chances
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment

SENTENCE_TASKS = {"97110": "owned_97110", "97530": "owned_97530"}
PAIR_TASK = "owned_pair"  # both codes billed: none, 97110, 97530 or both, decided at once
GOAL_TASK = "goal_sentence"
_CONTENT = frozenset("XKBAHTEDMC")
_CLOCK = re.compile("d:dk?[-T]d:d|[dn]m")


def content_words(reading: Reading, first: int, end: int) -> set[int]:
    """Stems of body parts, motions, exercises, tasks and equipment in a stretch."""
    classes = reading.classes
    return {reading.entries[i].word for i in range(first, end) if classes[i] in _CONTENT}


class Profile:
    """What the text already owned by each code speaks of: stems of its content words."""

    def __init__(self) -> None:
        self._owners: dict[int, int] = {}  # of each stem: 1 the exercise text, 2 the activity text, 3 both

    def add(self, words: set[int], codes: tuple[str, ...]) -> None:
        """Counts ``words`` as spoken under ``codes``."""
        mark = ("97110" in codes) + 2 * ("97530" in codes)
        if mark:
            owners = self._owners
            for word in words:
                owners[word] = owners.get(word, 0) | mark

    def overlap(self, words: set[int]) -> tuple[int, int]:
        """How many of ``words`` only the exercise text and only the activity text has used (at most 3 each)."""
        owners = [self._owners.get(word) for word in words]
        return min(3, owners.count(1)), min(3, owners.count(2))


def rule_state(segment: Segment) -> str:
    """What labels alone say of a segment."""
    if not segment.owners:
        return "none"
    judged = [code for code in segment.owners if code in JUDGED]
    if not judged:
        return "other"
    return "both" if len(judged) > 1 else judged[0]


class Situation(NamedTuple):
    """What the classifiers know of one segment beside its words."""

    rule: str  # what labels alone say
    section: str
    heading: bool
    sold: str  # the billed codes
    labelled: str  # which codes have a labelled block
    previous: str  # whose the sentence before is
    adjoining: bool
    overlap: tuple[int, int]
    place: str
    clock: bool
    classes: str

    def facts(self) -> list[str]:
        """The dense features."""
        rule, section, heading, sold, labelled, previous, adjoining, overlap, place, clock, classes = self
        leaning = f"{overlap[0] > overlap[1]}/{overlap[1] > overlap[0]}"
        return [
            f"rule={rule}",
            f"rule={rule}&section={section}",
            f"rule={rule}&labelled={labelled}",
            f"rule={rule}&billed={sold}",
            f"section={section}&labelled={labelled}",
            f"previous={previous}",
            f"previous={previous}&rule={rule}&adjoining={adjoining}",
            f"previous={previous}&section={section}&labelled={labelled}",
            f"overlap={overlap[0]}/{overlap[1]}",
            f"overlap={leaning}&rule={rule}&section={section}",
            f"billed={sold}&labelled={labelled}",
            f"place={place}&rule={rule}",
            f"heading={heading}&rule={rule}&section={section}",
            f"previous={previous}&adjoining={adjoining}&clock={clock}&labelled={labelled}",
            f"previous={previous}&overlap={leaning}&labelled={labelled}",
            f"previous={previous}&classes={classes}&labelled={labelled}",
        ]


def labelled_state(segments: list[Segment]) -> str:
    """Which judged codes have a labelled block of their own."""
    codes = {code for segment in segments if segment.labelled and not segment.row for code in segment.owners if code in JUDGED}
    return "both" if len(codes) == 2 else next(iter(codes), "none")


def walk(reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> Iterator[tuple[int, Segment, Situation]]:
    """Yields (index, segment, situation) in order; the consumer must set ``segment.owners`` before the next.

    Training feeds gold owners through the same walk that inference feeds predictions through.
    """
    labelled = labelled_state(segments)
    sold = "+".join(billed)
    profile = Profile()
    spoken = [set() if segment.row else content_words(reading, segment.first, segment.end) for segment in segments]
    for segment, words in zip(segments, spoken, strict=True):
        if segment.labelled and not segment.row:
            profile.add(words, segment.owners)
    previous = "none"
    previous_line = previous_paragraph = -9
    last = len(segments) - 2
    for index, (segment, words) in enumerate(zip(segments, spoken, strict=True)):
        if segment.row:
            continue
        first, end, sentence = segment.first, segment.end, segment.sentence
        letters = reading.classes[first:end]
        yield index, segment, Situation(
            rule_state(segment), segment.section, sentence.heading, sold, labelled, previous,
            sentence.paragraph == previous_paragraph and sentence.line - previous_line <= 1,
            profile.overlap(words), "first" if index == 0 else "last" if index >= last else "inner",
            _CLOCK.search(reading.shapes, first, end) is not None,
            "".join([letter for letter in "XKC" if letter in letters]),
        )  # fmt: skip
        judged = tuple([code for code in segment.owners if code in JUDGED])
        profile.add(words, judged)
        previous = "both" if len(judged) > 1 else judged[0] if judged else "other" if segment.owners else "none"
        previous_line, previous_paragraph = sentence.line, sentence.paragraph


class Attributor:
    """Decides whose each sentence is. Keeps what the facts of a situation give, because few situations come up."""

    def __init__(self, model: LinearModel) -> None:
        names = (*SENTENCE_TASKS.values(), PAIR_TASK, GOAL_TASK)
        self.tasks = {name: model.tasks[name] for name in names if name in model.tasks}
        self.bank = Bank(self.tasks)
        self._known: dict[Situation, list[float]] = {}

    def attribute(self, reading: Reading, segments: list[Segment], billed: tuple[str, ...], texts: list[list[float]]) -> list[float]:
        """Sets the owners of every segment; returns the probability that each is a goal connection.

        ``texts`` are the text scores of the segments in the columns of ``bank``, in order.
        """
        goals = [0.0] * len(segments)
        likely: dict[str, list[tuple[float, int]]] = {code: [] for code in billed}
        for index, segment, situation in walk(reading, segments, billed):
            dense = self._known.get(situation) or self._learn(situation)
            scores = [a + b for a, b in zip(texts[index], dense)]  # noqa: B905 - both as long as the bank is wide
            owners = self._owners(billed, scores)
            if not segment.labelled and len(owners) < len(billed):
                for code, chance in self._by_code(billed, scores).items():
                    if code not in owners:
                        likely[code].append((chance, index))
            if segment.mention is not None and segment.mention.role == "label" and situation.rule in _LABEL_STATES:
                owners = tuple(dict.fromkeys((*[code for code in segment.owners if code in billed], *owners)))
            segment.owners = owners or tuple([code for code in segment.owners if code not in JUDGED])
            if owners:
                goals[index] = self._chances(GOAL_TASK, scores)[1]
        _give_likeliest(segments, likely)
        return goals

    def _learn(self, situation: Situation) -> list[float]:
        if len(self._known) >= _SITUATIONS_KEPT:
            self._known.clear()
        dense: list[float] = self.bank.scores(situation.facts()).tolist()
        self._known[situation] = dense
        return dense

    def _chances(self, name: str, scores: list[float]) -> list[float]:
        return chances(scores[self.bank.places[name]])

    def _owners(self, billed: tuple[str, ...], scores: list[float]) -> tuple[str, ...]:
        """The billed codes that a sentence documents."""
        if len(billed) == 2:
            pair = scores[self.bank.places[PAIR_TASK]]
            best = self.tasks[PAIR_TASK].classes[pair.index(max(pair))]
            return () if best == "none" else JUDGED if best == "both" else (best,)
        return tuple([code for code, chance in self._by_code(billed, scores).items() if chance >= 0.5])

    def _by_code(self, billed: tuple[str, ...], scores: list[float]) -> dict[str, float]:
        """The probability that a sentence documents each billed code."""
        if len(billed) == 2:
            by_class = dict(zip(self.tasks[PAIR_TASK].classes, self._chances(PAIR_TASK, scores), strict=True))
            both = by_class.get("both", 0.0)
            return {code: by_class.get(code, 0.0) + both for code in billed}
        return {code: self._chances(SENTENCE_TASKS[code], scores)[1] for code in billed}


_SITUATIONS_KEPT = 50_000


_LIKELY_ENOUGH = 0.2
_LABEL_STATES = (*JUDGED, "both")


def _give_likeliest(segments: list[Segment], likely: dict[str, list[tuple[float, int]]]) -> None:
    """A billed code that got no sentence gets the likeliest ones, if any is likely enough: a note that says little of
    a code is a poor narrative, and only one that says nothing is none."""
    for code, candidates in likely.items():
        if not candidates or any(code in segment.owners and not segment.row for segment in segments):
            continue
        best = max(candidates)[0]
        for chance, index in candidates:
            if chance >= max(_LIKELY_ENOUGH, 0.7 * best):
                segment = segments[index]
                segment.owners = tuple(dict.fromkeys((*(owner for owner in segment.owners if owner in JUDGED), code)))
