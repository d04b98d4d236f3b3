"""The facts that the classifiers weigh, in the words of a reviewer.

One table has every name of ``facts.py``, and a test holds that none is without words. A fact is ``name=value`` or a
name with its value behind ``is`` or ``has``; joint facts are joined by ``&``.
"""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], str]
_NONE = "0"
_BUCKETS = {"3-4": "3 or 4", "5+": "5 or more"}
_SHARES = {
    "all": "on every", "most": "on most", "half": "on half of the", "some": "on some", "none": "on no",
}  # fmt: skip
_NOTHING = "none of none"  # nothing that could have it
_KINDS = {"exercise": "exercise", "activity": "activity", "class": "mere class of work", "nothing": "nothing named"}


def _element(name: str) -> Say:
    forms = {"met": name, "partial": f"{name} only in part", "missing": f"no {name}", "not_applicable": f"{name} not needed"}
    return lambda value: forms[value]


def _count(one: str, more: str) -> Say:
    """``no cue``, ``1 cue``, ``3 or 4 cues``."""

    def say(value: str) -> str:
        if value == _NONE:
            return f"no {one}"
        return f"1 {one}" if value == "1" else f"{_BUCKETS.get(value, value)} {more}"

    return say


def _share(what: str, nothing: str, on: str = "exercise or activity") -> Say:
    """``dose on every exercise or activity``."""
    return lambda value: nothing if value == _NOTHING else f"{what} {_SHARES[value]} {on}"


def _whether(yes: str, no: str) -> Say:
    return lambda value: yes if value == "True" else no


def _plain(before: str, behind: str = "") -> Say:
    return lambda value: f"{before} {value.replace('_', ' ')}{behind}"


WORDS: dict[str, Say] = {
    # elements, as the rules read them
    "named_exercise": _element("exercise named"),
    "named_activity": _element("activity named"),
    "dose": _element("dose"),
    "load": _element("load"),
    "position": _element("position"),
    "impairment_target": _element("impairment target"),
    "components": _element("demands of the activity"),
    "skilled_direction": _element("skilled direction"),
    "clock_time": _element("clock time"),
    "objective_measure": _element("objective measure"),
    "baseline": _element("baseline"),
    "goal_connection": _element("goal connection"),
    "patient_response": _element("patient response"),
    # counts
    "interventions": _count("intervention", "interventions"),
    "doses": _count("dose", "doses"),
    "loads": _count("load", "loads"),
    "unloaded": _count("exercise that lacks its load", "exercises that lack their load"),
    "cues": _count("cue with content", "cues with content"),
    "measures": _count("objective measure", "objective measures"),
    "baselines": _count("measure with a baseline", "measures with a baseline"),
    "other measures": _count("vital sign or pain score", "vital signs or pain scores"),
    "goal connections": _count("sentence that ties the work to a goal", "sentences that tie the work to a goal"),
    "demands": _count("demand of the activity", "demands of the activity"),
    "responses": _count("concrete patient response", "concrete patient responses"),
    "capacities with place": _count("impairment named with its body part", "impairments named with their body part"),
    "capacities alone": _count("impairment named without a body part", "impairments named without a body part"),
    "exercises": _count("exercise", "exercises"),
    "activitys": _count("activity", "activities"),
    "classs": _count("mere class of work", "mere classes of work"),
    # shares
    "dosed": _share("dose", "nothing that could have a dose"),
    "loaded": _share("load", "no exercise that needs a load", "exercise that needs one"),
    "placed": _share("position", "nothing that could have a position"),
    # kinds
    "mostly": lambda value: f"the work is mostly: {_KINDS[value]}",
    "work": _plain("work for"),
    "activity": lambda value: f"activity named {'well enough to repeat' if value == 'met' else 'in part' if value == 'partial' else 'too vaguely to repeat'}",
    "measure": _plain("a measure of"),
    "demand": lambda value: f"demand: {value.replace('_', ' ').removesuffix(' demand')}",
    "cue": _plain("a", " cue"),
    "code": _plain("billed as"),
    # yes or no
    "vague": _whether("a mere class of work among the interventions", "no mere class of work"),
    "empty cues": _whether("cues without content", "no cue without content"),
    "assistance only": _whether("bare assistance levels", "no bare assistance level"),
    "generic goals": _whether("link to function in general", "no link to function in general"),
    "stock response": _whether("stock phrase for the response", "no stock phrase for the response"),
    "both codes": _whether("both codes billed", "only this code billed"),
    "shared description": _whether("one description for both codes", "no description shared by both codes"),
    "shares text": _whether("text shared with the other code", "no text shared with the other code"),
    "shares every intervention": _whether("the same work as under the other code", "work of its own"),
    "no contact": _whether("work alone, in a group, or with an aide", "no sign of work without the therapist"),
    "passive": _whether("the patient is moved and does not perform", "no sign that the patient is passive"),
    "talk only": _whether("explanation without practice", "no sign of explanation alone"),
    "always": lambda _: "where every narrative starts",
}  # fmt: skip


# Facts that say nearly the same share their weight by chance of the fit, so that they are weighed together.
_THEMES = {
    "work": ("named_exercise", "named_activity", "interventions", "exercises", "activitys", "activity", "vague", "classs"),
    "kind": ("mostly", "work"),
    "dose": ("dose", "doses", "dosed"),
    "load": ("load", "loads", "loaded", "unloaded"),
    "position": ("position", "placed"),
    "target": ("impairment_target", "capacities with place", "capacities alone"),
    "demands": ("components", "demands", "demand"),
    "cues": ("skilled_direction", "cues", "empty cues", "assistance only", "cue"),
    "measures": ("objective_measure", "measures", "measure", "other measures", "baseline", "baselines"),
    "goal": ("goal_connection", "goal connections", "generic goals"),
    "response": ("patient_response", "responses", "stock response"),
    "sharing": ("both codes", "shared description", "shares text", "shares every intervention"),
    "doer": ("no contact", "passive", "talk only"),
    "time": ("clock_time",),
    "base": ("always", "code"),
}  # fmt: skip
_THEME_OF = {name: theme for theme, names in _THEMES.items() for name in names}
# What joint facts call the elements of each code (``_pairs`` in facts.py).
_JOINT = {
    "97110": {"named": "named_exercise", "dose": "dose", "target": "impairment_target", "goal": "goal_connection"},
    "97530": {"named": "named_activity", "dose": "skilled_direction", "target": "components", "goal": "goal_connection"},
}  # fmt: skip


def in_words(fact: str, code: str) -> str:
    """``objective_measure=missing`` as ``no objective measure``. KeyError for a fact that the table lacks."""
    parts = fact.split("&")
    if len(parts) == 1:
        return _single(fact)
    names = _JOINT[code]
    return " and ".join(_single(f"{names[name]}={value}") for name, _, value in (part.partition("=") for part in parts))


def theme_of(fact: str) -> str:
    """What the fact is about; joint facts are each about themselves. KeyError for one that the table lacks."""
    return fact if "&" in fact else _THEME_OF[_parts(fact)[0]]


def _single(fact: str) -> str:
    name, value = _parts(fact)
    return WORDS[name](value)


def _parts(fact: str) -> tuple[str, str]:
    name, equals, value = fact.partition("=")
    for verb in () if equals else (" is ", " has "):
        before, found, behind = fact.partition(verb)
        if found:
            return before, behind
    return name, value
