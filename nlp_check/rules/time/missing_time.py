"""T01 missing-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class MissingTime(Rule):
    """No time of any kind is stated for the code.

    A timed code is billed by its minutes. A visit-level time in and time out that also covers other services
    is no time of this code. House rule: Medicare asks for the totals of the visit only.
    """

    id = "T01"
    name = "missing-time"
    severity = "error"
    what = "No time of any kind is stated for the code."
    why = "Units of a timed code rest on its minutes; without them nothing supports what was billed."
    examples = (
        Example(
            "exercises-without-any-time",
            "97110: SLR 3x10 2# supine, LAQ 3x10 3# seated. R quad MMT 4/5 (4-/5 last wk).",
            ("97110",),
        ),
        Example(
            "one-of-two-codes-without-time",
            "97110 9:00-9:20: standing hip abd 3x10 red TB.\n97530: car transfer x4, VC hand placement.",
            ("97530",),
        ),
        Example("own-block", "97110 10:05am-10:23am: seated leg press 3x15 40#."),
        Example("minutes-are-a-time", "TherEx x 18 min: quad sets x20, 5 sec hold, supine."),
        Example("combined-block", "97110/97530 10:00-10:40: bridges 2x15 then practiced car transfer x3."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.elements["clock_time"] != "missing":
            return ()
        code = narrative.code
        message = f"No time is stated for {code}."
        return (Hit(narrative.evidence.anchor, message, f"When did the work for {code} start and stop?"),)
