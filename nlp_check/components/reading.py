"""The reading of a note: its tokens as parallel sequences that every component works on.

spaCy's tokens are read once into plain lists. Spaces are left out, and so are hyphens before a letter
(``sit-to-stand`` reads as three words), so that position ``i`` means the same thing in ``starts``, ``ends``,
``shapes`` and ``classes``. Components search the two strings ``shapes`` (numbers, units, signs: shapes.py) and
``classes`` (what the lexicon says of the words) with regular expressions, one character a token.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left, bisect_right

from spacy.attrs import IDX, ORTH
from spacy.tokens import Doc

from nlp_check.components.shapes import shape_of, value_of
from nlp_check.lexicon.loader import BREAK, Lexicon
from nlp_check.lexicon.model import Concept
from nlp_check.lexicon.stem import stem

_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MEMO_LIMIT = 400_000
_COLUMN_GAP = 2  # so many further spaces part two columns as a tab does
_GLUE = {
    "of": "o", "the": "a", "a": "a", "an": "a", "his": "a", "her": "a", "their": "a", "with": "i", "w": "w",
    "from": "i", "on": "i", "in": "i", "into": "i", "over": "i", "onto": "i", "off": "i", "across": "i",
    "through": "i", "under": "i", "up": "i", "down": "i", "out": "i", "against": "i", "for": "F", "using": "i",
    "without": "i", "by": "i", "then": "y", "or": "&",
}  # fmt: skip


class Entry:
    """What the reading knows of one distinct token, learned once."""

    __slots__ = ("character", "cls", "lower", "shape", "size", "suffix", "value", "word")

    def __init__(self, word: str, lexicon: Lexicon, capitals: bool) -> None:
        self.lower = word.lower().replace("’", "'")
        self.size = len(word)
        self.value: float | int | None = None
        self.word = self.suffix = 0  # stable numbers of the stem and of its ending, for the learned taggers
        if word.isspace():
            breaks = _LINE_END.search(word) is not None
            wide = "\t" in word or self.size >= _COLUMN_GAP
            self.shape = "\n" if breaks else "\t" if wide else " "
            self.character = BREAK
            self.cls = self.shape
            if breaks and word.count("\n") + word.count("\r") - word.count("\r\n") > 1:
                self.cls = "\r"  # a blank line: paragraphs
            return
        self.shape = shape_of(word)
        self.character = lexicon.character(word, capitals=capitals)
        if self.shape in "dfn":
            self.value = value_of(word)
        stemmed = stem(self.lower) if self.shape not in "df" else "0" * min(self.size, 5)
        self.word = zlib.crc32(stemmed.encode())
        self.suffix = zlib.crc32(b"-" + self.lower[-3:].encode())
        self.cls = _GLUE.get(self.lower, "w") if self.shape in "wO" else self.shape


class Reader:
    """Reads Docs. Holds the memory of tokens already seen (bounded), one for notes all in capitals."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._memo: dict[int, Entry] = {}
        self._memo_capitals: dict[int, Entry] = {}

    def read(self, doc: Doc) -> Reading:
        """The reading of ``doc``."""
        text = doc.text
        capitals = _is_capitals(text)
        memo = self._memo_capitals if capitals else self._memo
        cells = doc.to_array([ORTH, IDX])
        orths: list[int] = cells[:, 0].tolist() if len(doc) else []
        starts: list[int] = cells[:, 1].tolist() if len(doc) else []
        try:
            entries = [memo[orth] for orth in orths]
        except KeyError:
            entries = self._learn(doc, orths, memo, capitals)
        return Reading(text, entries, starts, self.lexicon)

    def _learn(self, doc: Doc, orths: list[int], memo: dict[int, Entry], capitals: bool) -> list[Entry]:
        if len(memo) > _MEMO_LIMIT:
            memo.clear()
        entries = []
        strings = doc.vocab.strings
        for orth in orths:
            entry = memo.get(orth)
            if entry is None:
                entry = memo[orth] = Entry(strings[orth], self.lexicon, capitals)
            entries.append(entry)
        return entries


class Reading:
    """See the module docstring. ``hits`` are lexicon hits (first, end, concept) in order."""

    __slots__ = ("classes", "ends", "entries", "firsts", "hits", "shapes", "starts", "text")

    def __init__(self, text: str, entries: list[Entry], starts: list[int], lexicon: Lexicon) -> None:
        self.text = text
        if " " in "".join([entry.shape for entry in entries]):
            pairs = [(entry, start) for entry, start in zip(entries, starts, strict=True) if entry.shape != " "]
            entries = [pair[0] for pair in pairs]
            starts = [pair[1] for pair in pairs]
        shapes = "".join([entry.shape for entry in entries])
        dropped = _joining_hyphens(shapes, entries, starts)
        if dropped:
            entries = [entry for i, entry in enumerate(entries) if i not in dropped]
            starts = [start for i, start in enumerate(starts) if i not in dropped]
            shapes = "".join([entry.shape for entry in entries])
        self.entries = entries
        self.starts = starts
        self.ends = [start + entry.size for start, entry in zip(starts, entries, strict=True)]
        self.shapes = shapes
        self.hits = lexicon.find("".join([entry.character for entry in entries]))
        classes = [entry.cls for entry in entries]
        for first, end, concept in self.hits:
            if concept.cls != "w":
                classes[first:end] = concept.cls * (end - first)
        self.classes = "".join(classes)
        self.firsts = [hit[0] for hit in self.hits]

    def __len__(self) -> int:
        return len(self.entries)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Code-point offsets of tokens ``first`` to ``end`` (half open, at least one token)."""
        return self.starts[first], self.ends[end - 1]

    def quote(self, first: int, end: int) -> str:
        """The text of those tokens."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def hits_in(self, first: int, end: int) -> list[tuple[int, int, Concept]]:
        """The lexicon hits that begin in ``first`` .. ``end``."""
        return self.hits[bisect_left(self.firsts, first) : bisect_left(self.firsts, end)]

    def token_at(self, offset: int) -> int:
        """The token that holds, or follows, the code point ``offset``."""
        found = bisect_right(self.starts, offset) - 1
        return found if found >= 0 and self.ends[found] > offset else found + 1


def _is_capitals(text: str) -> bool:
    """Whether the note is written in capitals: lower-case letters are rare in it."""
    sample = text[:2000]
    lower = sum(map(sample.count, "etaoinsr"))
    upper = sum(map(sample.count, "ETAOINSR"))
    return upper > 6 * lower + 20


def _joining_hyphens(shapes: str, entries: list[Entry], starts: list[int]) -> set[int]:
    dropped: set[int] = set()
    at = shapes.find("-", 1)
    last = len(shapes) - 1
    while 0 < at < last:
        entry = entries[at]
        after, before = entries[at + 1], entries[at - 1]
        joined = starts[at + 1] == starts[at] + entry.size and starts[at] == starts[at - 1] + before.size
        if joined and entry.lower != "−" and after.lower[0].isalpha() and before.lower[-1].isalnum():
            dropped.add(at)
        at = shapes.find("-", at + 1)
    return dropped
