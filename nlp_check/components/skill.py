"""Cues with their kind, and cueing that has no content."""

from __future__ import annotations

from collections.abc import Callable

from nlp_check.components.reading import Reading
from nlp_check.components.stretches import Stretches
from nlp_check.records.evidence import Cue, CueKind, Span

Tokens = tuple[int, int]
_SPOKEN = frozenset(("verbal", "tactile", "visual"))
_INTRODUCERS = frozenset("for to re on with w about of regarding".split())
_ENDS = frozenset(".;\n|")
_QUIET = frozenset("a an the and & of with in on min mod max minimal moderate maximal intermittent occasional x level his her".split())


KIND_TASK = "cue_kind"
KindOf = Callable[[int, int, list[str]], str | None]  # first and end token, facts


def read_cues(reading: Reading, ranges: list[Tokens], tagged: list[Tokens], kind_of: KindOf) -> tuple[Cue, ...]:
    """The tagged cues, and spoken or hands-on cues with content that the tagger passed over.

    ``kind_of`` judges a cue's kind from its words and facts; None leaves the lexicon's answer.
    """
    spans = sorted(span for span in tagged if _has_content(reading, *span))
    known = Stretches(spans)
    passed_over: list[Tokens] = []
    done = 0  # where the last of them ends
    for first, end in ranges:
        for at, last, concept in reading.hits_of("cue", first, end):
            if concept.senses["cue"].normal not in _SPOKEN or last >= end or at < done or known.cover(at):
                continue
            stop = _content_end(reading, last, end)
            if stop is not None and not known.touch(at, stop):
                passed_over.append((at, stop))
                done = stop
    return tuple(_cue(reading, first, end, kind_of) for first, end in sorted([*spans, *passed_over]))


_LONGEST_CUE = 120  # tokens; else each of many cue words would read all that follows


def _content_end(reading: Reading, last: int, end: int) -> int | None:
    """Where ``VC for hip hinge`` ends; None where nothing concrete follows."""
    introducer = next((i for i in range(last, min(end, last + 4)) if reading.entries[i].lower in _INTRODUCERS), None)
    if introducer is None:
        return None
    stop = introducer + 1
    end = min(end, stop + _LONGEST_CUE)
    while stop < end and reading.shapes[stop] not in _ENDS and not (reading.shapes[stop] == "c" and stop > introducer + 3):
        stop += 1
    if stop - introducer < 2:
        return None
    return stop if _concrete(reading, introducer + 1, stop) else None


def _concrete(reading: Reading, first: int, end: int) -> bool:
    """Whether something besides the empty words (form, safety, technique, as needed) is said."""
    empty: set[int] = set()
    for at, last, concept in reading.hits_in(first, end):
        if "empty_content" in concept.senses or ("generic" in concept.senses and "demand" not in concept.senses):
            empty.update(range(at, last))
    return any(
        i not in empty and reading.entries[i].lower.isalpha() and reading.entries[i].lower not in _QUIET for i in range(first, end)
    )


def _has_content(reading: Reading, first: int, end: int) -> bool:
    return end - first >= 2


def cue_facts(reading: Reading, first: int, end: int) -> list[str]:
    """What the lexicon says of a cue: the kind of its first cue word, and all kinds in it."""
    kinds = [concept.senses["cue"].normal for _, _, concept in reading.hits_of("cue", first, end)]
    facts = [f"first={kinds[0] if kinds else 'none'}", *(f"has={kind}" for kind in sorted(set(kinds)))]
    return [*facts, f"opens={reading.entries[first].lower}"]


def _cue(reading: Reading, first: int, end: int, kind_of: KindOf) -> Cue:
    facts = cue_facts(reading, first, end)
    lexical = facts[0].removeprefix("first=")
    kind: CueKind = kind_of(first, end, facts) or ("instruction" if lexical == "none" else lexical)  # type: ignore[assignment]
    span = reading.span(first, end)
    return Cue(text=reading.text[span[0] : span[1]], span=span, kind=kind)


_CORRECTED = frozenset("BAD")


def is_concrete(reading: Reading, cue: Cue) -> bool:
    """Whether a spoken or hands-on cue names the part, motion or demand that it corrected (``VC for hip hinge``)."""
    first, end = reading.token_at(cue.span[0]), reading.token_at(cue.span[1] - 1) + 1
    named = _CORRECTED.intersection(reading.classes[first:end])
    return cue.kind in _SPOKEN and bool(named) and _concrete(reading, first, end)


def empty_cues(reading: Reading, ranges: list[Tokens], cues: Stretches) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Cue words without content, and bare assistance levels, outside the cues found."""
    empty: list[Span] = []
    assist: list[Span] = []
    for first, end in ranges if reading.says("cue") else ():
        for at, last, concept in reading.hits_of("cue", first, end):
            sense = concept.senses["cue"]
            if cues.cover(at):
                continue
            if sense.normal in _SPOKEN:
                empty.append(reading.span(at, min(end, last)))
            elif sense.normal == "assistance":
                assist.append(reading.span(at, min(end, last)))
    return tuple(empty), tuple(assist)
