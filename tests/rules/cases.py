"""Named cases of every rule: a view built by hand, and where exactly the rule fires on it.

``expected`` holds (code, severity, quote) of each finding of the rule, in order; "" quotes a finding
without a place, and no entry at all means that the rule stays quiet.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec

from nlp_check.records.evidence import Level
from nlp_check.rules.base import NarrativeView, NoteView
from nlp_check.units import UnitCount

from .builders import at, block, goal, intervention, measure, narrative, note, policy, work


class Case(NamedTuple):
    id: str
    name: str
    view: NoteView
    expected: tuple[tuple[str | None, str, str], ...] = ()


def te(levels: dict[str, Level] | None = None, **changes: Any) -> NarrativeView:
    return narrative("97110", levels, **changes)


def ta(levels: dict[str, Level] | None = None, **changes: Any) -> NarrativeView:
    return narrative("97530", levels, **changes)


PRESS, SLR, VAGUE, STAIRS = "seated leg press", "SLR", "LE strengthening", "stairs x4"
TE_BLOCK = block("10:05-10:23", "10:05", "10:23", 18)
TA_BLOCK = block("10:20-10:40", "10:20", "10:40", 20)
STATED = ((18, at("18 min")),)
GOAL_TE = goal("Quad strength needed for stairs at home.")
GOAL_TA = goal("Practiced so that he can climb to his bedroom.")
GENERIC = at("All to improve function.")
MEDICARE = policy(rules={"missing-total-time": {"enabled": True}, "missing-signature": {"enabled": True}})
CMS = policy(unit_method="cms")
REQUIRED = policy(modifier_59="required")
TIE = UnitCount("cms", {}, {"97110": 2, "97530": 1}, 3, ({"97110": 1, "97530": 2},))


def impossible(start: str, stop: str, minutes: int | None = None) -> NoteView:
    return note(te(time_blocks=(block("10:05-10:23", start, stop, minutes),), minutes=minutes))


TIME = (
    Case("T01", "none", note(te({"clock_time": "missing"})), (("97110", "error", "97110"),)),
    Case("T01", "no-anchor", note(te({"clock_time": "missing"}, anchor=None)), (("97110", "error", ""),)),
    Case("T01", "minutes", note(te({"clock_time": "partial"}, stated_minutes=STATED))),
    Case("T01", "met", note(te(), ta())),
    Case(
        "T02",
        "minutes",
        note(te({"clock_time": "partial"}, stated_minutes=STATED)),
        (("97110", "error", "97110"),),
    ),
    Case(
        "T02",
        "lone-clock",
        note(ta({"clock_time": "partial"}, lone_clock=at("10:40"))),
        (("97530", "error", "97530"),),
    ),
    Case("T02", "neither", note(ta({"clock_time": "partial"})), (("97530", "error", "97530"),)),
    Case("T02", "estimated-block", note(te({"clock_time": "partial"}, time_blocks=(TE_BLOCK,)))),
    Case("T02", "missing-is-T01", note(te({"clock_time": "missing"}))),
    Case(
        "T03",
        "combined",
        note(te(), ta(), combined_time=(at("10:05-10:23"), 18)),
        ((None, "error", "10:05-10:23"),),
    ),
    Case("T03", "separate", note(te(), ta())),
    Case(
        "T04",
        "two-codes",
        note(te(time_blocks=(TE_BLOCK,)), ta(time_blocks=(TA_BLOCK,))),
        ((None, "error", "10:20-10:40"),),
    ),
    Case(
        "T04",
        "one-code",
        note(te(time_blocks=(TA_BLOCK, TE_BLOCK))),
        ((None, "error", "10:20-10:40"),),
    ),
    Case(
        "T04",
        "touching",
        note(te(time_blocks=(TE_BLOCK,)), ta(time_blocks=(block("10:20-10:40", "10:23", "10:40", 17),))),
    ),
    Case(
        "T04",
        "impossible-block",
        note(te(time_blocks=(TE_BLOCK,)), ta(time_blocks=(block("10:20-10:40", "10:20", "10:20", None),))),
    ),
    Case("T05", "stop-first", impossible("10:23", "10:05"), (("97110", "error", "10:05-10:23"),)),
    Case("T05", "equal", impossible("10:05", "10:05"), (("97110", "error", "10:05-10:23"),)),
    Case("T05", "no-clock", impossible("10:05", "10:73"), (("97110", "error", "10:05-10:23"),)),
    Case("T05", "too-long", impossible("10:05", "22:23", 738), (("97110", "error", "10:05-10:23"),)),
    Case("T05", "possible", note(te(time_blocks=(TE_BLOCK,), minutes=18))),
    Case(
        "T06",
        "differs",
        note(te(stated_minutes=((23, at("18 min")),), time_blocks=(TE_BLOCK,), minutes=18)),
        (("97110", "error", "18 min"),),
    ),
    Case("T06", "agrees", note(te(stated_minutes=STATED, time_blocks=(TE_BLOCK,), minutes=18))),
    Case(
        "T06",
        "each-block-stated",
        note(
            te(
                stated_minutes=((18, at("18 min")), (20, at("2 units"))),
                time_blocks=(TE_BLOCK, TA_BLOCK),
                minutes=38,
            )
        ),
    ),
    Case("T06", "no-clock", note(te({"clock_time": "partial"}, stated_minutes=STATED, minutes=18))),
    Case(
        "T06",
        "impossible-block",
        note(te(stated_minutes=STATED, time_blocks=(block("10:05-10:23", "10:23", "10:05", None),))),
    ),
    Case("T07", "estimate", note(te(estimate=at("18 min"))), (("97110", "warning", "18 min"),)),
    Case(
        "T07",
        "combined",
        note(te(), ta(), combined_time=(at("18 min"), 18), combined_estimate=at("18 min")),
        (("97110", "warning", "18 min"), ("97530", "warning", "18 min")),
    ),
    Case("T07", "clock", note(te(), ta())),
)


def units(billed: int | None, supported: int | None, minutes: int | None = 18, **more: Any) -> NarrativeView:
    return te(billed_units=billed, supported=supported, minutes=minutes, **more)


UNITS = (
    Case("U01", "in-the-text", note(units(2, 1, units_span=at("2 units"))), (("97110", "error", "2 units"),)),
    Case("U01", "on-the-claim", note(units(2, 1)), (("97110", "error", "97110"),)),
    Case("U01", "nothing-supported", note(units(1, 0, 7)), (("97110", "error", "97110"),)),
    Case("U01", "equal", note(units(1, 1))),
    Case("U01", "unbilled", note(units(None, 1))),
    Case("U01", "minutes-unknown", note(units(2, None, None))),
    Case(
        "U01",
        "tie-left-to-the-professional",
        note(
            units(1, 2, 20),
            ta(billed_units=2, supported=1, minutes=20),
            policy=CMS,
            counts={"cms": TIE},
        ),
    ),
    Case(
        "U02",
        "fewer",
        note(units(1, 2, 30, units_span=at("2 units"))),
        (("97110", "info", "2 units"),),
    ),
    Case("U02", "more", note(units(2, 1))),
    Case("U02", "minutes-unknown", note(units(1, None, None))),
)

NAMED = (work(PRESS), work(SLR))
BARE = tuple(
    msgspec.structs.replace(one, has_dose=False, has_load=False, has_position=False) for one in NAMED
)
CLASS = work(VAGUE, kind="class", specific="missing")
TASK = work(STAIRS, kind="activity", load_need=False)

CONTENT = (
    Case(
        "S01",
        "class-only",
        note(te({"named_exercise": "missing"}, work=(CLASS,))),
        (("97110", "error", VAGUE),),
    ),
    Case(
        "S01",
        "partly",
        note(te({"named_exercise": "partial"}, work=(*NAMED, CLASS))),
        (("97110", "warning", VAGUE),),
    ),
    Case("S01", "nothing", note(te({"named_exercise": "missing"})), (("97110", "error", "97110"),)),
    Case(
        "S01",
        "exercise-as-activity",
        note(ta({"named_activity": "missing"}, work=(work(SLR),))),
        (("97530", "error", SLR),),
    ),
    Case(
        "S01",
        "activity-class",
        note(ta({"named_activity": "partial"}, work=(work(STAIRS, kind="activity", specific="partial"),))),
        (("97530", "warning", STAIRS),),
    ),
    Case("S01", "named", note(te(work=NAMED), ta(work=(TASK,)))),
    Case("S02", "none", note(te({"dose": "missing"}, work=BARE)), (("97110", "error", "97110"),)),
    Case("S02", "some", note(te({"dose": "partial"}, work=BARE[:1])), (("97110", "warning", "97110"),)),
    Case("S02", "nothing-named", note(te({"dose": "missing", "named_exercise": "missing"}))),
    Case("S02", "met", note(te(work=NAMED))),
    Case("S03", "none", note(te({"load": "missing"}, work=BARE)), (("97110", "error", "97110"),)),
    Case("S03", "some", note(te({"load": "partial"}, work=BARE)), (("97110", "warning", "97110"),)),
    Case("S03", "no-strengthening", note(te({"load": "not_applicable"}))),
    Case("S03", "nothing-named", note(te({"load": "missing", "named_exercise": "missing"}))),
    Case("S04", "none", note(te({"position": "missing"}, work=BARE)), (("97110", "warning", "97110"),)),
    Case("S04", "some", note(te({"position": "partial"}, work=BARE))),
    Case("S04", "nothing-named", note(te({"position": "missing", "named_exercise": "missing"}))),
    Case("S05", "none", note(ta({"components": "missing"}, work=(TASK,))), (("97530", "error", "97530"),)),
    Case(
        "S05",
        "one",
        note(ta({"components": "partial"}, components=(("balance", at("balance")),))),
        (("97530", "warning", "97530"),),
    ),
    Case("S05", "met", note(ta())),
    Case("S06", "neither", note(te({"impairment_target": "missing"})), (("97110", "error", "97110"),)),
    Case(
        "S06",
        "capacity-only",
        note(te({"impairment_target": "partial"}, targets=(("strength", None, at(VAGUE)),))),
        (("97110", "warning", "97110"),),
    ),
    Case(
        "S06",
        "place-only",
        note(te({"impairment_target": "partial"}, targets=((None, "quad", at("R quad")),))),
        (("97110", "warning", "97110"),),
    ),
    Case("S06", "met", note(te())),
)

KNEE, PAIN = measure("Knee ext -10 deg"), measure("Pain 3/10", kind="pain", value=3, unit="pain")
STOCK = at("Tolerated well")

OUTCOME = (
    Case("O01", "none", note(te({"objective_measure": "missing"})), (("97110", "error", "97110"),)),
    Case(
        "O01",
        "pain-only",
        note(te({"objective_measure": "partial"}, measures=(PAIN,))),
        (("97110", "warning", "97110"),),
    ),
    Case("O01", "met", note(te(measures=(KNEE,)))),
    Case(
        "O02",
        "alone",
        note(te({"baseline": "missing"}, measures=(PAIN, KNEE))),
        (("97110", "warning", "97110"),),
    ),
    Case("O02", "direction", note(te({"baseline": "partial"})), (("97110", "warning", "97110"),)),
    Case("O02", "no-measure", note(te({"baseline": "missing", "objective_measure": "partial"}))),
    Case("O02", "met", note(te())),
    Case("O03", "none", note(ta({"patient_response": "missing"})), (("97530", "info", "97530"),)),
    Case(
        "O03",
        "stock-words",
        note(ta({"patient_response": "partial"}, stock_responses=(STOCK,))),
        (("97530", "info", "Tolerated well"),),
    ),
    Case(
        "O03",
        "assistance-only",
        note(ta({"patient_response": "partial"}, assist_only=(at("CGA"),))),
        (("97530", "info", "CGA"),),
    ),
    Case("O03", "met", note(ta(responses=(STOCK,)))),
)

GOAL = (
    Case("G01", "none", note(te({"goal_connection": "missing"})), (("97110", "error", "97110"),)),
    Case("G01", "generic", note(te({"goal_connection": "partial"}))),
    Case("G01", "met", note(te(), ta())),
    Case(
        "G02",
        "generic",
        note(ta({"goal_connection": "partial"}, generic_goals=(GENERIC,))),
        (("97530", "error", "All to improve function."),),
    ),
    Case("G02", "untied-goal", note(te({"goal_connection": "partial"})), (("97110", "error", "97110"),)),
    Case("G02", "met", note(te(), ta())),
    Case(
        "G03",
        "one-sentence",
        note(te(goal_connections=(GOAL_TE,)), ta(goal_connections=(GOAL_TE,))),
        ((None, "error", GOAL_TE.text),),
    ),
    Case("G03", "own-too", note(te(goal_connections=(GOAL_TE,)), ta(goal_connections=(GOAL_TE, GOAL_TA)))),
    Case("G03", "apart", note(te(goal_connections=(GOAL_TE,)), ta(goal_connections=(GOAL_TA,)))),
    Case("G03", "none", note(te({"goal_connection": "missing"}), ta({"goal_connection": "missing"}))),
)

EMPTY_CUE = at("VC as needed")

SKILL = (
    Case("K01", "none", note(ta({"skilled_direction": "missing"})), (("97530", "error", "97530"),)),
    Case("K01", "empty", note(ta({"skilled_direction": "partial"}))),
    Case(
        "K02",
        "empty-cue",
        note(ta({"skilled_direction": "partial"}, empty_cues=(EMPTY_CUE,), assist_only=(at("CGA"),))),
        (("97530", "warning", "VC as needed"),),
    ),
    Case(
        "K02",
        "bare-assistance",
        note(ta({"skilled_direction": "partial"}, assist_only=(at("CGA"),))),
        (("97530", "warning", "CGA"),),
    ),
    Case("K02", "no-place", note(ta({"skilled_direction": "partial"})), (("97530", "warning", "97530"),)),
    Case("K02", "met", note(ta(empty_cues=(EMPTY_CUE,)))),
    Case("K03", "exercise", note(te(no_contact=at(PRESS))), (("97110", "error", PRESS),)),
    Case("K03", "activity", note(ta(no_contact=at(STAIRS))), (("97530", "error", STAIRS),)),
    Case("K03", "one-on-one", note(te(), ta())),
    Case("K04", "moved", note(ta(passive=at(STAIRS))), (("97530", "error", STAIRS),)),
    Case("K04", "exercise-may-be-passive", note(te(passive=at(PRESS)))),
    Case("K05", "explained", note(ta(education_only=at(STAIRS))), (("97530", "error", STAIRS),)),
    Case("K05", "exercise", note(te(education_only=at(PRESS)))),
)


def meant(code: str, probability: float = 0.9) -> dict[str, Any]:
    return {"intent": code, "probability": probability, "interventions": (intervention(PRESS),)}


CODE_CHOICE = (
    Case("C01", "exercise", note(ta(**meant("97110"))), (("97530", "error", PRESS),)),
    Case("C01", "nothing-named", note(ta(intent="97110")), (("97530", "error", "97530"),)),
    Case("C01", "unsure", note(ta(**meant("97110", 0.4)))),
    Case("C01", "as-billed", note(te(**meant("97110")))),
    Case("C02", "task", note(te(**meant("97530"))), (("97110", "error", PRESS),)),
    Case("C02", "unclear", note(te(**meant("unclear")))),
    Case("C02", "as-billed", note(ta(**meant("97530")))),
    Case("C03", "exercise", note(te(**meant("97116"))), (("97110", "error", PRESS),)),
    Case("C03", "activity", note(ta(**meant("97116"))), (("97530", "error", PRESS),)),
    Case("C03", "not-judged", note(te(), ta())),
    Case("C04", "exercise", note(te(**meant("97112"))), (("97110", "error", PRESS),)),
    Case("C04", "education", note(te(**meant("education")))),
    Case("C05", "self-care", note(ta(**meant("97535"))), (("97530", "warning", PRESS),)),
    Case("C05", "manual", note(te(**meant("97140"))), (("97110", "warning", PRESS),)),
    Case("C05", "education", note(ta(**meant("education")))),
)

SHARED = at(PRESS)

PAIR = (
    Case("P01", "shared", note(te(), ta(), shared_description=SHARED), ((None, "error", PRESS),)),
    Case("P01", "apart", note(te(), ta())),
    Case("P02", "untied", note(te(), ta(), link="missing"), ((None, "warning", "97530"),)),
    Case("P02", "tied", note(te(), ta())),
    Case("P02", "partly", note(te(), ta(), link="partial")),
    Case("P02", "one-code", note(te(), link="missing")),
    Case("P03", "unknown", note(te(), ta()), ((None, "info", "97530"),)),
    Case("P03", "no-anchor", note(te(anchor=None), ta(anchor=None)), ((None, "info", ""),)),
    Case("P03", "policy-knows", note(te(), ta(), policy=REQUIRED)),
    Case("P03", "one-code", note(te())),
    Case(
        "P04",
        "shared-description",
        note(te(), ta(), modifier_59=True, shared_description=SHARED),
        ((None, "error", "97530"),),
    ),
    Case("P04", "supported", note(te(), ta(), modifier_59=True)),
    Case("P04", "absent", note(te(), ta(), modifier_59=False, shared_description=SHARED)),
    Case(
        "P05",
        "lacks-it",
        note(te(), ta(), modifier_59=False, policy=REQUIRED),
        ((None, "error", "97530"),),
    ),
    Case("P05", "has-it", note(te(), ta(), modifier_59=True, policy=REQUIRED)),
    Case("P05", "unknown-claim", note(te(), ta(), policy=REQUIRED)),
    Case("P05", "not-required", note(te(), ta(), modifier_59=False)),
)

NOTE = (
    Case("N01", "neither", note(), ((None, "info", ""),)),
    Case("N01", "one", note(te())),
    Case("N02", "undocumented", note(te(), ta(documented=False)), (("97530", "error", "97530"),)),
    Case("N02", "claim-only", note(te(documented=False, anchor=None)), (("97110", "error", ""),)),
    Case("N02", "documented", note(te(), ta())),
    Case("M01", "neither", note(te(), policy=MEDICARE), (("97110", "error", "97110"),)),
    Case(
        "M01",
        "one-of-two",
        note(te(), policy=MEDICARE, total_timed=(18, at("18 min"))),
        (("97110", "error", "97110"),),
    ),
    Case(
        "M01",
        "both",
        note(te(), policy=MEDICARE, total_timed=(18, at("18 min")), total_treatment=(18, at("18 min"))),
    ),
    Case("M01", "off", note(te())),
    Case("M02", "unsigned", note(ta(), policy=MEDICARE), (("97530", "error", "97530"),)),
    Case("M02", "signed", note(te(), policy=MEDICARE, signature=at("CGA"))),
    Case("M02", "off", note(te())),
)

CASES = (*TIME, *UNITS, *CONTENT, *OUTCOME, *GOAL, *SKILL, *CODE_CHOICE, *PAIR, *NOTE)
