"""Which text stands in the block of which code. (What stands in no block is attributed by the learned model.)"""

from __future__ import annotations

import pytest

BLOCKS: dict[str, tuple[list[str], list[str]]] = {  # text of 97110, of 97530
    "97110: SLR 3x10.\nStrength up.\n97530: stairs x4.\nCGA.": (["97110: SLR 3x10.", "Strength up."], ["97530: stairs x4.", "CGA."]),
    "TE: SLR\n\nTA: stairs": (["TE: SLR"], ["TA: stairs"]),
    "TherEx - SLR 3x10. TherAct - stairs x4.": (["TherEx - SLR 3x10."], ["TherAct - stairs x4."]),
    "TE: SLR 3x10; TA: stairs x4; MT: STM": (["TE: SLR 3x10;"], ["TA: stairs x4;"]),
    "TE:\n- SLR\n- LAQ\n\nTA:\n- stairs\n- car": (["TE:", "- SLR", "- LAQ"], ["TA:", "- stairs", "- car"]),
    "TE\n\nSLR 3x10\n\nTA\n\nstairs x4": (["TE", "SLR 3x10"], ["TA", "stairs x4"]),
    "THERAPEUTIC EXERCISE\r\nSLR 3x10\r\nTHERAPEUTIC ACTIVITIES\r\nstairs x4": (
        ["THERAPEUTIC EXERCISE", "SLR 3x10"], ["THERAPEUTIC ACTIVITIES", "stairs x4"],
    ),
    "therex 10:05-10:23 SLR 3x10, theract 10:25-10:40 stairs x4": (["therex 10:05-10:23 SLR 3x10,"], ["theract 10:25-10:40 stairs x4"]),
    "10:05-10:23 TE: SLR\n10:25-10:40 TA: stairs": (["10:05-10:23 TE: SLR"], ["10:25-10:40 TA: stairs"]),
    "Pt did TherEx (SLR 3x10) followed by TherAct (stairs x4).": (["TherEx (SLR 3x10) followed by"], ["TherAct (stairs x4)."]),
    "97110 (TherEx): SLR | 97530 (TherAct): stairs": (["97110 (TherEx): SLR |"], ["97530 (TherAct): stairs"]),
    # fields of a block
    "TE: SLR 3x10\nResponse: good\nGoal: stairs at home\nTA: stairs": (["TE: SLR 3x10", "Response: good", "Goal: stairs at home"], ["TA: stairs"]),
    # other codes' text is kept out
    "TE: SLR\n97140: STM\nto R quad\nTA: stairs": (["TE: SLR"], ["TA: stairs"]),
    "MT: STM 10 min\nTE: SLR 3x10": (["TE: SLR 3x10"], []),
    "NMR: balance x3. TE: SLR": (["TE: SLR"], []),
    # a heading closes a block
    "97110: SLR 3x10\nPlan: continue": (["97110: SLR 3x10"], []),
    "TE: SLR\nHEP: SLR daily": (["TE: SLR"], []),
    "TE: SLR\nA: improved\nS: sore": (["TE: SLR"], []),
    "TE: SLR 3x10\nSigned: Jane Doe, PT": (["TE: SLR 3x10"], []),
    # denied codes own nothing
    "97110: not performed today d/t pain.\n97530: stairs x4": ([], ["97530: stairs x4"]),
    "TE: held\nTA: stairs": ([], ["TA: stairs"]),
    "No TE today. TA: stairs": ([], ["TA: stairs"]),
    # nothing is labelled
    "The pt completed SLR 3x10 for quad strength. Practiced stairs x4.\nCharges: 97110 x1, 97530 x1": ([], []),
    # both at once
    "97110/97530: SLR 3x10, stairs x4": (["97110/97530: SLR 3x10, stairs x4"], ["97110/97530: SLR 3x10, stairs x4"]),
}  # fmt: skip


@pytest.mark.parametrize("text", BLOCKS, ids=ascii)
def test_blocks(lay_out, text: str) -> None:
    laid = lay_out(text)
    assert (laid.owned("97110"), laid.owned("97530")) == BLOCKS[text]


WORK = "TE: SLR 3x10 2#.\nTA: stairs x4, one rail.\n"
ROWS: dict[str, list[str]] = {
    "97110 | 18 | 1\n97530 | 15 | 1": ["97110 | 18 | 1", "97530 | 15 | 1"],
    "CPT | Min | Units\n97110 | 18 | 1\n97530 | 15 | 1": ["CPT | Min | Units", "97110 | 18 | 1", "97530 | 15 | 1"],
    "97110 TherEx 10:05-10:23 1 unit\n97530 TherAct 10:25-10:40 1 unit": [
        "97110 TherEx 10:05-10:23 1 unit", "97530 TherAct 10:25-10:40 1 unit",
    ],
    "Billing: 97110 x1, 97530 x1": ["Billing: 97110 x1,", "97530 x1"],
    "97110 x1\n97530 x1\nTotal time: 33 min": ["97110 x1", "97530 x1"],
}  # fmt: skip


@pytest.mark.parametrize("text", ROWS, ids=ascii)
def test_rows_of_a_charge_grid(lay_out, text: str) -> None:
    laid = lay_out(WORK + text)
    assert [laid.quote(segment) for segment in laid.segments if segment.row] == ROWS[text]
    assert laid.owned("97110") == ["TE: SLR 3x10 2#."]


def test_labels_with_times_and_nothing_else_are_bad_narratives(lay_out) -> None:
    laid = lay_out("97110 10:05-10:23\n97530 10:25-10:40")
    assert not any(segment.row for segment in laid.segments)


def test_segments_cover_the_sentences(lay_out) -> None:
    laid = lay_out("S: sore.\nTE: SLR 3x10; TA: stairs x4. A: better\n97110 x1\n97530 x1")
    assert [token for one in laid.segments for token in range(one.first, one.end)] == [
        token for one in laid.sentences for token in range(one.first, one.end)
    ]
