"""The program under examination: its report on a gold note, and the intent probabilities that the report leaves out."""

from __future__ import annotations

from typing import NamedTuple

from nlp_check.checker import Checker
from nlp_check.components.linear import LinearModel
from nlp_check.elements import read_elements
from nlp_check.evidence import Extractor
from nlp_check.lexicon.loader import load_lexicon
from nlp_check.records.note import Note
from nlp_check.records.report import Report
from nlp_check.scoring.facts import narrative_facts
from nlp_check.scoring.scorer import INTENT
from nlp_check.training.gold import GoldNote

EXERCISE, ACTIVITY = "97110", "97530"


class Answer(NamedTuple):
    """What the program says of one note.

    ``exercise_shares`` holds, for each documented code, P(97110) / (P(97110) + P(97530)) of its intent.
    """

    report: Report
    exercise_shares: dict[str, float]


class Examinee:
    """Checks gold notes under ``strict`` with one model. Sees of the gold note only what a user would give."""

    def __init__(self, model: LinearModel) -> None:
        self._checker = Checker("strict", model=model)
        self._extractor = Extractor(load_lexicon(), model)
        self._model = model

    def answer(self, gold: GoldNote) -> Answer:
        """The answer to one note, given its text, claim and payer."""
        note = Note(text=gold.text, note_id=gold.id, payer=gold.payer, claim=gold.claim)
        return Answer(self._checker.check(note), self._exercise_shares(note))

    def _exercise_shares(self, note: Note) -> dict[str, float]:
        task = self._model.tasks.get(INTENT)
        if task is None or not {EXERCISE, ACTIVITY} <= set(task.classes):
            return {}
        extraction = self._extractor.extract(note)
        shares: dict[str, float] = {}
        for narrative in extraction.evidence.narratives:
            if not narrative.documented:
                continue
            ruled = read_elements(narrative, extraction.evidence)
            facts = narrative_facts(narrative, extraction.evidence, ruled)
            text = extraction.text_scores[narrative.code][task.start : task.stop].tolist()
            chances = dict(zip(task.classes, task.probabilities(text, facts), strict=True))
            shares[narrative.code] = chances[EXERCISE] / (chances[EXERCISE] + chances[ACTIVITY])
        return shares
