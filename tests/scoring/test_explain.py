"""What made a score: the parts add up to it, each is what the model holds, and every one has words."""

from __future__ import annotations

import json
import math
import pickle
from pathlib import Path

import pytest

from nlp_check import Checker
from nlp_check.components.features import feature_rows
from nlp_check.components.linear import LinearModel, Task
from nlp_check.components.model_file import load_model
from nlp_check.components.reading import Reader
from nlp_check.elements import ELEMENTS, read_elements
from nlp_check.evidence import Extractor
from nlp_check.lexicon.loader import load_lexicon
from nlp_check.records.note import Note
from nlp_check.records.report import Explanation, Report
from nlp_check.rules.registry import all_rules
from nlp_check.scoring.facts import short_facts
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, element_task
from nlp_check.scoring.words import WORDS, in_words, theme_of

NOTE = "97110 9:00-9:15: leg press 3x10 40 lbs seated for quad strength per flow sheet."


@pytest.fixture(scope="module")
def explaining() -> Checker:
    return Checker(explain=True)


@pytest.fixture(scope="module")
def knee(root: Path) -> str:
    return (root / "examples" / "knee.txt").read_text(encoding="utf-8")


def explanations(report: Report, narrative: int = 0) -> dict[str, Explanation]:
    found = report.narratives[narrative].explanations
    assert isinstance(found, dict)
    return found


def log_odds(explanation: Explanation) -> float:
    return explanation.base + sum(reason.weight for reason in explanation.reasons) + explanation.rest


def simple_model(text: str, dense: dict[str, float], *, word: str = "", weight: float = 0.0) -> LinearModel:
    """The shipped model with ``specific`` made of an intercept of 0.25, the facts ``dense``, and one word."""
    shipped = load_model()
    old = shipped.tasks["specific"]
    task = Task(old.start, old.stop, old.classes, [0.25], {fact: [value] for fact, value in dense.items()})
    weights = shipped.weights.copy()
    weights[:, old.start] = 0.0
    if word:
        reading = Reader(load_lexicon()).read(text)
        at = [entry.lower for entry in reading.entries].index(word)
        weights[feature_rows(reading)[0, at], old.start] = weight
    return LinearModel(weights, {**shipped.tasks, "specific": task}, shipped.transitions)


def test_the_parts_add_up_to_the_score(explaining: Checker, knee: str) -> None:
    report = explaining.check(knee)
    for number, narrative in enumerate(report.narratives):
        found = explanations(report, number)
        assert list(found) == [*JUDGEMENTS, INTENT]
        for name in JUDGEMENTS:
            chance = 1 / (1 + math.exp(-log_odds(found[name])))
            assert chance == pytest.approx(getattr(narrative.scores, name), abs=1e-3)
        assert found[INTENT].against not in (None, narrative.intended_code)
        assert log_odds(found[INTENT]) > 0  # the likeliest code beats the next


def test_a_fact_weighs_what_the_model_says() -> None:
    """Under its own name and under that with the code before it; what another theme holds is apart."""
    model = simple_model(NOTE, {"dose=met": 1.0, "97110&dosed=all": 0.5, "load=met": -0.4})
    found = explanations(Checker(model=model, explain=True).check(NOTE))["specific"]
    assert [(reason.what, reason.weight) for reason in found.reasons] == [
        ("dose; dose on every exercise or activity", 1.5),
        ("load", -0.4),
    ]
    assert (found.base, found.rest, found.against) == (0.25, 0.0, None)


def test_what_holds_for_every_narrative_is_no_reason() -> None:
    model = simple_model(NOTE, {"always": 0.5, "code=97110": 0.25})
    found = explanations(Checker(model=model, explain=True).check(NOTE))["specific"]
    assert (found.base, found.reasons) == (1.0, ())


def test_words_are_shown_with_their_place() -> None:
    model = simple_model(NOTE, {}, word="sheet", weight=-3.0)
    checker = Checker(model=model, explain=True)
    (reason,) = explanations(checker.check(NOTE))["specific"].reasons
    ((start, stop),) = reason.spans
    assert "sheet" in NOTE[start:stop]
    assert reason.what == f"words: '{NOTE[start:stop]}'"
    without = NOTE.replace(" per flow sheet", "")
    moved = log_odds(explanations(checker.check(NOTE))["specific"]) - log_odds(
        explanations(checker.check(without))["specific"]
    )
    assert reason.weight == pytest.approx(moved, abs=2e-3)
    assert reason.weight < -0.3


def test_nothing_changes_without_the_option(checker: Checker, explaining: Checker, knee: str) -> None:
    plain, explained = checker.check(knee).to_dict(), explaining.check(knee).to_dict()
    assert all("explanations" not in narrative for narrative in plain["narratives"])
    for narrative in explained["narratives"]:
        assert narrative.pop("explanations")
    assert explained == plain


def test_a_code_without_text_has_nothing_to_explain(explaining: Checker) -> None:
    report = explaining.check({"text": "", "claim": [{"code": "97530", "units": 1}]})
    assert report.narratives[0].spans == ()
    assert explanations(report) == {}


def test_a_pickled_checker_still_explains(explaining: Checker, knee: str) -> None:
    assert pickle.loads(pickle.dumps(explaining)).check(knee) == explaining.check(knee)


def facts_of_examples() -> set[str]:
    """The facts of every narrative of every rule's examples."""
    extractor = Extractor(load_lexicon(), load_model())
    found: set[str] = set()
    for rule in all_rules():
        for example in rule.examples:
            evidence = extractor.extract(Note(text=example.text)).evidence
            for narrative in evidence.narratives:
                found.update(short_facts(narrative, evidence, read_elements(narrative, evidence)))
    return found


def facts_of_model() -> set[str]:
    """The facts that the shipped model gives a weight, in the questions that are explained."""
    tasks = load_model().tasks
    names = {
        INTENT,
        *JUDGEMENTS,
        *(element_task(code, name) for code, names in ELEMENTS.items() for name in names),
    }
    dense = {fact for name in names & tasks.keys() for fact in tasks[name].dense}
    return {fact.removeprefix("97110&").removeprefix("97530&") for fact in dense}


def test_every_fact_has_words_and_a_theme() -> None:
    known = facts_of_examples() | facts_of_model()
    assert len(known) > 200
    for fact in known:
        for code in ("97110", "97530") if "&" not in fact else ("97110" if "dose=" in fact else "97530",):
            assert in_words(fact, code)
        assert theme_of(fact)


def test_no_words_are_without_a_fact() -> None:
    """A name that facts.py no longer gives would stay in the table for ever."""
    known = facts_of_examples() | facts_of_model()
    names = {
        fact.partition("=")[0].partition(" is ")[0].partition(" has ")[0] for fact in known if "&" not in fact
    }
    assert names == WORDS.keys()


def test_an_unknown_fact_is_an_error() -> None:
    with pytest.raises(KeyError):
        in_words("phase of the moon=full", "97110")


def test_the_report_as_json_keeps_the_order_of_the_reasons(explaining: Checker, knee: str) -> None:
    report = json.loads(explaining.check(knee).to_json())
    weights = [
        abs(reason["weight"]) for reason in report["narratives"][0]["explanations"]["specific"]["reasons"]
    ]
    assert weights == sorted(weights, reverse=True)
