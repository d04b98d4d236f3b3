"""Reports are valid by the schema that the program prints, and the schema refuses what is none."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from nlp_check.render import Entry
from nlp_check.schema import report_schema


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """The schema, itself checked."""
    schema = report_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def as_read(entry: Entry) -> dict[str, Any]:
    """The report as another program reads it."""
    report: dict[str, Any] = json.loads(entry.report.to_json())
    return report


def test_reports_validate(validator: Any, entry: Entry, clean_entry: Entry, bad_entry: Entry) -> None:
    """Full, empty and bad."""
    for each in (entry, clean_entry, bad_entry):
        validator.validate(as_read(each))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("verdict", "maybe"),
        ("findings", [{}]),
        ("narratives", [{"code": "97116"}]),
        ("pair", {}),
        ("policy", None),
    ],
)
def test_what_is_no_report(validator: Any, entry: Entry, field: str, value: object) -> None:
    """One wrong field is enough."""
    assert not validator.is_valid({**as_read(entry), field: value})
    assert not validator.is_valid({name: each for name, each in as_read(entry).items() if name != field})


def test_spans_are_pairs(validator: Any, entry: Entry) -> None:
    """Three offsets are no span."""
    report = as_read(entry)
    report["narratives"][0]["spans"] = [[0, 1, 2]]
    assert not validator.is_valid(report)


def test_descriptions_have_no_markup() -> None:
    """Docstring quotes are for programmers."""
    assert "``" not in str(report_schema())


def test_explanations_are_optional_and_typed(validator: Any, entry: Entry) -> None:
    """With them, without them, and not with half of them."""
    report = as_read(entry)
    assert "explanations" not in report["narratives"][0]
    reason = {"what": "no dose", "weight": -1.5, "spans": []}
    explanation = {"against": None, "base": 0.1, "reasons": [reason], "rest": 0.0}
    report["narratives"][0]["explanations"] = {"specific": explanation}
    validator.validate(report)
    report["narratives"][0]["explanations"] = {"specific": {"base": 0.1}}
    assert not validator.is_valid(report)
