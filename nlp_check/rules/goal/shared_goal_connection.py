"""G03 shared-goal-connection."""

from __future__ import annotations

from nlp_check.rules.base import Example, Hit, Hits, NoteView, Rule


class SharedGoalConnection(Rule):
    """The only goal connection of both codes is one and the same sentence.

    Each code must be justified when read alone. One shared generic sentence is ``generic-goal`` on each code
    instead. House rule.
    """

    id = "G03"
    name = "shared-goal-connection"
    severity = "error"
    scope = "note"
    what = "The only goal connection of both codes is one and the same sentence."
    why = "Two services of one day are distinct when each has a reason of its own."
    examples = (
        Example(
            "one-sentence-for-both",
            "TE 97110 9:00-9:20: leg press 3x15 40# for quad strength.\nTA 97530 9:20-9:35: stairs 4 steps x4, VC to lower slowly.\n\nA: Both the quad strengthening and the stair practice are needed so that pt can climb the stairs to his bedroom, LTG 1.",
            (
                "Both the quad strengthening and the stair practice are needed so that pt can climb the stairs to his bedroom, LTG 1.",
            ),
        ),
        Example(
            "exercise-and-activity-in-one-reason",
            "TherEx 1:00-1:20: pulleys 5 min, wand flexion x20.\nTherAct 1:20-1:35: cupboard reach x10.\n\nA: Shoulder flexion ROM and the reaching practice are both required for putting dishes into her upper cupboard.",
            (
                "Shoulder flexion ROM and the reaching practice are both required for putting dishes into her upper cupboard.",
            ),
        ),
        Example(
            "a-sentence-each",
            "97110 9:00-9:20: leg press 3x15 40#. Quad strength needed to climb the stairs to his bedroom.\n"
            "97530 9:20-9:35: stairs 4 steps x4, practiced so that he can carry laundry up to his bedroom.",
        ),
        Example(
            "single-code",
            "97110 9:00-9:20: leg press 3x15 40#. Quad strength needed to climb the stairs to his bedroom.",
        ),
    )

    def check_note(self, note: NoteView) -> Hits:
        if not note.both_billed:
            return ()
        first, second = (view.evidence.goal_connections for view in note.narratives)
        if len(first) != 1 or len(second) != 1 or first[0].span != second[0].span:
            return ()
        span = first[0].span
        hint = f'What does the work of each code add to "{note.quote(span)}"?'
        return (Hit(span, "One sentence is the only goal connection of both codes.", hint),)
