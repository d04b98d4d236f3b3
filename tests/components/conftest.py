"""The extraction components one by one, without the learned model: what the grammars and the lexicon alone find."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from spacy.language import Language

from nlp_check.components.billing import keep_ledger
from nlp_check.components.codes import Mention, find_mentions
from nlp_check.components.dose import Amount, find_amounts
from nlp_check.components.layout import Sentence, split_sentences
from nlp_check.components.ledger import Ledger
from nlp_check.components.narratives import billed_in_text, cut_segments
from nlp_check.components.reading import Reader, Reading
from nlp_check.components.segments import Segment
from nlp_check.components.times import find_clocks
from nlp_check.lexicon.loader import Lexicon, load_lexicon
from nlp_check.pipeline import note_pipeline


@pytest.fixture(scope="session")
def nlp() -> Language:
    """A blank pipeline with the note tokenizer."""
    return note_pipeline()


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.fixture(scope="session")
def reader(lexicon: Lexicon) -> Reader:
    return Reader(lexicon)


@pytest.fixture(scope="session")
def tokens(nlp: Language) -> Callable[[str], list[str]]:
    """The tokens of a text as the tokenizer cuts it."""
    return lambda text: [token.text for token in nlp.make_doc(text)]


@pytest.fixture(scope="session")
def read(reader: Reader) -> Callable[[str], Reading]:
    return reader.read


_FIELDS = ("sets", "reps", "hold", "duration", "load", "load_unit")


@pytest.fixture(scope="session")
def amounts(read: Callable[[str], Reading]) -> Callable[[str], list[dict[str, Any]]]:
    """The dose expressions of a text, each as its fields that say something."""

    def found(text: str) -> list[dict[str, Any]]:
        reading = read(text)
        return [_plain(amount) for amount in find_amounts(reading, 0, len(reading))]

    return found


def _plain(amount: Amount) -> dict[str, Any]:
    fields = {name: value for name in _FIELDS if (value := getattr(amount, name)) is not None}
    if amount.distance is not None:
        fields["distance"] = (amount.distance.value, amount.distance.unit)
    if amount.each:
        fields["each"] = True
    return fields


class Layout(NamedTuple):
    """What the components that need no model know of a text."""

    reading: Reading
    sentences: list[Sentence]
    mentions: list[Mention]
    segments: list[Segment]
    ledger: Ledger
    billed: Mapping[str, Mention]

    def quote(self, segment: Segment | Sentence) -> str:
        return self.reading.quote(segment.first, segment.end)

    def owned(self, code: str) -> list[str]:
        """The stretches that stand in the block of ``code``."""
        return [self.quote(one) for one in self.segments if not one.row and code in one.owners]


@pytest.fixture(scope="session")
def lay_out(read: Callable[[str], Reading], lexicon: Lexicon) -> Callable[[str], Layout]:
    def laid_out(text: str) -> Layout:
        reading = read(text)
        sentences = split_sentences(reading, lexicon.sections)
        mentions = find_mentions(reading, sentences)
        segments = cut_segments(reading, sentences, mentions)
        clocks = find_clocks(text)
        ledger = keep_ledger(reading, segments, mentions, clocks.blocks, clocks.lone)
        return Layout(reading, sentences, mentions, segments, ledger, billed_in_text(reading, segments))

    return laid_out
