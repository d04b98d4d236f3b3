"""YAML read as strings only: ``12:30``, ``no`` and ``1.10`` stay what the author typed.

YAML guesses types from spelling, and each guess silently changes somebody's data: a clock time becomes 750, a
county becomes False, a version loses its zero. Here every scalar is a string until a declared type asks for
something else (``convert``). The one exception is the plain empty value, ``null`` and ``~``, which are None;
in quotes they are strings. Duplicate keys, tags and aliases are refused: each makes a file say something
other than it seems to.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from nlp_check.errors import DataError

T = TypeVar("T")
_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # PyYAML may be built without C
_NULLS = frozenset({"", "~", "null"})
_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))
_AT = re.compile(r"^(?P<reason>.*?)(?: - at `(?:key` in `)?(?P<field>\$[^`]*)`)?$", re.DOTALL)
_VALUE_SHOWN = re.compile(r"^Invalid enum value .*$", re.DOTALL)


class YamlFile(msgspec.Struct, frozen=True):
    """The content of one file, and the 1-based line of every field.

    ``lines`` is keyed by field path as msgspec writes it: ``$.narratives[0].cues[1].kind``.
    """

    value: object
    lines: dict[str, int]


def load_yaml(path: str | Path) -> object:
    """The content of ``path`` as dicts, lists, strings and None; DataError with path and line if broken."""
    return read_yaml(path).value


def read_yaml(path: str | Path) -> YamlFile:
    """As ``load_yaml``, with the line of every field, for messages that point at one."""
    try:
        with open(path, encoding="utf-8") as stream:
            root = yaml.compose(stream.read(), Loader=_LOADER)
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", path=str(path)) from None
    except UnicodeDecodeError:
        raise DataError("is not UTF-8", path=str(path)) from None
    except yaml.YAMLError as error:
        raise _syntax_error(error, str(path)) from None
    if root is None:
        return YamlFile(None, {})
    builder = _Builder(str(path))
    return YamlFile(builder.build(root, "$"), builder.lines)


def convert(obj: object, type: type[T], path: str | Path, lines: dict[str, int] | None = None) -> T:
    """``obj`` as a ``type``, numbers and booleans read from their strings.

    DataError names the file, the field and, with the ``lines`` of ``read_yaml``, the line. It never repeats
    the value, which may be text of a note.
    """
    try:
        return msgspec.convert(obj, type, strict=False)
    except msgspec.ValidationError as error:
        match = _AT.match(str(error))
        reason, field = (match["reason"], match["field"] or "$") if match else ("is broken", "$")
        reason = _VALUE_SHOWN.sub("is none of the allowed values", reason)
        name = field.removeprefix("$").removeprefix(".")
        line = line_of(lines or {}, field)
        raise DataError(f"{name}: {reason}" if name else reason, path=str(path), line=line) from None


def line_of(lines: dict[str, int], field: str) -> int | None:
    """The line of ``field``, or of the nearest enclosing field that has one."""
    while field not in lines and field:
        field = field[: max(field.rfind("."), field.rfind("["), 0)]
    return lines.get(field)


def _syntax_error(error: yaml.YAMLError, path: str) -> DataError:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None)
    line = mark.line + 1 if mark is not None else None
    return DataError(f"is not valid YAML: {problem or 'it cannot be parsed'}", path=path, line=line)


class _Builder:
    """Turns YAML nodes into plain values and keeps the line of each."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.lines: dict[str, int] = {}
        self._seen: set[int] = set()

    def build(self, node: Any, field: str) -> object:
        self._refuse_magic(node)
        self.lines[field] = node.start_mark.line + 1
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, field)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, f"{field}[{n}]") for n, item in enumerate(node.value)]
        return None if not node.style and node.value in _NULLS else str(node.value)

    def _mapping(self, node: yaml.MappingNode, field: str) -> dict[str, object]:
        result: dict[str, object] = {}
        for key, value in node.value:
            self._refuse_magic(key)
            if not isinstance(key, yaml.ScalarNode) or not key.value:
                raise self._error("a key must be a plain word", key)
            name = str(key.value)
            if name in result:
                raise self._error(f"the key {name!r} stands here twice", key)
            result[name] = self.build(value, f"{field}.{name}")
            self.lines[f"{field}.{name}"] = key.start_mark.line + 1  # a block value begins a line later
        return result

    def _refuse_magic(self, node: Any) -> None:
        if node.tag not in _PLAIN_TAGS:
            raise self._error("tags (!...) are not allowed", node)
        if id(node) in self._seen:  # the composer hands out the same node again for an alias
            raise self._error("aliases (*...) of this anchor are not allowed", node)
        self._seen.add(id(node))

    def _error(self, reason: str, node: Any) -> DataError:
        return DataError(reason, path=self.path, line=node.start_mark.line + 1)
