"""The rules on what the corpus says is there, against the findings that its labels imply.

``training.derive`` reads the rule table a second time and shares no code with the rules, so where both agree on
every note of the corpus neither has misread it. What only a rule needs (spans of vague words) stays out.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from nlp_check.records.evidence import Evidence, NoteEvidence, Span
from nlp_check.records.note import Note
from nlp_check.rules.base import NarrativeView, NoteView
from nlp_check.rules.judge import judge
from nlp_check.training.derive import derive, is_impossible, table_units
from nlp_check.training.gold import GoldNarrative, GoldNote, load_gold, note_ids

from .builders import policy

CORPUS = Path(__file__).parents[2] / "corpus"
POLICY = policy()
NOWHERE: Span = (0, 1)
MODIFIER = {"present": True, "absent": False, "unknown": None}


@pytest.mark.parametrize("id", note_ids(CORPUS))
def test_rules_agree_with_the_labels(id: str) -> None:
    gold = load_gold(CORPUS, id)
    found = {(finding.rule, finding.code, finding.severity) for finding in judge(view_of(gold))}
    assert found == {(finding.rule, finding.code, finding.severity) for finding in derive(gold)}


def view_of(gold: GoldNote) -> NoteView:
    views = tuple(narrative_of(gold, narrative) for narrative in gold.narratives)
    judged = dict(gold.judged)
    combined = gold.combined_time
    return NoteView(
        note=Note(text=gold.text),
        evidence=NoteEvidence(
            narratives=tuple(view.evidence for view in views),
            combined_time=(combined.span, combined.minutes) if combined else None,
            shared_description=NOWHERE if "shared-description" in judged else None,
            modifier_59=MODIFIER[gold.pair.modifier_59] if gold.pair else None,
        ),
        narratives=views,
        pair=gold.pair,
        policy=POLICY,
        counts={},
    )


def narrative_of(gold: GoldNote, label: GoldNarrative) -> NarrativeView:
    judged = [rule for rule, code in gold.judged if code == label.code]
    stated = () if label.stated_minutes is None else ((label.stated_minutes, NOWHERE),)
    possible = tuple(
        msgspec.structs.replace(block, minutes=None if is_impossible(block) else block.minutes)
        for block in label.time_blocks
    )
    broken = any(block.minutes is None for block in possible)
    minutes = None if broken else label.minutes
    return NarrativeView(
        code=label.code,
        evidence=Evidence(
            code=label.code,
            spans=label.spans,
            anchor=None,
            documented=bool(label.spans),
            time_blocks=possible,
            stated_minutes=stated,
            estimate=NOWHERE if label.estimated_time else None,
            billed_units=label.billed_units,
            goal_connections=label.goal_connections,
            no_contact=NOWHERE if "no-direct-contact" in judged else None,
            passive=NOWHERE if "passive-patient" in judged else None,
            education_only=NOWHERE if "education-only" in judged else None,
        ),
        elements=label.elements,
        minutes=minutes,
        supported_units=None if minutes is None else table_units(minutes),
        intended_code=label.intended_code,
        intended_probability=1.0,
    )
