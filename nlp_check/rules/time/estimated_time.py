"""T07 estimated-time."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule


class EstimatedTime(Rule):
    """The time of the code is written as an estimate.

    Fires for each code whose time is one, a time stated for both codes together included.
    """

    id = "T07"
    name = "estimated-time"
    severity = "warning"
    what = "The time is marked as an estimate (approx, about, ~, roughly half)."
    why = "Units rest on minutes actually spent, and an estimate shows that they were not recorded."
    examples = (
        Example("about-minutes", "97110 about 15 min: SLR 3x10 2#, bridges 2x15.", ("about",)),
        Example("approximate-block", "97530 approx 10:05-10:20: stairs 4 steps x4.", ("approx",)),
        Example("tilde", "TherEx ~20 min: pulleys, wall slides x15.", ("~",)),
        Example("clock-times", "97110 10:05-10:20: SLR 3x10 2#, bridges 2x15."),
        Example(
            "about-something-else",
            "97530 10:05-10:20: crate lift about 10 lb x8; pt reports ~50% less pain with lifting.",
        ),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        span = narrative.evidence.estimate or note.evidence.combined_estimate
        if span is None:
            return ()
        hint = f'What were the actual start and stop times where the note says "{note.quote(span)}"?'
        return (Hit(span, f"The time of {narrative.code} is an estimate.", hint),)
