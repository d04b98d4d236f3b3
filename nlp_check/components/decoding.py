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
    # Arrays below are (states, tags, ranges); the tokens of one step stand together, step after step.
    tokens = np.concatenate([starts[:count] + step for step, count in enumerate(going)])
    ends = np.cumsum(going).tolist()
    scores = _forward(emissions[tokens].transpose(2, 1, 0), transitions, going, ends)
    states = np.zeros((len(transitions), len(emissions)), dtype=np.int8)
    states[:, tokens] = _backward(scores, transitions, going, ends)
    return [_runs(row, edges) for row in states]


def _forward(emissions: Array, transitions: Array, going: list[int], ends: list[int]) -> Array:
    """The score of the best path to each state of each token."""
    moves = np.ascontiguousarray(transitions.transpose(1, 2, 0))[..., None]  # from, to, tag, range
    scores = np.ascontiguousarray(emissions)
    for step in range(1, len(going)):
        before, here, count = ends[step - 1] - going[step - 1], ends[step - 1], going[step]
        reached = (scores[:, None, :, before : before + count] + moves).max(axis=0)
        scores[:, :, here : here + count] += reached
    return scores


def _backward(scores: Array, transitions: Array, going: list[int], ends: list[int]) -> Array:
    """The states of the best paths: (tags, tokens)."""
    size, tags, tokens = scores.shape
    cells = (np.arange(tags) * size * size + np.arange(size)[:, None] * size)[..., None]  # where a move begins
    flat = transitions.ravel()
    states = np.empty((tags, tokens), dtype=np.int8)
    following = np.empty((tags, 0), dtype=np.intp)
    for step in range(len(going) - 1, -1, -1):
        first, count = ends[step] - going[step], following.shape[1]
        here = scores[:, :, first : ends[step]]
        best = here.argmax(axis=0)
        if count:
            best[:, :count] = (here[:, :, :count] + flat[cells + following]).argmax(axis=0)
        states[:, first : ends[step]] = best
        following = best
    return states


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
