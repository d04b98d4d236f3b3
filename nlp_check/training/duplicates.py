"""Whether writers copied from each other, or test from train: ``python -m nlp_check.training.duplicates DIRECTORY``.

A sentence that two writers share, or a test note that is almost a train note, would let a model be praised for what it
has seen. Candidates come from MinHash signatures in a locality-sensitive index (the library datasketch); each candidate
is then compared exactly, so a reported similarity is no estimate. Another number does not make another sentence. A line
of codes and numbers is no sentence: only words of two letters or more say who wrote it, and shorter stretches of those
are the set phrases that every clinic writes.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from datasketch import MinHash, MinHashLSH

from nlp_check.errors import DataError
from nlp_check.training.gold import GoldNote, load_corpus
from nlp_check.training.splits import Splits, load_splits

MIN_WORDS = 8  # of two letters or more; a shorter sentence says nothing of who wrote it
MIN_RUN = 10  # such words in a row, wherever lines and sentences end; shorter runs are "is needed for getting in and out"
SENTENCE_SHINGLE, SENTENCE_LIKENESS = 2, 0.7
NOTE_SHINGLE, NOTE_LIKENESS = 3, 0.3
_PERMUTATIONS = 128
_SLACK = 0.7  # the index is asked for less than is reported: its threshold is a probability, not a bound
_END = re.compile(r"[\n\r|;]+|(?<=[.!?])\s+|\s{3,}")
_WORD = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:['’][^\W\d_]+)?")
_COMMAND = "python -m nlp_check.training.duplicates"

Words = tuple[str, ...]
Key = TypeVar("Key", bound=Hashable)


class Sentence(msgspec.Struct, frozen=True):
    """A sentence of a note: where it stands and its words, small letters and ``0`` for every number."""

    note: str
    writer: str
    text: str
    words: Words


class Likeness(msgspec.Struct, frozen=True, order=True):
    """Two notes that are too much alike. ``text`` is the shared sentence, empty where whole notes are meant."""

    first: str
    second: str
    similarity: float
    text: str = ""

    def __str__(self) -> str:
        what = f"share {self.text!r}" if self.text else "are alike"
        return f"{self.first} and {self.second} {what} ({self.similarity:.2f})"


def words_of(text: str) -> Words:
    """The words of ``text`` as they are compared."""
    return tuple("0" if word[0].isdigit() else word.lower().replace("’", "'") for word in _WORD.findall(text))


def letters_of(words: Words) -> Words:
    """Without numbers and single letters."""
    return tuple(word for word in words if len(word) > 1)


def sentences_of(note: GoldNote) -> Iterator[Sentence]:
    """The sentences that are long enough."""
    for text in _END.split(note.text):
        words = words_of(text)
        if len(letters_of(words)) >= MIN_WORDS:
            yield Sentence(note.id, note.writer, text.strip(), words)


def shared_sentences(notes: Iterable[GoldNote]) -> list[Likeness]:
    """Every two sentences of different writers that are the same, or nearly."""
    sentences = [sentence for note in notes for sentence in sentences_of(note)]
    shingled = {number: shingles(one.words, SENTENCE_SHINGLE) for number, one in enumerate(sentences)}
    return sorted(
        Likeness(sentences[one].note, sentences[other].note, likeness, sentences[one].text)
        for one, other, likeness in alike(shingled, SENTENCE_LIKENESS)
        if sentences[one].writer != sentences[other].writer
    )


def shared_runs(notes: Iterable[GoldNote]) -> list[Likeness]:
    """Every two notes of different writers with a run of words in common; only the first run of each two is given.

    A sentence that two notes break into lines at different words is seen here and not by ``shared_sentences``.
    """
    places: dict[Words, GoldNote] = {}
    found: dict[tuple[str, str], Likeness] = {}
    for note in notes:
        words = letters_of(words_of(note.text))
        for start in range(len(words) - MIN_RUN + 1):
            run = words[start : start + MIN_RUN]
            other = places.setdefault(run, note)
            if other.writer != note.writer:
                found.setdefault((other.id, note.id), Likeness(other.id, note.id, 1.0, " ".join(run)))
    return sorted(found.values())


def leaks(notes: Iterable[GoldNote], splits: Splits) -> list[Likeness]:
    """Every test note that is near a train note; the test note is named first."""
    sides = {note.id: splits.of(note.writer) for note in notes}
    shingled = {
        note.id: shingles(words_of(note.text), NOTE_SHINGLE)
        for note in notes
        if sides[note.id] in ("test", "train")
    }
    found = []
    for one, other, likeness in alike(shingled, NOTE_LIKENESS):
        first, second = sorted((one, other), key=lambda id: sides[id])  # "test" < "train"
        if (sides[first], sides[second]) == ("test", "train"):
            found.append(Likeness(first, second, likeness))
    return sorted(found)


def shingles(words: Words, size: int) -> frozenset[Words]:
    """Every run of ``size`` words; all the words together where there are fewer."""
    return frozenset(words[start : start + size] for start in range(max(1, len(words) - size + 1)))


def alike(shingled: Mapping[Key, frozenset[Words]], likeness: float) -> Iterator[tuple[Key, Key, float]]:
    """Every two keys whose shingles have a Jaccard similarity of at least ``likeness``, each two once."""
    index: Any = MinHashLSH(threshold=likeness * _SLACK, num_perm=_PERMUTATIONS)
    for key, items in shingled.items():
        signature = _signature(items)
        for other in index.query(signature):
            similarity = jaccard(items, shingled[other])
            if similarity >= likeness:
                yield other, key, similarity
        index.insert(key, signature)


def jaccard(one: frozenset[Words], other: frozenset[Words]) -> float:
    """Shared by all; 0 for two empty sets."""
    return len(one & other) / len(one | other) if one or other else 0.0


def _signature(items: frozenset[Words]) -> Any:
    signature = MinHash(num_perm=_PERMUTATIONS)
    signature.update_batch([" ".join(item).encode() for item in sorted(items)])
    return signature


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints what is too much alike; status 1 when anything is, 2 when the corpus cannot be read."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Look for near-duplicates in a corpus.")
    parser.add_argument("directory", type=Path, help="the corpus: the directory that holds notes/")
    options = parser.parse_args(arguments)
    try:
        notes, splits = load_corpus(options.directory), load_splits(options.directory)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    found = [*shared_sentences(notes), *shared_runs(notes), *leaks(notes, splits)]
    print("\n".join(map(str, found)) or f"{len(notes)} notes: no shared sentence, no test note near a train note")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
