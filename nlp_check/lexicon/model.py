"""The compiled lexicon as typed values, and the class letter each role has in the name grammar."""

from __future__ import annotations

import msgspec

# The first role of a concept in this order gives its letter in ``Reading.classes``.
CLASS_OF_ROLE: dict[str, str] = {
    "exercise": "X",
    "activity": "K",
    "class": "V",
    "activity_class": "Q",
    "cue": "U",
    "position": "P",
    "side": "L",
    "motion": "A",
    "body": "B",
    "region": "R",
    "modifier": "M",
    "head": "H",
    "equipment": "E",
    "capacity": "C",
    "measure": "N",
    "task": "T",
    "demand": "D",
    "generic": "G",
    "link": "l",
}
# Roles whose normal form is itself a way to write the concept.
NORMALISED_ROLES = frozenset(
    {"position", "side", "body", "region", "motion", "modifier", "equipment", "capacity", "generic"}
)
# Abbreviations that are ordinary words, or something else, in lower case.
CASE_SENSITIVE = frozenset(
    "if mf rf sf sa lt mt ta te ap gs aw sb it i t y w s p o a rc ac ot is us ad qs tm tc sl dl oh pass fim star "
    "abc spt".split()
)


class Sense(msgspec.Struct, omit_defaults=True):
    """What one role says of a concept. Unused attributes are empty."""

    normal: str
    purpose: str = ""
    load: str = ""
    position: str = ""
    specific: str = ""
    service: str = ""
    kind: str = ""
    unit: str = ""


class Concept(msgspec.Struct):
    """One entry: its stemmed words, its class letter and its senses by role."""

    words: list[str]
    cls: str
    senses: dict[str, Sense]


class CompiledLexicon(msgspec.Struct):
    """Everything the components need to know of words. ``sections`` maps a heading to its kind."""

    concepts: list[Concept]
    synonyms: dict[str, str]
    sections: dict[str, str]


class Sections(dict[str, str]):
    """Headings, and the kind of section that each opens. ``first_words`` are the words they begin with."""

    def __init__(self, kinds: dict[str, str]) -> None:
        super().__init__(kinds)
        self.first_words = frozenset(heading.split(" ")[0] for heading in kinds)
