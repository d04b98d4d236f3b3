"""Turns evidence and text scores into corrected elements, the intended code, and the two judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from nlp_check.components.linear import LinearModel
from nlp_check.elements import ELEMENTS, read_elements
from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence
from nlp_check.scoring.facts import link_facts, narrative_facts

INTENT = "intended_code"
LINK = "clinical_link"
_SURE_OF_ABSENCE = 0.5  # "missing" is an error finding: said only when more likely than not
JUDGEMENTS = ("specific", "separately_justified")


class Judged(msgspec.Struct, frozen=True):
    """What the classifiers say of one narrative. Probabilities are from 0 to 1."""

    elements: dict[str, Level]
    intended_code: str | None
    intended_code_probability: float | None
    specific: float | None
    separately_justified: float | None


def element_task(code: str, element: str) -> str:
    """The task name of an element that the model may correct."""
    return f"{code}.{element}"


class Scorer:
    """Judges narratives with the compiled model."""

    def __init__(self, model: LinearModel) -> None:
        self.model = model

    def judge(self, narrative: Evidence, note: NoteEvidence, text: Sequence[float]) -> Judged:
        """``text`` are the narrative's text scores, one a column of the model."""
        ruled = read_elements(narrative, note)
        if not narrative.documented:
            return Judged(ruled, None, None, None, None)
        facts = narrative_facts(narrative, note, ruled)
        elements = {name: self._element(narrative, name, level, text, facts) for name, level in ruled.items()}
        intended, probability = self._best(INTENT, text, facts)
        scores = [self._yes(name, text, facts) for name in JUDGEMENTS]
        return Judged(_consistent(narrative, elements), intended, probability, *scores)

    def judge_link(self, note: NoteEvidence, judged: Mapping[Code, Judged], texts: Mapping[str, Sequence[float]]) -> Level:
        """Whether the note ties the impairment treated to the task practised."""
        task = self.model.tasks.get(LINK)
        if task is None or not note.link_facts:
            return note.link
        text = [sum(parts) for parts in zip(*(texts[code][task.start : task.stop] for code in sorted(texts)), strict=True)]
        return "met" if task.probabilities(text, link_facts(note, {code: item.elements for code, item in judged.items()}))[1] >= 0.5 else "missing"

    def _element(self, narrative: Evidence, name: str, ruled: Level, text: Sequence[float], facts: list[str]) -> Level:
        task = self.model.tasks.get(element_task(narrative.code, name))
        if task is None:
            return ruled
        probabilities = task.probabilities(text[task.start : task.stop], facts)
        ranked = sorted(zip(probabilities, task.classes, strict=True), reverse=True)
        if ranked[0][1] == "missing" and ranked[0][0] < _SURE_OF_ABSENCE and len(ranked) > 1:
            return ranked[1][1]  # type: ignore[return-value]
        return ranked[0][1]  # type: ignore[return-value]

    def _best(self, name: str, text: Sequence[float], facts: list[str]) -> tuple[str | None, float | None]:
        task = self.model.tasks.get(name)
        if task is None:
            return None, None
        probabilities = task.probabilities(text[task.start : task.stop], facts)
        best = max(range(len(probabilities)), key=probabilities.__getitem__)
        return task.classes[best], probabilities[best]

    def _yes(self, name: str, text: Sequence[float], facts: list[str]) -> float | None:
        task = self.model.tasks.get(name)
        return None if task is None else task.probabilities(text[task.start : task.stop], facts)[1]


def _consistent(narrative: Evidence, elements: dict[str, Level]) -> dict[str, Level]:
    """What one element says of another: no baseline without a measure that counts; nothing that the evidence rules out."""
    if elements.get("objective_measure", "met") != "met" and "baseline" in elements:
        elements["baseline"] = "missing"
    return {name: elements[name] for name in ELEMENTS[narrative.code]}
