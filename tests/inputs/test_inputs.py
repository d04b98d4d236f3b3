"""Every kind of input, the odd ones too, becomes notes or errors in place; no error repeats the note."""

from __future__ import annotations

import codecs
import io
import json
import os
from pathlib import Path

import pytest

from nlp_check.errors import RecordError
from nlp_check.inputs import Item, decode, read_inputs


def read(*paths: Path | str, stdin: bytes = b"", stdin_format: str = "auto") -> list[Item]:
    """All items of a run."""
    return list(
        read_inputs(
            [str(path) for path in paths],
            stdin=io.BytesIO(stdin),
            stdin_format=stdin_format,  # type: ignore[arg-type]
        )
    )


def written(folder: Path, name: str, content: bytes | str) -> Path:
    """A new file."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def complaint(item: Item) -> str:
    """The one line that a person reads of a failed item."""
    assert item.error is not None
    return f"{item.place}: {item.error}"


def text_of(item: Item) -> str:
    """The text of an item that is a note and nothing else."""
    assert item.error is None and item.note is not None
    return item.note.text


def test_text_file_is_one_note(tmp_path: Path) -> None:
    """Its id is the path as given; line ends, tabs and emoji stay as they are."""
    text = "TE 97110\r\nA\rB\n\tx\u00a0\U0001f9d1\u200d\U0001f9bd e\u0301\n"
    path = written(tmp_path, "a.txt", text)
    (item,) = read(path)
    assert (text_of(item), item.line, item.note_id) == (text, None, str(path))


def test_jsonl_file_is_one_record_a_line(tmp_path: Path) -> None:
    """Blank lines are skipped and still counted."""
    path = written(tmp_path, "a.jsonl", '{"text": "one", "note_id": "n1"}\n\n  \r\n{"text": "two"}\r\n')
    first, second = read(path)
    assert (text_of(first), first.line, first.note_id) == ("one", 1, "n1")
    assert (text_of(second), second.line, second.note_id) == ("two", 4, None)


def test_record_fields_reach_the_note(tmp_path: Path) -> None:
    """Claim and date are parsed, unknown fields are ignored."""
    record = {"text": "x", "date": "2026-03-12", "claim": [{"code": "97110", "units": 2}], "room": 4}
    (item,) = read(written(tmp_path, "a.jsonl", json.dumps(record)))
    assert item.note is not None and item.note.claim is not None
    assert (str(item.note.date), item.note.claim[0].units) == ("2026-03-12", 2)


def test_folder_is_walked_in_sorted_order(tmp_path: Path) -> None:
    """Only the three kinds, in upper case too; hidden entries are left out."""
    for name in ("b.md", "a.txt", "sub/c.TXT", "skip.rtf", ".hidden.txt", ".git/d.txt", "Sub/e.txt"):
        written(tmp_path, name, name)
    written(tmp_path, "d.jsonl", '{"text": "d.jsonl"}')
    assert [text_of(item) for item in read(tmp_path)] == [
        "a.txt",
        "b.md",
        "d.jsonl",
        "Sub/e.txt",
        "sub/c.TXT",
    ]


def test_folder_without_notes_is_an_error(tmp_path: Path) -> None:
    """Checking nothing must not pass for a clean result."""
    assert complaint(*read(tmp_path)) == f"{tmp_path}: holds no .txt, .md or .jsonl file"


@pytest.mark.parametrize("content", [b"", b" \r\n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE])
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_empty_file(tmp_path: Path, name: str, content: bytes) -> None:
    """One line, whatever the kind of emptiness."""
    path = written(tmp_path, name, content)
    assert complaint(*read(path)) == f"{path}: is empty"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        bytes(range(256)),
        "97110".encode("utf-16-le"),  # no mark: NULs between the letters
        codecs.BOM_UTF16_LE + b"a\0b",  # cut in the middle of a character
        codecs.BOM_UTF8 + b"caf\xe9",
        b"caf\xe9 \x81",  # 0x81 is nothing in Windows-1252
        b"caf\xe9 \x07",
    ],
    ids=[
        "png",
        "all-bytes",
        "utf16-without-mark",
        "cut-utf16",
        "false-mark",
        "undefined-byte",
        "control-byte",
    ],
)
def test_binary_or_unknown_encoding(tmp_path: Path, raw: bytes) -> None:
    """One line that names the file."""
    path = written(tmp_path, "a.txt", raw)
    assert complaint(*read(path)) == f"{path}: binary or unknown encoding"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-mark", "utf-32", "cp1252", "latin-1"]
)
def test_encodings(encoding: str) -> None:
    """UTF-8, marks of Unicode, and the old Windows and Latin-1 sets give the same text, without the mark."""
    text = (
        "knee \u2212 10\u00b0 \u201cs\u00fcre\u201d\r\n"
        if not encoding.startswith(("cp", "latin"))
        else "10\u00b0 \u00bd caf\u00e9\r\n"
    )
    if encoding == "utf-16-be-mark":
        raw = codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    else:
        raw = text.encode(encoding)
    assert decode(raw) == text


def test_windows_quotes() -> None:
    """What Word leaves behind: curly quotes and dashes of Windows-1252."""
    assert decode(b"pt\x92s goal \x96 stairs") == "pt\u2019s goal \u2013 stairs"


def test_utf8_is_preferred_to_windows() -> None:
    """Bytes that are valid UTF-8 are never read as the older set."""
    assert decode("caf\u00e9".encode()) == "caf\u00e9"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_jsonl_with_byte_order_mark(tmp_path: Path, encoding: str) -> None:
    """The mark is no part of the first record, and lines are still counted."""
    path = written(tmp_path, "a.jsonl", '{"text": "\u2212x"}\n{"text": "y"}\n'.encode(encoding))
    assert [(text_of(item), item.line) for item in read(path)] == [("\u2212x", 1), ("y", 2)]


def test_large_note_and_long_line(tmp_path: Path) -> None:
    """5 MB of lines, and a line of a million characters, come through whole."""
    large, long = "97110 seated leg press 3x10\n" * 190_000, "x" * 1_000_000
    assert text_of(*read(written(tmp_path, "a.txt", large))) == large
    record = json.dumps({"text": long})
    assert text_of(*read(written(tmp_path, "a.jsonl", record))) == long


BAD_LINES = {
    '{"text": "Zebra"': ": is not valid JSON",
    '{"text": "Zebra" 7}': ": is not valid JSON (byte 17)",
    '["Zebra"]': ": a record must be an object",
    '"Zebra"': ": a record must be an object",
    '{"note": "Zebra"}': ": text: the record has no text",
    '{"text": ["Zebra"]}': ": text: must be a string",
    '{"text": "Zebra", "date": "2026-02-30"}': ": date: is not a calendar date YYYY-MM-DD",
    '{"text": "Zebra", "claim": [{"code": "97110", "units": -1}]}': ": claim[0].units: must be from 0 to 99",
    '{"text": "Zebra", "claim": [{"code": "zebra!"}]}': (
        ": claim[0].code: is not a five-character procedure code"
    ),
    '{"text": "Zebra\\ud800"}': ": is not valid JSON",
    "[" * 100_000: ": is not valid JSON",
    "Zebra \udcff\x07": ": binary or unknown encoding",
}


@pytest.mark.parametrize("line", BAD_LINES, ids=[message[2:40] for message in BAD_LINES.values()])
def test_broken_line_among_good_ones(tmp_path: Path, line: str) -> None:
    """Reported in place with file, line and field; the others go on; nothing of the record is repeated."""
    raw = line.encode("utf-8", "surrogateescape")
    path = written(tmp_path, "a.jsonl", b'{"text": "one"}\n' + raw + b'\n{"text": "three"}\n')
    first, broken, third = read(path)
    assert (text_of(first), text_of(third)) == ("one", "three")
    assert complaint(broken).startswith(f"{path}:2{BAD_LINES[line]}")
    assert broken.error is not None and broken.error.position == 1
    assert "zebra" not in complaint(broken).lower()
    assert "\n" not in complaint(broken)


def test_broken_record_keeps_its_id(tmp_path: Path) -> None:
    """So that a program can tell which of its records failed."""
    (item,) = read(written(tmp_path, "a.jsonl", '{"note_id": "n9", "text": 4}'))
    assert (item.note, item.note_id) == (None, "n9")


def test_duplicate_ids_are_reported_and_checked(tmp_path: Path) -> None:
    """Across files, at the later one, naming the earlier place."""
    first = written(tmp_path, "a.jsonl", '{"text": "one", "note_id": "n"}\n{"text": "two", "note_id": "m"}')
    second = written(tmp_path, "b.jsonl", '{"text": "three", "note_id": "n"}')
    items = read(first, second)
    assert [item.note.text for item in items if item.note] == ["one", "two", "three"]
    assert [item.error is None for item in items] == [True, True, False]
    assert complaint(items[2]) == f"{second}:1: note_id: was used before at {first}:1"


def test_same_file_twice_is_a_duplicate(tmp_path: Path) -> None:
    """Its two results would carry one id."""
    path = written(tmp_path, "a.txt", "x")
    assert [item.error is None for item in read(path, path)] == [True, False]


def test_records_without_id_are_no_duplicates(tmp_path: Path) -> None:
    """An absent id says nothing."""
    assert all(
        item.error is None for item in read(written(tmp_path, "a.jsonl", '{"text": "x"}\n{"text": "x"}'))
    )


def test_missing_and_unreadable_files(tmp_path: Path) -> None:
    """Reported in place; the next file is still read."""
    good = written(tmp_path, "good.txt", "x")
    missing = tmp_path / "missing.txt"
    first, second = read(missing, good)
    assert complaint(first) == f"{missing}: no such file"
    assert text_of(second) == "x"


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.json"])
def test_other_formats_are_refused(tmp_path: Path, name: str) -> None:
    """A table read as prose would be checked as one note full of nonsense."""
    path = written(tmp_path, name, "x")
    assert complaint(*read(path)) == f"{path}: {path.suffix} is not read here: give .txt, .md or .jsonl"


@pytest.mark.parametrize(
    "pasted", ["97110 10:05\n97530 10:25", "Zebra " * 50, "Zebra seen for TherEx today x 15 min"]
)
def test_note_pasted_as_argument_is_not_repeated(pasted: str) -> None:
    """The likeliest slip of a first user must not put the note into a log."""
    assert complaint(*read("a.csv", pasted)[1:]).startswith("argument 2: ")


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "mkfifo"), reason="POSIX file names")
def test_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    """Its id can be encoded as JSON."""
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(name, "wb") as stream:
            stream.write(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    (item,) = read(os.fsdecode(name))
    assert item.note_id is not None and item.note_id.endswith("caf\ufffd.txt")


def test_stdin_is_a_note() -> None:
    """Prose, with its line ends."""
    (item,) = read("-", stdin=b"\r\nTE 97110\r\n{not a record}\r\n")
    assert (text_of(item), item.note_id, item.place) == ("\r\nTE 97110\r\n{not a record}\r\n", "-", "<stdin>")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_stdin_is_jsonl(encoding: str) -> None:
    """When the first non-empty line opens an object; a broken later line is one broken record."""
    raw = '\n{"text": "one"}\nZebra\n{"text": "three"}\n'.encode(encoding)
    if encoding == "utf-16-le":
        raw = codecs.BOM_UTF16_LE + raw
    first, broken, third = read("-", stdin=raw)
    assert (text_of(first), text_of(third), complaint(broken)) == (
        "one",
        "three",
        "<stdin>:3: is not valid JSON (byte 0)",
    )


@pytest.mark.parametrize("first", ["{PATIENT NAME}", "{{goal}}", "[x] done", '"quoted"'])
def test_stdin_template_braces_are_prose(first: str) -> None:
    """Braces of a template are no record."""
    assert text_of(*read("-", stdin=f"{first}\nTE 97110".encode())) == f"{first}\nTE 97110"


def test_stdin_format_can_be_forced() -> None:
    """Where the first line would mislead."""
    raw = b'{"text": "one"}'
    assert text_of(*read("-", stdin=raw, stdin_format="text")) == '{"text": "one"}'
    assert (
        complaint(*read("-", stdin=b"TE 97110", stdin_format="jsonl"))
        == "<stdin>:1: is not valid JSON (byte 0)"
    )


def test_stdin_empty() -> None:
    """A pipe that brought nothing is an error."""
    assert complaint(*read("-", stdin=b"")) == "<stdin>: is empty"


def test_stream_is_lazy() -> None:
    """The first record is there before the last line has been read."""
    lines = iter([b'{"text": "one"}\n', b'{"text": "two"}\n'])

    class Endless(io.RawIOBase):
        """Fails when more is read than was asked for."""

        def __iter__(self) -> Endless:
            return self

        def __next__(self) -> bytes:
            line = next(lines, None)
            assert line is not None, "read too far"
            return line

    stream = read_inputs(["-"], stdin=Endless())  # type: ignore[arg-type]
    assert text_of(next(stream)) == "one"


def test_errors_are_values_of_the_record_kind() -> None:
    """``decode`` itself raises, for those who call it alone."""
    with pytest.raises(RecordError, match="binary or unknown encoding"):
        decode(b"\0")
