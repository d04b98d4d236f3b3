"""One policy file as read: plain values with their lines, and the checks that name the field and the nearest
known name. What the values mean for a policy is decided in ``layers``."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from pathlib import Path

from nlp_check.errors import DataError, PolicyError
from nlp_check.strict_yaml import line_of, read_yaml

_ON = {"on": True, "true": True, "yes": True, "off": False, "false": False, "no": False}


class PolicyFile:
    """The top-level mapping of a YAML or TOML file.

    YAML values are strings and TOML values are typed, so every reader below accepts both. ``field`` is the
    dotted path of a value, as messages show it. Keys never hold dots or spaces, so the path is unambiguous.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.lines: dict[str, int] = {}
        content = self._toml() if path.suffix == ".toml" else self._yaml()
        self.root = self.mapping(content, "")

    def error(self, field: str, reason: str) -> PolicyError:
        """A PolicyError at ``field``, to be raised."""
        line = line_of(self.lines, f"$.{field}" if field else "$")
        return PolicyError(f"{field}: {reason}" if field else reason, path=str(self.path), line=line)

    def mapping(
        self, value: object, field: str, known: Collection[str] | None = None, kind: str = "key"
    ) -> dict[str, object]:
        """``value`` as a mapping whose keys (names of a ``kind``) are all ``known``; None admits any."""
        if not isinstance(value, dict):
            raise self.error(field, "must be a mapping" if field else "the file must hold a mapping")
        for key in value:
            if known is not None:
                self.known(key, known, f"{field}.{key}" if field else key, kind)
        return value

    def known(self, name: object, known: Iterable[str], field: str, kind: str) -> str:
        """``name`` if it is one of ``known``; else an error that names the nearest of them."""
        names = list(known)
        if not isinstance(name, str):
            raise self.error(field, f"must be one of {', '.join(names)}")
        if name in names:
            return name
        import difflib  # only on the way to an error; 2 ms that no good run should pay

        near = difflib.get_close_matches(name, names, n=1, cutoff=0.5)
        choice = f"did you mean '{near[0]}'?" if near else f"known are {', '.join(names)}"
        raise self.error(field, f"unknown {kind}; {choice}")

    def text(self, value: object, field: str) -> str:
        """``value`` as text that is not empty."""
        if not isinstance(value, str) or not value.strip():
            raise self.error(field, "must be text")
        return " ".join(value.split())

    def switch(self, value: object, field: str) -> bool:
        """``value`` as on or off."""
        found = value if isinstance(value, bool) else _ON.get(str(value))
        if found is None:
            raise self.error(field, "must be on or off")
        return found

    def number(self, value: object, field: str, low: float, high: float) -> float:
        """``value`` as a number from ``low`` to ``high``."""
        try:
            number = float(value) if isinstance(value, str | int | float) else float("nan")
        except ValueError:
            number = float("nan")
        if isinstance(value, bool) or not low <= number <= high:  # also false for "nan"
            raise self.error(field, f"must be a number from {low:g} to {high:g}")
        return number

    def whole(self, value: object, field: str, low: int, high: int) -> int:
        """``value`` as a whole number from ``low`` to ``high``."""
        number = self.number(value, field, low, high)
        if not number.is_integer():
            raise self.error(field, "must be a whole number")
        return int(number)

    def date(self, value: object, field: str) -> datetime.date:
        """``value`` as a calendar date."""
        if type(value) is datetime.date:
            return value
        try:
            return datetime.date.fromisoformat(str(value))
        except ValueError:
            raise self.error(field, "must be a date YYYY-MM-DD") from None

    def file_paths(self, value: object, field: str) -> tuple[str, ...]:
        """``value``, one path or a list of them, relative to this file, each an existing file."""
        paths = []
        for n, item in enumerate(value if isinstance(value, list) else [value]):
            place = f"{field}[{n}]" if isinstance(value, list) else field
            path = self.path.parent / self.text(item, place)
            if not path.is_file():
                raise self.error(place, "there is no such file")
            paths.append(str(path))
        return tuple(paths)

    def _yaml(self) -> object:
        try:
            file = read_yaml(self.path)
        except DataError as error:
            raise PolicyError(error.reason, path=error.path, line=error.line) from None
        self.lines = file.lines
        return file.value

    def _toml(self) -> object:
        import tomllib  # 3 ms that the shipped policies, which are YAML, should not pay

        try:
            return tomllib.loads(self.path.read_text(encoding="utf-8"))
        except OSError as error:
            raise PolicyError(error.strerror or "cannot be read", path=str(self.path)) from None
        except UnicodeDecodeError:
            raise PolicyError("is not UTF-8", path=str(self.path)) from None
        except tomllib.TOMLDecodeError as error:
            raise PolicyError(f"is not valid TOML: {error}", path=str(self.path)) from None
