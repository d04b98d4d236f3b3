"""Turns evidence and text scores into corrected elements, the intended code, and the two judgements."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from nlp_check.components.features import Array
from nlp_check.components.linear import Bank, LinearModel, Task, chances
from nlp_check.elements import ELEMENTS, read_elements
from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence
from nlp_check.scoring.facts import link_facts, short_facts

INTENT = "intended_code"
LINK = "clinical_link"
# How many times likelier the answer of the evidence counts than the model alone says; chosen by cross-validation.
_TRUST_IN_EVIDENCE = {
    "named_exercise": 2.7, "dose": 2.7, "load": 2.7, "position": 2.0, "impairment_target": 2.0, "objective_measure": 2.0, "baseline": 2.0,
    "goal_connection": 2.0, "named_activity": 1.6, "components": 1.3, "skilled_direction": 2.7, "patient_response": 2.0,
}  # fmt: skip
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
        self.banks = {code: Bank(_tasks_of(code, model), prefix=f"{code}&") for code in ELEMENTS}

    def judge(self, narrative: Evidence, note: NoteEvidence, text: Array) -> Judged:
        """``text`` are the narrative's text scores, one a column of the model."""
        ruled = read_elements(narrative, note)
        if not narrative.documented:
            return Judged(ruled, None, None, None, None)
        bank = self.banks[narrative.code]
        scores: list[float] = (bank.scores(short_facts(narrative, note, ruled)) + text[bank.columns]).tolist()
        answers = {name: chances(scores[place]) for name, place in bank.places.items()}
        elements = {name: self._element(element_task(narrative.code, name), level, answers) for name, level in ruled.items()}
        intended = probability = None
        if INTENT in answers:
            probability = max(answers[INTENT])
            intended = self.model.tasks[INTENT].classes[answers[INTENT].index(probability)]
        yes = [answers[name][1] if name in answers else None for name in JUDGEMENTS]
        return Judged(_consistent(narrative, ruled, elements), intended, probability, *yes)

    def judge_link(self, note: NoteEvidence, judged: Mapping[Code, Judged], texts: Mapping[str, Array]) -> Level:
        """Whether the note ties the impairment treated to the task practised."""
        task = self.model.tasks.get(LINK)
        if task is None or not note.link_facts:
            return note.link
        text = sum(texts[code][task.start : task.stop] for code in sorted(texts))
        facts = link_facts(note, {code: item.elements for code, item in judged.items()})
        return "met" if task.probabilities(text.tolist(), facts)[1] >= 0.5 else "missing"  # type: ignore[union-attr]

    def _element(self, task: str, ruled: Level, answers: Mapping[str, list[float]]) -> Level:
        if task not in answers:
            return ruled
        chances = dict(zip(self.model.tasks[task].classes, answers[task], strict=True))
        return corrected(task.partition(".")[2], ruled, chances)  # type: ignore[return-value]


def corrected(element: str, ruled: str, chances: Mapping[str, float]) -> str:
    """The level of an element: the model's likeliest, where the evidence's own answer counts for more than the model says."""
    trust = _TRUST_IN_EVIDENCE.get(element, 1.0)
    ranked = sorted(((value * trust if level == ruled else value, level) for level, value in chances.items()), reverse=True)
    if ranked[0][1] == "missing" and ranked[0][0] < _SURE_OF_ABSENCE and len(ranked) > 1:
        return ranked[1][1]
    return ranked[0][1]


def _tasks_of(code: Code, model: LinearModel) -> dict[str, Task]:
    """The tasks that are asked of a narrative of ``code``."""
    names = (INTENT, *JUDGEMENTS, *(element_task(code, name) for name in ELEMENTS[code]))
    return {name: model.tasks[name] for name in names if name in model.tasks}


def _consistent(narrative: Evidence, ruled: Mapping[str, Level], elements: dict[str, Level]) -> dict[str, Level]:
    """What one answer says of another: a value that was read is a measure, and without one there is neither measure nor
    baseline; a cue that names what it corrected is skilled direction."""
    if narrative.concrete_cue and "skilled_direction" in elements:
        elements["skilled_direction"] = "met"
    if "objective_measure" in elements:
        if ruled["objective_measure"] == "met" or (ruled["objective_measure"] == "missing" and elements["objective_measure"] == "met"):
            elements["objective_measure"] = ruled["objective_measure"]
        if elements["objective_measure"] != "met":
            elements["baseline"] = "missing"
    return {name: elements[name] for name in ELEMENTS[narrative.code]}
