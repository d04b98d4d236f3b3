"""G02 generic-goal."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NarrativeView, NoteView, Rule
from nlp_check.rules.wording import named


class GenericGoal(Rule):
    """The work is tied to a goal without a specific task, or a specific goal stands untied beside the work.

    "Function", "ADLs", "mobility", "transfers" and "LTGs" fit every patient. House rule.
    """

    id = "G02"
    name = "generic-goal"
    severity = "error"
    what = "The goal connection names no specific task, or a stated goal is not tied to the work."
    why = "A reason that fits every patient justifies the treatment of none."
    examples = (
        Example(
            "to-improve-function",
            "97110 9:00-9:20: seated leg press 3x15 40# to improve function.",
            ("to improve function",),
        ),
        Example("for-adls", "97530 9:20-9:35: sit to stand x10, VC nose over toes, for ADLs.", ("for ADLs",)),
        Example(
            "goal-list-untied",
            "97110 9:00-9:20: seated leg press 3x15 40#\nLTG1: pt will climb 12 stairs with 1 rail in 6 wks.",
            ("LTG1:",),
        ),
        Example(
            "specific-task",
            "97110 9:00-9:20: leg press 3x15 40#. Quad strength needed to climb stairs to his bedroom.",
        ),
        Example("none-is-another-rule", "97110 9:00-9:20: seated leg press 3x15 40#."),
    )

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        if narrative.elements["goal_connection"] != "partial":
            return ()
        generic = narrative.evidence.generic_goals
        if generic:
            hint = f'Which specific task is meant where the note says "{note.quote(generic[0])}"?'
            return (Hit(generic[0], "The goal connection names no specific task tied to this work.", hint),)
        hint = f"Which stated goal did the {named(narrative, note, 'work')} serve, and how?"
        message = f"A goal is stated, but not tied to the work of {narrative.code}."
        return (Hit(narrative.evidence.anchor, message, hint),)
