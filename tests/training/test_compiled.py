"""The compiled arrays and the fitted classifiers are the same model, to 1e-12."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from nlp_check.components.linear import LinearModel
from nlp_check.components.model_file import NAME, models_directory, read_model, read_pins
from nlp_check.training.prepare import Preparer, text_matrix
from nlp_check.training.store import load_fitted

NOTE = (
    "TE 97110 10:05-10:23: seated leg press 3x15 @ 40 lb, VC for TKE. R quad 4-/5, was 3+/5. Quad strength is needed "
    "for stairs at home.\nTA 97530: carried a laundry basket up 4 stairs x 6, tolerated well."
)
PINS = read_pins(models_directory())
FITTED = load_fitted(models_directory() / NAME / PINS["version"], PINS["files"])


@pytest.fixture(scope="module")
def model() -> LinearModel:
    """The compiled model with its weights in double precision, as the fitted one computes."""
    compiled = read_model(models_directory() / NAME / PINS["version"], PINS["files"])
    return LinearModel(compiled.weights.astype(np.float64), compiled.tasks, compiled.transitions)


def test_every_fitted_task_is_compiled(model: LinearModel) -> None:
    assert set(FITTED) == set(model.tasks)


@pytest.mark.parametrize("name", sorted(FITTED))
def test_compiled_scores_equal_fitted_scores(name: str, model: LinearModel) -> None:
    entry = FITTED[name]
    preparer = Preparer()
    reading = preparer.reader.read(NOTE)
    from nlp_check.components.features import feature_rows

    rows = feature_rows(reading)
    counts = Counter(rows.ravel().tolist())
    scale = entry["scale"] / math.sqrt(len(reading))
    facts = sorted(entry["vectorizer"].vocabulary_)[::3]
    dense = entry["vectorizer"].transform([dict.fromkeys(facts, 1.0)])
    from scipy.sparse import hstack

    matrix = hstack(
        [text_matrix([{feature: count * scale for feature, count in counts.items()}]), dense]
    ).tocsr()
    expected = np.atleast_1d(entry["classifier"].decision_function(matrix)[0])

    task = model.tasks[name]
    text = model.sums(model.contributions(rows), [(0, len(reading))])[0][task.start : task.stop]
    found = np.array(text) + np.array(task.intercepts)
    for fact in facts:
        if fact in task.dense:
            found = found + np.array(task.dense[fact])
    assert list(task.classes) == list(entry["classes"])
    assert np.abs(found - expected).max() < 1e-12
    assert np.abs(found).max() > 1e-3
