"""SARIF, JUnit and GitHub output: valid by their schemas, and without a word of the note."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import msgspec
import pytest
import xmlschema

from nlp_check.records.report import Finding
from nlp_check.render import Entry, Settings, renderer

SCHEMAS = Path(__file__).parent / "schemas"
TRAVELLING = ("sarif", "junit", "github")


def rendered(name: str, *entries: Entry, **settings: Any) -> str:
    """All that the renderer prints."""
    return "".join(renderer(name)(entries, Settings(**settings)))


def sarif_of(*entries: Entry, **settings: Any) -> dict[str, Any]:
    """The SARIF log, checked against the OASIS schema with its formats."""
    log: dict[str, Any] = json.loads(rendered("sarif", *entries, **settings))
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []
    return log


def junit_of(*entries: Entry, **settings: Any) -> ElementTree.Element:
    """The JUnit document, checked against the Jenkins schema."""
    document = rendered("junit", *entries, **settings)
    xmlschema.XMLSchema(str(SCHEMAS / "jenkins-junit.xsd")).validate(document)
    return ElementTree.fromstring(document)


def with_finding(entry: Entry, **changes: Any) -> Entry:
    """``entry`` with its first finding changed and the others dropped."""
    finding: Finding = msgspec.structs.replace(entry.report.findings[0], **changes)
    report = msgspec.structs.replace(entry.report, findings=(finding,))
    return msgspec.structs.replace(entry, report=report)


@pytest.mark.parametrize("include_text", [False, True])
def test_sarif_validates(entry: Entry, clean_entry: Entry, bad_entry: Entry, include_text: bool) -> None:
    """With findings, without, with a bad record, and with none at all."""
    sarif_of(entry, clean_entry, bad_entry, include_text=include_text)
    sarif_of()


@pytest.mark.parametrize("include_text", [False, True])
def test_junit_validates(entry: Entry, clean_entry: Entry, bad_entry: Entry, include_text: bool) -> None:
    """With findings, without, with a bad record, and with none at all."""
    junit_of(entry, clean_entry, bad_entry, include_text=include_text)
    junit_of()


def test_schema_check_would_notice(entry: Entry) -> None:
    """The schemas refuse what they should: the tests above are not empty."""
    schema = json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
    log = sarif_of(entry)
    log["runs"][0]["results"][0]["level"] = "fatal"
    with pytest.raises(jsonschema.ValidationError, match="'fatal' is not one of"):
        jsonschema.validate(log, schema)
    broken = rendered("junit", entry).replace("<testcase", "<case").replace("</testcase", "</case")
    with pytest.raises(xmlschema.XMLSchemaValidationError, match="case"):
        xmlschema.XMLSchema(str(SCHEMAS / "jenkins-junit.xsd")).validate(broken)


@pytest.mark.parametrize("name", TRAVELLING)
def test_no_note_words(name: str, entry: Entry) -> None:
    """A marker word in note, message and hint reaches the output only with --include-text."""
    entry = with_finding(entry, message="Zebrafinch has no load.", hint="Which load had the zebrafinch?")
    entry = msgspec.structs.replace(entry, text=entry.text.replace("2 units", "finches"))
    closed = rendered(name, entry).lower()
    assert "zebrafinch" not in closed and "finches" not in closed and "leg press" not in closed
    assert "zebrafinch" in rendered(name, entry, include_text=True).lower()


@pytest.mark.parametrize("name", ["text", "json", "jsonl", *TRAVELLING])
def test_same_bytes_twice(name: str, entry: Entry, clean_entry: Entry, bad_entry: Entry) -> None:
    """Nothing of the clock or of hashing gets in."""
    assert rendered(name, entry, clean_entry, bad_entry) == rendered(name, entry, clean_entry, bad_entry)


def test_sarif_place_of_a_file(entry: Entry) -> None:
    """Line and columns of "2 units" in the file, end column behind its last character."""
    result = sarif_of(entry)["runs"][0]["results"][0]
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"]["uri"] == "visits/v4.txt"
    assert physical["region"] == {"startLine": 3, "startColumn": 27, "endColumn": 34}
    assert (result["ruleId"], result["level"], result["properties"]["code"]) == ("U01", "error", "97110")


def test_sarif_place_of_a_record(entry: Entry) -> None:
    """A record's findings stand at its line of the file; the place in the note is a property."""
    result = sarif_of(msgspec.structs.replace(entry, source="a.jsonl", line=7))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["region"] == {"startLine": 7}
    assert (result["properties"]["noteLine"], result["properties"]["noteColumn"]) == (3, 27)


def test_sarif_uri_is_escaped(entry: Entry) -> None:
    """Blanks and non-ASCII of a file name are percent-encoded, as a URI demands."""
    log = sarif_of(msgspec.structs.replace(entry, source="a b/\u00e9.txt"))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": "a%20b/%C3%A9.txt"}


def test_sarif_snippet_only_on_request(entry: Entry) -> None:
    """The quote is the text at the span."""
    (location,) = sarif_of(entry, include_text=True)["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["region"]["snippet"] == {"text": "2 units"}


def test_sarif_rules_are_those_raised(entry: Entry) -> None:
    """Each result's index leads to its rule."""
    run = sarif_of(entry)["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["O03", "P02", "S05", "U01"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])


def test_sarif_fingerprints_tell_twins_apart(entry: Entry) -> None:
    """Two findings of one rule and code differ; the same finding keeps its print when the text moves."""
    first = entry.report.findings[0]
    twins = msgspec.structs.replace(entry.report, findings=(first, first))
    moved = with_finding(entry, span=(90, 97), line=9)
    results = sarif_of(msgspec.structs.replace(entry, report=twins))["runs"][0]["results"]
    prints = [result["partialFingerprints"]["nlpCheckFinding/v1"] for result in results]
    assert prints[0] != prints[1]
    assert sarif_of(moved)["runs"][0]["results"][0]["partialFingerprints"]["nlpCheckFinding/v1"] == prints[0]


def test_sarif_reports_bad_records(bad_entry: Entry) -> None:
    """As a notification with the record's line, and the run as not successful."""
    invocation = sarif_of(bad_entry)["runs"][0]["invocations"][0]
    assert invocation["executionSuccessful"] is False
    (notification,) = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"] == "date: is not a calendar date YYYY-MM-DD"
    assert notification["locations"][0]["physicalLocation"]["region"] == {"startLine": 3}


def test_junit_counts_follow_fail_on(entry: Entry) -> None:
    """2 of 4 findings are errors, 3 are warnings or worse, all are info or worse."""
    for fail_on, failures in (("error", 2), ("warning", 3), ("info", 4)):
        (suite,) = junit_of(entry, fail_on=fail_on)
        assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("4", str(failures), "0")
        assert len(suite.findall("testcase/failure")) == failures


def test_junit_clean_note_is_a_passing_case(clean_entry: Entry) -> None:
    """A suite without a case would be shown as nothing at all."""
    (suite,) = junit_of(clean_entry)
    (case,) = suite
    assert (suite.get("name"), case.get("name"), list(case)) == ("v5", "no findings", [])


def test_junit_bad_record_is_an_error(bad_entry: Entry) -> None:
    """Named by place and field."""
    (suite,) = junit_of(bad_entry)
    error = suite.find("testcase/error")
    assert error is not None
    assert error.get("message") == "visits.jsonl:3: date: is not a calendar date YYYY-MM-DD"


def test_junit_survives_characters_xml_forbids(entry: Entry) -> None:
    """Control characters, markup and quotes of the text."""
    entry = with_finding(entry, message='a \x00\x1b <b> & "q" \ufffe', hint="")
    (suite,) = junit_of(entry, include_text=True)
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.get("message") == '97110: a \ufffd\ufffd <b> & "q" \ufffd'


def test_github_commands(entry: Entry, bad_entry: Entry) -> None:
    """One line each, levels mapped, places of file and record."""
    lines = rendered("github", entry, bad_entry).splitlines()
    starts = [line.split("::")[1] for line in lines]
    assert starts == [
        "error file=visits/v4.txt,line=3,col=27,endColumn=34,title=U01 units-exceed-time",
        "error file=visits/v4.txt,line=5,col=1,endColumn=9,title=S05 missing-components",
        "notice file=visits/v4.txt,line=5,col=1,endColumn=9,title=O03 missing-response",
        "warning file=visits/v4.txt,title=P02 no-clinical-link",
        "error file=visits.jsonl,line=3,title=input error",
    ]


def test_github_escapes(entry: Entry) -> None:
    """A message cannot start a command of its own, a file name cannot add a property."""
    entry = with_finding(entry, message="100%\r\n::error::x", hint="")
    entry = msgspec.structs.replace(entry, source="a,b:c%.txt")
    (line,) = rendered("github", entry, include_text=True).splitlines()
    assert line.startswith("::error file=a%2Cb%3Ac%25.txt,line=3,")
    assert line.endswith("::97110: 100%25%0D%0A::error::x")


def test_json_is_a_list_of_the_lines(entry: Entry, clean_entry: Entry, bad_entry: Entry) -> None:
    """Both JSON formats hold the same reports; an empty run is an empty list."""
    entries = (entry, clean_entry, bad_entry)
    lines = [json.loads(line) for line in rendered("jsonl", *entries).splitlines()]
    assert json.loads(rendered("json", *entries)) == lines
    assert lines[2]["error"] == {
        "kind": "bad-date",
        "field": "date",
        "position": 2,
        "message": "is not a calendar date YYYY-MM-DD",
    }
    assert "error" not in lines[0]
    assert json.loads(rendered("json")) == [] and rendered("jsonl") == ""


def test_json_quotes_are_the_spans(entry: Entry) -> None:
    """The offsets of the report count the code points of the text as given."""
    report = json.loads(rendered("jsonl", entry))
    (start, end) = report["narratives"][1]["cues"][0]["span"]
    assert entry.text[start:end] == "VC for even weight"
    assert re.fullmatch(r"\d+\.\d+\.\d+", report["version"])
