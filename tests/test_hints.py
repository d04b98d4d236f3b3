"""No hint and no message names a number, a side, a body part or a task that the note does not contain.

A hint asks for what is missing; one that suggested an answer would write the note. So every word of the lexicon's lists of
body parts, sides and tasks, and every number, must stand in the note (or in the claim). Excepted are, exactly:

- the numbers that the program computes from the note: minutes of a narrative (its blocks, their sum), units by every
  counting method, and Medicare's daily maximum for a code with the date of its table;
- the names of things in numbers: procedure codes, modifier 59;
- the phrases of ``OURS``, in which a word of the lists means something else.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp_check import Checker
from nlp_check.checker import _count_units
from nlp_check.components.shapes import NUMBER_WORDS
from nlp_check.records.evidence import BILLED_CODES
from nlp_check.records.note import Note, parse_note
from nlp_check.records.report import Finding
from nlp_check.rules.base import Rule
from nlp_check.rules.registry import all_rules
from nlp_check.strict_yaml import load_yaml
from nlp_check.tables.loader import bundled, codes

ROOT = Path(__file__).parents[1]
LEXICON = ROOT / "nlp_check" / "lexicon"
OURS = re.compile(
    r"\b(?:one description serves both codes|one sentence is|one time is|only one clock time|two time blocks|two services"
    r"|these two codes|both codes|one day|one-on-one|not one of"
    r"|the work|this work|its own work|work billed|the work of|did the work serve|did the .*? serve"
    r"|practice of a life-like task|without practice|hands-on manual therapy)\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def forms(words: Mapping[str, Any]) -> Iterator[str]:
    """Every way to write the entries of one list."""
    for normal, others in words.items():
        yield normal.replace("_", " ")
        yield from (str(other) for other in others)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Whole words, singular or plural; abbreviations of up to three letters only as they are written."""
    listed = sorted(set(words), key=len, reverse=True)
    short = [re.escape(word) for word in listed if len(word) <= 3 and not word.islower()]
    long = [re.escape(word) for word in listed if len(word) > 3 or word.islower()]
    return re.compile(rf"(?<!\w)(?:(?i:{'|'.join(long)})s?|{'|'.join(short) or '(?!)'})(?!\w)")


@functools.cache
def guarded() -> dict[str, re.Pattern[str]]:
    words: Any = load_yaml(LEXICON / "words.yaml")
    goals: Any = load_yaml(LEXICON / "goals.yaml")
    return {
        "body part": pattern(forms(words["body"])),
        "side": pattern(forms(words["side"])),
        "task": pattern(forms(goals["task"])),
        "number": pattern(NUMBER_WORDS),
    }


def computed(checker: Checker, note: Note) -> set[str]:
    """The numbers that the program itself works out for ``note``."""
    evidence = checker._extractor.extract(note).evidence
    found = {0}
    for narrative in evidence.narratives:
        lengths = [block.minutes for block in narrative.time_blocks if block.minutes is not None]
        found |= {*lengths, sum(lengths)}
    for count in _count_units(evidence).values():
        found |= {*count.minutes.values(), *count.units.values(), count.total}
        found |= {units for choice in count.alternatives for units in choice.values()}
    return {str(number) for number in found}


def of_tables(checker: Checker, date: datetime.date | None) -> set[str]:
    """Daily maxima and the days from which the tables hold."""
    tables = bundled()
    maxima = [tables.maximum(code, checker.policy.setting, date) for code in BILLED_CODES]
    dates = [tables.edits_effective(date), *(one.effective for one in maxima if one is not None)]
    numbers = {str(one.units) for one in maxima if one is not None}
    return numbers | {part for day in dates for part in NUMBER.findall(str(day))}


def claimed(note: Note) -> set[str]:
    """Units on the claim, as they are and added up for each code."""
    lines = note.claim or ()
    units = {line.code: 0 for line in lines}
    for line in lines:
        units[line.code] += line.units or 0
    return {str(line.units) for line in lines} | {str(number) for number in units.values()}


NAMES = frozenset(("59",)) | frozenset(codes())


def added(checker: Checker, note: Note, findings: Iterable[Finding]) -> list[str]:
    """What the findings say that the note does not: ``U01 number 12``."""
    words = " ".join(note.text.casefold().split())
    numbers = set(NUMBER.findall(note.text)) | set(re.findall(r"\d+", note.text)) | NAMES | claimed(note)
    numbers |= {str(NUMBER_WORDS[word]) for word in re.findall(r"[a-z]+", words) if word in NUMBER_WORDS}
    found: list[str] = []
    for finding in findings:
        for said in (finding.message, finding.hint):
            unknown = {number for number in NUMBER.findall(said) if number not in numbers}
            if unknown:
                unknown -= computed(checker, note) | of_tables(checker, note.date)
            found += [f"{finding.id} number {number}" for number in sorted(unknown)]
            rest = OURS.sub("", said)
            for kind, listed in guarded().items():
                found += [
                    f"{finding.id} {kind} {one[0]}"
                    for one in listed.finditer(rest)
                    if one[0].casefold() not in words
                ]
    return found


@functools.cache
def checker_of(policy: str) -> Checker:
    return Checker(policy=policy)


POLICIES = ("strict", "medicare", "ama")


@pytest.mark.parametrize("policy", POLICIES)
def test_every_note_of_the_corpus(policy: str) -> None:
    checker = checker_of(policy)
    failures = {}
    for path in sorted((ROOT / "corpus" / "notes").glob("*.txt")):
        note = Note(text=path.read_bytes().decode())
        if wrong := added(checker, note, checker.check(note).findings):
            failures[path.stem] = wrong
    assert failures == {}


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("rule", [rule for rule in all_rules() if rule.examples], ids=lambda rule: rule.id)
def test_every_example_of_a_rule(rule: Rule, policy: str) -> None:
    checker = checker_of(policy)
    for example in rule.examples:
        record: dict[str, Any] = {"text": example.text, "payer": example.payer}
        if example.claim is not None:
            record["claim"] = list(example.claim)
        note = parse_note(record)
        assert added(checker, note, checker.check(note).findings) == [], example.name


@functools.cache
def sentences() -> list[str]:
    """Sentences of many writers, to be put together at random."""
    paths = sorted((ROOT / "corpus" / "notes").glob("*.txt"))[::7]
    return [
        piece
        for path in paths
        for piece in re.split(r"(?<=[.\n])\s+", path.read_bytes().decode())
        if 3 < len(piece) < 300
    ]


CLAIMS = st.sampled_from(
    [
        None,
        [{"code": "97110", "units": 3}],
        [{"code": "97110", "units": 7}, {"code": "97530", "units": 1, "modifiers": ["59"]}],
        [{"code": "97530", "units": 0, "modifiers": ["GP"]}],
        [
            {"code": "97110", "units": 1},
            {"code": "97110", "units": 1},
            {"code": "97530"},
            {"code": "97140", "units": 1},
        ],
    ]
)
LABELS = st.sampled_from(["TE:", "97110", "97530 (15 min):", "TA 10:00-10:20", "", "97110/97530"])


@settings(max_examples=200)
@given(
    parts=st.lists(st.tuples(LABELS, st.integers(min_value=0)), min_size=1, max_size=8),
    claim=CLAIMS,
    policy=st.sampled_from(POLICIES),
)
def test_sentences_of_many_notes_at_random(parts: list[tuple[str, int]], claim: Any, policy: str) -> None:
    known = sentences()
    text = "\n".join(f"{label} {known[number % len(known)]}" for label, number in parts)
    checker = checker_of(policy)
    note = parse_note({"text": text, "claim": claim})
    assert added(checker, note, checker.check(note).findings) == []


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        ("What resistance was used for the leg press?", []),
        ("Was it 40 lb?", ["number 40"]),
        ("Was it 15 reps?", []),
        ("Was it three sets?", ["number three"]),
        ("Was it the left leg?", ["side left"]),
        ("Was it the right leg?", []),
        ("Was it bilateral?", ["side bilateral"]),
        ("Was it for the hamstrings?", ["body part hamstrings"]),
        ("Was it for the quad?", []),
        ("Was it for stairs?", ["task stairs"]),
        ("Did 18 minutes support it?", []),
        ("Did 19 minutes support it?", ["number 19"]),
    ],
)
def test_what_would_be_found(hint: str, expected: list[str]) -> None:
    """The net has no holes: each kind of added word is caught, and what the note says or the clock gives is not."""
    note = Note(text="97110 10:05-10:23: R leg press 3x15 for right quad strength")
    finding = Finding("x", "X01", "error", "97110", "Something lacks.", None, None, None, hint, "house", "x")
    assert added(checker_of("strict"), note, [finding]) == [f"X01 {one}" for one in expected]
