"""The named facts of a narrative that the classifiers weigh beside its words. A reviewer can read every one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from nlp_check.elements import COUNTED_KINDS
from nlp_check.records.evidence import Evidence, Level, NoteEvidence


def narrative_facts(narrative: Evidence, note: NoteEvidence, elements: Mapping[str, Level]) -> list[str]:
    """Facts as ``name=value`` words; each also stands once with the billed code before it, and pairs of them only so."""
    facts = _facts(narrative, note, elements)
    code = narrative.code
    return ["always", f"code={code}", *facts, *(f"{code}&{fact}" for fact in (*facts, *_pairs(elements)))]


def short_facts(narrative: Evidence, note: NoteEvidence, elements: Mapping[str, Level]) -> list[str]:
    """The same without the repetition: as a ``Bank`` with the prefix ``<code>&`` takes them."""
    return ["always", f"code={narrative.code}", *_facts(narrative, note, elements), *_pairs(elements)]


def _facts(narrative: Evidence, note: NoteEvidence, elements: Mapping[str, Level]) -> list[str]:
    facts = [f"{name}={level}" for name, level in elements.items()]
    facts += _counts(narrative)
    facts += _kinds(narrative)
    facts += _note_facts(narrative, note)
    return facts


def _bucket(count: int) -> str:
    return str(count) if count < 3 else "3-4" if count < 5 else "5+"


def _share(part: int, whole: int) -> str:
    if not whole or not part:
        return "none of none" if not whole else "none"
    return "all" if part == whole else "most" if 4 * part >= 3 * whole else "half" if 2 * part >= whole else "some"


def _counts(narrative: Evidence) -> list[str]:
    named = [work for work in narrative.work if work.kind != "class"]
    doses = sum(work.has_dose for work in named)
    needing = [work for work in named if work.load_need]
    places = sum(1 for capacity, place, _ in narrative.targets if capacity and place)
    return [
        f"interventions={_bucket(len(named))}",
        f"vague={len(narrative.work) > len(named)}",
        f"doses={_bucket(doses)}",
        f"dosed={_share(doses, len(named))}",
        f"loaded={_share(sum(work.has_load for work in needing), len(needing))}",
        f"loads={_bucket(sum(work.has_load for work in named))}",
        f"unloaded={_bucket(sum(not work.has_load for work in needing))}",
        f"placed={_share(sum(work.has_position for work in named), len(named))}",
        f"cues={_bucket(len(narrative.cues))}",
        f"empty cues={bool(narrative.empty_cues)}",
        f"assistance only={bool(narrative.assist_only)}",
        f"measures={_bucket(sum(measure.kind in COUNTED_KINDS for measure in narrative.measures))}",
        f"baselines={_bucket(sum(measure.baseline is not None for measure in narrative.measures))}",
        f"other measures={_bucket(sum(measure.kind not in COUNTED_KINDS for measure in narrative.measures))}",
        f"goal connections={_bucket(len(narrative.goal_connections))}",
        f"generic goals={bool(narrative.generic_goals)}",
        f"demands={_bucket(len(narrative.components))}",
        f"responses={_bucket(len(narrative.responses))}",
        f"stock response={bool(narrative.stock_responses)}",
        f"capacities with place={_bucket(places)}",
        f"capacities alone={_bucket(len(narrative.targets) - places)}",
    ]


def _kinds(narrative: Evidence) -> list[str]:
    kinds = Counter(work.kind for work in narrative.work)
    purposes = {work.purpose for work in narrative.work}
    specific = {work.specific for work in narrative.work if work.kind == "activity"}
    facts = [f"work has {purpose}" for purpose in sorted(purposes)]
    facts += [f"activity is {level}" for level in sorted(specific)]
    facts += [f"{kind}s={_bucket(kinds[kind])}" for kind in ("exercise", "activity", "class")]
    facts.append(f"mostly={kinds.most_common(1)[0][0] if kinds else 'nothing'}")
    facts += sorted({f"measure is {measure.kind}" for measure in narrative.measures})
    facts += sorted({f"demand is {name}" for name, _ in narrative.components})
    facts += sorted({f"cue is {cue.kind}" for cue in narrative.cues})
    return facts


def _note_facts(narrative: Evidence, note: NoteEvidence) -> list[str]:
    other = [item for item in note.narratives if item.code != narrative.code]
    same = bool(other) and bool(set(narrative.spans) & set(other[0].spans))
    alike = bool(other) and bool(narrative.interventions) and {i.span for i in narrative.interventions} == {i.span for i in other[0].interventions}
    return [
        f"both codes={bool(other)}",
        f"shared description={note.shared_description is not None}",
        f"shares text={same}",
        f"shares every intervention={alike}",
        f"no contact={narrative.no_contact is not None}",
        f"passive={narrative.passive is not None}",
        f"talk only={narrative.education_only is not None}",
    ]


def _pairs(elements: Mapping[str, Level]) -> list[str]:
    named = elements.get("named_exercise") or elements.get("named_activity")
    goal = elements.get("goal_connection")
    target = elements.get("impairment_target") or elements.get("components")
    dose = elements.get("dose") or elements.get("skilled_direction")
    return [
        f"named={named}&dose={dose}&target={target}",
        f"named={named}&goal={goal}",
        f"goal={goal}&target={target}",
    ]


def link_facts(note: NoteEvidence, elements: Mapping[str, Mapping[str, Level]]) -> list[str]:
    """What bears on the tie between the two codes' work."""
    facts = list(note.link_facts)
    for code, grades in elements.items():
        facts += [f"{code}&{name}={level}" for name, level in grades.items() if name in _LINK_ELEMENTS]
    return [*facts, *(f"{a}&{b}" for a in note.link_facts for b in note.link_facts if a < b)]


_LINK_ELEMENTS = frozenset(("goal_connection", "impairment_target", "named_activity", "named_exercise", "components"))
