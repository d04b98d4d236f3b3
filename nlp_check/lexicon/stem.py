"""One light stemmer for lexicon and note, so that plural, -ing and spelling variants meet.

It need not be linguistically right, only the same on both sides: ``presses`` and ``pressing`` give ``press``.
"""

from __future__ import annotations

_KEEP = frozenset(
    "seated hips was this his has is as us plus minus biceps triceps quadriceps during nothing something "
    "series gluteus lbs ring string bring spring evening morning ankles being having rolling".split()
)

_SHORT_PLURALS = frozenset(("ups", "aps", "ins", "offs", "outs"))  # press ups, ankle pumps, weigh-ins


def stem(word: str) -> str:
    """The stem of one lower-case word; apostrophes of any kind and a final ``'s`` are dropped."""
    word = word.replace("’", "'")
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    size = len(word)
    if word in _SHORT_PLURALS:
        return word[:-1]
    if size <= 3 or word in _KEEP:
        return word
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        if word.endswith("ies") and size > 4:
            word = word[:-3] + "y"
        elif word.endswith(("sses", "ches", "shes", "xes", "zes")):
            word = word[:-2]
        else:
            word = word[:-1]
    if word.endswith("ing") and len(word) > 5:
        word = word[:-3]
        if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
            word = word[:-1]
    if word.endswith("e") and len(word) > 3:
        word = word[:-1]
    return word
