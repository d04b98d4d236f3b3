"""Dose expressions: each notation as exact fields, ranges as ranges, and everything that only looks like a dose."""

from __future__ import annotations

from typing import Any

import pytest

from nlp_check.components.dose import find_amounts

WRITTEN: dict[str, dict[str, Any]] = {
    # sets and repetitions
    "3x10": {"sets": 3, "reps": 10},
    "3 x 10": {"sets": 3, "reps": 10},
    "3 × 12": {"sets": 3, "reps": 12},
    "3X15": {"sets": 3, "reps": 15},
    "4*6": {"sets": 4, "reps": 6},
    "1x10": {"sets": 1, "reps": 10},
    "9x3": {"sets": 9, "reps": 3},
    "2x15 reps": {"sets": 2, "reps": 15},
    "(2x10 reps)": {"sets": 2, "reps": 10},
    "2x6 reps of scapular retraction": {"sets": 2, "reps": 6},
    "2 sets of 15": {"sets": 2, "reps": 15},
    "3 sets x 10 reps": {"sets": 3, "reps": 10},
    "2 sets, 10 reps": {"sets": 2, "reps": 10},
    "three sets of 8": {"sets": 3, "reps": 8},
    "three sets of ten": {"sets": 3, "reps": 10},
    "2 sets 20": {"sets": 2, "reps": 20},
    "1 set of 30": {"sets": 1, "reps": 30},
    "10 reps x 3 sets": {"sets": 3, "reps": 10},
    "12 reps for 2 sets": {"sets": 2, "reps": 12},
    "15 reps, 2 sets": {"sets": 2, "reps": 15},
    "3 sets": {"sets": 3},
    "12/10/8 reps": {"sets": 3, "reps": (8, 12)},
    "10/10/6 reps": {"sets": 3, "reps": (6, 10)},
    # ranges stay ranges
    "3x8-12": {"sets": 3, "reps": (8, 12)},
    "3 x 8–12": {"sets": 3, "reps": (8, 12)},
    "x8-12": {"reps": (8, 12)},
    "10-15 reps": {"reps": (10, 15)},
    "10 to 15 reps": {"reps": (10, 15)},
    "2-3 sets of 8-10": {"sets": (2, 3), "reps": (8, 10)},
    "20-30 sec hold": {"hold": (20, 30)},
    "1-2 min": {"duration": (60, 120)},
    "50-100 ft": {"distance": ((50, 100), "ft")},
    "5-10#": {"load": (5, 10), "load_unit": "lb"},
    "3 to 5 lbs": {"load": (3, 5), "load_unit": "lb"},
    # repetitions alone
    "x10": {"reps": 10},
    "x 15 reps": {"reps": 15},
    "20 reps": {"reps": 20},
    "12 repetitions": {"reps": 12},
    "ten repetitions": {"reps": 10},
    "15 times": {"reps": 15},
    "10x": {"reps": 10},
    "25x": {"reps": 25},
    "x20 cones": {"reps": 20},
    "x20 B": {"reps": 20},
    "x8 each": {"reps": 8},
    # for each side
    "x10 ea": {"reps": 10, "each": True},
    "10x ea": {"reps": 10, "each": True},
    "15 ea": {"reps": 15, "each": True},
    "10 reps each side": {"reps": 10, "each": True},
    "3x10 each leg": {"sets": 3, "reps": 10, "each": True},
    "15 per side": {"reps": 15, "each": True},
    "10/side": {"reps": 10, "each": True},
    "3x10/leg": {"sets": 3, "reps": 10, "each": True},
    # holds
    "5 sec hold": {"hold": 5},
    "with 3 sec hold": {"hold": 3},
    "10 second hold": {"hold": 10},
    "5-second hold": {"hold": 5},
    '5" hold': {"hold": 5},
    "5” hold": {"hold": 5},
    '3"H': {"hold": 3},
    "10'' hold": {"hold": 10},
    "10-sec isometric": {"hold": 10},
    "30s x 3": {"reps": 3, "hold": 30},
    "30 sec x 3": {"reps": 3, "hold": 30},
    "3x 30sec": {"reps": 3, "hold": 30},
    '3 x 30"': {"reps": 3, "hold": 30},
    "3 × 30″": {"reps": 3, "hold": 30},
    '10x3"H': {"reps": 10, "hold": 3},
    "10 x 5 sec hold": {"reps": 10, "hold": 5},
    '5" H x 10': {"reps": 10, "hold": 5},
    '2x10x5"': {"sets": 2, "reps": 10, "hold": 5},
    '2x10 5" hold': {"sets": 2, "reps": 10, "hold": 5},
    "30 sec": {"duration": 30},
    # time on task
    "x 15 mins": {"duration": 900},
    "x5 min": {"duration": 300},
    "x15min": {"duration": 900},
    "8 minutes": {"duration": 480},
    "stood 7 minutes": {"duration": 420},
    "x 45 sec": {"duration": 45},
    "x 60''": {"duration": 60},
    "3x1 min": {"reps": 3, "duration": 60},
    "1 min x 3": {"reps": 3, "duration": 60},
    "UBE 8'": {"duration": 480},
    "bike x 8m": {"duration": 480},
    # distance
    "150 ft": {"distance": (150, "ft")},
    "1,200 ft": {"distance": (1200, "ft")},
    "20 feet x 4": {"reps": 4, "distance": (20, "ft")},
    "50ft x2": {"reps": 2, "distance": (50, "ft")},
    "3 x 20 ft": {"reps": 3, "distance": (20, "ft")},
    "4 steps": {"distance": (4, "step")},
    "12 stairs": {"distance": (12, "stair")},
    "2 flights": {"distance": (2, "flight")},
    "10 laps": {"distance": (10, "lap")},
    "0.5 miles": {"distance": (0.5, "mi")},
    "6 m": {"distance": (6, "m")},
    "15 m x4": {"reps": 4, "distance": (15, "m")},
    # trials, rounds and trips say how often the whole task was done
    "6/6 trials": {"reps": 6},
    "15/15  trials": {"reps": 15},
    "3/5 trials": {"reps": 5},
    "three trips": {"reps": 3},
    "4 rounds": {"reps": 4},
    # weight
    "3#": {"load": 3, "load_unit": "lb"},
    "12 # DB": {"load": 12, "load_unit": "lb"},
    "2.5#": {"load": 2.5, "load_unit": "lb"},
    "2lb": {"load": 2, "load_unit": "lb"},
    "40 lbs": {"load": 40, "load_unit": "lb"},
    "8-lb": {"load": 8, "load_unit": "lb"},
    "10 pounds": {"load": 10, "load_unit": "lb"},
    "16oz": {"load": 16, "load_unit": "oz"},
    "2.5 kg": {"load": 2.5, "load_unit": "kg"},
    "3x10x5#": {"sets": 3, "reps": 10, "load": 5, "load_unit": "lb"},
    "3x10@5#": {"sets": 3, "reps": 10, "load": 5, "load_unit": "lb"},
    "5->7.5 lb": {"load": 7.5, "load_unit": "lb"},
    "10 → 15 lbs": {"load": 15, "load_unit": "lb"},
}  # fmt: skip


@pytest.mark.parametrize("text", WRITTEN)
def test_one_expression(amounts, text: str) -> None:
    assert amounts(text) == [WRITTEN[text]]


SEVERAL: dict[str, list[dict[str, Any]]] = {
    "3x10, 5#": [{"sets": 3, "reps": 10}, {"load": 5, "load_unit": "lb"}],
    "2.5 lb x 3x10": [{"load": 2.5, "load_unit": "lb"}, {"sets": 3, "reps": 10}],
    "SLR 2x10 2#, LAQ x15": [{"sets": 2, "reps": 10}, {"load": 2, "load_unit": "lb"}, {"reps": 15}],
    'x10 w/5" hold': [{"reps": 10}, {"hold": 5}],
    "10 reps with 5 second hold": [{"reps": 10}, {"hold": 5}],
    'step up 6" x10': [{"reps": 10}],
    '6" step-ups 2x10': [{"sets": 2, "reps": 10}],
    "heel slides, hip abd, SLR's, ankle pumps, and bridging x10 each": [{"reps": 10}],
    "bike 8 min then SLR 3x10": [{"duration": 480}, {"sets": 3, "reps": 10}],
}  # fmt: skip


@pytest.mark.parametrize("text", SEVERAL)
def test_several_expressions(amounts, text: str) -> None:
    assert amounts(text) == SEVERAL[text]


# What looks like a dose and is none, by what it is.
TRAPS: dict[str, list[str]] = {
    "x that counts helpers": ["max ax1", "mod A x1", "Max A x 1", "Min A x2", "CGA x2", "assist x2", "x2 person assist", "min assist x 1 person"],
    "x that counts cues, errors and losses of balance": [
        "x4 errors", "x5 tactile cueing", "x2 VC", "x 3 VC", "mod vc x4", "verbal cues x 3", ">10 VCs", "x1 LOB", "LOB x2", "2 LOB", "x3 rest breaks",
    ],
    "x of orientation": ["A&O x3", "A&Ox4", "A/O x4", "AO x3", "oriented x3"],
    "x of a frequency": [
        "daily x10 days", "HEP 2x/day", "3x/week", "3x/wk", "2x a day", "x2/day", "10 times daily", "3x per week", "2 x daily", "x 4 weeks",
        "3 times a day", "5/week", "NWB x 6 weeks",
    ],
    "x of billing": ["97110x2", "97530 x 1", "x2 units", "units 2", "2 units"],
    "x of visits": ["pt seen x 3 visits", "12 visits", "visit 4/12"],
    "x in a name": ["x-ray", "5xSTS", "VOR x1", "2x4 board"],
    "slash of a scale": ["pain 3/10", "0/10", "MMT 4/5", "3+/5", "4-/5", "Berg 33/56", "Tinetti 17/28", "5/5 words", "9/9 knots", "RPE 6/10"],
    "slash of a shorthand": ["2/2 fatigue", "2/2 to pain", "w/c", "c/o pain", "s/p TKA", "d/t weakness", "w/ RW", "S/U", "N/T"],
    "slash of a date": ["on 3/10", "10/12/2025", "since 4/1", "01/05/26"],
    "quote mark of a height": ['6" stairs', "6” step", '10" hurdle', "10″ box", '8" stool', '4" step-ups', '18" chair'],
    "hyphen of a range": ["0-120", "L4-5", "C5-6", "flexion 5-110"],
    "name of a test": ["2MWT", "30s chair stand", "4-stage balance"],
    "unfilled slot": ["# ankle weights", "x reps", "sets x", "lb DB"],
    "other numbers": ["65 yo", "BP 120/80", "HR 96", "T 98.6", "45 degrees", "flexion 110", "grade 3", "Gr III", "L3 band", "level 3 band", "3/4 in", "6 weeks"],
}  # fmt: skip


@pytest.mark.parametrize(
    "text", [pytest.param(text, id=f"{kind}: {text}") for kind, texts in TRAPS.items() for text in texts]
)
def test_no_dose(amounts, text: str) -> None:
    assert amounts(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("cold pack x 10 min", {"duration": 600}),
        ("ambulated 75' x 2", {"reps": 2, "distance": (75, "ft")}),
        ("150'x2", {"reps": 2, "distance": (150, "ft")}),
        ("150’ x2", {"reps": 2, "distance": (150, "ft")}),
        ("3 x 10' walks", {"reps": 3, "distance": (10, "ft")}),
    ],
)
def test_x_of_a_distance_or_a_time_is_no_set(amounts, text: str, expected: dict[str, Any]) -> None:
    assert amounts(text) == [expected]


@pytest.mark.parametrize("text", ["walked 75'", "8’ walk", "bike 8'"])
def test_a_single_prime_waits_for_its_exercise(read, text: str) -> None:
    """Minutes on a bike, feet on a walk: the expression alone cannot say, so it is marked."""
    reading = read(text)
    (amount,) = find_amounts(reading, 0, len(reading))
    assert amount.prime


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("SLR 3 × 10 each leg, LAQ", "3 × 10 each leg"),
        ("😀 cafe\u0301\r\n\tSLR 3x10", "3x10"),
        ("hold 5 sec x 10", "5 sec x 10"),
        ("2 sets of 15 SLR", "2 sets of 15"),
        ("x10 (B)", "x10"),
    ],
    ids=["each-leg", "emoji-combining-crlf-tab", "hold", "words", "bracket"],
)
def test_span(read, text: str, quote: str) -> None:
    reading = read(text)
    (amount,) = find_amounts(reading, 0, len(reading))
    assert reading.quote(amount.first, amount.end) == quote


def test_only_the_asked_stretch_is_read(read) -> None:
    reading = read("SLR 3x10; LAQ 2x15")
    middle = reading.shapes.index(";")
    assert [amount.sets for amount in find_amounts(reading, middle, len(reading))] == [2]
    assert [amount.sets for amount in find_amounts(reading, 0, middle)] == [3]
