"""How a lexicon entry is cut into words: exactly as the tokenizer and the reading cut a note."""

from __future__ import annotations

import re

_WORD = re.compile(r"\d+(?:\.\d+)?|[xX](?=\d)|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]")
_JOINING_HYPHEN = re.compile(r"(?<=\w)-(?=[^\W\d_])")


def split_words(name: str) -> list[str]:
    """The words and signs of ``name``; a hyphen before a letter joins nothing and is left out."""
    spaced = re.sub(r"(?<=\d)([xX])(?=[^\W\d_])", r"\1 ", _JOINING_HYPHEN.sub(" ", name))
    return _WORD.findall(spaced)
