"""The report's slugs in words for people, and how amounts are written."""

from __future__ import annotations

from nlp_check.records.evidence import Distance, Intervention, Level, Number, TimeBlock

CODE_NAMES = {"97110": "exercise", "97530": "activity"}
LEVEL_MARKS: dict[Level, str] = {"met": "[x]", "partial": "[~]", "missing": "[ ]", "not_applicable": "[-]"}
LEVEL_WORDS: dict[Level, str] = {
    "met": "met",
    "partial": "partial",
    "missing": "missing",
    "not_applicable": "not needed",
}
ELEMENT_NAMES = {
    "named_exercise": "exercise named",
    "named_activity": "activity named",
    "dose": "dose",
    "load": "load",
    "position": "position",
    "impairment_target": "impairment target",
    "components": "components",
    "skilled_direction": "skilled direction",
    "clock_time": "clock time",
    "objective_measure": "objective measure",
    "baseline": "baseline",
    "goal_connection": "goal connection",
    "patient_response": "patient response",
}
PAIR_NAMES = {
    "separate_time": "separate time",
    "separate_justification": "separate justification",
    "clinical_link": "clinical link",
}


def counted(count: int, noun: str) -> str:
    """``1 unit``, ``2 units``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def amount(value: Number | tuple[Number, Number]) -> str:
    """A number as a person writes it; a range stays a range."""
    if isinstance(value, tuple):
        return f"{value[0]:g}-{value[1]:g}"
    return f"{value:g}"


def block(time: TimeBlock) -> str:
    """``10:05-10:23``."""
    return f"{time.start}-{time.stop}"


def dose(work: Intervention) -> str:
    """``3 x 15, 40 lbs, seated, right``; empty where nothing is stated."""
    parts: list[str] = []
    if work.sets is not None and work.reps is not None:
        parts.append(f"{amount(work.sets)} x {amount(work.reps)}")
    elif work.sets is not None:
        parts.append(f"{amount(work.sets)} sets")
    elif work.reps is not None:
        parts.append(f"x {amount(work.reps)}")
    if work.hold_seconds is not None:
        parts.append(f"{amount(work.hold_seconds)} s hold")
    if work.duration_seconds is not None:
        parts.append(_duration(work.duration_seconds))
    if work.distance is not None:
        parts.append(_distance(work.distance))
    if work.per_side:
        parts.append("each side")
    name = work.name.lower()
    if work.load is not None:
        effort = (
            work.load.unit if work.load.value is None else ""
        )  # carried by the name, or a colour in the text
        written = work.load.text if work.load.text.lower() not in name else effort
        parts += [written.replace("_", " ")] if written else []
    parts += [part for part in (work.position, work.side) if part is not None and part not in name]
    return ", ".join(parts)


def _duration(seconds: int | tuple[int, int]) -> str:
    ends = seconds if isinstance(seconds, tuple) else (seconds,)
    if all(end % 60 == 0 for end in ends):
        return "-".join(str(end // 60) for end in ends) + " min"
    return f"{amount(seconds)} s"


def _distance(distance: Distance) -> str:
    single = distance.value == 1 or distance.unit in ("ft", "m", "yd", "mi")
    return f"{amount(distance.value)} {distance.unit}{'' if single else 's'}"
