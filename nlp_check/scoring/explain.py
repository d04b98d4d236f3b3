"""Why a score is what it is: the facts and the words of the narrative that moved it most, in words of a reviewer.

The models are linear, so that a score is a sum, and what each fact and each word adds to it is known exactly; nothing is
estimated. Words are shown in the short stretches that add most. The note is read once more for this, and only for this:
a check without explanations pays nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Protocol

import numpy as np

from nlp_check.components.features import Array, feature_rows
from nlp_check.components.linear import Bank, LinearModel, chances
from nlp_check.components.reading import Reader, Reading
from nlp_check.elements import read_elements
from nlp_check.records.evidence import Code, Evidence, NoteEvidence, Span
from nlp_check.records.report import Explanation, Reason
from nlp_check.scoring.facts import short_facts
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, Scorer
from nlp_check.scoring.words import in_words, theme_of

FACTS, PHRASES = 5, 3  # shown of each score
_LONGEST = 5  # tokens of a stretch of words
_LEAST = 0.02  # log-odds that move a probability by half a point in a hundred at most
_DIGITS = 3
_BREAKS = frozenset("\n\t|")  # no stretch goes on over the end of a line or a cell


class Extracted(Protocol):
    """What the explanation needs of an extraction."""

    @property
    def evidence(self) -> NoteEvidence:
        """The evidence of the note."""
        ...

    @property
    def text_scores(self) -> Mapping[str, Array]:
        """The text scores of each narrative."""
        ...


class Explainer:
    """Explains the scores that ``scorer`` gives."""

    def __init__(self, scorer: Scorer, reader: Reader) -> None:
        self._model: LinearModel = scorer.model
        self._banks = scorer.banks
        self._reader = reader

    def of_note(self, text: str, extraction: Extracted) -> Callable[[Code], dict[str, Explanation]]:
        """The explanations of a narrative of the note, by its code; the note is read once for both."""
        reading = self._reader.read(text)
        words = self._model.contributions(feature_rows(reading)).astype(np.float64)
        found = {narrative.code: narrative for narrative in extraction.evidence.narratives}

        def explain(code: Code) -> dict[str, Explanation]:
            if not found[code].documented:
                return {}
            return self._explain(found[code], extraction, reading, words)

        return explain

    def _explain(self, narrative: Evidence, extraction: Extracted, reading: Reading, words: Array) -> dict[str, Explanation]:
        bank, text = self._banks[narrative.code], extraction.text_scores[narrative.code]
        facts = short_facts(narrative, extraction.evidence, read_elements(narrative, extraction.evidence))
        scores: Array = bank.scores(facts) + text[bank.columns]
        stretches = [(reading.token_at(start), reading.token_at(stop - 1) + 1) for start, stop in narrative.spans]
        share = 1 / math.sqrt(max(sum(end - first for first, end in stretches), 1))
        explanations = {}
        for name in (*JUDGEMENTS, INTENT):
            if name not in bank.places:
                continue
            direction, against = self._direction(name, bank, scores)
            base, weighed = _weighed(bank, facts, direction, narrative.code)
            phrases = _phrases(reading, words[:, bank.columns] @ direction * share, stretches)
            reasons = _ordered([*_strongest(weighed, FACTS), *_strongest(phrases, PHRASES)])
            total = float(scores @ direction)
            rest = total - base - sum(reason.weight for reason in reasons)
            explanations[name] = Explanation(against, round(base, _DIGITS), reasons, round(rest, _DIGITS))
        return explanations

    def _direction(self, name: str, bank: Bank, scores: Array) -> tuple[Array, str | None]:
        """The combination of the bank's scores that is the log-odds of the answer, and the answer it stands against."""
        place = bank.places[name]
        direction = np.zeros(len(scores))
        if place.stop - place.start == 1:
            direction[place.start] = 1.0
            return direction, None
        likely = np.argsort(chances(scores[place].tolist()))[::-1]
        direction[place.start + likely[0]] = 1.0
        direction[place.start + likely[1]] = -1.0
        return direction, self._model.tasks[name].classes[likely[1]]


def _weighed(bank: Bank, facts: list[str], direction: Array, code: str) -> tuple[float, list[Reason]]:
    """What intercept and code give every narrative, and a reason for each theme that its facts say something of."""
    base = float(bank.base @ direction)
    themes: dict[str, list[tuple[float, str]]] = {}
    for fact in dict.fromkeys(facts):
        if fact in bank.rows:
            weight = float(bank.matrix[bank.rows[fact]] @ direction)
            themes.setdefault(theme_of(fact), []).append((weight, fact))
    base += sum(weight for weight, _ in themes.pop("base", ()))
    return base, [_reason(found, code) for found in themes.values()]


def _reason(found: list[tuple[float, str]], code: str) -> Reason:
    """The facts of one theme as one reason, told by the one or two that count most in its direction."""
    total = sum(weight for weight, _ in found)
    telling = sorted(found, key=lambda one: -one[0] * (1 if total > 0 else -1))
    told = [fact for weight, fact in telling[:2] if 2 * abs(weight) >= abs(telling[0][0]) and weight * total > 0]
    return Reason("; ".join(dict.fromkeys(in_words(fact, code) for fact in told or [telling[0][1]])), total)


def _phrases(reading: Reading, weights: Array, stretches: list[tuple[int, int]]) -> Iterator[Reason]:
    """The short stretches of words that add most, none of them twice; the same words in several places are one reason."""
    windows = sorted(_windows(reading, weights, stretches), key=lambda one: (-abs(one[0]), one[1]))
    taken = np.zeros(len(weights), dtype=bool)
    sums: dict[str, float] = {}
    spans: dict[str, list[Span]] = {}
    for weight, first, end in windows:
        if taken[first:end].any():
            continue
        quote = " ".join(reading.quote(first, end).split())
        if quote.lower() not in sums and len(sums) == PHRASES:
            continue
        taken[first:end] = True
        sums[quote.lower()] = sums.get(quote.lower(), 0.0) + weight
        spans.setdefault(quote.lower(), []).append(reading.span(first, end))
    for words, weight in sums.items():
        yield Reason(f"words: '{words}'", weight, tuple(sorted(spans[words])))


def _windows(reading: Reading, weights: Array, stretches: list[tuple[int, int]]) -> Iterator[tuple[float, int, int]]:
    """Every stretch of up to ``_LONGEST`` tokens that begins and ends with a word or a number, with its weight."""
    edges = [entry.lower[:1].isalnum() for entry in reading.entries]
    for begin, stop in stretches:
        for first in range(begin, stop):
            total = 0.0
            for end in range(first + 1, min(first + _LONGEST, stop) + 1):
                if not edges[first] or reading.shapes[end - 1] in _BREAKS:
                    break
                total += float(weights[end - 1])
                if edges[end - 1] and abs(total) >= _LEAST:
                    yield total, first, end


def _strongest(reasons: Iterable[Reason], limit: int) -> list[Reason]:
    """The strongest reasons, with their weights as they are shown."""
    found = [Reason(one.what, round(one.weight, _DIGITS), one.spans) for one in reasons if abs(one.weight) >= _LEAST]
    return list(_ordered(found)[:limit])


def _ordered(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda one: (-abs(one.weight), one.what)))
