"""Where a note names procedure codes, by number or by name, and what only looks like a name."""

from __future__ import annotations

import pytest

NAMES: dict[str, str] = {
    "97110: SLR": "97110",
    "97110 - TherEx: SLR": "97110 - TherEx",
    "CPT 97110: SLR": "97110",
    "CPT code 97110 (Therapeutic Exercise): SLR": "97110 (Therapeutic Exercise",
    "Therapeutic Exercise (97110): SLR": "Therapeutic Exercise (97110",
    "[97110] SLR": "97110",
    "*97110* SLR": "97110",
    "Therapeutic exercises: SLR": "Therapeutic exercises",
    "THERAPEUTIC EXERCISE\nSLR": "THERAPEUTIC EXERCISE",
    "TherEx: SLR": "TherEx",
    "Ther Ex: SLR": "Ther Ex",
    "ther ex: SLR": "ther ex",
    "therex: SLR": "therex",
    "Ther. Ex.: SLR": "Ther. Ex.",
    "There ex: SLR": "There ex",
    "Ther-Ex: SLR": "Ther-Ex",
    "TE: SLR": "TE",
    "T/E: SLR": "T/E",
    "te: SLR": "te",
    "TE - SLR": "TE",
    "TE\nSLR": "TE",
    "- TE: SLR": "TE",
    "TherAct: stairs": "TherAct",
    "Ther Act: stairs": "Ther Act",
    "theract: stairs": "theract",
    "Therapeutic activities: stairs": "Therapeutic activities",
    "Therapeutic activity: stairs": "Therapeutic activity",
    "Functional activities: stairs": "Functional activities",
    "TA: stairs": "TA",
    "T/A: stairs": "T/A",
    "ta: stairs": "ta",
    "😀 TherAct: stairs": "TherAct",
}


@pytest.mark.parametrize("text", NAMES, ids=ascii)
def test_label_of_a_billed_code(lay_out, text: str) -> None:
    laid = lay_out(text)
    (mention,) = laid.mentions
    code = "97110" if "SLR" in text else "97530"
    assert (mention.codes, mention.role) == ((code,), "label")
    assert laid.reading.quote(mention.first, mention.end) == NAMES[text]
    assert list(laid.billed) == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NMR: balance", "97112"),
        ("Neuro re-ed: balance", "97112"),
        ("Gait training: 150 ft", "97116"),
        ("MT: STM to quad", "97140"),
        ("Manual therapy: STM", "97140"),
        ("Self care: dressing", "97535"),
        ("G0283 IFC x 15 min", "G0283"),
        ("US: 8 min", "97035"),
        ("97140 STM", "97140"),
    ],
)
def test_other_services(lay_out, text: str, code: str) -> None:
    assert list(lay_out(text).billed) == [code]


BOTH = [
    "97110/97530", "97110, 97530", "97110 and 97530", "97110 & 97530", "97110+97530", "TE/TA", "TE & TA", "TherEx/TherAct", "TherEx and TherAct",
    "Therapeutic exercise and therapeutic activities",
]  # fmt: skip


@pytest.mark.parametrize("text", BOTH)
def test_one_mention_of_both_codes(lay_out, text: str) -> None:
    (mention,) = lay_out(f"{text}: SLR 3x10, stairs x4").mentions
    assert mention.codes == ("97110", "97530")


BILLED: dict[str, list[str]] = {
    "Ther ex included SLR 3x10. Ther act included stairs x4.": ["97110", "97530"],
    "Pt did TherEx (SLR 3x10) followed by TherAct (stairs x4).": ["97110", "97530"],
    "97110 SLR 3x10 97530 stairs x4": ["97110", "97530"],
    "97110 (TherEx): SLR | 97530 (TherAct): stairs": ["97110", "97530"],
    "Did 15 min TE, SLR 3x10.": ["97110"],
    "20 min ther ex, SLR 3x10.": ["97110"],
    "97110": ["97110"],
    "TE: SLR\nTA: stairs\nMT: STM": ["97110", "97530", "97140"],
    # denied, planned, of another day
    "97110 not done today. 97530: stairs": ["97530"],
    "No 97110 today. TA: stairs": ["97530"],
    "97530 deferred d/t fatigue.\n97110: SLR": ["97110"],
    "TE: held\nTA: stairs": ["97530"],
    "97530 was not appropriate today. TE: SLR": ["97110"],
    "Will bill 97110 next visit. TA: stairs": ["97530"],
    "97110 will be added next visit. TA: stairs": ["97530"],
    "Last visit billed 97110 x2. Today 97530: stairs": ["97530"],
    "97110 denied by payer last month. TA: stairs": ["97530"],
    "Plan: start 97110 next week": [],
    # no code of this visit
    "Fee schedule: 97110 $34.00, 97530 $38.00": [],
    "MRN 97110": [],
    "MRN: 97530 TE: SLR": ["97110"],
    "phone 97110": [],
    "97,110": [],
    "971100": [],
    "1.97110": [],
    "Pt with tibialis anterior (TA) weakness. TE: SLR": ["97110"],
    "TA strength 4/5. 97110: SLR": ["97110"],
    "te amo": [],
    "SLR 3x10, stairs x4": [],
    "": [],
}


@pytest.mark.parametrize("text", BILLED, ids=ascii)
def test_what_the_text_bills(lay_out, text: str) -> None:
    assert sorted(lay_out(text).billed) == sorted(BILLED[text])


def test_mentions_are_in_order(lay_out) -> None:
    laid = lay_out("97530 TA: stairs\nTE 97110: SLR\nBilling: 97530x1, 97110x1")
    assert [mention.codes[0] for mention in laid.mentions] == ["97530", "97110", "97530", "97110"]
    assert [mention.first for mention in laid.mentions] == sorted(mention.first for mention in laid.mentions)
