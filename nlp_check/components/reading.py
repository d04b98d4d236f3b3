"""The reading of a note: its tokens as parallel sequences that every component works on.

A note is cut into pieces by one regular expression: a number, a word or a sign, each with the single space behind it,
or a run of white space. What is known of a piece is learned once (``Entry``). The cuts are those of the spaCy
tokenizer in tokenizer.py, which a test holds equal; spaCy's own would build a Doc that nothing here needs, at several
times the cost. White space that means nothing is left out, and so are hyphens before a letter (``sit-to-stand``
reads as three words), so that position ``i`` means the same thing in ``starts``, ``ends``, ``shapes`` and ``classes``.
Components search the two strings ``shapes`` (numbers, units, signs: shapes.py) and ``classes`` (what the lexicon says of
the words) with regular expressions, one character a token.
"""

from __future__ import annotations

import re
import struct
import zlib
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, pairwise

from nlp_check.components.loads import LOAD_HEAD, NO_LOAD, FoundLoad, find_loads_at, load_sign
from nlp_check.components.shapes import shape_of, value_of
from nlp_check.lexicon.loader import BREAK, Lexicon
from nlp_check.lexicon.model import Concept
from nlp_check.lexicon.stem import stem

_LETTER = r"[^\W\d_]"
_BEHIND = r" |-(?=[A-Za-z])"  # the single space behind a token, or the hyphen that joins it to a word, is of its piece
_PIECE = re.compile(
    rf"[A-WYZa-wyz][A-Za-z]*+(?:{_BEHIND}|(?!{_LETTER}|['’]))"  # most words, the quick way
    rf"|\d++(?:[.,]\d++)*+(?:{_BEHIND}|)"
    r"|[^\w\s] ?|\s+"
    rf"|[xX](?<=\d.)(?={_LETTER})"  # 10xweek
    rf"|{_LETTER}+(?:['’]{_LETTER}+)*(?:{_BEHIND}|)"
    r"|_ ?"
)
_LINE_END = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_MEMO_LIMIT = 20_000  # pieces in each of two generations
_LEADERS = re.compile(r"\.{3,}")  # ``SAQ ........ 3 x 12``: dots that lead from one column to the next
_COLUMN_GAP = 2  # so many further spaces part two columns as a tab does
_GLUE = {
    "of": "o", "the": "a", "a": "a", "an": "a", "his": "a", "her": "a", "their": "a", "with": "i", "w": "w",
    "from": "i", "on": "i", "in": "i", "into": "i", "over": "i", "onto": "i", "off": "i", "across": "i",
    "through": "i", "under": "i", "up": "i", "down": "i", "out": "i", "against": "i", "for": "F", "using": "i",
    "without": "i", "by": "i", "then": "y", "or": "&",
}  # fmt: skip


Hit = tuple[int, int, Concept]


class Entry:
    """What the reading knows of one distinct token, learned once."""

    __slots__ = ("character", "cls", "code", "load", "lower", "shape", "size", "value", "word")

    def __init__(self, word: str, lexicon: Lexicon, capitals: bool) -> None:
        self.lower = word.lower().replace("’", "'")
        self.size = len(word)
        self.value: float | int | None = None
        self.load = NO_LOAD
        self.word = 0  # a stable number of the stem
        self.code = _NO_CODE  # that number and one of the word's ending, as bytes, for the learned parts
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
        stemmed = lexicon.respelled(stem(self.lower))
        self.character = lexicon.character(word, stemmed, capitals=capitals)
        if self.shape in "dfn":
            self.value = value_of(word)
        if self.shape in "df":
            stemmed = "0" * min(self.size, 5)
        self.load = load_sign(self.lower)
        self.word = zlib.crc32(stemmed.encode())
        self.code = _CODE.pack(self.word, zlib.crc32(b"-" + self.lower[-3:].encode()))
        self.cls = _GLUE.get(self.lower, "w") if self.shape in "wO" else self.shape


_CODE = struct.Struct("<II")
_NO_CODE = _CODE.pack(0, 0)


class Reader:
    """Reads texts. Holds the memory of pieces already seen, one for notes all in capitals."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._memory = _Memory(lexicon, capitals=False)
        self._memory_capitals = _Memory(lexicon, capitals=True)

    def read(self, text: str) -> Reading:
        """The reading of ``text``."""
        memory = self._memory_capitals if _is_capitals(text) else self._memory
        if len(memory) > _MEMO_LIMIT:
            memory.grow_old()
        pieces = _PIECE.findall(text)
        entries = [memory[piece] for piece in pieces]
        return Reading(text, entries, list(accumulate(map(len, pieces), initial=0)), self.lexicon)


class _Memory(dict[str, Entry]):
    """Entries by piece. Two generations bound it: when the young one is full, what was used lately stays known."""

    def __init__(self, lexicon: Lexicon, *, capitals: bool) -> None:
        self.lexicon = lexicon
        self.capitals = capitals
        self.old: dict[str, Entry] = {}

    def __missing__(self, piece: str) -> Entry:
        entry = self.old.get(piece)
        if entry is None:
            if len(piece) > 1 and piece[-1] in " -" and not piece.isspace():
                entry = self[piece[:-1]]
            else:
                entry = Entry(piece, self.lexicon, self.capitals)
        self[piece] = entry
        return entry

    def grow_old(self) -> None:
        """Begins a new generation; the one before the last is forgotten."""
        self.old = dict(self)
        self.clear()


def _as_gap(leader: re.Match[str]) -> str:
    return "\t" * len(leader[0])


class Reading:
    """See the module docstring. ``hits`` are lexicon hits (first, end, concept) in order."""

    __slots__ = ("_by_role", "_lower", "capacities", "classes", "ends", "entries", "firsts", "hits", "shapes", "starts", "text")

    def __init__(self, text: str, entries: list[Entry], starts: list[int], lexicon: Lexicon) -> None:
        """``starts`` holds one further offset, where the text ends."""
        self.text = text
        starts.pop()
        shapes = "".join([entry.shape for entry in entries])
        dropped = [at for at, shape in enumerate(shapes) if shape == " "] if " " in shapes else []
        if dropped:
            shapes = _drop(dropped, entries, starts)
        dropped = _joining_hyphens(shapes, entries, starts)
        if dropped:
            shapes = _drop(dropped, entries, starts)
        leaders = list(_LEADERS.finditer(shapes)) if "..." in shapes else []
        shapes = _LEADERS.sub(_as_gap, shapes) if leaders else shapes
        self.entries = entries
        self.starts = starts
        self.ends = [start + entry.size for start, entry in zip(starts, entries)]  # noqa: B905 - of one length
        self.shapes = shapes
        self.hits = lexicon.find("".join([entry.character for entry in entries]))
        classes = [entry.cls for entry in entries]
        for leader in leaders:
            classes[leader.start() : leader.end()] = shapes[leader.start() : leader.end()]
        for first, end, concept in self.hits:
            if concept.cls != "w":
                classes[first:end] = concept.cls * (end - first)
        self.classes = "".join(classes)
        self.firsts = [hit[0] for hit in self.hits]
        self._by_role: dict[str, tuple[list[int], list[Hit]]] | None = None
        self._lower = ""
        self.capacities: list[tuple[str, Hit]] | None = None  # kept here by targets.py

    def __len__(self) -> int:
        return len(self.entries)

    def span(self, first: int, end: int) -> tuple[int, int]:
        """Code-point offsets of tokens ``first`` to ``end`` (half open, at least one token)."""
        return self.starts[first], self.ends[end - 1]

    def quote(self, first: int, end: int) -> str:
        """The text of those tokens."""
        return self.text[self.starts[first] : self.ends[end - 1]]

    def hits_in(self, first: int, end: int) -> list[Hit]:
        """The lexicon hits that begin in ``first`` .. ``end``."""
        return self.hits[bisect_left(self.firsts, first) : bisect_left(self.firsts, end)]

    def hits_of(self, role: str, first: int, end: int) -> Sequence[Hit]:
        """Those of them whose concept has a sense of ``role``."""
        if self._by_role is None:
            self._by_role = _by_role(self.hits)
        of_role = self._by_role.get(role)
        if of_role is None:
            return ()
        firsts, hits = of_role
        return hits[bisect_left(firsts, first) : bisect_left(firsts, end)]

    def says(self, role: str) -> bool:
        """Whether any hit of the note has a sense of ``role``."""
        if self._by_role is None:
            self._by_role = _by_role(self.hits)
        return role in self._by_role

    @property
    def lower(self) -> str:
        """The text in lower case, of the same length."""
        if not self._lower:
            lower = self.text.lower()
            if len(lower) != len(self.text):
                lower = "".join([small if len(small := letter.lower()) == 1 else letter for letter in self.text])
            self._lower = lower
        return self._lower

    def loads_in(self, first: int, end: int) -> list[FoundLoad]:
        """The loads that are no plain weight (loads.py) in tokens ``first`` .. ``end``."""
        places = []
        for at in range(first, end):
            sign = self.entries[at].load
            if sign == LOAD_HEAD:
                places.append(self.starts[at])
            elif sign and (before := self._number_before(at, first)) >= 0:
                start, number = self.starts[before], self.entries[before].lower
                places += [start] if number.isdigit() else [start, start + max(number.rfind("."), number.rfind(",")) + 1]
        return find_loads_at(self.text, places, self.ends[end - 1]) if places else []

    def _number_before(self, at: int, first: int) -> int:
        at -= 1
        if at > first and self.shapes[at] == "\n":
            at -= 1
        return at if at >= first and self.shapes[at] in "df" else -1

    def token_at(self, offset: int) -> int:
        """The token that holds, or follows, the code point ``offset``."""
        found = bisect_right(self.starts, offset) - 1
        return found if found >= 0 and self.ends[found] > offset else found + 1


def _by_role(hits: list[Hit]) -> dict[str, tuple[list[int], list[Hit]]]:
    """Hits, and where they begin, by each role of their concept."""
    by_role: dict[str, tuple[list[int], list[Hit]]] = {}
    for hit in hits:
        for role in hit[2].senses:
            if role not in by_role:
                by_role[role] = ([], [])
            firsts, of_role = by_role[role]
            firsts.append(hit[0])
            of_role.append(hit)
    return by_role


def _is_capitals(text: str) -> bool:
    """Whether the note is written in capitals: lower-case letters are rare in it."""
    sample = text[:2000]
    if 6 * (sample.count("e") + sample.count("t") + sample.count("a")) + 20 >= len(sample):
        return False  # these alone are too many
    lower = sum(map(sample.count, "etaoinsr"))
    upper = sum(map(sample.count, "ETAOINSR"))
    return upper > 6 * lower + 20


def _drop(places: list[int], entries: list[Entry], starts: list[int]) -> str:
    """Takes the tokens at ``places`` out of both lists; returns the shapes of the rest."""
    kept, kept_starts = entries[: places[0]], starts[: places[0]]
    for at, following in pairwise([*places, len(entries)]):
        kept += entries[at + 1 : following]
        kept_starts += starts[at + 1 : following]
    entries[:], starts[:] = kept, kept_starts  # to delete them one by one would move all that follows each time
    return "".join([entry.shape for entry in entries])


def _joining_hyphens(shapes: str, entries: list[Entry], starts: list[int]) -> list[int]:
    """Hyphens between a word and what stands right before it, where the expression above has not taken them."""
    dropped: list[int] = []
    at = shapes.find("-", 1)
    last = len(shapes) - 1
    while 0 < at < last:
        entry = entries[at]
        after, before = entries[at + 1], entries[at - 1]
        joined = starts[at + 1] == starts[at] + entry.size and starts[at] == starts[at - 1] + before.size
        if joined and entry.lower != "−" and after.lower[0].isalpha() and before.lower[-1].isalnum():
            dropped.append(at)
        at = shapes.find("-", at + 1)
    return dropped
