"""A tokenizer for therapy notes: every number, unit, sign and word is a token of its own.

``97110x2``, ``15min``, ``3x10``, ``40#``, ``10:05am-10:23am``, ``w/c``, ``3+/5`` and ``(L)`` are what notes are made of; the
stock English rules leave most of them glued together. There are no exception rules here at all: the stock ones
that contain white space switch off spaCy's chunk cache for the rest of a text (spaCy issue 13950), which
costs sixteen times the time of the tokenizer itself.
"""

from __future__ import annotations

import re

from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import registry

_LETTER = r"[^\W\d_]"
_SIGN = r"(?:[^\w\s'’.,]|_|(?<!\d)[.,]|[.,](?!\d)|(?<![^\W\d_])['’]|['’](?![^\W\d_]))"
_PREFIX = re.compile(_SIGN)
_INFIX = re.compile(
    rf"(?<=\d)(?={_LETTER})|(?<={_LETTER})(?=\d)|(?<=\d[xX])(?={_LETTER})|(?<=^[xX])(?=\d)|{_SIGN}"
)


def note_tokenizer(nlp: Language) -> Tokenizer:
    """The tokenizer over ``nlp``'s vocabulary."""
    return Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=_PREFIX.match,
        suffix_search=None,
        infix_finditer=_INFIX.finditer,
        token_match=None,
        url_match=None,
    )


@registry.tokenizers("nlp_check.note_tokenizer.v1")  # type: ignore[untyped-decorator]  # spaCy does not type it
def create_note_tokenizer() -> object:
    """Factory for spaCy configs: ``nlp.tokenizer = {"@tokenizers": "nlp_check.note_tokenizer.v1"}``."""
    return note_tokenizer
