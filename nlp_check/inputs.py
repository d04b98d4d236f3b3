"""Files, folders and standard input become one lazy stream of notes, each with the place it came from.

What cannot be read is an item of the stream as well, in its place, so that the rest is still checked. Errors
name file, line, field and reason and never repeat what stands there: note text is health data.

- ``.txt`` and ``.md`` (and any other file that is named itself) hold one note; its ``note_id`` is the path.
- ``.jsonl`` holds one record a line; blank lines are skipped.
- A folder is walked in sorted order for these three kinds; hidden entries are left out.
- Standard input is JSONL if its first non-empty line opens a JSON object, else one note (``note_id`` ``-``).
  The first line decides so that a broken line later on is reported as one and not read as prose.

Line ends are kept as they are, because offsets count them; a byte order mark is not part of the text.
"""

from __future__ import annotations

import codecs
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO, Literal

import msgspec

from nlp_check.errors import RecordError
from nlp_check.records.note import Note, parse_note
from nlp_check.records.report import SCHEMA_VERSION, BadRecord, Report

StdinFormat = Literal["auto", "text", "jsonl"]
STDIN_NAME = "<stdin>"
NOTE_SUFFIXES = (".txt", ".md")
RECORD_SUFFIXES = (".jsonl",)
TABLE_SUFFIXES = (".csv", ".parquet", ".json")  # other readers' formats: as prose they would only mislead

_WIDE_MARKS = {  # UTF-32 first: its little-endian mark begins with that of UTF-16
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
_CONTROL = bytes(byte for byte in (*range(32), 127) if byte not in b"\t\n\v\f\r")
_NOT_PROBED = b"\0\xff\xfe\xef\xbb\xbf"  # what UTF-16 and the marks put between and before the first letters
_RECORD_START = re.compile(rb'\{\s*("|$)')
_BYTE = re.compile(r"\(byte (\d+)\)")


class Item(msgspec.Struct, frozen=True):
    """One note or one failure. Both are set where a note can be checked and still something is wrong with it.

    ``line`` is the 1-based line of a JSONL record, None where the whole file is the note.
    """

    source: str
    line: int | None
    note: Note | None
    error: RecordError | None
    note_id: str | None

    @property
    def place(self) -> str:
        """``file`` or ``file:line``."""
        return self.source if self.line is None else f"{self.source}:{self.line}"


def report_of_error(error: RecordError, note_id: str | None, policy: str, version: str) -> Report:
    """The report that stands for a record that could not be checked: nothing is in it, and it is no pass."""
    bad = BadRecord(kind=error.kind, field=error.field, position=error.position, message=error.reason)
    return Report(SCHEMA_VERSION, note_id, policy, version, "fail", (), None, (), bad)


class _Part(msgspec.Struct, frozen=True):
    """A record as read, not yet looked into, or the reason why there is none."""

    source: str
    line: int | None
    content: dict[str, Any] | RecordError


def read_inputs(
    paths: Sequence[str], *, stdin: BinaryIO | None = None, stdin_format: StdinFormat = "auto"
) -> Iterator[Item]:
    """Every note of ``paths`` in order (``-`` is ``stdin``), one in memory at a time.

    An id that was used before in the run is an error of the later note, which is checked all the same: two
    results that cannot be told apart would overwrite each other wherever they are stored.
    """
    first_places: dict[str, str] = {}
    for position, part in enumerate(_parts(paths, stdin, stdin_format)):
        item = _item(part, position)
        if item.note is not None and item.note_id is not None:
            place = item.place
            earlier = first_places.setdefault(item.note_id, place)
            if earlier is not place:
                error = RecordError(
                    "duplicate-id", "note_id", f"was used before at {earlier}", position=position
                )
                item = msgspec.structs.replace(item, error=error)
        yield item


def decode(raw: bytes) -> str:
    """The text in ``raw``: by its byte order mark, else as UTF-8, else as Windows-1252 if that is plausible.

    Raises RecordError where a NUL (or, outside UTF-8, any control byte) shows that this is no text.
    """
    text: str | None
    try:
        mark = next((mark for mark in _WIDE_MARKS if raw.startswith(mark)), None)
        if mark is not None:
            text = raw[len(mark) :].decode(_WIDE_MARKS[mark])
        else:
            text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        text = None if raw.startswith((*_WIDE_MARKS, codecs.BOM_UTF8)) else _decode_legacy(raw)
    if text is None or "\0" in text:
        raise RecordError("undecodable", "", "binary or unknown encoding")
    return text


def _decode_legacy(raw: bytes) -> str | None:
    """``raw`` as Windows-1252, which holds all printable Latin-1; None where it cannot be that."""
    if len(raw.translate(None, _CONTROL)) != len(raw):
        return None
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        return None


def _item(part: _Part, position: int) -> Item:
    content = part.content
    if isinstance(content, RecordError):
        error = RecordError(content.kind, content.field, content.reason, position=position)
        note_id = part.source if part.line is None else None
        return Item(part.source, part.line, None, error, note_id)
    try:
        note = parse_note(content, position)
    except RecordError as error:
        given = content.get("note_id")
        return Item(part.source, part.line, None, error, given if isinstance(given, str) else None)
    return Item(part.source, part.line, note, None, note.note_id)


def _parts(paths: Sequence[str], stdin: BinaryIO | None, stdin_format: StdinFormat) -> Iterator[_Part]:
    for number, path in enumerate(paths, 1):
        if path == "-":
            yield from _standard_input(stdin, stdin_format)
        elif os.path.isdir(path):
            yield from _folder(path)
        else:
            yield from _file(path, number)


def _folder(path: str) -> Iterator[_Part]:
    """The notes below ``path``; an error if there are none, because a check of nothing passes in silence."""
    found = False
    problems: list[OSError] = []
    for root, folders, names in os.walk(path, onerror=problems.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and _suffix(name) in NOTE_SUFFIXES + RECORD_SUFFIXES:
                found = True
                yield from _file(os.path.join(root, name))
    for problem in problems:
        yield _failure(_printable(str(problem.filename)), "unreadable", _reason(problem))
    if not found and not problems:
        yield _failure(_printable(path), "no-input", "holds no .txt, .md or .jsonl file")


def _file(path: str, number: int | None = None) -> Iterator[_Part]:
    """The notes of one file. ``number`` is its place among the arguments."""
    source = _printable(path)
    suffix = _suffix(path)
    if suffix in TABLE_SUFFIXES:
        yield _failure(source, "wrong-format", f"{suffix} is not read here: give .txt, .md or .jsonl")
        return
    try:
        with open(path, "rb") as stream:
            if suffix in RECORD_SUFFIXES:
                yield from _records(source, stream)
            else:
                yield _whole(source, source, stream.read())
    except (OSError, ValueError) as problem:
        if number is not None and _is_prose(path):
            source = f"argument {number}"  # a note pasted as an argument: its text stays out of the message
        yield _failure(source, "unreadable", _reason(problem))


def _standard_input(stream: BinaryIO | None, stdin_format: StdinFormat) -> Iterator[_Part]:
    if stream is None:
        yield _failure(STDIN_NAME, "unreadable", "standard input is closed")
        return
    head: list[bytes] = []
    first = b""
    for raw in stream:
        head.append(raw)
        first = raw.translate(None, _NOT_PROBED).strip()
        if first:
            break
    lines = itertools.chain(head, stream)
    if stdin_format == "jsonl" or (stdin_format == "auto" and _RECORD_START.match(first)):
        yield from _records(STDIN_NAME, lines)
    else:
        yield _whole(STDIN_NAME, "-", b"".join(lines))


def _whole(source: str, note_id: str, raw: bytes) -> _Part:
    try:
        text = decode(raw)
    except RecordError as error:
        return _Part(source, None, error)
    if not text.strip():
        return _failure(source, "empty", "is empty")
    return _Part(source, None, {"text": text, "note_id": note_id})


def _records(source: str, raw_lines: Iterable[bytes]) -> Iterator[_Part]:
    lines = iter(raw_lines)
    first = next(lines, b"")
    if first.startswith(tuple(_WIDE_MARKS)):  # bytes cannot be cut at line ends here: the file is read whole
        try:
            lines = (line.encode() for line in decode(first + b"".join(lines)).split("\n"))
        except RecordError as error:
            yield _Part(source, None, error)
            return
    else:
        lines = itertools.chain([first.removeprefix(codecs.BOM_UTF8)], lines)
    found = False
    for number, line in enumerate(lines, 1):
        if line.strip():
            found = True
            yield _Part(source, number, _record(line))
    if not found:
        yield _failure(source, "empty", "is empty")


def _record(line: bytes) -> dict[str, Any] | RecordError:
    try:
        content = msgspec.json.decode(decode(line))
    except RecordError as error:
        return error
    except (msgspec.DecodeError, RecursionError) as problem:
        byte = _BYTE.search(str(problem))
        return RecordError("bad-json", "", "is not valid JSON" + (f" (byte {byte[1]})" if byte else ""))
    if not isinstance(content, dict):
        return RecordError("wrong-type", "", "a record must be an object")
    return content


def _failure(source: str, kind: str, reason: str) -> _Part:
    return _Part(source, None, RecordError(kind, "", reason))


def _is_prose(path: str) -> bool:
    return len(path) > 120 or len(path.splitlines()) > 1 or (path.count(" ") > 4 and not _suffix(path))


def _suffix(path: str) -> str:
    return os.path.splitext(path)[1].lower()


def _printable(path: str) -> str:
    """``path`` as text that any output can hold: undecodable bytes of a file name are replaced."""
    return os.fsencode(path).decode("utf-8", "replace")


def _reason(problem: Exception) -> str:
    if isinstance(problem, FileNotFoundError):
        return "no such file"
    return (getattr(problem, "strerror", None) or "cannot be read").lower()
