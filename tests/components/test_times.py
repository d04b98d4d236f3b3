"""Clock times: every notation, exact start, stop and minutes; what only looks like a clock time is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp_check.components.clock import MAX_BLOCK_MINUTES
from nlp_check.components.times import estimate_before, find_clocks

# What the note writes: start, stop, minutes (None for a block that cannot be).
BLOCKS: dict[str, tuple[str, str, int | None]] = {
    # twelve hours
    "10:05am-10:23am": ("10:05", "10:23", 18),
    "10:05 - 10:23": ("10:05", "10:23", 18),
    "10:05 am to 10:23 am": ("10:05", "10:23", 18),
    "10:05 a.m. - 10:23 a.m.": ("10:05", "10:23", 18),
    "10:05 A.M. to 10:23 A.M.": ("10:05", "10:23", 18),
    "10:05–10:23": ("10:05", "10:23", 18),
    "10:05—10:23": ("10:05", "10:23", 18),
    "10:05 → 10:23": ("10:05", "10:23", 18),
    "10:05 -> 10:23": ("10:05", "10:23", 18),
    "10:05 until 10:23": ("10:05", "10:23", 18),
    "10:05 till 10:23": ("10:05", "10:23", 18),
    "10:05 thru 10:23": ("10:05", "10:23", 18),
    "9:15AM through 9:40AM": ("09:15", "09:40", 25),
    "from 10:05 to 10:23": ("10:05", "10:23", 18),
    "between 10:05 and 10:23": ("10:05", "10:23", 18),
    "10:05/10:23": ("10:05", "10:23", 18),
    "(10:05-10:23)": ("10:05", "10:23", 18),
    "1:05p-1:23p": ("13:05", "13:23", 18),
    "8:30-8:45 a": ("08:30", "08:45", 15),
    "1:30 PM - 2 PM": ("13:30", "14:00", 30),
    "10am-10:30am": ("10:00", "10:30", 30),
    "9a-9:30a": ("09:00", "09:30", 30),
    "12:05am-12:20am": ("00:05", "00:20", 15),
    "12:00-12:20pm": ("12:00", "12:20", 20),
    # without am and pm: 7:00-12:59 as written, 1:00-6:59 in the afternoon
    "7:00-7:20": ("07:00", "07:20", 20),
    "12:30-12:45": ("12:30", "12:45", 15),
    "1:00-1:20": ("13:00", "13:20", 20),
    "6:30-6:50": ("18:30", "18:50", 20),
    # twenty-four hours
    "13:00–13:15": ("13:00", "13:15", 15),
    "08:30-08:45": ("08:30", "08:45", 15),
    "1005-1023": ("10:05", "10:23", 18),
    "1005 to 1023": ("10:05", "10:23", 18),
    "0930 - 0955 hrs": ("09:30", "09:55", 25),
    "1330–1345": ("13:30", "13:45", 15),
    "1005h-1023h": ("10:05", "10:23", 18),
    "2105-2120": ("21:05", "21:20", 15),
    "0000-0015": ("00:00", "00:15", 15),
    "0915-940": ("09:15", "09:40", 25),
    "TE 915-940": ("09:15", "09:40", 25),
    "10:05-1023": ("10:05", "10:23", 18),
    # labels
    "Start time 10:05am, stop time 10:23am": ("10:05", "10:23", 18),
    "Time in: 10:05 Time out: 10:23": ("10:05", "10:23", 18),
    "IN 1005 / OUT 1023": ("10:05", "10:23", 18),
    "start 10:25 end 10:40": ("10:25", "10:40", 15),
    "Begin: 9:00 am; end: 9:15 am": ("09:00", "09:15", 15),
    "Began 10:05, finished 10:23": ("10:05", "10:23", 18),
    "started at 10:05 and ended at 10:23": ("10:05", "10:23", 18),
    "start time: 1005\nstop time: 1023": ("10:05", "10:23", 18),
    "Start: 10:05\r\nStop: 10:23": ("10:05", "10:23", 18),
    # grids
    "10:05 am\t10:23 am": ("10:05", "10:23", 18),
    "97110   10:05   10:23   18": ("10:05", "10:23", 18),
    "| 97110 | 10:05 | 10:23 |": ("10:05", "10:23", 18),
    "Time In | Time Out\n10:05 | 10:23": ("10:05", "10:23", 18),
    # one of the two is a time only beside the other
    "from 2 to 2:25 pm": ("14:00", "14:25", 25),
    "9-9:15": ("09:00", "09:15", 15),
    "between 3 and 3:20 PM": ("15:00", "15:20", 20),
    "10:45 to 11": ("10:45", "11:00", 15),
    "from 9:30 a to 10": ("09:30", "10:00", 30),
    "9:00 to :15": ("09:00", "09:15", 15),
    "TE 955-1012": ("09:55", "10:12", 17),
    # neither is one alone
    "time 9.00-9.15": ("09:00", "09:15", 15),
    "from 14.05 - 14.20 hrs": ("14:05", "14:20", 15),
    "09h30 - 09h45": ("09:30", "09:45", 15),
    "started at nine fifteen and finished at nine thirty": ("09:15", "09:30", 15),
    "from ten oh five to ten twenty-three": ("10:05", "10:23", 18),
    "from quarter past two until two thirty": ("14:15", "14:30", 15),
    "O9:00-O9:15": ("09:00", "09:15", 15),
    "9:OO-9:l5": ("09:00", "09:15", 15),
    "9;00-9;15": ("09:00", "09:15", 15),
    # labels behind the times, or of one letter
    "9:00 (start) 9:15 (stop)": ("09:00", "09:15", 15),
    "9:00 start / 9:15 stop": ("09:00", "09:15", 15),
    "S 9:00 E 9:15": ("09:00", "09:15", 15),
    "Start/End:  13:00 - 13:23": ("13:00", "13:23", 23),
    # over noon and midnight
    "11:50-12:10": ("11:50", "12:10", 20),
    "11:45am-12:15pm": ("11:45", "12:15", 30),
    "11:50-1:05": ("11:50", "13:05", 75),
    "12:45-1:10": ("12:45", "13:10", 25),
    "1150-1210": ("11:50", "12:10", 20),
    "6:45-7:15": ("18:45", "19:15", 30),
    "11:50pm-12:10am": ("23:50", "00:10", 20),
    "2350-0010": ("23:50", "00:10", 20),
    # one half-day said for both
    "10:05-10:23am": ("10:05", "10:23", 18),
    "1:05pm-1:23": ("13:05", "13:23", 18),
    "11:50-12:10pm": ("11:50", "12:10", 20),
    "11:50am-12:10": ("11:50", "12:10", 20),
    # impossible, kept as written
    "10:23-10:05": ("10:23", "10:05", None),
    "10:25am-10:40pm": ("10:25", "22:40", None),
    "9:00-9:00": ("09:00", "09:00", None),
    "8:00-13:00": ("08:00", "13:00", None),
    "1023-1005": ("10:23", "10:05", None),
    "24:00-24:10": ("24:00", "24:10", None),
}  # fmt: skip


@pytest.mark.parametrize("text", BLOCKS)
def test_block(text: str) -> None:
    found = find_clocks(text)
    assert [(one.block.start, one.block.stop, one.block.minutes) for one in found.blocks] == [BLOCKS[text]]
    assert found.lone == ()
    assert found.blocks[0].estimate is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("97110 10:05am-10:23am: SLR", "10:05am-10:23am"),
        ("(10:05 - 10:23)", "10:05 - 10:23"),
        ("😀 cafe\u0301\r\n10:05–10:23", "10:05–10:23"),
        ("seen 1:05 pm to 1:23 pm.", "1:05 pm to 1:23 pm"),
        ("Time in: 10:05 Time out: 10:23", "10:05 Time out: 10:23"),
    ],
    ids=["am-pm", "brackets", "emoji-combining-crlf", "full-stop", "labels"],
)
def test_span_of_a_block(text: str, quote: str) -> None:
    (found,) = find_clocks(text).blocks
    assert text[slice(*found.block.span)] == quote


NOT_BLOCKS = [
    "ratio 2:1", "97110:18", "97110-97530", "1990-1995", "2010-2015", "since 1999-2004", "MRN 20051023", "MRN 1005-1023", "555-1023-1111",
    "555-123-4567", "(555) 123-4567", "in 2 weeks", "start of care 01/05/2025", "10:60-10:75", "25:10-25:30", "10:05:00", "1:1", "30:15 work:rest",
    "0-120", "AROM 0-120 deg", "Flexion: 120-135", "ROM: 110-125 deg", "HR: 110-125", "walked (100-120 ft)", "ambulated 150-200 ft", "carry, 100-130 lbs",
    "(110-125 bpm)", "BP: 130-140 systolic", "MMT 4/5", "3x10-12", "10-15 reps", "BP 120/80", "DOB 1005", "6/10-7/10", "10.05-10.23", "rm 1005-1023",
    "from 2 to 3", "from two to three", "went from eight to fifteen reps", "8-9.15 lb", "time 0.85-0.90 m/s", "at 9.30-9.45 kg", "1.00-1.15 m/s",
    "5-10 x", "from 10 to 12 lb", "progressed from ten to fifteen", "l:r", "Ol: 12",
]  # fmt: skip


@pytest.mark.parametrize("text", NOT_BLOCKS)
def test_no_clock_at_all(text: str) -> None:
    found = find_clocks(text)
    assert found.blocks == ()
    assert found.lone == ()


@pytest.mark.parametrize(
    "text", ["pain 3 - 9:15", "units 2 - 2:25 pm", "9:00 - 10 reps", "9:00 to 3 sets of 10", "x 9-9:15"]
)
def test_a_number_beside_a_lone_time_is_no_hour(text: str) -> None:
    found = find_clocks(text)
    assert found.blocks == ()
    assert len(found.lone) == 1


@pytest.mark.parametrize("text", ["9:00am until approx 9:15am", "about 9:00 to 9:15"])
def test_estimate_inside_or_before_a_pair(text: str) -> None:
    (found,) = find_clocks(text).blocks
    assert found.estimate is not None
    assert text[slice(*found.estimate)] in ("approx", "about")


@pytest.mark.parametrize(
    ("text", "lone"),
    [
        ("Start: 10:05", ["10:05"]),
        ("started 10:25am with stairs", ["10:25am"]),
        ("seen at 1005", ["1005"]),
        ("10:05", ["10:05"]),
        ("BP 120/80 at 10:15, again at 10:30", ["10:15", "10:30"]),
        ("TE start 10:05 TA start 10:25 stop 10:40", ["10:05"]),
        ("1005 reps", []),
        ("lifted 200 lbs", []),
    ],
)
def test_a_clock_time_that_stands_alone(text: str, lone: list[str]) -> None:
    assert [text[slice(*clock.span)] for clock in find_clocks(text).lone] == lone


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("10:05-10:15, 10:20-10:28", [(10, "10:05"), (8, "10:20")]),
        ("10:05-10:15 and 10:20-10:28", [(10, "10:05"), (8, "10:20")]),
        ("9:00-9:10 & 9:20-9:28", [(10, "09:00"), (8, "09:20")]),
        ("10:05-10:23; 10:23-10:40", [(18, "10:05"), (17, "10:23")]),
        ("TE 10:05-10:23\nTA 10:25-10:40", [(18, "10:05"), (15, "10:25")]),
        ("1005-1023 / 1025-1040", [(18, "10:05"), (15, "10:25")]),
    ],
)
def test_several_blocks(text: str, blocks: list[tuple[int, str]]) -> None:
    assert [(one.block.minutes, one.block.start) for one in find_clocks(text).blocks] == blocks


ESTIMATES = {
    "approx 10:05-10:20": "approx",
    "approx. 10:05-10:20": "approx.",
    "approximately 10:05-10:20": "approximately",
    "about 10:05 to 10:20": "about",
    "around 10:05-10:20": "around",
    "roughly 1005-1020": "roughly",
    "~10:05-10:20": "~",
    "≈ 10:05-10:20": "≈",
    "est. 10:05-10:20": "est.",
    "about from 10:05 to 10:20": "about",
    "10:05-10:20ish": "ish",
    "10:05-10:20 or so": "or so",
    "10:05-10:20 (approx)": "approx",
    "10:05-10:20 (estimated)": "estimated",
}


@pytest.mark.parametrize("text", ESTIMATES)
def test_estimated_block(text: str) -> None:
    (found,) = find_clocks(text).blocks
    assert found.block.minutes == 15
    assert found.estimate is not None
    assert text[slice(*found.estimate)] == ESTIMATES[text]


@pytest.mark.parametrize(
    ("text", "word"),
    [("about 18 min", "about"), ("TE ~18 min", "~"), ("roughly half: 18 min", None), ("18 min", None)],
)
def test_estimate_before_minutes(text: str, word: str | None) -> None:
    span = estimate_before(text, text.index("18"))
    assert (None if span is None else text[slice(*span)]) == word


def test_a_24_hour_time_anywhere_reads_all_of_them_so() -> None:
    """A note that writes 13:10 means 1:05 in the night by 1:05, and seven in the evening by 19:00."""
    blocks = find_clocks("TE 13:10-13:30. TA 06:30-06:45").blocks
    assert [(one.block.start, one.block.stop) for one in blocks] == [("13:10", "13:30"), ("06:30", "06:45")]


MINUTE = st.integers(min_value=0, max_value=24 * 60 - 1)


@given(MINUTE, st.integers(min_value=1, max_value=MAX_BLOCK_MINUTES))
def test_any_block_of_a_24_hour_clock(start: int, length: int) -> None:
    stop = start + length
    if stop >= 24 * 60:
        return
    text = f"97110 from {start // 60:02d}:{start % 60:02d} to {stop // 60:02d}:{stop % 60:02d}, 13:00-13:10 before"
    block = find_clocks(text).blocks[0].block
    assert (block.start, block.stop, block.minutes) == (text[11:16], text[20:25], length)


@given(MINUTE, st.integers(min_value=1, max_value=MAX_BLOCK_MINUTES))
def test_any_block_with_am_and_pm(start: int, length: int) -> None:
    """Over midnight too: the half-days that are written decide."""
    stop = (start + length) % (24 * 60)

    def written(minutes: int) -> str:
        return f"{(minutes // 60 - 1) % 12 + 1}:{minutes % 60:02d} {'am' if minutes < 720 else 'pm'}"

    (found,) = find_clocks(f"{written(start)} - {written(stop)}").blocks
    assert found.block.minutes == length
    assert found.block.start == f"{start // 60:02d}:{start % 60:02d}"
