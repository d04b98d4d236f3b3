"""M01 missing-total-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class MissingTotalTime(Rule):
    """Total timed-code minutes or total treatment minutes are not stated.

    Both are required elements of a Medicare treatment note (CMS Pub. 100-02 ch. 15 s. 220.3.E); minutes of
    each code are voluntary and do not replace them.
    """

    id = "M01"
    name = "missing-total-time"
    severity = "error"
    what = "Total timed-code minutes or total treatment minutes are not stated."
    why = "Medicare counts units from the visit's total timed minutes and requires both totals in the note."
    examples = (
        Example("neither-total", "97110 9:00-9:20: SLR 3x10 2#.\nJ. Doe, PT", ("97110",), policy="medicare"),
        Example(
            "timed-total-only",
            "97110: SLR 3x10 2#. Total timed minutes: 20.\nJ. Doe, PT",
            ("97110",),
            policy="medicare",
        ),
        Example(
            "both-totals",
            "97110: SLR 3x10 2#. Total timed code minutes: 20. Total treatment time: 35 min.\nJ. Doe, PT",
            policy="medicare",
        ),
        Example("not-asked-under-strict", "97110 9:00-9:20: SLR 3x10 2#."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        evidence = note.evidence
        absent = [
            name
            for name, total in (
                ("total timed-code minutes", evidence.total_timed),
                ("total treatment minutes", evidence.total_treatment),
            )
            if total is None
        ]
        if not absent:
            return ()
        names = " and ".join(absent)
        message = f"{names.capitalize()} are not stated."
        return (Hit(narrative.evidence.anchor, message, f"What were the {names} of this visit?"),)
