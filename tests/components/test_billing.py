"""Units, modifiers, minutes and totals as the text states them, and the code each belongs to."""

from __future__ import annotations

import pytest

WORK = "TE: leg press 3x15 40#, SLR 3x10 2# for quad strength.\nTA: stairs x4 with one rail, CGA.\n"

ONE_CODE: dict[str, int | None] = {
    "97110x2: leg press 3x15": 2,
    "97110 x 2: leg press 3x15": 2,
    "97110 × 2: leg press 3x15": 2,
    "97110 (2 units): leg press 3x15": 2,
    "97110 (2): leg press 3x15": None,  # could be a list number
    "97110, 2 units, 10:05-10:23: leg press 3x15": 2,
    "97110 - 2 units - 10:05-10:23\nleg press 3x15": 2,
    "97110 2u 18 min: leg press 3x15": 2,
    "97110 2u: leg press 3x15": 2,
    "97110 units: 2, leg press 3x15": 2,
    "97110 one unit: leg press 3x15": 1,
    "97110 Two units: leg press 3x15": 2,
    "97110 10:05-10:23 x1 unit: leg press 3x15": 1,
    "97110-59-GP x1: leg press 3x15": 1,
    "97110 GP 59 x2 10:05-10:23: leg press 3x15": 2,
    "97110 x 0 units: leg press": 0,
    "TE 2u: leg press 3x15": 2,
    "2 units TE\nleg press 3x15": 2,
    "TherEx 2 units 97110: leg press 3x15": 2,
    "97110: leg press 3x15\nStart 10:05 Stop 10:23\nUnits: 2": 2,
    "97110 10:05-10:23 (2): leg press 3x15": 2,  # behind a time a small number in brackets is units
    "97110 10:05-10:23 u2 leg press 3x15": 2,
    "97110 Strength block, 10:05-10:23, 2 units: leg press 3x15": 2,
    # no units
    "97110 10:05-10:23 (18): leg press 3x15": None,
    "97110 sandbag carry x2": None,
    "97110: leg press 3x15": None,
    "97110: SLR x2, LAQ x2": None,
    "97110: 3 x 15 leg press": None,
    "97110 x 8:05-8:20: leg press": None,
    "97110: unit dose nebulizer before SLR 3x10": None,
    "97110: leg press 2 sets x 1": None,
    "Total units: 3. 97110: leg press 3x15": None,
}


@pytest.mark.parametrize("text", ONE_CODE)
def test_units_of_one_code(lay_out, text: str) -> None:
    assert lay_out(text).ledger.accounts["97110"].units == ONE_CODE[text]


GRIDS: dict[str, str] = {
    "by number": "Billing: 97110x2, 97530x1",
    "by number without commas": "97110x2 97530x1",
    "units behind": "97110 2 units, 97530 1 unit",
    "units before": "2 units 97110, 1 unit 97530",
    "names, units before": "Charges: 2 TE, 1 TA",
    "names, units before, no comma": "Billing: 2 TE 1 TA",
    "names, units behind": "Charges: TE 2, TA 1",
    "names, units behind, no comma": "Billing: TE 2 TA 1",
    "names, units as words": "2 units TE, 1 unit TA",
    "equals": "Units: TE=2 TA=1",
    "brackets": "Units billed: 97110 (2) 97530 (1)",
    "lines": "97110: 2\n97530: 1",
    "dashes": "97110 - 2 units\n97530 - 1 unit",
    "slash": "TherEx 2u/TherAct 1u",
    "semicolons": "TE: 2 units; TA: 1 unit",
    "with minutes": "TE 23 min 2 u, TA 15 min 1 u",
    "with primes": "97110 23' 2u | 97530 15' 1u",
    "bars": "Billing:\n97110 | 23 min | 2 units | GP\n97530 | 15 min | 1 unit | GP 59",
    "bars under a header": "CPT | Min | Units | Mod\n97110 | 23 | 2 | GP\n97530 | 15 | 1 | GP,59",
    "tabs under a header": "CPT\tMin\tUnits\tMod\n97110\t23\t2\tGP\n97530\t15\t1\tGP 59",
    "columns the other way": "CPT\tUnits\tMin\n97110\t2\t23\n97530\t1\t15",
    "bare numbers": "97110 23 2\n97530 15 1",
    "with a total": "97110 2 units, 97530 1 unit, total timed minutes: 38",
    "with other codes": "97140 1 unit, 97110 2 units, 97530 1 unit, 97035 1 unit",
    "markdown": "| Code | Name | Start | Stop | Min | Units |\n|---|---|---|---|---|---|\n"
    "| 97110 | Ther Ex | 10:05 | 10:28 | 23 | 2 |\n| 97530 | Ther Act | 10:30 | 10:45 | 15 | 1 |",
}


@pytest.mark.parametrize("name", GRIDS)
def test_units_in_a_grid(lay_out, name: str) -> None:
    accounts = lay_out(WORK + GRIDS[name]).ledger.accounts
    assert (accounts["97110"].units, accounts["97530"].units) == (2, 1)


@pytest.mark.parametrize("name", [name for name, text in GRIDS.items() if "23" in text])
def test_minutes_in_a_grid(lay_out, name: str) -> None:
    accounts = lay_out(WORK + GRIDS[name]).ledger.accounts
    assert [[stated.minutes for stated in accounts[code].minutes] for code in ("97110", "97530")] == [
        [23],
        [15],
    ]


def test_clock_times_in_a_grid(lay_out) -> None:
    accounts = lay_out(WORK + GRIDS["markdown"]).ledger.accounts
    assert [accounts[code].blocks[0].block.minutes for code in ("97110", "97530")] == [23, 15]


def test_a_grid_documents_nothing(lay_out) -> None:
    laid = lay_out(WORK + GRIDS["bars under a header"])
    assert laid.owned("97110") == ["TE: leg press 3x15 40#, SLR 3x10 2# for quad strength."]
    assert laid.owned("97530") == ["TA: stairs x4 with one rail, CGA."]


MODIFIERS: dict[str, tuple[str, ...]] = {
    "97530-59: stairs": ("59",),
    "97530 59: stairs": ("59",),
    "97530 (59): stairs": ("59",),
    "97530 [59]: stairs": ("59",),
    "97530, 59: stairs": ("59",),
    "97530/59: stairs": ("59",),
    "97530:59 stairs": ("59",),
    "97530^59 stairs": ("59",),
    "97530 w/ 59: stairs": ("59",),
    "97530 modifier 59: stairs": ("59",),
    "97530 XU: stairs": ("XU",),
    "97530 XS GP: stairs": ("XS", "GP"),
    "97530 GP, KX, 59 - stairs": ("GP", "KX", "59"),
    "97530-GP-59-KX x2 units: stairs": ("GP", "59", "KX"),
    "97530 GO CO: stairs": ("GO", "CO"),
    "97530 CQ": ("CQ",),
    "TA GP 59: stairs": ("GP", "59"),
    # none
    "97530: stairs": (),
    "97530: stairs x59": (),
    "97530: carried 59# crate": (),
    "97530 10:59-11:14: stairs": (),
    "97530: stairs, pulse 59/min": (),
}


@pytest.mark.parametrize("text", MODIFIERS)
def test_modifiers(lay_out, text: str) -> None:
    assert lay_out(text).ledger.accounts["97530"].modifiers == MODIFIERS[text]


MINUTES: dict[str, int | None] = {
    "97110 18 min: SLR 3x10": 18,
    "97110 18 mins: SLR 3x10": 18,
    "97110 18 minutes: SLR 3x10": 18,
    "97110 x 15 mins: SLR 3x10": 15,
    "97110 8min: SLR 3x10": 8,
    "97110 x15min: SLR 3x10": 15,
    "97110 45 min.: SLR 3x10": 45,
    "97110 (18 min): SLR 3x10": 18,
    "97110 - Ther Ex: 18 min\nSLR 3x10": 18,
    "97110 x 18': SLR 3x10": 18,
    "97110 18’: SLR 3x10": 18,
    "TE x 18'\nSLR 3x10": 18,
    "97110 (TE) x 15 minutes: SLR 3x10": 15,
    "97110 twenty minutes: SLR 3x10": 20,
    "97110: SLR 3x10.\nTime: 18 min": 18,
    "97110: SLR 3x10.\n18 min": 18,
    "97110 2 units 23 mins: SLR": 23,
    # of the work, not of the code
    "97110: bike 8 min, SLR 3x10": None,
    "97110: SLR 3x10, then stood 7 minutes": None,
    "97110: SLR 3x10 2#": None,
    "97110: Min A x1, SLR 3x10": None,
    "97110: walked 15 miles last week, SLR 3x10": None,
}


@pytest.mark.parametrize("text", MINUTES)
def test_minutes_of_one_code(lay_out, text: str) -> None:
    stated = [one.minutes for one in lay_out(text).ledger.accounts["97110"].minutes]
    assert stated == ([] if MINUTES[text] is None else [MINUTES[text]])


@pytest.mark.parametrize(
    ("text", "estimate"),
    [
        ("97110 approx 18 min: SLR", "approx"),
        ("97110 ~18 min: SLR", "~"),
        ("97110 about 18 min: SLR", "about"),
        ("97110 18 min: SLR", None),
    ],
)
def test_estimated_minutes(lay_out, text: str, estimate: str | None) -> None:
    (stated,) = lay_out(text).ledger.accounts["97110"].minutes
    assert (stated.estimate and text[slice(*stated.estimate)]) == estimate


TOTALS: dict[str, tuple[int | None, int | None]] = {  # timed, treatment
    "Total timed minutes: 33": (33, None),
    "Total timed code treatment minutes = 45": (45, None),
    "total direct time: 30": (30, None),
    "Total Timed Code Minutes 38": (38, None),
    "Total 1:1 time: 40": (40, None),
    "Total one-on-one time: 40": (40, None),
    "Timed minutes: 33": (33, None),
    "Total treatment time: 48": (None, 48),
    "Total tx time 40 min": (None, 40),
    "Total treatment minutes: 55": (None, 55),
    "total session time = 45": (None, 45),
    "Total time: 45 min": (None, 45),
    "Session length: 45 min": (None, 45),
    "Total timed minutes: 33. Total treatment time: 40": (33, 40),
    "Total treatment time 40 / total timed minutes 33": (33, 40),
    "total visits 10": (None, None),
    "total knee": (None, None),
    "s/p total knee 3 weeks": (None, None),
}


@pytest.mark.parametrize("text", TOTALS)
def test_totals(lay_out, text: str) -> None:
    ledger = lay_out(WORK + text).ledger
    assert (
        ledger.total_timed and ledger.total_timed[0],
        ledger.total_treatment and ledger.total_treatment[0],
    ) == TOTALS[text]
    assert not [stated for account in ledger.accounts.values() for stated in account.minutes]


def test_minutes_per_code_and_a_total(lay_out) -> None:
    laid = lay_out("TE (18 min): SLR 3x10.\nTA (15 min): stairs x4.\nTotal timed minutes: 33.")
    accounts = laid.ledger.accounts
    assert [[one.minutes for one in accounts[code].minutes] for code in ("97110", "97530")] == [[18], [15]]
    assert laid.ledger.total_timed is not None
    assert laid.ledger.total_timed[0] == 33


COMBINED: dict[str, int | None] = {
    "TE/TA 38 min: leg press 3x15, stairs x4": 38,
    "97110/97530 10:00-10:40: leg press 3x15, stairs x4": 40,
    "97110 and 97530 10:00-10:40: leg press 3x15, stairs x4": 40,
    "97110 & 97530 x 38 min combined: leg press, stairs": 38,
    "Ther ex and ther act x 30 min: leg press, stairs": 30,
}


@pytest.mark.parametrize("text", COMBINED)
def test_combined_time(lay_out, text: str) -> None:
    ledger = lay_out(text).ledger
    assert [one.minutes for one in ledger.combined] == [COMBINED[text]]
    assert not any(account.blocks or account.minutes for account in ledger.accounts.values())


OWNERS: dict[str, tuple[list[int], list[int], list[int]]] = {  # minutes of 97110, of 97530, of the visit
    "TE 10:05-10:23: SLR 3x10\nTA 10:25-10:40: stairs x4": ([18], [15], []),
    "10:05-10:23 TE: SLR 3x10\n10:25-10:40 TA: stairs x4": ([18], [15], []),
    "TE 10:05-10:23, TA 10:25-10:40. Leg press, stairs.": ([18], [15], []),
    "97110: SLR 3x10.\nStart 10:05 Stop 10:23\n97530: stairs x4.\nStart 10:25 Stop 10:40": ([18], [15], []),
    "Time in 10:00 Time out 10:45\nTE: SLR 3x10\nTA: stairs x4": ([], [], [45]),
    "TE: SLR 3x10 (10:05-10:15, 10:30-10:38)\nTA: stairs x4": ([10, 8], [], []),
    "TE: SLR 3x10\nTA: stairs x4\n97110 10:05-10:23\n97530 10:25-10:40": ([18], [15], []),
}


@pytest.mark.parametrize("text", OWNERS, ids=ascii)
def test_whose_clock_time(lay_out, text: str) -> None:
    ledger = lay_out(text).ledger
    own = [[one.block.minutes for one in ledger.accounts[code].blocks] for code in ("97110", "97530")]
    assert (*own, [one.block.minutes for one in ledger.visit]) == OWNERS[text]


def test_a_lone_clock_time_belongs_to_its_block(lay_out) -> None:
    text = "97110: SLR 3x10, started 10:05am\n97530 10:25-10:40: stairs x4"
    accounts = lay_out(text).ledger.accounts
    assert [text[slice(*clock.span)] for clock in accounts["97110"].lone] == ["10:05am"]
    assert accounts["97530"].lone == []


def test_spans_quote_the_text(lay_out) -> None:
    text = "😀\r\n97110 10:05-10:23 (18 min), 2 units: SLR cafe\u0301"
    account = lay_out(text).ledger.accounts["97110"]
    assert text[slice(*account.units_span)] == "2 units"
    assert [text[slice(*one.span)] for one in account.minutes] == ["18 min"]
    assert [text[slice(*one.block.span)] for one in account.blocks] == ["10:05-10:23"]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("97110+97530 2:00-3:00, 2u + 2u\nSLR 3x10, stairs x4", (2, 2)),
        ("97110/97530 10:00-10:45 2/1\nSLR 3x10, stairs x4", (2, 1)),
        ("Time start 9:00 stop 9:35, TE / TA 1 + 2\nSLR 3x10, stairs x4", (1, 2)),
        (WORK + "Charges: one of 97110 and two of 97530.", (1, 2)),
    ],
)
def test_units_of_two_codes(lay_out, text: str, units: tuple[int | None, int | None]) -> None:
    kept = lay_out(text).ledger
    assert (kept.of("97110").units, kept.of("97530").units) == units


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("OT 30 minutes. Dressing practice at bedside.", 30),
        ("TE 1 unit, TA 1 unit. 25 min total.", 25),
        ("Time: 45 min total", 45),
        ("Rode the bike 10 min, then squats.", None),
    ],
)
def test_minutes_of_the_visit(lay_out, text: str, minutes: int | None) -> None:
    total = lay_out(text).ledger.total_treatment
    assert (total[0] if total is not None else None) == minutes


@pytest.mark.parametrize(
    "text",
    [
        "From 9:05 to 9:20 the left knee was worked for extension (therapeutic exercise, one unit). On the table she let it hang.",
        "Thirty minutes of therapeutic exercise 97110 two units. Bridges twenty times.",
    ],
)
def test_a_sentence_of_time_and_units_opens_the_block(lay_out, text: str) -> None:
    """Prose states the time and units of a code where others write a label: what follows is that code's."""
    assert [segment.owners for segment in lay_out(text).segments] == [("97110",), ("97110",)]


def test_a_bare_label_owns_what_comes_below_it(lay_out) -> None:
    text = "TherEx 9:02-9:27 am (25)   2 units\nToe walker, 6 y/o.\n- heel walking 6 laps\n- squats x20"
    assert {segment.owners for segment in lay_out(text).segments} == {("97110",)}


@pytest.mark.parametrize(
    "label",
    [
        "\u2705 ta 1135-1200 (2)",
        "TA 11:35-12:00",
        "97S30 11:35-12:00",
        "97 530 11:35-12:00",
        "Theraputic activites 11:35-12:00",
    ],
)
def test_labels_however_they_are_written(lay_out, label: str) -> None:
    """With an emoji before it, as a scanner reads it, or misspelt."""
    found = lay_out(f"te 1110-1135 (2)\nbike 5 min\n{label}\nwheelbarrow up the ramp x6").segments
    assert [segment.owners for segment in found] == [("97110",), ("97110",), ("97530",), ("97530",)]


def test_what_a_label_does_is_no_row(lay_out) -> None:
    """``ADL retraining`` behind TherAct is the work, not a second code of a charge grid."""
    found = lay_out(
        "Ther ex (13 min) - UBE 8 min\nTherAct (32 min) - ADL retraining.\nDressing with reacher x3"
    ).segments
    assert [segment.owners for segment in found] == [("97110",), ("97530",), ("97530",)]


def test_a_line_with_figures_of_each_code_opens_no_block(lay_out) -> None:
    found = lay_out(
        "97110-GP 2u / 97530-GP-59 1u\nIn 0800 Out 0845\nTE: leg press 3x15\nTA: stairs x4"
    ).segments
    assert [(segment.row, segment.owners) for segment in found][:2] == [(True, ()), (False, ())]


def test_minutes_before_a_name_head_its_block(lay_out) -> None:
    """``then roughly 15 min TherAct -``: the minutes are of the code named behind them, and what follows is its work."""
    laid = lay_out(
        "did about 20 min TherEx - heavy bag boxing 3 x 2 min standing\nthen roughly 15 min TherAct - loading the dishwasher"
    )
    assert [segment.owners for segment in laid.segments] == [("97110",), ("97530",)]
    assert [one.minutes for one in laid.ledger.of("97110").minutes] == [20]
    assert [one.minutes for one in laid.ledger.of("97530").minutes] == [15]
    assert all(laid.ledger.of(code).minutes[0].estimate for code in ("97110", "97530"))


def test_a_charge_line_under_a_long_one_is_its_own(lay_out) -> None:
    text = (
        WORK + "A: R wrist extensor weakness is why the cup tips over at lunch. cont 1x/wk\nbilled TE 1, TA 2"
    )
    ledger = lay_out(text).ledger
    assert (ledger.of("97110").units, ledger.of("97530").units) == (1, 2)
