"""What a clause asserts: what was not done today is denied, what was done is not."""

from __future__ import annotations

import pytest

from nlp_check.components.assertion import denied_in, denied_ranges

DENIED: dict[str, tuple[str, str]] = {  # the work that was not done, and why
    "SLR not performed due to pain.": ("SLR", "negated"),
    "SLR deferred today.": ("SLR", "negated"),
    "Deferred stairs.": ("stairs", "negated"),
    "Leg press held d/t BP.": ("Leg press", "negated"),
    "Pt declined stairs.": ("stairs", "negated"),
    "Unable to perform stairs.": ("stairs", "negated"),
    "No SLR today.": ("SLR", "negated"),
    "LAQ 3x10 but no SLR.": ("SLR", "negated"),
    "no standing hip abd this visit": ("hip abd", "negated"),
    "Last visit: SLR 3x10.": ("SLR", "historical"),
    "Last session performed SLR 3x10.": ("SLR", "historical"),
    "Previously performed SLR 3x10, today LAQ 3x15.": ("SLR", "historical"),
    "At eval SLR 1x5.": ("SLR", "historical"),
    "Will add leg press.": ("leg press", "planned"),
    "Plan to add leg press.": ("leg press", "planned"),
    "Next visit add stairs.": ("stairs", "planned"),
    "Add stairs next visit.": ("stairs", "planned"),
    "Consider leg press.": ("leg press", "planned"),
    "If pain allows, SLR 3x10.": ("SLR", "hypothetical"),
    "HEP: SLR 3x10 daily.": ("SLR", "home"),
    "Pt to perform SLR at home 2x/day.": ("SLR", "home"),
}


@pytest.mark.parametrize("text", DENIED)
def test_denied(read, text: str) -> None:
    work, kind = DENIED[text]
    reading = read(text)
    at = reading.token_at(text.index(work))
    ranges = denied_ranges(reading, 0, len(reading))
    assert denied_in(reading, 0, len(reading)).cover(at)
    assert kind in {why for low, high, why in ranges if low <= at < high}


ASSERTED: dict[str, str] = {
    "SLR 3x10, no pain.": "SLR",
    "SLR 3x10 without pain.": "SLR",
    "Pt denies pain with SLR 3x10.": "SLR",
    "No pain with SLR 3x10.": "SLR",
    "SLR x15 no UE support.": "SLR",
    "Leg press 40 lb, 35 last visit.": "Leg press",  # history behind today's dose is its comparison
    "SLR 3x10 (2x10 last visit).": "SLR",
    "Previously performed SLR 3x10, today LAQ 3x15.": "LAQ",
    "SLR deferred; LAQ 3x10.": "LAQ",
    "SLR not done. LAQ 3x10.": "LAQ",
    "Stairs held d/t pain but SLR 3x10 done.": "SLR",
    "no SLR, LAQ 3x10": "LAQ",
    "SLR 3x10 when cued to keep the knee straight.": "SLR",
    "Held plank 30 sec.": "plank",
    "SLR 3x10. Will add leg press next visit.": "SLR",
    "SLR 3x10; continue HEP.": "SLR",
}


@pytest.mark.parametrize("text", ASSERTED)
def test_asserted(read, text: str) -> None:
    reading = read(text)
    at = reading.token_at(text.index(ASSERTED[text]))
    assert not denied_in(reading, 0, len(reading)).cover(at)


def test_only_the_asked_stretch_is_read(read) -> None:
    reading = read("Deferred SLR. LAQ 3x10.")
    stop = reading.shapes.index(".")
    assert denied_ranges(reading, stop + 1, len(reading)) == []
