"""Loads the compiled linear model. Its sha256 is checked against the pinned one before a byte of it is read.

The compiled model is one ``.npz`` of plain arrays and one JSON of names (no pickle anywhere); the fitted
scikit-learn and CRF models beside it are for training and inspection only and are never loaded here.
"""

from __future__ import annotations

import functools
import hashlib
import io
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from nlp_check.components.features import BITS, SIZE
from nlp_check.components.linear import STATES, TAGS, LinearModel, Task
from nlp_check.errors import ModelError

SCHEMA = 1
NAME = "note"
_PACKAGE = Path(__file__).parent.parent
ARRAYS, NAMES, PINS = "compiled.npz", "compiled.json", "pins.json"


class TaskNames(msgspec.Struct):
    """One task's columns, classes and dense weights."""

    start: int
    stop: int
    classes: list[str]
    intercepts: list[float]
    dense: dict[str, list[float]]


class ModelNames(msgspec.Struct):
    """``compiled.json``."""

    schema: int
    bits: int
    version: str
    tasks: dict[str, TaskNames]


def models_directory() -> Path:
    """``models/`` of the installed package, or of the checkout."""
    packaged = _PACKAGE / "_models"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "models"


def current_directory() -> Path:
    """The directory of the pinned model version: ``models/note/<version>``."""
    pins = read_pins(models_directory())
    return models_directory() / NAME / str(pins["version"])


def read_pins(directory: Path) -> dict[str, Any]:
    """``pins.json``: the version in use and the sha256 of each of its files."""
    path = directory / PINS
    try:
        pins: dict[str, Any] = msgspec.json.decode(path.read_bytes(), type=dict[str, Any])
    except OSError:
        raise ModelError("no model is installed: run nlp-check train", path=str(path)) from None
    except msgspec.DecodeError:
        raise ModelError("is not valid JSON", path=str(path)) from None
    return pins


def read_pinned(path: Path, pinned: str | None) -> bytes:
    """The bytes of ``path``, if their sha256 is ``pinned``; ModelError otherwise."""
    try:
        content = path.read_bytes()
    except OSError:
        raise ModelError("is missing", path=str(path)) from None
    if pinned is None or hashlib.sha256(content).hexdigest() != pinned:
        raise ModelError("sha256 is not the pinned one; it was changed after training", path=str(path))
    return content


def read_model(directory: Path, pins: dict[str, str]) -> LinearModel:
    """The compiled model in ``directory``, each file checked against ``pins`` (name: sha256)."""
    names = msgspec.json.decode(read_pinned(directory / NAMES, pins.get(NAMES)), type=ModelNames)
    if names.schema != SCHEMA or names.bits != BITS:
        raise ModelError(f"has schema {names.schema}/{names.bits}, this version reads {SCHEMA}/{BITS}", path=str(directory / NAMES))
    with np.load(io.BytesIO(read_pinned(directory / ARRAYS, pins.get(ARRAYS))), allow_pickle=False) as arrays:
        weights = np.zeros((SIZE, int(arrays["columns"][0])), dtype=np.float32)
        weights[arrays["rows"]] = arrays["weights"]
        transitions = arrays["transitions"].astype(np.float32)
    if transitions.shape != (len(TAGS), STATES, STATES):
        raise ModelError("holds transitions of another shape", path=str(directory / ARRAYS))
    tasks = {
        name: Task(task.start, task.stop, task.classes, task.intercepts, task.dense) for name, task in names.tasks.items()
    }
    return LinearModel(weights, tasks, transitions)


@functools.cache
def load_model() -> LinearModel:
    """The pinned model of this installation, read once."""
    directory = models_directory()
    pins = read_pins(directory)
    return read_model(directory / NAME / pins["version"], pins["files"])
