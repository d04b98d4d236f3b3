"""Goal connections that fall short, plan-of-care goals, and the tie between the impairment and the task.

Which sentences are goal connections is learned (attribution.py). What is found here is the rest: a link to a merely
generic function, a goal of the plan of care without a link, and words that tie both codes' work together.
"""

from __future__ import annotations

from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment
from nlp_check.components.targets import capacities_in
from nlp_check.records.evidence import Evidence, Level, Span

_PURPOSE = frozenset(
    "for to toward towards improve improving improved increase increased maximize maximise promote enhance facilitate progress support "
    "address addressing meet achieve optimize advance advancing restore".split()
)


def generic_goals(reading: Reading, own: list[Segment], met: list[Segment]) -> tuple[Span, ...]:
    """Stretches that link the work to function in general (``to improve functional mobility``)."""
    found: list[Span] = []
    if not reading.says("generic"):
        return ()
    linked = set(map(id, met))
    for segment in own:
        if id(segment) in linked:
            continue
        for at, last, _ in reading.hits_of("generic", segment.first, segment.end):
            if last > segment.end:
                continue
            low = max(segment.first, at - 6)
            words = [reading.entries[i].lower for i in range(low, at)]
            if any(word in _PURPOSE for word in words[-4:]) or "l" in reading.classes[low:at]:
                start = next((low + n for n, word in enumerate(words) if word in _PURPOSE), at)
                found.append(reading.span(start, last))
                break
    return tuple(found)


def states_plan_goal(reading: Reading, segments: list[Segment]) -> tuple[Span, ...]:
    """A goal of the plan of care stated anywhere in the note without a link to the work."""
    listed = reading.says("goal_list")
    for segment in segments:
        if segment.section == "goals" and segment.end - segment.sentence.body > 3:
            return (reading.span(segment.first, segment.end),)
        if listed:
            for at, last, _ in reading.hits_of("goal_list", segment.first, segment.end):
                return (reading.span(at, min(last + 1, segment.end)),)
    return ()


_TASK = frozenset("KT")
_SILENT = frozenset(("subjective", "plan", "home", "billing"))


def link_between(reading: Reading, narratives: list[Evidence], segments: list[Segment]) -> tuple[Level, Span | None, tuple[str, ...]]:
    """Whether something written ties the impairment treated to the task practised: the rule's answer, where, and facts.

    The facts (how many task words of the activity stand in the exercise's text, how many of its body parts in the
    activity's ...) are weighed by the classifier of the clinical link, which has the last word.
    """
    exercise, activity = narratives
    if not (exercise.documented and activity.documented):
        return "missing", None, ()
    tasks = _stems(reading, [item.span for item in activity.interventions], _TASK | {"w", "E"})
    tasks |= _stems(reading, list(activity.spans), _TASK)
    parts = _stems(reading, [item.span for item in exercise.interventions], frozenset("BA"))
    parts |= {word for _, place, span in exercise.targets if place for word in _stems(reading, [span], frozenset("BAC"))}
    goal_tasks = _stems(reading, [goal.span for goal in exercise.goal_connections], _TASK | {"w"})
    span: Span | None = None
    counts = {"tasks": 0, "parts": 0, "capacities": 0, "both": 0}
    for segment in segments:
        if segment.row or segment.section in _SILENT:
            continue
        linked = "l" in reading.classes[segment.first : segment.end]
        if not linked and "97530" not in segment.owners:
            continue
        words = {reading.entries[i].word for i in range(segment.first, segment.end) if reading.classes[i] in "KTwEBAC"}
        capacity = bool(capacities_in(reading, segment.first, segment.end))
        if "97110" in segment.owners and "97530" in segment.owners:
            counts["both"] += 1
        if "97110" in segment.owners and linked:
            counts["tasks"] += len(words & tasks)
        if "97530" in segment.owners:
            counts["parts"] += len(words & parts)
            counts["capacities"] += capacity
        if span is None and linked and (capacity or words & parts) and words & tasks and ("97110" in segment.owners or capacity):
            span = reading.span(segment.first, segment.end)
    facts = [f"{name}={min(count, 3)}" for name, count in counts.items()]
    facts.append(f"goal tasks={min(3, len(goal_tasks & tasks))}")
    facts.append(f"rule={span is not None}")
    return ("met" if span is not None else "missing"), span, tuple(facts)


def _stems(reading: Reading, spans: list[Span], classes: frozenset[str]) -> set[int]:
    found: set[int] = set()
    for start, stop in spans:
        first, end = reading.token_at(start), reading.token_at(stop - 1) + 1
        found |= {
            reading.entries[i].word for i in range(first, end) if reading.classes[i] in classes and len(reading.entries[i].lower) > 3
        }
    return found
