"""What can go wrong, as types. A finding about a note is a value; these are for broken input or broken data.

No message ever holds note text: a path, a line, a field name and a reason are all it may say, because
messages end up in logs and note text is health data.
"""

from __future__ import annotations


class NlpCheckError(Exception):
    """Base of every error this package raises on purpose."""


class InputError(NlpCheckError):
    """A file, stream or option given by the user cannot be used."""

    def __init__(self, reason: str, *, path: str | None = None, line: int | None = None) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        super().__init__(reason, path, line)

    def __str__(self) -> str:
        place = [str(part) for part in (self.path, self.line) if part is not None]
        return ": ".join([":".join(place), self.reason] if place else [self.reason])

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.reason, {"path": self.path, "line": self.line}))


class RecordError(NlpCheckError):
    """One record of many is broken; the others are still checked.

    ``kind`` is a short slug (``missing-field``, ``wrong-type``, ``bad-date`` ...), ``field`` the path of the
    field inside the record (``claim[0].units``), ``position`` the 0-based index of the record.
    """

    def __init__(self, kind: str, field: str, reason: str, *, position: int | None = None) -> None:
        self.kind = kind
        self.field = field
        self.reason = reason
        self.position = position
        super().__init__(kind, field, reason, position)

    def __str__(self) -> str:
        return f"{self.field}: {self.reason}" if self.field else self.reason

    def __reduce__(self) -> tuple[object, ...]:
        return (
            _rebuild_record,
            (self.kind, self.field, self.reason, self.position),
        )


class DataError(InputError):
    """A lexicon, policy, table, model or gold file is broken: the program stops and names the place."""


class PolicyError(DataError):
    """A policy is unknown, or its file is broken."""


class ModelError(DataError):
    """A model file is missing, of another schema, or its sha256 is not the pinned one."""


def _rebuild(cls: type[InputError], reason: str, place: dict[str, object]) -> InputError:
    return cls(reason, **place)  # type: ignore[arg-type]


def _rebuild_record(kind: str, field: str, reason: str, position: int | None) -> RecordError:
    return RecordError(kind, field, reason, position=position)
