"""Writes a model version: fitted models for training and inspection, compiled arrays for use, and their hashes.

``models/note/<version>/`` holds ``fitted.joblib`` (the scikit-learn classifiers with their vectorizers), ``compiled.npz``
and ``compiled.json`` (what inference reads), ``metrics.json`` and ``CARD.md``. ``models/pins.json`` names the version in
use and the sha256 of each file that is ever loaded.
"""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import joblib
import msgspec
import numpy as np

from nlp_check.components.features import BITS
from nlp_check.components.linear import LinearModel
from nlp_check.components.model_file import (
    ARRAYS,
    NAME,
    NAMES,
    PINS,
    SCHEMA,
    ModelNames,
    TaskNames,
    read_pinned,
)
from nlp_check.training.fit import FittedTask

FITTED = "fitted.joblib"


def write_model(directory: Path, version: str, model: LinearModel, fitted: dict[str, FittedTask]) -> Path:
    """Writes the files of one version and pins it; returns its directory."""
    target = directory / NAME / version
    target.mkdir(parents=True, exist_ok=True)
    (target / ARRAYS).write_bytes(_arrays(model))
    (target / NAMES).write_bytes(_names(model, version))
    for task in fitted.values():
        task.classifier.sparsify()  # most text weights are zero
    joblib.dump(
        {name: {"classifier": task.classifier, "vectorizer": task.vectorizer, "classes": task.classes, "scale": task.scale} for name, task in fitted.items()},
        target / FITTED,
        compress=3,
    )
    hashes = {name: hashlib.sha256((target / name).read_bytes()).hexdigest() for name in (ARRAYS, NAMES, FITTED)}
    pins = msgspec.json.format(msgspec.json.encode({"version": version, "files": hashes}), indent=2)
    (directory / PINS).write_bytes(pins + b"\n")
    return target


def _arrays(model: LinearModel) -> bytes:
    """Only features with a weight are stored, as 16-bit floats: half the size, and below what changes a decision."""
    used = np.flatnonzero(np.abs(model.weights).max(axis=1) > 0)
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer, rows=used.astype(np.int32), weights=model.weights[used].astype(np.float16),
        columns=np.array([model.weights.shape[1]], dtype=np.int32), transitions=model.transitions.astype(np.float32),
    )  # fmt: skip
    return buffer.getvalue()


def _names(model: LinearModel, version: str) -> bytes:
    tasks = {
        name: TaskNames(
            start=task.start, stop=task.stop, classes=list(task.classes), intercepts=task.intercepts, dense=dict(sorted(task.dense.items()))
        )
        for name, task in model.tasks.items()
    }
    return msgspec.json.format(msgspec.json.encode(ModelNames(SCHEMA, BITS, version, tasks)), indent=0) + b"\n"


def load_fitted(directory: Path, pins: dict[str, str]) -> dict[str, Any]:
    """The fitted classifiers, for inspection. The sha256 is checked before joblib sees a byte."""
    content = read_pinned(directory / FITTED, pins.get(FITTED))
    loaded: dict[str, Any] = joblib.load(io.BytesIO(content))
    return loaded
