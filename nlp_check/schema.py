"""The JSON Schema of the report, made from the report's own types so that the two cannot differ."""

from __future__ import annotations

from typing import Any

import msgspec

from nlp_check.records.report import SCHEMA_VERSION, Report

SCHEMA_ID = f"urn:nlp-check:report:{SCHEMA_VERSION}"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TITLE = "nlp-check report"

# What a reader of the JSON needs to know and the types do not say. Keyed by type, then by field.
_DESCRIPTIONS: dict[str, dict[str, str]] = {
    "Report": {
        "schema_version": "Version of this schema; it changes only when a field changes its meaning or goes.",
        "note_id": "The record's own id, or the path of the file; null where there is neither.",
        "policy": "Name of the policy the note was judged by.",
        "version": "Version of nlp-check that made the report.",
        "verdict": "fail with any error; review with any warning or an undecided score; else pass.",
        "narratives": "One entry for each billed code, 97110 first.",
        "pair": "How the two codes stand beside each other; null unless both are billed.",
        "findings": "Gaps, in the order of the note.",
        "error": "Present only where the record could not be checked; everything else is then empty.",
    },
    "NarrativeReport": {
        "spans": "The stretches of the note that document the code, as half-open code-point offsets.",
        "minutes": "Minutes of the code's own; null where unknown, shared or impossible.",
        "billed_units": "Units stated by the claim or the note; null where neither says.",
        "supported_units": "Units that the minutes support under the policy's counting method.",
        "intended_code": "The code that the text describes, whatever was billed.",
        "intended_code_probability": "How sure the model is of it, from 0 to 1.",
        "elements": "What a complete narrative contains, each met, partial, missing or not_applicable.",
        "strength": "0-100: the weighted share of the applicable elements (met 1, partial 0.5).",
        "explanations": "Present only where asked for (--explain-scores): what made each score, by its name.",
    },
    "Explanation": {
        "against": "The next likeliest code, where the score is that of the intended code; else null.",
        "base": "Log-odds that every narrative of the code starts from.",
        "reasons": "The strongest contributions, the strongest first.",
        "rest": "Log-odds of everything that is not listed.",
    },
    "Reason": {
        "what": "A fact about the narrative, or words of it, for a reader.",
        "weight": "Signed log-odds: above 0 for, below 0 against.",
        "spans": "Where the words stand, as half-open code-point offsets; empty for a fact.",
    },
    "Finding": {
        "rule": "Name of the rule, the key used in policies.",
        "id": "Id of the rule; never reused.",
        "code": "The billed code concerned; null for a finding of the whole note.",
        "span": "What the finding points at, as half-open code-point offsets; null where there is no place.",
        "line": "1-based line of the span's start within the note.",
        "column": "1-based column of the span's start, in code points.",
        "hint": "The question to answer.",
        "authority": "Who says so: a regulation, a contractor, a payer, or only the house.",
        "source": "The text the finding rests on.",
    },
    "TimeBlock": {
        "start": "24-hour HH:MM, or as written where it is no clock time.",
        "minutes": "null for an impossible block.",
    },
    "BadRecord": {
        "position": "0-based index of the record in the run.",
        "field": "Path of the field in the record.",
    },
}


def report_schema() -> dict[str, Any]:
    """The schema of one report: an item of ``--format json``, a line of ``--format jsonl``."""
    (schema,), definitions = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    for definition in definitions.values():
        if "description" in definition:  # the type's docstring: one paragraph, without its markup
            definition["description"] = " ".join(definition["description"].replace("``", "").split())
    for name, fields in _DESCRIPTIONS.items():
        properties = definitions[name]["properties"]
        for field, description in fields.items():
            properties[field]["description"] = description
    return {"$schema": _DIALECT, "$id": SCHEMA_ID, "title": _TITLE, **schema, "$defs": definitions}
