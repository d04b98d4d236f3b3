"""Doses, loads and sides of whole items: what belongs to which name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from nlp_check.components.interventions import build, find_items
from nlp_check.components.reading import Reading
from nlp_check.records.evidence import Intervention

Read = Callable[[str], Reading]


def found(read: Read, text: str, *names: str) -> list[Intervention]:
    """The items of a text whose names the tagger found."""
    reading = read(text)
    tagged = []
    for name in names:
        start = text.index(name)
        tagged.append((reading.token_at(start), reading.token_at(start + len(name) - 1) + 1))
    return [build(reading, item) for item in find_items(reading, 0, len(reading), tagged, [])]


def doses(items: list[Intervention]) -> list[tuple[Any, Any, Any]]:
    """Sets, repetitions and the value of the load."""
    return [(item.sets, item.reps, item.load.value if item.load is not None else None) for item in items]


def test_a_dose_at_the_end_belongs_to_the_list(read: Read) -> None:
    items = found(read, "LAQ, hip flexion and heel raises x15 each", "LAQ", "hip flexion", "heel raises")
    assert [item.reps for item in items] == [15, 15, 15]


def test_a_load_in_the_list_is_of_its_own_item(read: Read) -> None:
    """The list shares the count; the band in the middle is of the one it stands with."""
    items = found(read, "LAQ, hip abd w/ yellow TB, heel raises x15 each", "LAQ", "hip abd", "heel raises")
    assert [item.reps for item in items] == [15, 15, 15]
    assert [item.load is not None and item.load.text for item in items] == [False, "yellow TB", False]


def test_a_load_beside_the_shared_count_is_shared(read: Read) -> None:
    items = found(read, "SLR, hip abd and hip ext 3x10 2#", "SLR", "hip abd", "hip ext")
    assert doses(items) == [(3, 10, 2)] * 3


@pytest.mark.parametrize(
    ("text", "name", "dose"),
    [
        ("side steps x15 each, 2 rounds", "side steps", (2, 15)),
        ("folding of 8 towels x 2 rounds", "folding of 8 towels", (2, 8)),
        ("3 rounds of 10 screws overhead", "screws overhead", (3, 10)),
        ("scaption to 90 x10", "scaption", (None, 10)),
        ("Side plank R/L 3x30 s", "Side plank", (None, 3)),
        ("put away 12 cans", "put away 12 cans", (None, 12)),
    ],
)
def test_rounds_and_things(read: Read, text: str, name: str, dose: tuple[Any, Any]) -> None:
    (item,) = found(read, text, name)
    assert (item.sets, item.reps) == dose


@pytest.mark.parametrize("text", ["hip abd L 2# 3x10", "hip abd L 2 lb 3x10", "hip abd R 2# 3x10"])
def test_left_before_a_weight_is_no_level(read: Read, text: str) -> None:
    (item,) = found(read, text, "hip abd")
    assert (item.sets, item.reps) == (3, 10)
    assert item.load is not None
    assert (item.load.value, item.load.unit) == (2, "lb")


def test_with_is_no_watt(read: Read) -> None:
    (item,) = found(read, "ambulated 150' x 2 w/ RW", "ambulated")
    assert item.load is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("heel raises L x10", "left"),
        ("step ups x10 R leg, then rest", "right"),
        ("step ups x10, R rail", None),
        ("step ups x10, L hand numb after", None),
        ("side plank R/L 3x30 s", "bilateral"),
        ("sup/pron x10 R", "right"),
    ],
)
def test_sides(read: Read, text: str, side: str | None) -> None:
    (item,) = found(
        read, text, text.split(" x", maxsplit=1)[0].split(" R", maxsplit=1)[0].split(" L", maxsplit=1)[0]
    )
    assert item.side == side


def test_turning_the_forearm_is_no_position(read: Read) -> None:
    (item,) = found(read, "forearm sup/pron 2x10", "forearm sup/pron")
    assert item.position is None


def test_a_position_in_a_lexicon_name_counts(read: Read) -> None:
    (item,) = found(read, "Prone press ups 2x10", "Prone press ups")
    assert item.position == "prone"


def test_dots_lead_to_the_dose(read: Read) -> None:
    """As printed flow sheets fill the space between two columns."""
    text = "SAQ over bolster ..................... 3 x 12, 2 lb\nStanding TKE ......... 20x"
    assert doses(found(read, text, "SAQ over bolster", "Standing TKE")) == [(3, 12, 2), (None, 20, None)]
