"""O02 missing-baseline."""

from __future__ import annotations

from nlp_check.records.evidence import Measure
from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule

_NOT_OF_TISSUE = ("pain", "vital")


class MissingBaseline(Rule):
    """A value of the impairment treated is recorded with nothing to compare it with.

    An earlier value, the other side and the goal value all serve; a bare direction ("improved") does not.
    Quiet where no such value is recorded, because then that is the finding. House rule.
    """

    id = "O02"
    name = "missing-baseline"
    severity = "warning"
    codes = ("97110",)
    what = "The measured value is not compared with an earlier value, the other side or the goal."
    why = "A single value shows a state; only a comparison shows a deficit or a change."
    examples = (
        Example(
            "value-alone",
            "97110 9:00-9:15: heel slides 2x10 supine. L knee flexion AROM 112 deg.",
            ("97110",),
        ),
        Example("direction-only", "97110 9:00-9:20: SLR 3x10 2#. R quad MMT improved, now 4/5.", ("97110",)),
        Example(
            "earlier-value", "97110 9:00-9:15: heel slides 2x10. L knee flexion AROM 112 deg (104 on 2/24)."
        ),
        Example("other-side", "97110 1:00-1:15: putty squeeze x20, red putty. Grip R 32 lb, L 55 lb."),
        Example("no-value-is-another-rule", "97110 9:00-9:20: SLR 3x10 2# for R quad strength."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        levels = narrative.elements
        if levels["objective_measure"] != "met" or levels["baseline"] not in ("missing", "partial"):
            return ()
        message = "A value is recorded, but nothing to compare it with."
        if levels["baseline"] == "partial":
            message = "A change is stated without the value it started from."
        measure = _alone(narrative.evidence.measures)
        value = f'"{note.quote(measure.span)}"' if measure else "the measured value"
        hint = f"What does {value} compare with: an earlier value, the other side or the goal?"
        return (Hit(narrative.evidence.anchor, message, hint),)


def _alone(measures: tuple[Measure, ...]) -> Measure | None:
    """The first measure without a baseline, one of tissue before pain and vitals."""
    alone = [measure for measure in measures if measure.baseline is None]
    return min(alone, key=lambda measure: measure.kind in _NOT_OF_TISSUE, default=None)
