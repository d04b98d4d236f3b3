"""Fits what is judged of whole narratives: the intended code, the two judgements, and elements that rules judge worse.

The evidence of each training narrative comes from models that never saw its writer (cross-fitting): evidence of a
model on its own training notes is better than it will ever be again, and the classifiers would trust it too much.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import joblib
import msgspec
import numpy as np
from sklearn.metrics import f1_score
from sklearn.model_selection import GroupKFold

from nlp_check.components.linear import LinearModel
from nlp_check.elements import ELEMENTS, RULED, read_elements
from nlp_check.errors import DataError
from nlp_check.evidence import Extractor
from nlp_check.records.evidence import NoteEvidence
from nlp_check.records.note import Note
from nlp_check.scoring.facts import link_facts, narrative_facts
from nlp_check.scoring.scorer import INTENT, JUDGEMENTS, LINK, element_task
from nlp_check.training.fit import (
    FittedTask,
    compile_model,
    fit_cue_kinds,
    fit_sentences,
    fit_taggers,
    fit_task,
)
from nlp_check.training.gold import GoldNote
from nlp_check.training.prepare import NARRATIVE_SCALE, Prepared, Preparer, text_features

FOLDS = 5
JOBS = 2  # processes; the result does not depend on it
NARRATIVE_C = 0.3
RARE_POWER = 0.5  # weight of an answer: one over the root of its frequency, so that rare codes are learned at all
TOO_FEW = "cross-validation needs notes by at least three writers of different styles in train and dev"
LEVELS = ("met", "missing", "not_applicable", "partial")


class NarrativeExample(msgspec.Struct):
    """One narrative: its text features, facts, what the rules say of its elements, and the gold answers."""

    note_id: str
    writer: str
    code: str
    text: dict[int, float]
    facts: list[str]
    ruled: dict[str, str]
    answers: dict[str, str]
    note: NoteEvidence


def writer_folds(notes: Sequence[Prepared], folds: int) -> list[tuple[list[int], list[int]]]:
    """Train and held-out indices, no writer and no style in both."""
    groups = groups_of([(note.gold.writer, note.gold.style) for note in notes])
    count = min(folds, len(set(groups)))
    if count < 2:
        raise DataError(TOO_FEW)
    splitter = GroupKFold(n_splits=count)
    return [(list(train), list(held)) for train, held in splitter.split(np.zeros(len(notes)), groups=groups)]


def groups_of(writers_and_styles: Sequence[tuple[str, str]]) -> list[str]:
    """The group of each note, named by its first writer: writers who share a style, directly or through others, are one."""
    group = {writer: writer for writer, _ in writers_and_styles}
    settled = False
    while not settled:
        first: dict[str, str] = {}
        for writer, style in writers_and_styles:
            first[style] = min(first.get(style, group[writer]), group[writer])
        closer = dict(group)
        for writer, style in writers_and_styles:
            closer[writer] = min(closer[writer], first[style])
        settled, group = closer == group, closer
    return [group[writer] for writer, _ in writers_and_styles]


def stage_one(notes: Sequence[Prepared]) -> LinearModel:
    """Taggers and sentence classifiers."""
    return compile_model(fit_taggers(notes), {**fit_sentences(notes), **fit_cue_kinds(notes)})


def cross_examples(notes: Sequence[Prepared], preparer: Preparer) -> list[NarrativeExample]:
    """Narrative examples whose evidence comes from models of other writers."""
    folds = writer_folds(notes, FOLDS)
    golds = [note.gold for note in notes]
    parts = joblib.Parallel(n_jobs=JOBS)(joblib.delayed(_fold_examples)(golds, train, held) for train, held in folds)
    examples = [example for part in parts for example in part]
    examples.sort(key=lambda example: (example.note_id, example.code))
    return examples


def _fold_examples(golds: list[GoldNote], train: list[int], held: list[int]) -> list[NarrativeExample]:
    preparer = Preparer()
    model = stage_one([preparer.prepare(golds[i]) for i in train])
    extractor = Extractor(preparer.lexicon, model)
    return [example for i in held for example in note_examples(preparer.prepare(golds[i]), preparer, extractor)]


def note_examples(prepared: Prepared, preparer: Preparer, extractor: Extractor) -> list[NarrativeExample]:
    """The narratives of one note that both gold and extraction document."""
    gold = prepared.gold
    note = Note(text=gold.text, claim=gold.claim)
    evidence = extractor.extract(note).evidence
    found = []
    for narrative in evidence.narratives:
        truth = gold.narrative(narrative.code)
        if truth is None or not truth.spans or not narrative.documented:
            continue
        ruled = read_elements(narrative, evidence)
        ranges = [(prepared.reading.token_at(a), prepared.reading.token_at(b - 1) + 1) for a, b in narrative.spans]
        answers: dict[str, str] = {element_task(narrative.code, name): level for name, level in truth.elements.items()}
        answers[INTENT] = truth.intended_code
        if gold.pair is not None:
            answers[LINK] = gold.pair.clinical_link
        for name in JUDGEMENTS:
            answers[name] = "yes" if getattr(truth, name) else "no"
        found.append(
            NarrativeExample(
                note_id=gold.id, writer=gold.writer, code=narrative.code, text=text_features(prepared.rows, ranges, NARRATIVE_SCALE),
                facts=narrative_facts(narrative, evidence, ruled), ruled=dict(ruled), answers=answers, note=evidence,
            )
        )  # fmt: skip
    return found


def fit_narratives(examples: Sequence[NarrativeExample]) -> tuple[dict[str, FittedTask], dict[str, dict[str, float]]]:
    """The fitted tasks, and for each element the cross-validated agreement of rule and model that decided between them."""
    fitted: dict[str, FittedTask] = {}
    fitted[INTENT] = _fit([msgspec.structs.replace(example, facts=neutral(example.facts)) for example in examples], INTENT)
    for name in JUDGEMENTS:
        fitted[name] = _fit(examples, name)
    by_code = {code: [example for example in examples if example.code == code] for code in ELEMENTS}
    wanted = [(code, name) for code, names in ELEMENTS.items() for name in names if name not in RULED]
    scores = joblib.Parallel(n_jobs=JOBS)(
        joblib.delayed(compare)(by_code[code], name, element_task(code, name)) for code, name in wanted
    )
    compared = {element_task(code, name): score for (code, name), score in zip(wanted, scores, strict=True)}
    for code, name in wanted:
        task = element_task(code, name)
        if compared[task]["model"] > compared[task]["rule"]:
            fitted[task] = _fit(by_code[code], task)
    links = link_examples(examples)
    if len({example.answers[LINK] for example in links}) > 1:
        fitted[LINK] = _fit(links, LINK)
    return fitted, compared


_TELLS_THE_CODE = ("97110", "97530", "code=")


def neutral(facts: Sequence[str]) -> list[str]:
    """The facts that do not tell which code was billed: what a text describes must not follow from the claim.

    Elements are left out too, since each code has its own.
    """
    elements = tuple(f"{name}=" for names in ELEMENTS.values() for name in names)
    return [fact for fact in facts if not fact.startswith((*_TELLS_THE_CODE, *elements))]


def link_examples(examples: Sequence[NarrativeExample]) -> list[NarrativeExample]:
    """One example a note that bills both codes: both narratives' text and the facts of the link."""
    by_note: dict[str, list[NarrativeExample]] = defaultdict(list)
    for example in examples:
        if LINK in example.answers:
            by_note[example.note_id].append(example)
    found = []
    for parts in by_note.values():
        if len(parts) != 2:
            continue
        text: dict[int, float] = defaultdict(float)
        for part in parts:
            for feature, value in part.text.items():
                text[feature] += value
        elements = {part.code: part.ruled for part in parts}
        facts = link_facts(parts[0].note, elements)  # type: ignore[arg-type]
        answer = "yes" if parts[0].answers[LINK] != "missing" else "no"
        found.append(msgspec.structs.replace(parts[0], text=dict(text), facts=facts, answers={LINK: answer}))
    return found


def _fit(examples: Sequence[NarrativeExample], task: str) -> FittedTask:
    answers = [example.answers[task] for example in examples]
    return fit_task(
        [example.text for example in examples],
        [example.facts for example in examples],
        answers,
        NARRATIVE_C,
        NARRATIVE_SCALE,
        answer_weights(answers),
    )


def answer_weights(answers: Sequence[str]) -> list[float]:
    """How much each example counts: rare classes more, so that they are learned at all; of yes and no each the same."""
    counts = Counter(answers)
    if len(counts) == 2:
        return [1.0] * len(answers)  # yes/no probabilities stay calibrated
    rare = {answer: (len(answers) / count) ** RARE_POWER for answer, count in counts.items()}
    mean = sum(rare[answer] for answer in answers) / len(answers)
    return [rare[answer] / mean for answer in answers]


def predict(task: FittedTask, examples: Sequence[NarrativeExample]) -> list[dict[str, float]]:
    """Class probabilities of each example."""
    matrix = task.matrix([example.text for example in examples], [example.facts for example in examples])
    return [dict(zip(task.classes, row, strict=True)) for row in task.classifier.predict_proba(matrix).tolist()]


def cross_predict(examples: Sequence[NarrativeExample], task: str, folds: int = FOLDS) -> list[dict[str, float]]:
    """Class probabilities from models that never saw the example's writer."""
    groups = [example.writer for example in examples]
    result: list[dict[str, float]] = [{} for _ in examples]
    splitter = GroupKFold(n_splits=min(folds, len(set(groups))))
    for train, held in splitter.split(np.zeros(len(examples)), groups=groups):
        fitted = _fit([examples[i] for i in train], task)
        for i, row in zip(held, predict(fitted, [examples[i] for i in held]), strict=True):
            result[i] = row
    return result


def compare(examples: Sequence[NarrativeExample], element: str, task: str) -> dict[str, float]:
    """Agreement with gold of the rule and of the model, on writers the model has not seen."""
    truth = [example.answers[task] for example in examples]
    rule = [example.ruled[element] for example in examples]
    model = [max(row, key=row.__getitem__) for row in cross_predict(examples, task)]
    return {"rule": _agreement(truth, rule), "model": _agreement(truth, model), "support": float(len(truth))}


def _agreement(truth: Sequence[str], given: Sequence[str]) -> float:
    """Mean of accuracy and macro F1: rare levels count, and so does being right most of the time."""
    accuracy = sum(a == b for a, b in zip(truth, given, strict=True)) / max(len(truth), 1)
    return (accuracy + float(f1_score(truth, given, average="macro", zero_division=0))) / 2


def class_counts(examples: Sequence[NarrativeExample]) -> dict[str, dict[str, int]]:
    """How often each answer stands in the training narratives, by task."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for example in examples:
        for task, answer in example.answers.items():
            counts[task][answer] += 1
    return {task: dict(sorted(counter.items())) for task, counter in sorted(counts.items())}
