"""Loads that are no plain weight: bands, putty, levels, effort. A colour has no value; words that look alike have no load."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_check.components.loads import find_loads

STATED: dict[str, tuple[str, float | None, str]] = {  # unit, value, the words that say so
    "SLR with red TB": ("band", None, "red TB"),
    "green theraband": ("band", None, "green theraband"),
    "Green Thera-Band": ("band", None, "Green Thera-Band"),
    "RTB": ("band", None, "RTB"),
    "GTB x15": ("band", None, "GTB"),
    "BlkTB": ("band", None, "BlkTB"),
    "L2 band": ("band", None, "L2 band"),
    "level 3 band": ("band", None, "level 3 band"),
    "blue mini-band": ("band", None, "blue mini-band"),
    "black tubing": ("band", None, "black tubing"),
    "grey loop": ("band", None, "grey loop"),
    "theraband (red)": ("band", None, "theraband (red)"),
    "red/green TB": ("band", None, "red/green TB"),
    "medium resistance band": ("band", None, "medium resistance band"),
    "with theraband": ("band", None, "theraband"),
    "TKE w/ TB": ("band", None, "TB"),
    "resistance band": ("band", None, "resistance band"),
    "yellow putty": ("putty", None, "yellow putty"),
    "putty green": ("putty", None, "putty green"),
    "tan theraputty": ("putty", None, "tan theraputty"),
    "soft putty": ("putty", None, "soft putty"),
    "level 4": ("level", 4, "level 4"),
    "Lv 3": ("level", 3, "Lv 3"),
    "lvl 2 resistance": ("level", 2, "lvl 2"),
    "resistance 5": ("level", 5, "resistance 5"),
    "NuStep L5 x 8 min": ("level", 5, "L5"),
    "level 2.5": ("level", 2.5, "level 2.5"),
    "40 watts": ("watt", 40, "40 watts"),
    "60% 1RM": ("percent_1rm", 60, "60% 1RM"),
    "30% of 1-RM": ("percent_1rm", 30, "30% of 1-RM"),
    "squats BW only": ("bodyweight", None, "BW"),
    "body weight": ("bodyweight", None, "body weight"),
    "gravity eliminated": ("gravity_eliminated", None, "gravity eliminated"),
    "gravity-minimized": ("gravity_eliminated", None, "gravity-minimized"),
    "isometric": ("isometric", None, "isometric"),
    "shoulder isos": ("isometric", None, "isos"),
}


@pytest.mark.parametrize("text", STATED)
def test_load(text: str) -> None:
    (found,) = find_loads(text, 0, len(text))
    assert found.load is not None
    assert (found.load.unit, found.load.value, found.load.text) == STATED[text]
    assert text[found.start : found.end] == STATED[text][2]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("treadmill speed 1.8 mph", "speed 1.8 mph"),
        ("incline 2", "incline 2"),
        ("bike 65 rpm", "65 rpm"),
        ("hip abd with manual resistance", "manual resistance"),
        ("resisted by therapist", "resisted by therapist"),
    ],
)
def test_effort_without_a_unit_of_its_own(text: str, words: str) -> None:
    """It meets the element and has no place in the report's units."""
    (found,) = find_loads(text, 0, len(text))
    assert found.load is None
    assert text[found.start : found.end] == words


NONE = [
    "red flag", "blue shirt", "green light", "white ball", "gait belt", "band-aid", "bandaid", "IT band stretch", "IT band syndrome",
    "iliotibial band release", "L4-5 disc", "L5/S1", "level surface", "levels", "level 2 assist", "grade III", "grade 3 mobilization", "body weight support",
    "60% better", "ankle weights", "web space", "3 labs", "looped", "resisted the urge to sit",
]  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_no_load(text: str) -> None:
    assert find_loads(text, 0, len(text)) == []


def test_only_the_asked_stretch_is_read() -> None:
    text = "clams red TB; rows blue TB"
    assert [load.start for load in find_loads(text, text.index(";"), len(text))] == [text.index("blue")]


@given(st.text(max_size=60))
def test_a_load_quotes_the_text(text: str) -> None:
    for found in find_loads(text, 0, len(text)):
        assert found.load is None or found.load.text == text[found.start : found.end]
