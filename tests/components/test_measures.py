"""Measures: kind, value, unit and baseline of one finding, and the findings that the grammar sees without the tagger."""

from __future__ import annotations

from typing import Any

import pytest

from nlp_check.components.measures import grammar_measures, read_measure

Read = tuple[str, Any, str | None, Any]  # kind, value, unit, baseline

GRADES: dict[str, Read] = {
    "quad 3+/5": ("strength", "3+", "mmt", None),
    "4-/5": ("strength", "4-", "mmt", None),
    "4 /5": ("strength", "4", "mmt", None),
    "4+ / 5": ("strength", "4+", "mmt", None),
    "3 +/5": ("strength", "3+", "mmt", None),
    "4−/5": ("strength", "4-", "mmt", None),
    "0/5 tib ant": ("strength", "0", "mmt", None),
    "5/5": ("strength", "5", "mmt", None),
    "MMT 4/5 quads": ("strength", "4", "mmt", None),
    "4/5 hip abductors, was 3+/5": ("strength", "4", "mmt", "3+"),
    "quad MMT 4-/5 (was 3+/5)": ("strength", "4-", "mmt", "3+"),
    "from 3+/5 to 4-/5": ("strength", "4-", "mmt", "3+"),
    "3+/5 -> 4/5": ("strength", "4", "mmt", "3+"),
    "quad 3+/5 => 4-/5": ("strength", "4-", "mmt", "3+"),
    "3+/5 → 4/5": ("strength", "4", "mmt", "3+"),
    "quad 4/5 R, 5/5 L": ("strength", "4", "mmt", "5"),
    "strength 4/5 compared to 3/5 at eval": ("strength", "4", "mmt", "3"),
}
MOTION: dict[str, Read] = {
    "flexion 110°": ("rom", 110, "degree", None),
    "ER: 45 degrees": ("rom", 45, "degree", None),
    "abd 150 deg": ("rom", 150, "degree", None),
    "knee ext to -10 deg": ("rom", -10, "degree", None),
    "knee ext −10°": ("rom", -10, "degree", None),
    "10° extensor lag": ("rom", 10, "degree", None),
    "5 deg from full ext": ("rom", 5, "degree", None),
    # a range of motion is one value, the motion reached
    "knee AROM 0-120°": ("rom", 120, "degree", None),
    "0°-120°": ("rom", 120, "degree", None),
    "AROM 0-120": ("rom", 120, "degree", None),
    "ROM 5 to 110 deg": ("rom", 110, "degree", None),
    "-5 - 110°": ("rom", 110, "degree", None),
    "AROM L knee 2-104° at end (3-94° on arrival)": ("rom", 104, "degree", 94),
    "knee flexion 5-110 deg was 5-95 deg": ("rom", 110, "degree", 95),
    # from .. to is a change
    "knee ext from −15 to −10 degrees": ("rom", -10, "degree", -15),
    "flexion improved from 95 to 110 degrees": ("rom", 110, "degree", 95),
    "95→110 deg flexion": ("rom", 110, "degree", 95),
    "flexion 95 -> 110°": ("rom", 110, "degree", 95),
    "flexion 110° vs 95° last visit": ("rom", 110, "degree", 95),
    "flexion 110° (was 95°)": ("rom", 110, "degree", 95),
    "flexion 110°, previously 95°": ("rom", 110, "degree", 95),
    "flexion 110° (95° at eval)": ("rom", 110, "degree", 95),
}
TESTS: dict[str, Read] = {
    "TUG 14.2 s": ("gait", 14.2, "s", None),
    "TUG 14.2 --> 11.8": ("gait", 11.8, "s", 14.2),
    "TUG 14.2 s (was 18)": ("gait", 14.2, "s", 18),
    "03/28/2026 TUG 12 s": ("gait", 12, "s", None),
    "5xSTS 14.2 s": ("strength", 14.2, "s", None),
    "30s chair stand 11 reps": ("strength", 11, "rep", None),
    "6MWT 320 m": ("endurance", 320, "m", None),
    "gait speed 0.85 m/s": ("gait", 0.85, "mps", None),
    "Berg 33/56": ("balance", 33, "score", None),
    "Berg 42/56, was 38/56": ("balance", 42, "score", 38),
    "Tinetti 17/28 (14/28 on 3/2)": ("balance", 17, "score", 14),
    "LEFS 45/80": ("outcome_score", 45, "score", None),
    "QuickDASH 27 (IE 68)": ("outcome_score", 27, "score", 68),
    "ODI 32%": ("outcome_score", 32, "percent", None),
    "SLS 8 s R, 22 s L": ("balance", 8, "s", 22),
    "SLS 8 s compared to 22 s L": ("balance", 8, "s", 22),
    "plank hold 45 sec": ("endurance", 45, "s", None),
}
FORCE: dict[str, Read] = {
    "grip strength is 45 pounds": ("strength", 45, "lb", None),
    "R grip 32#": ("strength", 32, "lb", None),
    "key pinch: 8 lbs": ("strength", 8, "lb", None),
    "HHD quad 28 kg": ("strength", 28, "kg", None),
    "grip 45 lb R vs 60 lb L": ("strength", 45, "lb", 60),
    "grip 40# → 45#": ("strength", 45, "lb", 40),
    "on 10/28 grip 45 lb": ("strength", 45, "lb", None),
    "girth 42.5 cm (44 IE)": ("girth", 42.5, "cm", 44),
    "girth 10 cm above patella 42 cm": ("girth", 42, "cm", None),  # the first number says where
}
SPOKEN: dict[str, Read] = {
    "quad strength three plus out of five": ("strength", "3+", "mmt", None),
    "four minus of five": ("strength", "4-", "mmt", None),
    "pain four out of ten": ("pain", 4, "pain", None),
    "one hundred ten degrees of flexion": ("rom", 110, "degree", None),
    "flexion ninety eight degrees": ("rom", 98, "degree", None),
    "twenty five pounds grip": ("strength", 25, "lb", None),
}
OTHERS: dict[str, Read] = {
    "3/10 pain": ("pain", 3, "pain", None),
    "6.5/10": ("pain", 6.5, "pain", None),
    "pain 6/10 to 3/10": ("pain", 3, "pain", 6),
    "BP 132/78": ("vital", 132, "mmhg", None),
    "BP 120/80 → 130/84": ("vital", 130, "mmhg", 120),
    "HR 96 bpm": ("vital", 96, "bpm", None),
    "SpO2: 95%": ("vital", 95, "percent", None),
    "O2 sat 93%": ("vital", 93, "percent", None),
    # successes are counted, not graded
    "3/5 trials": ("other", 3, "rep", None),
    "4/5 reps correct": ("other", 4, "rep", None),
    "5/5 words": ("other", 5, "rep", None),
    "8/10 throws": ("other", 8, "rep", None),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(text, expected, id=text)
        for group in (GRADES, MOTION, TESTS, FORCE, SPOKEN, OTHERS)
        for text, expected in group.items()
    ],
)
def test_measure(read, text: str, expected: Read) -> None:
    reading = read(text)
    measure = read_measure(reading, 0, len(reading))
    assert measure is not None
    assert (measure.kind, measure.value, measure.unit, measure.baseline) == expected
    assert text[slice(*measure.span)] == measure.text == text


@pytest.mark.parametrize(
    "text", ["improved ROM", "lacking confidence", "on 3/28 and 4/2/26", "quad strength", "flexion at 45 abd"]
)
def test_no_value(read, text: str) -> None:
    reading = read(text)
    assert read_measure(reading, 0, len(reading)) is None


SEEN: dict[str, list[str]] = {
    "R quad 3+/5 after SLR": ["R quad 3+/5"],
    "quad MMT 4-/5 (was 3+/5).": ["quad MMT 4-/5 (was 3+/5)"],
    "3+/5 -> 4/5": ["3+/5 -> 4/5"],
    "knee flexion 110° today": ["knee flexion 110°"],
    "knee AROM 0-120°": ["knee AROM 0-120°"],
    "flex 131°, abd 118°": ["flex 131°", "abd 118°"],
    "MMT of 4/5 (3+/5)": ["4/5 (3+/5)"],
    "TUG 14.2 s (was 18)": ["TUG 14.2 s (was 18)"],
    "Berg 42/56": ["Berg 42/56"],
    "grip strength is 45 pounds": ["grip strength is 45 pounds"],
    "HR 96, BP 132/78": ["HR 96", "BP 132/78"],
    # no measures
    "SLR 3x10 2#": [],
    "3/5 trials": [],
    "5/5 words": [],
    "4/5 reps": [],
    "on 3/5": [],
    "pain 3/10": [],
    "girth 10 cm above patella": [],
    "2/2 to pain": [],
    "grip 3x10": [],
}


@pytest.mark.parametrize("text", SEEN)
def test_what_the_grammar_sees(read, text: str) -> None:
    reading = read(text)
    assert [reading.quote(*span) for span in grammar_measures(reading, 0, len(reading))] == SEEN[text]
