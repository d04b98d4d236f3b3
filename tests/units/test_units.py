"""What count_units promises of any visit, and how it refuses what it cannot count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_check.errors import InputError
from nlp_check.tables.loader import codes
from nlp_check.units import (
    DAY_MINUTES,
    MAX_TIMED_CODES,
    METHODS,
    count_all,
    count_units,
    is_timed,
    units_for,
)

TIMED = sorted(code for code in codes() if is_timed(code))
UNTIMED = sorted(code for code in codes() if is_timed(code) is False)
visits = st.dictionaries(st.sampled_from(TIMED), st.integers(0, 100), min_size=1, max_size=7)
methods = st.sampled_from(METHODS)


def allotments(count):
    """The preferred allotment and the others."""
    return [count.units, *count.alternatives]


@given(visits)
def test_cms_gives_exactly_what_the_total_supports(visit):
    """Never a unit more than the table of total minutes, and none is lost."""
    count = count_units(visit, "cms")
    for units in allotments(count):
        assert sum(units.values()) == units_for(sum(visit.values())) == count.total


@given(visits)
def test_colorado_never_exceeds_total_nor_midpoint(visit):
    """Both limits hold for every code and for the visit."""
    capped, alone = count_units(visit, "colorado"), count_units(visit, "ama")
    for units in allotments(capped):
        assert sum(units.values()) == min(units_for(sum(visit.values())), alone.total)
        assert all(units[code] <= alone.units[code] for code in visit)


@given(visits, methods)
def test_every_code_keeps_its_whole_quarter_hours(visit, method):
    """15 minutes earn one unit, 30 two, and a code never has more than one unit beyond them."""
    for units in allotments(count_units(visit, method)):
        assert all(0 <= units[code] - visit[code] // 15 <= 1 for code in visit)


@given(visits, methods)
def test_alternatives_differ_and_have_one_total(visit, method):
    """Alternatives are other allotments of the same units, each offered once."""
    count = count_units(visit, method)
    distinct = {tuple(sorted(units.items())) for units in allotments(count)}
    assert len(distinct) == len(allotments(count))
    assert {sum(units.values()) for units in allotments(count)} == {count.total}


@given(visits)
def test_a_larger_remainder_is_never_passed_over(visit):
    """CMS's left-over units go to the largest remainders, in every alternative."""
    for units in allotments(count_units(visit, "cms")):
        got = [visit[code] % 15 for code in visit if units[code] > visit[code] // 15]
        without = [visit[code] % 15 for code in visit if units[code] == visit[code] // 15]
        assert not got or not without or min(got) >= max(without)


@given(st.permutations(["97110", "97530", "97140", "97112", "G0283"]), methods, st.data())
def test_the_order_of_codes_does_not_matter(order, method, data):
    """The same visit gives the same result, alternatives and their order included."""
    minutes = {code: data.draw(st.integers(0, 60)) for code in sorted(order)}
    shuffled = count_units({code: minutes[code] for code in order}, method)
    assert shuffled == count_units(minutes, method)
    assert list(shuffled.units) == list(shuffled.minutes) == sorted(order)


@given(visits, methods, st.sampled_from(UNTIMED), st.integers(0, 600))
def test_an_untimed_code_is_one_unit_and_changes_no_other(visit, method, code, minutes):
    """Untimed minutes are no timed minutes."""
    alone, beside = count_units(visit, method), count_units({**visit, code: minutes}, method)
    assert [{**units, code: 1} for units in allotments(alone)] == allotments(beside)
    assert beside.total == alone.total + 1


@given(st.integers(0, DAY_MINUTES))
def test_one_code_counts_alike_by_every_method(minutes):
    """The methods differ only in how several codes share time."""
    counts = count_all({"97110": minutes})
    assert list(counts) == list(METHODS)
    assert {count.total for count in counts.values()} == {units_for(minutes)}


@pytest.mark.parametrize(
    ("minutes", "units"),
    [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (52, 3), (53, 4), (127, 8), (128, 9)],
)
def test_interval_table(minutes, units):
    """The bounds of the published table."""
    assert units_for(minutes) == units


def test_a_tie_prefers_the_code_with_more_minutes():
    """53 and 8 minutes leave equal remainders: both answers stand, the longer code's first."""
    count = count_units({"97530": 8, "97110": 53}, "cms")
    assert count.units == {"97110": 4, "97530": 0}
    assert count.alternatives == ({"97110": 3, "97530": 1},)


def test_no_minutes_no_units():
    """An empty visit supports nothing."""
    assert count_units({}, "cms").units == {}
    assert count_units({}, "cms").total == 0


@pytest.mark.parametrize(
    ("visit", "reason"),
    [
        ({"97110": -1}, "97110: minutes must be from 0 to 1440"),
        ({"97110": 1441}, "97110: minutes must be from 0 to 1440"),
        ({"97110": 800, "97530": 641}, "the minutes of all codes together exceed 1440"),
        ({"97110": True}, "97110: minutes must be a whole number"),
        ({"97110": 7.5}, "97110: minutes must be a whole number"),
        ({"97110": "18"}, "97110: minutes must be a whole number"),
        ({"97110": 8, "9753": 8}, "item 2 is not a five-character procedure code such as 97110 or G0283"),
        ({"97110\n": 8}, "item 1 is not a five-character procedure code such as 97110 or G0283"),
        ({97110: 8}, "item 1 is not a five-character procedure code such as 97110 or G0283"),
        ({"99213": 8}, "99213: not in the table of therapy codes, so whether it is timed is unknown"),
        ({"97545": 120}, "97545: is not counted in 15-minute units"),
    ],
)
@pytest.mark.parametrize("method", METHODS)
def test_what_cannot_be_counted_is_refused_in_one_line(visit, reason, method):
    """The message names the code or the position, and repeats nothing that may be note text."""
    with pytest.raises(InputError) as caught:
        count_units(visit, method)
    assert str(caught.value) == reason


def test_an_unknown_method_is_refused_with_the_known_ones():
    """The user learns what to type."""
    with pytest.raises(InputError, match=r"^unknown method: choose one of cms, ama, colorado$"):
        count_units({"97110": 8}, "midpoint")


def test_a_visit_of_too_many_timed_codes_is_refused():
    """Without a bound, a tie among dozens of codes would have millions of alternatives."""
    most = dict.fromkeys(TIMED[:MAX_TIMED_CODES], 8)
    assert len(count_units(most, "cms").alternatives) == 923  # 12 over 6, less the preferred one
    with pytest.raises(InputError, match="more than 12 timed codes in one visit"):
        count_units(dict.fromkeys(TIMED[: MAX_TIMED_CODES + 1], 8), "cms")


def test_is_timed_tells_unknown_from_untimed():
    """The three answers."""
    assert is_timed("97110") is True
    assert is_timed("97161") is False
    assert is_timed("97545") is None
    assert is_timed("99213") is None
