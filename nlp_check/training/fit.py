"""Fits the learned parts: taggers by conditional random fields, sentences and narratives by logistic regression."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pycrfsuite
from scipy import sparse
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from nlp_check.components.attribution import GOAL_TASK, PAIR_TASK, SENTENCE_TASKS
from nlp_check.components.features import SIZE, Array
from nlp_check.components.linear import STATES, TAGS, LinearModel, Task
from nlp_check.components.skill import KIND_TASK, cue_facts
from nlp_check.training.prepare import (
    SENTENCE_SCALE,
    Prepared,
    SentenceExample,
    sentence_examples,
    text_features,
    text_matrix,
)

STATE_NAMES = "OBI"
_CRF = {"c1": 0.08, "c2": 0.01, "max_iterations": 120, "feature.possible_transitions": True}
SENTENCE_C = 2.0
_NEGLIGIBLE = 0.004


class FittedTask:
    """A fitted classifier of one task, with the vectorizer of its dense facts. ``classes`` in column order."""

    def __init__(self, classifier: Any, vectorizer: Any, classes: list[str], scale: float) -> None:
        self.scale = scale  # of the text features it was fitted on
        self.classifier = classifier
        self.vectorizer = vectorizer
        self.classes = classes

    def columns(self) -> tuple[Array, list[float], dict[str, list[float]]]:
        """Text weights (features x columns), intercepts, dense weights by fact."""
        coefficients = self.classifier.coef_
        text = coefficients[:, :SIZE].T * self.scale
        dense: dict[str, list[float]] = {}
        for name, column in self.vectorizer.vocabulary_.items():
            weights = coefficients[:, SIZE + column].tolist()
            if any(weights):
                dense[name] = weights
        return text, self.classifier.intercept_.tolist(), dense

    def matrix(self, texts: Sequence[dict[int, float]], facts: Sequence[Sequence[str]]) -> sparse.csr_matrix:
        """The feature matrix of examples, as the classifier was fitted on."""
        dense = self.vectorizer.transform([dict.fromkeys(row, 1.0) for row in facts])
        return sparse.hstack([text_matrix(texts), dense]).tocsr()


def fit_task(
    texts: Sequence[dict[int, float]], facts: Sequence[Sequence[str]], answers: Sequence[str], strength: float, scale: float,
    weights: Sequence[float] | None = None,
) -> FittedTask:
    """Logistic regression over text and facts. Two classes give one column (the second class is "yes")."""
    vectorizer = DictVectorizer()
    dense = vectorizer.fit_transform([dict.fromkeys(row, 1.0) for row in facts])
    matrix = sparse.hstack([text_matrix(texts), dense]).tocsr()
    classifier = LogisticRegression(C=strength, max_iter=120, tol=1e-3)
    classifier.fit(matrix, np.array(answers), sample_weight=None if weights is None else np.array(weights))
    classifier.coef_ = _quantised(classifier.coef_)
    return FittedTask(classifier, vectorizer, [str(name) for name in classifier.classes_], scale)


def _quantised(weights: Array) -> Array:
    """Text weights as 16-bit floats hold them, the negligible ones dropped: what is stored is what was judged by.

    The fitted classifier keeps the quantised values, so that it and the compiled arrays are the same model.
    """
    text = weights[:, :SIZE].astype(np.float16).astype(np.float64)
    text[np.abs(text) < _NEGLIGIBLE] = 0.0
    return np.hstack([text, weights[:, SIZE:]])


def fit_taggers(notes: Sequence[Prepared]) -> tuple[Array, Array]:
    """Emission weights (features x tags*states) and transitions (tags x states x states)."""
    weights = np.zeros((SIZE, len(TAGS) * STATES), dtype=np.float64)
    transitions = np.zeros((len(TAGS), STATES, STATES), dtype=np.float64)
    sequences = [sequence for note in notes for sequence in sequences_of(note)]
    for number in range(len(TAGS)):
        trainer = pycrfsuite.Trainer(verbose=False)
        trainer.set_params(_CRF)
        for features, states in sequences:
            trainer.append(features, [STATE_NAMES[state] for state in states[number]])
        with tempfile.TemporaryDirectory() as directory:
            path = str(Path(directory) / "tagger")
            trainer.train(path)
            tagger = pycrfsuite.Tagger()
            tagger.open(path)
            info = tagger.info()
            tagger.close()
        for (feature, state), weight in info.state_features.items():
            weights[int(feature), number * STATES + STATE_NAMES.index(state)] += weight
        for (before, after), weight in info.transitions.items():
            transitions[number, STATE_NAMES.index(before), STATE_NAMES.index(after)] = weight
        transitions[number, 0, 2] = -50.0  # nothing begins inside
    return weights, transitions


def sequences_of(note: Prepared) -> list[tuple[list[list[str]], Array]]:
    """Features and gold states of each segment that stands in a gold narrative, as crfsuite takes them."""
    states, inside = note.tag_states()
    found = []
    for segment in note.segments:
        first, end = segment.first, segment.end
        if inside[first:end].any():
            features = [[str(number) for number in column] for column in note.rows[:, first:end].T.tolist()]
            found.append((features, states[:, first:end]))
    return found


def fit_sentences(notes: Sequence[Prepared]) -> dict[str, FittedTask]:
    """The ownership and goal classifiers of single sentences."""
    examples = [example for note in notes for example in sentence_examples(note)]
    examples += [example for note in notes for example in sentence_examples(note, random.Random(note.gold.id))]  # noqa: S311 - no secret
    fitted = {}
    for code, name in SENTENCE_TASKS.items():
        chosen = [example for example in examples if example.billed == (code,)]
        fitted[name] = _fit_yes_no(chosen, [code in example.owners for example in chosen])
    paired = [example for example in examples if len(example.billed) == 2]
    fitted[PAIR_TASK] = fit_sentence_task(
        paired, ["none" if not example.owners else "both" if len(example.owners) == 2 else example.owners[0] for example in paired]
    )
    owned = [example for example in examples if example.owners]
    fitted[GOAL_TASK] = _fit_yes_no(owned, [example.goal for example in owned])
    return fitted


CUE_C, CUE_SCALE = 1.0, 1.0


def fit_cue_kinds(notes: Sequence[Prepared]) -> dict[str, FittedTask]:
    """The kind of a cue, from its words and what the lexicon says of it."""
    texts, facts, answers = [], [], []
    for note in notes:
        for narrative in note.gold.narratives:
            for cue in narrative.cues:
                first, end = note.tokens(*cue.span)
                texts.append(text_features(note.rows, [(first, end)], CUE_SCALE))
                facts.append(cue_facts(note.reading, first, end))
                answers.append(cue.kind)
    return {KIND_TASK: fit_task(texts, facts, answers, CUE_C, CUE_SCALE)}


def _fit_yes_no(examples: list[SentenceExample], answers: list[bool]) -> FittedTask:
    return fit_sentence_task(examples, ["yes" if answer else "no" for answer in answers])


def fit_sentence_task(examples: Sequence[SentenceExample], answers: Sequence[str]) -> FittedTask:
    """One question about sentences."""
    texts, facts = [example.text for example in examples], [example.facts for example in examples]
    return fit_task(texts, facts, answers, SENTENCE_C, SENTENCE_SCALE)


def compile_model(tagger: tuple[Array, Array], fitted: dict[str, FittedTask]) -> LinearModel:
    """One weight matrix of all tasks, taggers first."""
    blocks = [tagger[0]]
    tasks: dict[str, Task] = {}
    start = tagger[0].shape[1]
    for name, task in fitted.items():
        text, intercepts, dense = task.columns()
        stop = start + text.shape[1]
        tasks[name] = Task(start, stop, task.classes, intercepts, dense)
        blocks.append(text)
        start = stop
    return LinearModel(np.hstack(blocks).astype(np.float32), tasks, tagger[1].astype(np.float32))
