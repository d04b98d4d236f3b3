"""The best paths of the taggers: Viterbi's algorithm over all token ranges of many notes in step."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from nlp_check.components.features import Array

Bounds = Sequence[tuple[int, int]]


def best_spans(emissions: Array, transitions: Array, bounds: Bounds) -> list[list[tuple[int, int]]]:
    """For each tag the spans, in order, of the best path through each token range.

    ``emissions``: (tokens, tags, states). ``transitions``: (tags, from, to). States: outside, begin, inside.
    """
    if not bounds:
        return [[] for _ in transitions]
    edges = np.array(bounds, dtype=np.intp)
    order, going = in_step(edges[:, 1] - edges[:, 0])
    starts = edges[order, 0]
    back, best = _forward(emissions, transitions, starts, going)
    states = _backward(back, best, starts, going, len(emissions))
    return [_runs(row, edges) for row in states]


def _runs(states: Array, edges: Array) -> list[tuple[int, int]]:
    """The stretches that begin with a state and go on with "inside", none across the edge of a range."""
    opens = np.concatenate(([True], states[:-1] == 0))
    opens[edges[:, 0]] = True
    closes = np.concatenate((states[1:] != 2, [True]))
    closes[edges[:, 1] - 1] = True
    firsts = np.flatnonzero((states == 1) | ((states == 2) & opens))
    lasts = np.flatnonzero((states != 0) & closes)
    return list(zip(firsts.tolist(), (lasts + 1).tolist(), strict=True))


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


def _backward(back: list[Array], best: Array, starts: Array, going: list[int], size: int) -> Array:
    """The states of the best paths: (tags, tokens), outside where a token stands in no range."""
    states = np.zeros((best.shape[1], size), dtype=np.int8)
    current = best.argmax(axis=0).astype(np.int8)
    for step in range(len(going) - 1, -1, -1):
        here = current[:, : going[step]]
        states[:, starts[: going[step]] + step] = here
        if step:
            source = back[step - 1]
            here[...] = np.where(here == 0, source[0], np.where(here == 1, source[1], source[2]))
    return states
