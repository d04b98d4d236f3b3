"""T02 missing-clock-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class MissingClockTime(Rule):
    """The code has minutes or a single clock time, but no clock start and stop of its own.

    Minutes alone cannot be checked against the rest of the day. An estimated start and stop is still both, so
    it is the matter of ``estimated-time``. House rule: Medicare must not demand clock times.
    """

    id = "T02"
    name = "missing-clock-time"
    severity = "error"
    what = "Minutes only, or one clock time only: no clock start and stop of the code's own."
    why = "Only a start and a stop show that two codes of one day did not share the same minutes."
    examples = (
        Example("minutes-only", "97110 (18 min): SLR 3x10 2#, bridges 2x15.", ("97110",)),
        Example(
            "start-without-stop", "97530 started 10:25am: stair training, 4 steps x4, 1 rail.", ("97530",)
        ),
        Example(
            "each-code-minutes-only",
            "97110 x 20 min: UBE level 3. 97530 x 15 min: floor to waist crate lift 10# x8.",
            ("97110", "97530"),
        ),
        Example("start-and-stop", "97530 10:25-10:40: reciprocal stairs, 4 steps x4."),
        Example("two-blocks", "97110 9:00-9:10 and 9:30-9:38: heel slides x20, wall slides x15."),
        Example("no-time-at-all-is-another-rule", "97110: SLR 3x10 2#, supine."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        evidence = narrative.evidence
        if narrative.elements["clock_time"] != "partial" or evidence.time_blocks:
            return ()
        code = narrative.code
        message, hint = (
            f"No clock start and stop for {code}.",
            f"When did the work for {code} start and stop?",
        )
        if evidence.stated_minutes:
            message = f"Only minutes are stated for {code}, not when it started and stopped."
            hint = (
                f'When did the work written as "{note.quote(evidence.stated_minutes[0][1])}" start and stop?'
            )
        elif evidence.lone_clock is not None:
            message = f"Only one clock time is stated for {code}."
            hint = f'Is "{note.quote(evidence.lone_clock)}" the start or the stop, and what is the other?'
        return (Hit(evidence.anchor, message, hint),)
