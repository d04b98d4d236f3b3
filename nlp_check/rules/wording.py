"""How messages and hints name things: always in the note's own words, never in words of ours.

A hint that names an exercise quotes it, so that nothing stands in it that the clinician did not write.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from nlp_check.records.evidence import NamedWork
from nlp_check.rules.base import NarrativeView, NoteView

_LISTED = 3


def plural(count: int, noun: str) -> str:
    """``1 unit``, ``2 units``, ``0 units``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def listed(names: Iterable[str]) -> str:
    """Up to three different names as a list in prose; what is left over is ``others``."""
    different = list({name.casefold(): name for name in names if name}.values())
    if len(different) > _LISTED:
        different[_LISTED:] = ["others"]
    if len(different) < 2:
        return "".join(different)
    return f"{', '.join(different[:-1])} and {different[-1]}"


def is_named(work: NamedWork) -> bool:
    """The work has a name of its own and is not only a class such as "LE strengthening"."""
    return work.kind != "class" and work.specific != "missing"


def named(
    narrative: NarrativeView, note: NoteView, otherwise: str, keep: Callable[[NamedWork], bool] = is_named
) -> str:
    """``leg press and SLR``: the names of the work that ``keep`` accepts, else ``otherwise``."""
    return listed(note.quote(work.span) for work in narrative.evidence.work if keep(work)) or otherwise
