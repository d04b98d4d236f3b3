"""The lexicon as the components use it: one character a word, one automaton over all phrases."""

from __future__ import annotations

import functools
from collections.abc import Iterable
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
        self._longest = 0
        self._one_letter_less: dict[str, list[str]] | None = None  # made when a word is first not known
        self._automaton = ahocorasick.Automaton()
        for concept in self.concepts:
            key = "".join([self._assign(word) for word in concept.words])
            self._automaton.add_word(key, (len(concept.words), concept))
        self._automaton.make_automaton()
        self._longest = max(map(len, self._characters), default=0)

    def respelled(self, stemmed: str) -> str:
        """The stem of the lexicon that a long unknown one is one slip of the keys away from; else the stem itself.

        Only where that is one stem and no other, and where beginning and ending agree: ``reached`` is no ``reacher``.
        """
        if not _LONG <= len(stemmed) <= self._longest + 1 or stemmed in self._characters or stemmed in self._synonyms or not stemmed.isalpha():
            return stemmed
        if self._one_letter_less is None:
            self._one_letter_less = _one_letter_less(word for word in self._characters if len(word) >= _LONG and word.isalpha())
        near = {known for form in (stemmed, *_shortened(stemmed)) for known in self._one_letter_less.get(form, ())}
        near = {known for known in near if _alike(stemmed, known)}
        return near.pop() if len(near) == 1 else stemmed

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


_LONG = 7  # letters: shorter words are too near to one another
_ENDING = 2


def _shortened(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(1, len(word))]


def _one_letter_less(words: Iterable[str]) -> dict[str, list[str]]:
    """Words by every form of them that lacks one letter, and by themselves."""
    found: dict[str, list[str]] = {}
    for word in words:
        for form in {word, *_shortened(word)}:
            found.setdefault(form, []).append(word)
    return found


_SOUND_ALIKE = frozenset(("sz", "cs", "iy"))


def _alike(word: str, known: str) -> bool:
    """Whether one slip parts two words: a letter too many or too few, two swapped, or one for its sound.

    Any other letter in place of one makes too many other words: ``skilled`` is not ``spilled``.
    """
    if word[0] != known[0] or word[-_ENDING:] != known[-_ENDING:]:
        return False
    if len(word) != len(known):
        return abs(len(word) - len(known)) == 1
    differing = [at for at, (a, b) in enumerate(zip(word, known, strict=True)) if a != b]
    pairs = ["".join(sorted((word[at], known[at]))) for at in differing]
    if len(differing) == 1:
        return pairs[0] in _SOUND_ALIKE
    return len(differing) == 2 and differing[1] == differing[0] + 1 and pairs[0] == pairs[1]


@functools.cache
def load_lexicon() -> Lexicon:
    """The packaged lexicon; DataError when its compiled file is missing or broken."""
    try:
        return Lexicon(msgspec.json.decode(COMPILED.read_bytes(), type=CompiledLexicon))
    except OSError:
        raise DataError("the compiled lexicon is missing: run python -m nlp_check.lexicon.build", path=str(COMPILED)) from None
    except msgspec.DecodeError:
        raise DataError("the compiled lexicon is broken: run python -m nlp_check.lexicon.build", path=str(COMPILED)) from None
