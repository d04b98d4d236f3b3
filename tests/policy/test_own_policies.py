"""A user's own policy file: what it may change, and how what is wrong with it is reported."""

from __future__ import annotations

import datetime

import pytest

from nlp_check.errors import PolicyError
from nlp_check.policy.loader import describe, load_policy, policy_tables


@pytest.fixture
def write(tmp_path):
    """Writes a file under a name and returns its path as text."""

    def write_file(text, name="clinic.yaml"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write_file


def problem(path):
    """What load_policy says is wrong, without the path of the file."""
    with pytest.raises(PolicyError) as caught:
        load_policy(path)
    return str(caught.value).removeprefix(path)


def test_an_empty_change_is_the_policy_it_extends(write):
    """Named after its file, everything else inherited."""
    own, strict = load_policy(write("extends: strict\n")), load_policy("strict")
    assert (own.name, own.title, own.extends) == ("clinic", "clinic", "strict")
    assert own.rules == strict.rules
    assert own.unit_method_source == strict.unit_method_source
    assert {row.origin for row in describe(own)} == {"strict"}


def test_everything_can_be_changed(write):
    """Each kind of value once."""
    path = write(
        "extends: medicare\n"
        "title: Our clinic\n"
        "dated: 2026-02-01\n"
        "unit_method: colorado\n"
        "modifier_59: {value: required, source: Payer manual p. 4, authority: payer, since: 2026-01-01}\n"
        "setting: outpatient_hospital\n"
        "max_block_minutes: 90\n"
        "intent_threshold: 0.7\n"
        "bands: {specific: {high: 0.8}}\n"
        "element_weights: {dose: 2, load: 0}\n"
        "rules:\n"
        "  missing-load: off\n"
        "  missing-time: error\n"
        "  missing-dose: {partial: info}\n"
    )
    own = load_policy(path)
    assert (own.title, own.unit_method, own.modifier_59) == ("Our clinic", "colorado", "required")
    assert (own.setting, own.max_block_minutes, own.intent_threshold) == ("outpatient_hospital", 90, 0.7)
    assert (own.bands["specific"].low, own.bands["specific"].high) == (0.35, 0.8)
    assert (own.element_weights["dose"], own.element_weights["load"]) == (2, 0)
    assert own.element_weights["clock_time"] == 0
    assert not own.rules["missing-load"].enabled
    assert own.rules["missing-time"].enabled
    assert own.rules["missing-dose"].partial_severity == "info"
    assert own.rules["missing-dose"].severity == "error"
    assert own.modifier_59_source.authority == "payer"
    assert own.modifier_59_source.since == datetime.date(2026, 1, 1)


def test_a_value_without_a_source_is_the_house_s_own(write):
    """It is dated as the file and named after it."""
    path = write("extends: strict\ndated: 2026-02-01\nunit_method: cms\n")
    row = next(row for row in describe(load_policy(path)) if row.key == "unit_method")
    assert row == (
        "unit_method",
        "cms",
        "house",
        "Set by policy clinic.",
        datetime.date(2026, 2, 1),
        "clinic",
    )


def test_a_rule_keeps_its_source_when_only_its_severity_changes(write):
    """How loudly a rule speaks does not change the fact it rests on, but who set it is shown."""
    own = load_policy(write("extends: strict\nrules: {missing-load: warning}\n"))
    rule = own.rules["missing-load"]
    assert rule.sourced == load_policy("strict").rules["missing-load"].sourced
    assert (rule.severity, rule.partial_severity) == ("warning", "warning")
    assert next(row.origin for row in describe(own) if row.key == "rules.missing-load") == "clinic"


def test_the_partial_severity_sinks_with_the_severity(write):
    """A partial element is never graver than a missing one."""
    own = load_policy(write("extends: strict\nrules: {missing-load: info}\n"))
    assert own.rules["missing-load"].partial_severity == "info"


def test_a_rule_that_judges_by_a_setting_takes_its_source(write):
    """Units counted by another method must not be reported on the word of the first."""
    path = write(
        "extends: strict\n"
        "unit_method: {value: cms, source: Contract 12, authority: payer}\n"
        "modifier_59: {value: required, source: Contract 12, authority: payer}\n"
        "max_block_minutes: 60\n"
        "rules: {units-below-time: {source: Our own audit}}\n"
    )
    rules = load_policy(path).rules
    assert rules["units-exceed-time"].sourced.source == "Contract 12"
    assert rules["modifier-59-missing"].sourced.source == "Contract 12"
    assert rules["impossible-time"].sourced.source == "Set by policy clinic."
    assert rules["units-below-time"].sourced.source == "Our own audit"


def test_a_severity_switches_a_rule_on_unless_told_otherwise(write):
    """M01 and M02 are off under strict."""
    path = write(
        "extends: strict\n"
        "rules: {missing-total-time: warning, missing-signature: {severity: warning, enabled: off}}\n"
    )
    rules = load_policy(path).rules
    assert (rules["missing-total-time"].enabled, rules["missing-total-time"].severity) == (True, "warning")
    assert (rules["missing-signature"].enabled, rules["missing-signature"].severity) == (False, "warning")


def test_sources_are_named_once_and_cited(write):
    """Of the file itself or of the policy it extends."""
    path = write(
        "extends: medicare\n"
        "sources:\n"
        "  manual: {authority: payer, since: 2026-01-01, text: Provider manual p. 4}\n"
        "  habit: Our habit\n"
        "rules:\n"
        "  missing-load: {severity: error, source: manual}\n"
        "  missing-dose: {source: habit}\n"
        "  missing-position: {source: cms-note}\n"
    )
    rules = load_policy(path).rules
    assert rules["missing-load"].sourced.authority == "payer"
    assert (rules["missing-dose"].sourced.authority, rules["missing-dose"].sourced.source) == (
        "house", "Our habit",
    )  # fmt: skip
    assert rules["missing-position"].sourced.authority == "regulation"


def test_only_house_sources_take_the_date_of_the_file(write):
    """When a payer's text began is not known from when the policy was written."""
    path = write(
        "extends: strict\ndated: 2026-02-01\n"
        "rules:\n"
        "  missing-load: {source: Contract 12, authority: payer}\n"
        "  missing-dose: {source: Our habit}\n"
    )
    rules = load_policy(path).rules
    assert rules["missing-load"].sourced.since is None
    assert rules["missing-dose"].sourced.since == datetime.date(2026, 2, 1)


def test_toml_says_the_same(write):
    """Typed values instead of strings."""
    path = write(
        'extends = "medicare"\ndated = 2026-02-01\nintent_threshold = 0.7\nmax_block_minutes = 90\n'
        "[element_weights]\ndose = 2\n"
        '[rules]\nmissing-load = false\nmissing-time = true\nmissing-dose = "warning"\n',
        "clinic.toml",
    )
    own = load_policy(path)
    assert (own.name, own.intent_threshold, own.max_block_minutes) == ("clinic", 0.7, 90)
    assert own.element_weights["dose"] == 2
    assert not own.rules["missing-load"].enabled
    assert own.rules["missing-time"].enabled
    assert own.rules["missing-dose"].severity == "warning"
    assert own.origins["intent_threshold"].sourced.since == datetime.date(2026, 2, 1)


def test_a_file_may_extend_a_file_beside_it(write):
    """A chain of single parents."""
    write("extends: ama\nintent_threshold: 0.6\n", "group.yml")
    own = load_policy(write("extends: group.yml\nmax_block_minutes: 60\n"))
    assert (own.extends, own.intent_threshold, own.max_block_minutes) == ("group", 0.6, 60)
    origins = {row.key: row.origin for row in describe(own)}
    assert (origins["intent_threshold"], origins["max_block_minutes"]) == ("group", "clinic")
    assert origins["unit_method"] == "ama"


def test_newer_tables_are_merged_over_the_shipped_ones(write, tmp_path):
    """A policy names CMS's newer files, relative to itself."""
    write("effective,column1,column2,modifier,deleted,source\n2026-07-01,97530,97110,1,,newer\n", "edits.csv")
    write(
        "effective,code,practitioner,outpatient_hospital,indicator,source\n2026-07-01,97110,5,7,3,newer\n",
        "maxima.csv",
    )
    own = load_policy(write("extends: medicare\ntables: {ncci: edits.csv, mue: [maxima.csv]}\n"))
    tables = policy_tables(own)
    edit, maximum = tables.pair_edit("97110", "97530"), tables.maximum("97110", "practitioner")
    assert edit is not None
    assert maximum is not None
    assert (edit.source, maximum.units) == ("newer", 5)
    assert tables.pair_edit("97110", "97530", datetime.date(2026, 6, 30)) is None
    rows = [(row.key, row.value, row.origin) for row in describe(own) if row.key.startswith("tables")]
    assert rows == [
        ("tables.ncci", str(tmp_path / "edits.csv"), "clinic"),
        ("tables.mue", str(tmp_path / "maxima.csv"), "clinic"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("extends: strict\nrulez: {}\n", ":2: rulez: unknown key; did you mean 'rules'?"),
        (
            "extends: strict\nrules:\n  missing-laod: error\n",
            ":3: rules.missing-laod: unknown rule; did you mean 'missing-load'?",
        ),
        (
            "extends: strict\nrules: {missing-load: warnign}\n",
            ":2: rules.missing-load: unknown setting; did you mean 'warning'?",
        ),
        (
            "extends: strict\nrules:\n  missing-load:\n    severity: eror\n",
            ":4: rules.missing-load.severity: unknown severity; did you mean 'error'?",
        ),
        (
            "extends: strict\nrules: {missing-load: {sevrity: error}}\n",
            ":2: rules.missing-load.sevrity: unknown key; did you mean 'severity'?",
        ),
        (
            "extends: strict\nrules: {missing-load: {severity: info, partial: error}}\n",
            ":2: rules.missing-load.partial: may not be graver than the severity, info",
        ),
        (
            "extends: strict\nrules: {missing-load: {enabled: maybe}}\n",
            ":2: rules.missing-load.enabled: must be on or off",
        ),
        (
            "extends: strict\nrules: {missing-load: }\n",
            ":2: rules.missing-load: must be one of on, off, info, warning, error",
        ),
        ("extends: strict\nrules: [missing-load]\n", ":2: rules: must be a mapping"),
        ("extends: strict\nunit_method: cns\n", ":2: unit_method: unknown value; did you mean 'cms'?"),
        (
            "extends: strict\nmodifier_59: {valu: required}\n",
            ":2: modifier_59.valu: unknown key; did you mean 'value'?",
        ),
        (
            "extends: strict\nmodifier_59: {source: Contract 12}\n",
            ":2: modifier_59.value: must be one of required, not_needed, unknown",
        ),
        (
            "extends: strict\nelement_weights: {dosage: 2}\n",
            ":2: element_weights.dosage: unknown element; did you mean 'dose'?",
        ),
        (
            "extends: strict\nelement_weights: {dose: -1}\n",
            ":2: element_weights.dose: must be a number from 0 to 1000",
        ),
        ("extends: strict\nintent_threshold: nan\n", ":2: intent_threshold: must be a number from 0 to 1"),
        ("extends: strict\nmax_block_minutes: 90.5\n", ":2: max_block_minutes: must be a whole number"),
        (
            "extends: strict\nbands: {specific: {low: 0.9}}\n",
            ":2: bands.specific: needs a low and a high, and low may not be above high",
        ),
        ("extends: strict\ndated: soon\n", ":2: dated: must be a date YYYY-MM-DD"),
        (
            "extends: strict\nrules: {missing-load: {source: parametres}}\n",
            ":2: rules.missing-load.source: unknown source; did you mean 'parameters'?",
        ),
        (
            "extends: strict\nrules: {missing-load: {source: parameters, authority: payer}}\n",
            ":2: rules.missing-load.authority: belongs to the named source: set it there",
        ),
        (
            "extends: strict\nrules: {missing-load: {severity: error, authority: payer}}\n",
            ":2: rules.missing-load.authority: means nothing without a source",
        ),
        (
            "extends: strict\nrules: {missing-load: {source: Contract 12, authority: payor}}\n",
            ":2: rules.missing-load.authority: unknown authority; did you mean 'payer'?",
        ),
        ("extends: strict\nsources: {manual: {authority: payer}}\n", ":2: sources.manual: has no text"),
        (
            "extends: strict\ntables: {ncci: absent.csv}\n",
            ":2: tables.ncci: there is no such file",
        ),
        (
            "extends: strikt\n",
            ":1: extends: unknown policy; did you mean 'strict'?, or a file beside this one",
        ),
        ("title: Ours\n", ":1: extends: is missing: name the policy that this one changes, such as strict"),
        ("extends: clinic.yaml\n", ":1: extends: leads back to this file"),
        ("extends: strict\nextends: ama\n", ":2: the key 'extends' stands here twice"),
        ("- strict\n", ":1: the file must hold a mapping"),
        ("", ": the file must hold a mapping"),
    ],
)
def test_what_is_wrong_is_named_with_line_field_and_nearest_name(write, text, reason):
    """One line that a person can act on."""
    assert problem(write(text)) == reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("strikt", "unknown policy; did you mean 'strict'?, or give a file"),
        ("zzz", "unknown policy; known are ama, medicare, strict, or give a file"),
        ("absent.yaml", "absent.yaml: No such file or directory"),
        ("absent.toml", "absent.toml: No such file or directory"),
        ("policy.json", "policy.json: must be a .yaml, .yml, .toml file"),
    ],
)
def test_an_unknown_name_or_file_is_refused(monkeypatch, tmp_path, name, reason):
    """A name is looked up, a path is read."""
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PolicyError) as caught:
        load_policy(name)
    assert str(caught.value) == reason


def test_a_file_may_not_pose_as_a_shipped_policy(write):
    """Reports name the policy, and two of one name would look alike."""
    assert problem(write("extends: strict\n", "strict.yaml")).startswith(": has the name of a shipped policy")


def test_broken_toml_is_reported_in_one_line(write):
    """With the place that the parser gives."""
    assert problem(write("extends = \n", "clinic.toml")).startswith(
        ": is not valid TOML: Invalid value (at line 1"
    )


def test_a_circle_of_files_is_refused(write):
    """Two files that extend each other."""
    write("extends: clinic.yaml\n", "group.yaml")
    with pytest.raises(PolicyError, match=r"group\.yaml:1: extends: leads back to this file"):
        load_policy(write("extends: group.yaml\n"))


def test_own_files_do_not_change_the_shipped_policies(write):
    """Shipped policies are kept in memory and shared."""
    before = describe(load_policy("strict"))
    load_policy(write("extends: strict\nrules: {missing-load: off}\nelement_weights: {dose: 5}\n"))
    assert describe(load_policy("strict")) == before
    assert load_policy("strict").rules["missing-load"].enabled
