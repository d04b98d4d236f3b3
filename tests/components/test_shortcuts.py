"""What the check skips for speed, it skips rightly: the quick way and the plain way agree on every note of the corpus."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nlp_check.components import times
from nlp_check.components.loads import find_loads
from nlp_check.components.reading import Reader

NOTES = [
    path.read_bytes().decode()
    for path in sorted((Path(__file__).parents[2] / "corpus" / "notes").glob("*.txt"))
]
WORDS = (
    "x-light red RTB blue t-band thera-band therapy TB tubing loop level 3 L lvl res 12 grade 2.5 mph 3,5 rpm W watts % 1RM "
    "of BW body wt arm weight isometric iso manual resist resisted by PT MRE man. GE gravity eliminated incline speed mini "
    "power band putty extra firm setting : , . ; - / ( ) 10 05 am 1015 915 to"
).split()
TEXTS = st.lists(st.sampled_from([*WORDS, "\n"]), min_size=1, max_size=30).map(" ".join)


def test_there_are_notes() -> None:
    assert len(NOTES) > 500


@pytest.mark.parametrize(
    "text",
    [" ".join(NOTES[:200]), " ".join(NOTES[200:400]), " ".join(NOTES[400:])],
    ids=["first", "second", "third"],
)
def test_loads_and_clocks_of_the_corpus(reader: Reader, text: str) -> None:
    _same_loads(reader, text)
    _same_clocks(text)


@given(TEXTS)
@example("bike 60 rpm, 3.5 mph, 40 W, 80% 1RM, level 2.5, L3\n5\nmph")
def test_loads_and_clocks_of_any_words(reader: Reader, text: str) -> None:
    _same_loads(reader, text)
    _same_clocks(text)


def _same_loads(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    plain = find_loads(text, *reading.span(0, len(reading)))
    quick = reading.loads_in(0, len(reading))
    assert [(load.start, load.end, load.kind) for load in quick] == [
        (load.start, load.end, load.kind) for load in plain
    ]


def _same_clocks(text: str) -> None:
    plain = [match.span() for match in times._CLOCK.finditer(text)]
    assert [match.span() for match in times._clock_matches(text)] == plain
