"""The best paths of the taggers: Viterbi's algorithm over all token ranges of many notes in step."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from nlp_check.components.features import Array

_RUN = re.compile(rb"[\x01\x02]\x02*")


def best_paths(emissions: Array, transitions: Array, bounds: Sequence[tuple[int, int]]) -> list[list[bytes]]:
    """For each token range, for each tag, its states, one a byte.

    ``emissions``: (tokens, tags, states). ``transitions``: (tags, from, to).
    """
    starts = np.array([first for first, _ in bounds], dtype=np.intp)
    lengths = np.array([end - first for first, end in bounds], dtype=np.intp)
    order, going = in_step(lengths)
    starts, lengths = starts[order], lengths[order]
    back, best = _forward(emissions, transitions, starts, going)
    states = _backward(back, best, going)
    paths: list[list[bytes]] = [[]] * len(bounds)
    for row, place in enumerate(order.tolist()):
        paths[place] = [path[: lengths[row]].tobytes() for path in states[row]]
    return paths


def in_step(lengths: Array) -> tuple[Array, list[int]]:
    """The order of ranges from the longest down, and how many of them hold a first, a second, a third ... token.

    So ordered, the ranges that still go on at a step are always the first ones.
    """
    order = np.argsort(-lengths, kind="stable")
    falling = -lengths[order]
    longest = -int(falling[0]) if len(falling) else 0
    going: list[int] = np.searchsorted(falling, -np.arange(longest), side="left").tolist()
    return order, going


def _forward(emissions: Array, transitions: Array, starts: Array, going: list[int]) -> tuple[list[Array], Array]:
    """Where each state was best reached from, step by step, and the score of each state at the end of its range.

    Arrays are (states, tags, ranges).
    """
    moves = transitions.transpose(1, 2, 0)[..., None]  # from, to, tag, range
    by_state = np.ascontiguousarray(emissions.transpose(2, 1, 0))
    best = by_state[:, :, starts]
    back: list[Array] = []
    for step in range(1, len(going)):
        count = going[step]
        before = best[:, :, :count]
        reached, source = before[0] + moves[0], None
        for state in range(1, len(moves)):
            other = before[state] + moves[state]
            better = other > reached
            source = better.view(np.int8) * np.int8(state) if source is None else np.where(better, np.int8(state), source)
            np.maximum(reached, other, out=reached)
        assert source is not None
        back.append(source)
        reached += by_state[:, :, starts[:count] + step]
        best[:, :, :count] = reached
    return back, best


def _backward(back: list[Array], best: Array, going: list[int]) -> Array:
    """The states of the best paths: (ranges, tags, steps), zero behind the end of a range."""
    _, tags, ranges = best.shape
    states = np.zeros((len(going), tags, ranges), dtype=np.int8)
    current = best.argmax(axis=0).astype(np.int8)
    for step in range(len(going) - 1, -1, -1):
        count = going[step]
        states[step, :, :count] = current[:, :count]
        if step:
            source = back[step - 1]
            here = current[:, :count]
            current[:, :count] = np.where(here == 0, source[0], np.where(here == 1, source[1], source[2]))
    return np.ascontiguousarray(states.transpose(2, 1, 0))


def runs(path: bytes) -> list[tuple[int, int]]:
    """The stretches that begin with any state but 0 and go on with 2."""
    return [run.span() for run in _RUN.finditer(path)]
