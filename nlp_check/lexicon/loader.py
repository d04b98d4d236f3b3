"""The lexicon as the components use it: one character a word, one automaton over all phrases."""

from __future__ import annotations

import functools
from pathlib import Path

import ahocorasick
import msgspec

from nlp_check.errors import DataError
from nlp_check.lexicon.model import CASE_SENSITIVE, CompiledLexicon, Concept, Sections

COMPILED = Path(__file__).parent / "compiled.json"
# A word is two letters of two alphabets of their own, not one of thousands: the automaton looks through the branches of
# a node one by one, and its root would have as many as there are words.
_HIGH, _LOW, _BASE = 0x100, 0x200, 64
UNKNOWN = chr(_HIGH - 1) + chr(_LOW - 1)  # a word of no phrase
BREAK = chr(_HIGH - 2) + chr(_LOW - 2)  # a line end or tab: no phrase crosses it
# Words that stay ordinary words when a whole note is written in capitals.
_PLAIN_IN_CAPITALS = frozenset("if it is at a i as so or us s o ad pass star w y t p".split())


class Lexicon:
    """Concepts, and the words they are made of as pairs of private characters.

    ``character`` gives the pair of a token; ``find(characters)`` yields the leftmost-longest
    phrase hits of a sequence as (first, end, concept) over its positions.
    """

    def __init__(self, compiled: CompiledLexicon) -> None:
        self.concepts: list[Concept] = compiled.concepts
        self.sections = Sections(compiled.sections)
        self._synonyms = compiled.synonyms
        self._characters: dict[str, str] = {}
        self._automaton = ahocorasick.Automaton()
        for concept in self.concepts:
            key = "".join([self._assign(word) for word in concept.words])
            self._automaton.add_word(key, (len(concept.words), concept))
        self._automaton.make_automaton()

    def _assign(self, word: str) -> str:
        high, low = divmod(len(self._characters), _BASE)
        return self._characters.setdefault(word, chr(_HIGH + high) + chr(_LOW + low))

    def character(self, word: str, stemmed: str, *, capitals: bool = False) -> str:
        """The private characters of a token as written, given its stem. ``capitals``: the whole note is in capitals."""
        lower = word.lower()
        stemmed = self._synonyms.get(stemmed, stemmed)
        if lower in CASE_SENSITIVE and word.isupper() and not (capitals and lower in _PLAIN_IN_CAPITALS):
            stemmed = stemmed.upper()
        return self._characters.get(stemmed, UNKNOWN)

    def find(self, characters: str) -> list[tuple[int, int, Concept]]:
        """Leftmost-longest hits, never overlapping, in order."""
        return [
            ((end := (last + 1) >> 1) - size, end, concept)
            for last, (size, concept) in self._automaton.iter_long(characters)
        ]


@functools.cache
def load_lexicon() -> Lexicon:
    """The packaged lexicon; DataError when its compiled file is missing or broken."""
    try:
        return Lexicon(msgspec.json.decode(COMPILED.read_bytes(), type=CompiledLexicon))
    except OSError:
        raise DataError("the compiled lexicon is missing: run python -m nlp_check.lexicon.build", path=str(COMPILED)) from None
    except msgspec.DecodeError:
        raise DataError("the compiled lexicon is broken: run python -m nlp_check.lexicon.build", path=str(COMPILED)) from None
