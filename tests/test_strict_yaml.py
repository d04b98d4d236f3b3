"""YAML as strings only, and every refusal with its line."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
import pytest

from nlp_check.errors import DataError
from nlp_check.strict_yaml import convert, load_yaml, read_yaml


class Sample(msgspec.Struct, forbid_unknown_fields=True):
    count: int | None = None
    kind: Literal["a", "b"] = "a"
    name: str | None = None
    items: tuple[tuple[int, int], ...] = ()


def write(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "sample.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    "scalar", ["12:30", "no", "yes", "1.10", "010", "0x1F", "2026-03-12", "true", "1_000", "Null"]
)
def test_a_scalar_stays_what_was_typed(tmp_path: Path, scalar: str) -> None:
    assert load_yaml(write(tmp_path, f"key: {scalar}\n")) == {"key": scalar}


@pytest.mark.parametrize("scalar", ["null", "~", ""])
def test_plain_null_is_none_and_quoted_null_is_text(tmp_path: Path, scalar: str) -> None:
    assert load_yaml(write(tmp_path, f"key: {scalar}\nlist: [{scalar or '~'}, x]\n")) == {
        "key": None,
        "list": [None, "x"],
    }
    assert load_yaml(write(tmp_path, f"key: '{scalar}'\n")) == {"key": scalar}


def test_an_empty_file_is_none(tmp_path: Path) -> None:
    assert load_yaml(write(tmp_path, "# nothing\n")) is None


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "twice"),
        ("a: {b: 1,\n    b: 2}\n", 2, "twice"),
        ("a: &x [1]\nb: *x\n", 1, "aliases"),
        ("a: 1\nb: !!int 5\n", 2, "tags"),
        ("a: 1\nb: !!python/object/apply:os.getcwd []\n", 2, "tags"),
        ("a: 1\n? [b]\n: 2\n", 2, "plain word"),
        ("a: 1\nb: [1,\n", 3, "not valid YAML"),
        ("a: 1\n---\nb: 2\n", 2, "not valid YAML"),
    ],
)
def test_what_is_refused_names_its_line(tmp_path: Path, content: str, line: int, reason: str) -> None:
    path = write(tmp_path, content)
    with pytest.raises(DataError, match=reason) as caught:
        load_yaml(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)


def test_a_file_that_is_absent_or_not_utf8(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="No such file"):
        load_yaml(tmp_path / "absent.yaml")
    with pytest.raises(DataError, match="UTF-8"):
        load_yaml(write(tmp_path, b"a: \xff\n"))


def test_lines_are_kept_for_every_field(tmp_path: Path) -> None:
    file = read_yaml(write(tmp_path, "a:\n  - b: 1\n  - b:\n      c: 2\n"))
    assert file.lines == {
        "$": 1,
        "$.a": 1,
        "$.a[0]": 2,
        "$.a[0].b": 2,
        "$.a[1]": 3,
        "$.a[1].b": 3,
        "$.a[1].b.c": 4,
    }


def test_convert_reads_numbers_from_their_strings(tmp_path: Path) -> None:
    value = load_yaml(write(tmp_path, "count: '7'\nname: 7\nitems: [[1, 2]]\n"))
    assert convert(value, Sample, "x.yaml") == Sample(count=7, name="7", items=((1, 2),))


@pytest.mark.parametrize(
    ("content", "line", "message"),
    [
        ("name: x\nkind: Mrs Jones\n", 2, "kind: is none of the allowed values"),
        ("name: x\ncount: Mrs Jones\n", 2, "count: Expected `int | null`, got `str`"),
        ("items:\n  - [1, 2]\n  - [1, Mrs Jones]\n", 3, "items[1][1]: Expected `int`, got `str`"),
        ("name: Mrs Jones\nnmae: x\n", 1, "Object contains unknown field `nmae`"),
    ],
)
def test_convert_names_field_and_line_and_never_the_value(
    tmp_path: Path, content: str, line: int, message: str
) -> None:
    path = write(tmp_path, content)
    file = read_yaml(path)
    with pytest.raises(DataError) as caught:
        convert(file.value, Sample, path, file.lines)
    assert str(caught.value) == f"{path}:{line}: {message}"
    assert "Jones" not in str(caught.value)
