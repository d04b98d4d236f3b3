"""Notes to measure on: as many as asked for, about 250 words each, no two alike.

They are made of the corpus's hand-written texts. A note shorter than wanted is continued with the paragraphs of
others, as a long visit is; then about three words in a hundred are replaced by words that no note has held
before, because names, places and slips of the pen never end in an archive, and caches must not hide that.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from pathlib import Path

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "notes"
WORDS = 250
NEW_WORDS = 0.03
_SPREAD = 40  # so many words a note may be shorter or longer
_ENOUGH = 15  # so many words may be missing
_WORD = re.compile(r"\b[a-z]{4,}\b")
_NUMBER = re.compile(r"(?<![\d./:-])[2-9](?![\d./:-])")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SYLLABLES = [
    a + b
    for a in ("b", "ch", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "st", "t", "tr", "v")
    for b in "aeiou"
]


def make_notes(count: int, seed: int) -> list[str]:
    """``count`` notes; the same ones for the same seed, and other new words for another."""
    dice = random.Random(seed)
    texts = corpus_texts()
    return [_vary(_of_length(texts, dice), dice) for _ in range(count)]


def stream_notes(count: int, seed: int) -> Iterator[str]:
    """The same one at a time, for runs whose memory is measured."""
    dice = random.Random(seed)
    texts = corpus_texts()
    for _ in range(count):
        yield _vary(_of_length(texts, dice), dice)


def corpus_texts() -> list[str]:
    """The corpus's texts in order of their names."""
    return [path.read_bytes().decode() for path in sorted(CORPUS.glob("*.txt"))]


def _of_length(texts: list[str], dice: random.Random) -> str:
    """A text of about ``WORDS`` words: one note, and paragraphs of others where it is too short."""
    wanted = dice.randint(WORDS - _SPREAD, WORDS + _SPREAD)
    paragraphs = _PARAGRAPHS.split(dice.choice(texts))
    while (missing := wanted - _words(paragraphs)) > _ENOUGH:
        more = _PARAGRAPHS.split(dice.choice(texts))
        while len(more) > 1 and _words(more) > missing + _ENOUGH:
            more.pop()
        paragraphs += more if _words(more) <= missing + _ENOUGH else [_cut(more[0], missing)]
    while len(paragraphs) > 1 and _words(paragraphs) > wanted + _SPREAD:
        paragraphs.pop()
    if _words(paragraphs) <= wanted + _SPREAD:
        return "\n\n".join(paragraphs)
    return _cut(paragraphs[0], wanted)


def _cut(text: str, words: int) -> str:
    """The lines of ``text`` up to so many words; the words themselves where it is one line."""
    kept: list[str] = []
    for line in text.splitlines():
        if _words([*kept, line]) > words:
            break
        kept.append(line)
    return "\n".join(kept) if kept else " ".join(text.split(" ")[:words])


def _words(parts: list[str]) -> int:
    return sum(len(part.split()) for part in parts)


def _vary(text: str, dice: random.Random) -> str:
    """``text`` with other small numbers and with its share of new words."""
    text = _NUMBER.sub(lambda found: found[0] if dice.random() < 0.5 else str(dice.randint(2, 9)), text)
    places = list(_WORD.finditer(text))
    chosen = dice.sample(places, min(len(places), round(NEW_WORDS * len(text.split()))))
    for place in sorted(chosen, key=re.Match.start, reverse=True):
        text = text[: place.start()] + new_word(dice) + text[place.end() :]
    return text


def new_word(dice: random.Random) -> str:
    """A word that can be said and that nobody has written."""
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(3, 4)))
