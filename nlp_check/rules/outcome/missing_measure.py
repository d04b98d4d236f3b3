"""O01 missing-measure."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class MissingMeasure(Rule):
    """No value measured this session belongs to the impairment treated.

    Pain, vitals and values of another date are partial at most; those in a header or the subjective part do
    not count. House rule: Medicare asks for measurements with each progress report.
    """

    id = "O01"
    name = "missing-measure"
    severity = "error"
    partial_severity = "warning"
    codes = ("97110",)
    what = "Nothing was measured this session for the impairment treated."
    why = "A measured value is what shows that the exercise changes the deficit it is meant for."
    examples = (
        Example("no-value", "97110 9:00-9:20: SLR 3x10 2# for R quad strength.", ("97110",)),
        Example(
            "pain-only", "97110 9:00-9:20: SLR 3x10 2# for R quad strength. Pain 3/10 after.", ("97110",)
        ),
        Example("strength-grade", "97110 9:00-9:20: SLR 3x10 2#. R quad strength MMT 4/5, was 4-/5."),
        Example("degrees", "97110 9:00-9:15: heel slides 2x10 supine. L knee flexion AROM 112 deg today."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        gap = narrative.gap("objective_measure")
        if gap is None:
            return ()
        message = "No measured value of the impairment treated is recorded."
        if gap == "partial":
            message = "The recorded value is not one of the impairment treated, measured this session."
        targets = narrative.evidence.targets
        target = f'"{note.quote(targets[0][2])}"' if targets else "the impairment treated"
        hint = f"What was measured this session for {target}?"
        return (Hit(narrative.evidence.anchor, message, hint, gap == "partial"),)
