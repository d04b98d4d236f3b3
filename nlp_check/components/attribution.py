"""Which sentences document which billed code, and which tie the work to a goal.

Blocks and labels (narratives.py) give a first answer; a learned classifier has the last word, because half of all
real notes label nothing and assessments speak of both codes in one breath. It sees the words of the sentence, and
facts: what the label rule says, the section, the code of the sentence before, and whose words it repeats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from nlp_check.components.codes import JUDGED
from nlp_check.components.linear import LinearModel, Task
from nlp_check.components.narratives import Segment
from nlp_check.components.reading import Reading

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
        self.words: dict[str, set[int]] = {code: set() for code in JUDGED}

    def add(self, words: set[int], codes: tuple[str, ...]) -> None:
        """Counts ``words`` as spoken under ``codes``."""
        for code in codes:
            if code in self.words:
                self.words[code] |= words

    def overlap(self, words: set[int]) -> tuple[int, int]:
        """How many of ``words`` only the exercise text and only the activity text has used (at most 3 each)."""
        exercise, activity = self.words["97110"], self.words["97530"]
        return min(3, len(words & (exercise - activity))), min(3, len(words & (activity - exercise)))


def rule_state(segment: Segment) -> str:
    """What labels alone say of a segment."""
    if not segment.owners:
        return "none"
    judged = [code for code in segment.owners if code in JUDGED]
    if not judged:
        return "other"
    return "both" if len(judged) > 1 else judged[0]


def facts_of(
    segment: Segment, billed: tuple[str, ...], labelled: str, previous: str, adjoining: bool, overlap: tuple[int, int], ordinal: int, count: int,
    clock: bool, classes: str,
) -> list[str]:
    """The dense features of one segment."""
    rule = rule_state(segment)
    section = segment.section
    sold = "+".join(billed)
    place = "first" if ordinal == 0 else "last" if ordinal >= count - 2 else "inner"
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
        f"overlap={overlap[0] > overlap[1]}/{overlap[1] > overlap[0]}&rule={rule}&section={section}",
        f"billed={sold}&labelled={labelled}",
        f"place={place}&rule={rule}",
        f"heading={segment.sentence.heading}&rule={rule}&section={section}",
        f"previous={previous}&adjoining={adjoining}&clock={clock}&labelled={labelled}",
        f"previous={previous}&overlap={overlap[0] > overlap[1]}/{overlap[1] > overlap[0]}&labelled={labelled}",
        f"previous={previous}&classes={classes}&labelled={labelled}",
    ]


def labelled_state(segments: list[Segment]) -> str:
    """Which judged codes have a labelled block of their own."""
    codes = {code for segment in segments if segment.labelled and not segment.row for code in segment.owners if code in JUDGED}
    return "both" if len(codes) == 2 else next(iter(codes), "none")


def walk(reading: Reading, segments: list[Segment], billed: tuple[str, ...]) -> Iterator[tuple[int, Segment, list[str], Profile, set[int]]]:
    """Yields (index, segment, facts, profile, words) in order; the consumer must set ``segment.owners`` before the next.

    Training feeds gold owners through the same walk that inference feeds predictions through.
    """
    labelled = labelled_state(segments)
    profile = Profile()
    for segment in segments:
        if segment.labelled and not segment.row:
            profile.add(content_words(reading, segment.first, segment.end), segment.owners)
    previous = "none"
    previous_line = previous_paragraph = -9
    count = len(segments)
    for index, segment in enumerate(segments):
        if segment.row:
            continue
        words = content_words(reading, segment.first, segment.end)
        adjoining = segment.sentence.paragraph == previous_paragraph and segment.sentence.line - previous_line <= 1
        letters = reading.classes[segment.first : segment.end]
        kinds = "".join(letter for letter in "XKC" if letter in letters)
        clock = _CLOCK.search(reading.shapes, segment.first, segment.end) is not None
        facts = facts_of(segment, billed, labelled, previous, adjoining, profile.overlap(words), index, count, clock, kinds)
        yield index, segment, facts, profile, words
        judged = tuple(code for code in segment.owners if code in JUDGED)
        profile.add(words, judged)
        previous = "both" if len(judged) > 1 else judged[0] if judged else "other" if segment.owners else "none"
        previous_line, previous_paragraph = segment.sentence.line, segment.sentence.paragraph


def _decide(model: LinearModel, tasks: dict[str, Task], billed: tuple[str, ...], text: list[float], facts: list[str]) -> tuple[tuple[str, ...], dict[str, float]]:
    """The owners of a sentence, and the probability of each billed code."""
    if len(billed) == 2:
        task = model.tasks[PAIR_TASK]
        probabilities = task.probabilities(text[task.start : task.stop], facts)
        best = task.classes[max(range(len(probabilities)), key=probabilities.__getitem__)]
        by_class = dict(zip(task.classes, probabilities, strict=True))
        chances = {code: by_class.get(code, 0.0) + by_class.get("both", 0.0) for code in billed}
        return () if best == "none" else JUDGED if best == "both" else (best,), chances
    chances = {code: task.probabilities(text[task.start : task.stop], facts)[1] for code, task in tasks.items()}
    return tuple(code for code, chance in chances.items() if chance >= 0.5), chances


def attribute(reading: Reading, segments: list[Segment], billed: tuple[str, ...], model: LinearModel, sums: list[list[float]]) -> list[float]:
    """Sets the owners of every segment; returns the probability that each is a goal connection.

    ``sums`` are the text scores of the segments (``LinearModel.sums``), in order.
    """
    goals = [0.0] * len(segments)
    tasks = {code: model.tasks[SENTENCE_TASKS[code]] for code in billed}
    goal_task = model.tasks[GOAL_TASK]
    likely: dict[str, list[tuple[float, int]]] = {code: [] for code in billed}
    for index, segment, facts, _, _ in walk(reading, segments, billed):
        text = sums[index]
        owners, chances = _decide(model, tasks, billed, text, facts)
        for code, chance in chances.items():
            if code not in owners and not segment.labelled:
                likely[code].append((chance, index))
        if segment.mention is not None and segment.mention.role == "label" and rule_state(segment) in JUDGED:
            owners = tuple(dict.fromkeys((*[code for code in segment.owners if code in billed], *owners)))
        others = tuple(code for code in segment.owners if code not in JUDGED)
        segment.owners = owners or others
        if owners:
            goals[index] = goal_task.probabilities(text[goal_task.start : goal_task.stop], facts)[1]
    _give_likeliest(segments, likely)
    return goals


_LIKELY_ENOUGH = 0.2


def _give_likeliest(segments: list[Segment], likely: dict[str, list[tuple[float, int]]]) -> None:
    """A billed code that got no sentence gets the likeliest ones, if any is likely enough: a note that says little of
    a code is a poor narrative, and only one that says nothing is none."""
    for code, chances in likely.items():
        if not chances or any(code in segment.owners and not segment.row for segment in segments):
            continue
        best = max(chances)[0]
        for chance, index in chances:
            if chance >= max(_LIKELY_ENOUGH, 0.7 * best):
                segment = segments[index]
                segment.owners = tuple(dict.fromkeys((*(owner for owner in segment.owners if owner in JUDGED), code)))
