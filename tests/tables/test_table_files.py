"""Reading newer tables: our columns and CMS's published layouts, and what is refused."""

from __future__ import annotations

import datetime

import pytest

from nlp_check.errors import DataError
from nlp_check.tables.loader import Tables, bundled, load_mue, load_ncci, pair_edit

PTP_HEAD = (
    "CPT codes and descriptions only are copyright of the AMA.\t\t\t\t\t\t\n\n"
    "Column 1\tColumn 2\t*=in existence prior to 1996\tEffective Date\tDeletion Date *=no data\t"
    "Modifier 0=not allowed 1=allowed 9=not applicable\tPTP Edit Rationale\n"
)
PTP_ROWS = (
    '11042\t97597\t\t20130101\t*\t1\tMisuse of a "code"\n'
    "97530\t97110\t\t20260701\t*\t1\tMutually exclusive\n"
    "97530\t97116\t\t20240101\t20260630\t1\tMutually exclusive\n"
    "97530\t97116\t\t20261001\t*\t0\tMutually exclusive\n"
    "97140\t97530\t\t20201001\t20201001\t1\tMutually exclusive\n"
    "97140\t97112\t*\t19960101\t19960101\t9\tMutually exclusive\n"
)
MUE_HEAD = (
    '"CPT codes are copyright of the AMA.\n\nApplicable restrictions apply.",,,\n'
    '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
)
MUE_ROWS = (
    "0001U,1,2 Date of Service Edit: Policy,Code Descriptor\n"
    "97110,5,3 Date of Service Edit: Clinical,Clinical: Data\n"
)


def day(text):
    """A date from its ISO form."""
    return datetime.date.fromisoformat(text)


@pytest.fixture
def write(tmp_path):
    """Writes a file under a name and returns its path."""

    def write_file(name, text, encoding="utf-8"):
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return write_file


def test_cms_edits_are_read_with_their_own_dates(write):
    """The file's name gives the quarter; each row holds from its effective to its deletion date."""
    [table] = load_ncci(write("ccipra-v322r0-f4.txt", PTP_HEAD + PTP_ROWS))
    assert table.effective == day("2026-07-01")
    assert set(table.rows) == {
        ("97110", "97530"), ("97116", "97530"), ("97140", "97530"), ("97112", "97140"),
    }  # fmt: skip
    tables = Tables().merged([table])
    edit = tables.pair_edit("97110", "97530", day("2026-08-01"))
    assert edit is not None
    assert edit.modifier_allowed
    assert edit.source == "CMS NCCI practitioner PTP edits effective 2026-07-01 (ccipra-v322r0-f4.txt)"
    assert tables.pair_edit("97530", "97116", day("2026-09-30")) is None
    later = tables.pair_edit("97530", "97116", day("2026-10-01"))
    assert later is not None
    assert not later.modifier_allowed
    assert tables.pair_edit("97140", "97530", day("2026-10-01")) is None
    assert tables.pair_edit("97140", "97112") is None


def test_the_deletion_date_is_the_last_day_in_force(write):
    """CMS deletes at the end of a quarter."""
    tables = Tables().merged(load_ncci(write("edits.txt", PTP_HEAD + PTP_ROWS), day("2024-01-01")))
    assert tables.pair_edit("97530", "97116", day("2026-06-30")) is not None
    assert tables.pair_edit("97530", "97116", day("2026-07-01")) is None


def test_the_newest_table_not_after_the_day_of_service_answers(write):
    """A note of an earlier quarter is judged by the table of its own quarter."""
    newer = bundled().merged(load_ncci(write("ccipra-v322r0-f4.txt", PTP_HEAD + PTP_ROWS)))
    assert newer.pair_edit("97110", "97530", day("2026-06-30")) is None
    assert newer.pair_edit("97110", "97530", day("2026-07-01")) is not None
    assert newer.pair_edit("97110", "97530") is not None
    assert newer.pair_edit("97150", "97110", day("2026-06-30")) is not None
    assert newer.pair_edit("97150", "97110") is None
    assert pair_edit("97110", "97530", tables=newer) is not None
    assert pair_edit("97110", "97530") is None


def test_a_sheet_saved_as_csv_with_its_header_over_several_rows_is_read(write):
    """Excel splits the long header cells."""
    text = (
        "CPT only copyright.,,,,,,\n"
        "Column 1,Column 2,*=in existence prior to 1996,Effective Date,Deletion Date,Modifier,"
        "PTP Edit Rationale\n"
        ",,,,,0=not allowed,\n,,,,*=no data,1=allowed,\n,,,,,9=not applicable,\n"
        '97530,97110,,20260701,*,0,"Mutually exclusive, of old"\n'
    )
    [table] = load_ncci(write("ptp.csv", text), day("2026-07-01"))
    [row] = table.rows["97110", "97530"]
    assert (row.modifier, row.effective, row.deleted) == ("0", day("2026-07-01"), None)


def test_parts_of_one_quarter_are_united(write):
    """CMS splits a quarter over several files."""
    one = load_ncci(write("ccipra-v322r0-f3.txt", PTP_HEAD + "97012\t97140\t\t20200101\t*\t1\tx\n"))
    two = load_ncci(write("ccipra-v322r0-f4.txt", PTP_HEAD + PTP_ROWS))
    tables = Tables().merged([*one, *two])
    assert len(tables.ncci) == 1
    assert tables.pair_edit("97012", "97140") is not None
    assert tables.pair_edit("97110", "97530") is not None


@pytest.mark.parametrize(
    ("heading", "setting", "other"),
    [
        ("Practitioner Services MUE Values", "practitioner", "outpatient_hospital"),
        ("Outpatient Hospital Services MUE Values", "outpatient_hospital", "practitioner"),
    ],
)
def test_cms_maxima_are_read_for_the_setting_of_the_file(write, heading, setting, other):
    """The other setting keeps the table it had."""
    text = MUE_HEAD.replace("Practitioner Services MUE Values", heading) + MUE_ROWS
    path = write("MCR_MUE_Services_Eff_07-01-2026.csv", text, encoding="latin-1")
    tables = bundled().merged(mue=load_mue(path))
    entry = tables.maximum("97110", setting)
    assert entry is not None
    assert (entry.units, entry.indicator, entry.effective) == (5, 3, day("2026-07-01"))
    assert entry.source == "CMS MUE table effective 2026-07-01 (MCR_MUE_Services_Eff_07-01-2026.csv)"
    unchanged = tables.maximum("97110", other)
    assert unchanged is not None
    assert unchanged.effective == day("2024-07-01")
    assert tables.maximum("0001U", setting) is None


def test_our_own_columns_may_stand_in_any_order_and_hold_several_quarters(write):
    """The shape of the shipped file, comments included."""
    text = (
        "# house table\n"
        "source,effective,column1,column2,modifier,deleted\n"
        "first,2025-01-01,97530,97110,1,\n"
        "second,2025-04-01,97530,97110,0,\n"
    )
    tables = Tables().merged(load_ncci(write("own.csv", text)))
    answers = [tables.pair_edit("97110", "97530", day(date)) for date in ("2025-03-31", "2025-04-01")]
    assert [edit and (edit.modifier_allowed, edit.source) for edit in answers] == [
        (True, "first"), (False, "second"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        (
            "ccipra-v322r0-f1.txt",
            PTP_HEAD + "11042\t97597\t\t20130101\t*\t1\tx\n",
            "no edit between therapy codes",
        ),
        ("ccioph-v322r0-f4.txt", PTP_HEAD + PTP_ROWS, "only practitioner edits are read"),
        ("edits.txt", PTP_HEAD + PTP_ROWS, "does not say its quarter: keep the name CMS gave the file"),
        ("eff_13-01-2026.txt", PTP_HEAD + PTP_ROWS, "does not say its quarter"),
        ("notes.csv", "note_id,text\nv1,hello\n", "has no header row: expected effective, column1"),
        ("empty.csv", "", "has no header row"),
        (
            "ccipra-v322r0-f4.txt",
            PTP_HEAD + "97530\t97110\t\tsoon\t*\t1\tx\n",
            ":4: 'effective' is not a date",
        ),
        (
            "ccipra-v322r0-f4.txt",
            PTP_HEAD + "97530\t97110\t\t20260701\t*\t2\tx\n",
            ":4: 'modifier' is not one of 0",
        ),
        (
            "ccipra-v322r0-f4.txt",
            PTP_HEAD + "9753\t97110\t\t20260701\t*\t1\tx\n",
            ":4: 'column 1' is not a proc",
        ),
        ("ccipra-v322r0-f4.txt", PTP_HEAD + "97530\t97110\t\n", ":4: the row ends before column 'modifier'"),
        (
            "own.csv",
            "effective,column1,column2,modifier,deleted,source\n,97530,97110,1,,x\n",
            ":2: 'effective' is em",
        ),
    ],
)
def test_broken_edit_files_are_refused(write, name, text, reason):
    """The message names file, line and column."""
    path = write(name, text)
    with pytest.raises(DataError) as caught:
        load_ncci(path)
    assert reason in str(caught.value)
    assert str(caught.value).startswith(str(path))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            MUE_HEAD.replace("Practitioner", "DME Supplier") + MUE_ROWS,
            "no column of practitioner or outpatient",
        ),
        (MUE_HEAD + "0001U,1,2 Date,Code\n", "holds no maximum of a therapy code"),
        (
            MUE_HEAD + "97110,six,3 Date,Clinical\n",
            ":6: 'practitioner services mue values' is not a whole number",
        ),
        (MUE_HEAD + "97110,6,Date,Clinical\n", ":6: the adjudication indicator is not 1, 2 or 3"),
        (
            "effective,code,practitioner,outpatient_hospital,indicator,source\n"
            "2025-01-01,97110,6,8,3,x\n2025-01-01,97110,7,8,3,x\n",
            ":3: 97110 is listed twice for 2025-01-01",
        ),
    ],
)
def test_broken_maximum_files_are_refused(write, text, reason):
    """The message names file, line and column."""
    with pytest.raises(DataError) as caught:
        load_mue(write("MUE_Eff_07-01-2026.csv", text))
    assert reason in str(caught.value)


def test_a_missing_file_and_a_workbook_are_refused(tmp_path):
    """One clear line instead of a traceback."""
    with pytest.raises(DataError, match="No such file"):
        load_ncci(tmp_path / "absent.csv")
    workbook = tmp_path / "ccipra-v322r0-f4.xlsx"
    workbook.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 40)
    with pytest.raises(DataError, match=r"has no header row|is not a text table"):
        load_ncci(workbook)
