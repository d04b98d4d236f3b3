"""Every row of vectors.csv: the CMS worked examples, the interval table, and cases derived from the rules."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from nlp_check.units import count_units

ROWS = list(csv.DictReader((Path(__file__).parent / "vectors.csv").open(encoding="utf-8", newline="")))


def parse(text: str) -> dict[str, int]:
    """``97110:18;97530:15`` as a mapping."""
    return {code: int(number) for code, number in (item.split(":") for item in text.split(";"))}


def test_the_file_holds_every_vector_once():
    """A file cut short must not pass as if all were well."""
    assert len(ROWS) == 138
    assert len({row["case_id"] for row in ROWS}) == 138


@pytest.mark.parametrize("row", ROWS, ids=[row["case_id"] for row in ROWS])
def test_units_and_alternatives_are_exactly_the_expected_ones(row):
    """No allotment is missing and none is offered that the rule does not allow."""
    expected = [parse(text) for text in row["expected_units"].split("|")]
    count = count_units(parse(row["codes_minutes"]), row["method"])
    given = [count.units, *count.alternatives]
    assert sorted(given, key=sorted_items) == sorted(expected, key=sorted_items)


def sorted_items(units: dict[str, int]) -> list[tuple[str, int]]:
    """A key that orders mappings."""
    return sorted(units.items())
