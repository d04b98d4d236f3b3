"""The input record: one note and what is known of it from outside its text."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from typing import Any

import msgspec

from nlp_check.errors import RecordError

MAX_UNITS = 99
_CODE = re.compile(r"[0-9A-Z]\d{3}[0-9A-Z]")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_TEXT_FIELDS = ("note_id", "patient_id", "clinician_id", "payer", "date")


class ClaimLine(msgspec.Struct, frozen=True):
    """One billed line: a code, its units (None if not known) and its modifiers."""

    code: str
    units: int | None = None
    modifiers: tuple[str, ...] = ()


class Note(msgspec.Struct, frozen=True):
    """One visit's note. ``claim`` None means: take the billed codes from the text."""

    text: str
    note_id: str | None = None
    patient_id: str | None = None
    clinician_id: str | None = None
    payer: str | None = None
    date: datetime.date | None = None
    claim: tuple[ClaimLine, ...] | None = None


def parse_note(record: str | Note | Mapping[str, Any], position: int | None = None) -> Note:
    """The note in ``record``: its text, or a mapping with the contract's fields (unknown ones are ignored).

    Raises RecordError, which names the field and never repeats its value, when a field is broken.
    """
    if isinstance(record, Note):
        return record
    if isinstance(record, str):
        return Note(text=record)
    if not isinstance(record, Mapping):
        raise RecordError("wrong-type", "", "a record must be an object", position=position)
    text = record.get("text")
    if text is None:
        raise RecordError("missing-field", "text", "the record has no text", position=position)
    if not isinstance(text, str):
        raise RecordError("wrong-type", "text", "must be a string", position=position)
    known: dict[str, Any] = {}
    for name in _TEXT_FIELDS:
        value = record.get(name)
        if isinstance(value, int) and name.endswith("_id") and not isinstance(value, bool):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise RecordError("wrong-type", name, "must be a string", position=position)
        known[name] = value
    known["date"] = _parse_date(known["date"], position)
    return Note(text=text, claim=_parse_claim(record.get("claim"), position), **known)


def _parse_date(value: str | None, position: int | None) -> datetime.date | None:
    if value is None or value == "":
        return None
    try:
        if not _DATE.fullmatch(value):
            raise ValueError
        return datetime.date.fromisoformat(value)
    except ValueError:
        raise RecordError("bad-date", "date", "is not a calendar date YYYY-MM-DD", position=position) from None


def _parse_claim(value: Any, position: int | None) -> tuple[ClaimLine, ...] | None:
    if value is None or value == "":
        return None
    if isinstance(value, str):  # CSV and Parquet columns carry the claim as JSON text
        try:
            value = msgspec.json.decode(value)
        except msgspec.DecodeError:
            raise RecordError("bad-json", "claim", "is not valid JSON", position=position) from None
    if not isinstance(value, list | tuple):
        raise RecordError("wrong-type", "claim", "must be a list", position=position)
    return tuple(_parse_line(line, f"claim[{n}]", position) for n, line in enumerate(value))


def _parse_line(line: Any, field: str, position: int | None) -> ClaimLine:
    if isinstance(line, ClaimLine):
        return line
    if not isinstance(line, Mapping):
        raise RecordError("wrong-type", field, "must be an object", position=position)
    code = line.get("code")
    if isinstance(code, int) and not isinstance(code, bool):
        code = str(code)
    if not isinstance(code, str) or not _CODE.fullmatch(code.strip().upper()):
        raise RecordError("bad-code", f"{field}.code", "is not a five-character procedure code", position=position)
    units = line.get("units")
    if units is not None:
        if isinstance(units, float) and units.is_integer():
            units = int(units)
        if isinstance(units, bool) or not isinstance(units, int):
            raise RecordError("wrong-type", f"{field}.units", "must be a whole number", position=position)
        if not 0 <= units <= MAX_UNITS:
            raise RecordError("bad-units", f"{field}.units", f"must be from 0 to {MAX_UNITS}", position=position)
    modifiers = line.get("modifiers") or ()
    if not isinstance(modifiers, list | tuple):
        raise RecordError("wrong-type", f"{field}.modifiers", "must be a list", position=position)
    found = []
    for given in modifiers:
        modifier = f"{given:02d}" if isinstance(given, int) and not isinstance(given, bool) else given
        if not isinstance(modifier, str) or not _MODIFIER.fullmatch(modifier.strip().upper()):
            raise RecordError("bad-modifier", f"{field}.modifiers", "must be two characters each", position=position)
        found.append(modifier.strip().upper())
    return ClaimLine(code=code.strip().upper(), units=units, modifiers=tuple(found))
