"""Turns the YAML lexicons into ``compiled.json``, the form the program reads at start.

Parsing some thousand YAML entries costs more than importing spaCy's own modules, so it is done once, by
``python -m nlp_check.lexicon.build``; a test fails when the compiled file is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from nlp_check.errors import DataError
from nlp_check.lexicon.model import (
    CASE_SENSITIVE,
    CLASS_OF_ROLE,
    NORMALISED_ROLES,
    CompiledLexicon,
    Concept,
    Sense,
)
from nlp_check.lexicon.stem import stem
from nlp_check.lexicon.words import split_words
from nlp_check.strict_yaml import load_yaml

HERE = Path(__file__).parent
COMPILED = HERE / "compiled.json"
FILES = ("codes", "words", "exercises", "activities", "skill", "goals", "measures", "context")
_GROUP_ATTRIBUTES = frozenset({"purpose", "load", "position", "specific", "service", "kind", "unit"})


class _Entry(msgspec.Struct):
    role: str
    normal: str
    name: str
    attributes: dict[str, str]


def compile_lexicon() -> CompiledLexicon:
    """Reads every YAML file; DataError with the path where an entry is empty or of the wrong shape."""
    entries = [entry for name in FILES for entry in _read(HERE / f"{name}.yaml")]
    synonyms = _synonyms(entries)
    _add_positions(entries)
    concepts: dict[tuple[str, ...], dict[str, Sense]] = {}
    for entry in entries:
        if entry.role == "section":
            continue
        words = split_words(entry.name)
        key = tuple(_key_word(word, synonyms) for word in words)
        senses = concepts.setdefault(key, {})
        senses.setdefault(entry.role, Sense(normal=entry.normal, **entry.attributes))
    sections: dict[str, str] = {}
    for entry in entries:
        if entry.role == "section":
            sections.setdefault(" ".join(split_words(entry.name)).lower(), entry.normal)
    return CompiledLexicon(
        concepts=[
            Concept(words=list(key), cls=_class_of(senses), senses=senses) for key, senses in sorted(concepts.items())
        ],
        synonyms=dict(sorted(synonyms.items())),
        sections=dict(sorted(sections.items())),
    )


def _read(path: Path) -> Iterator[_Entry]:
    content = load_yaml(path)
    if not isinstance(content, dict):
        raise DataError("a lexicon is a mapping of roles", path=str(path))
    for role, body in content.items():
        groups = body if isinstance(body, list) else [{"normal": normal, "names": names} for normal, names in body.items()]
        for group in groups:
            yield from _read_group(role, group, path, listed=isinstance(body, list))


def _read_group(role: str, group: dict[str, Any], path: Path, *, listed: bool) -> Iterator[_Entry]:
    unknown = set(group) - _GROUP_ATTRIBUTES - {"normal", "names"}
    if unknown:
        raise DataError(f"unknown attribute {sorted(unknown)[0]} under {role}", path=str(path))
    attributes = {key: value or "" for key, value in group.items() if key in _GROUP_ATTRIBUTES}
    names = list(group["names"] or [])
    if not listed and role in NORMALISED_ROLES:
        names.insert(0, group["normal"].replace("_", " "))
    for name in names:
        if not name:
            raise DataError(f"an empty name under {role}", path=str(path))
        yield _Entry(role, group.get("normal") or name.lower(), name, attributes)


def _add_positions(entries: list[_Entry]) -> None:
    """A name that says its position carries it: ``prone press``, ``seated row``."""
    of_word = {entry.name.lower(): entry.normal for entry in entries if entry.role == "position" and len(split_words(entry.name)) == 1}
    for entry in entries:
        if entry.role in ("exercise", "activity") and not entry.attributes.get("position"):
            said = [of_word[word] for word in entry.name.lower().split() if word in of_word]
            if said:
                entry.attributes = {**entry.attributes, "position": said[0]}


def _synonyms(entries: list[_Entry]) -> dict[str, str]:
    """One-word spellings of a normal form that is itself one word: ``abd`` reads as ``abduction``."""
    found: dict[str, str] = {}
    for entry in entries:
        words = split_words(entry.name)
        if entry.role in ("body", "motion") and len(words) == 1 and "_" not in entry.normal:
            found.setdefault(stem(words[0].lower()), stem(entry.normal))
    return {word: normal for word, normal in found.items() if word != normal}


def _key_word(word: str, synonyms: dict[str, str]) -> str:
    lower = word.lower()
    stemmed = synonyms.get(stem(lower), stem(lower))
    return stemmed.upper() if lower in CASE_SENSITIVE and word.isupper() else stemmed


def _class_of(senses: dict[str, Sense]) -> str:
    return next((cls for role, cls in CLASS_OF_ROLE.items() if role in senses), "w")


def main() -> int:
    """Writes ``compiled.json``."""
    encoded = msgspec.json.format(msgspec.json.encode(compile_lexicon()), indent=0)
    COMPILED.write_bytes(encoded + b"\n")
    print(f"{COMPILED.name}: {len(encoded)} bytes", file=sys.stderr)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
