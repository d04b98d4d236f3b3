"""What a rule is: a small class that judges evidence and elements under a policy and yields hits.

A rule never searches the note text and never knows a payer: what it needs was found by the pipeline and
resolved by the policy. Rules live one a file in ``nlp_check/rules/<family>/<name>.py`` and are found by walking
the package, so adding one edits nothing else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import ClassVar, Literal

import msgspec

from nlp_check.policy.model import Policy
from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence, Span
from nlp_check.records.note import Note
from nlp_check.records.report import Pair, Severity
from nlp_check.units import UnitCount


class NarrativeView(msgspec.Struct, frozen=True):
    """One narrative as the rules see it.

    ``minutes`` are the code's own minutes (None where unknown, combined or impossible), ``supported_units`` what
    the policy's counting method makes of them within this visit. ``intended_code`` is what the text describes,
    None where no model judged it.
    """

    code: Code
    evidence: Evidence
    elements: Mapping[str, Level]
    minutes: int | None
    supported_units: int | None
    intended_code: str | None
    intended_probability: float | None


class NoteView(msgspec.Struct, frozen=True):
    """One note as the rules see it. ``counts`` holds the unit count of the visit by every method
    (``cms``, ``ama``, ``colorado``), empty where minutes are not known for each billed code."""

    note: Note
    evidence: NoteEvidence
    narratives: tuple[NarrativeView, ...]
    pair: Pair | None
    policy: Policy
    counts: Mapping[str, UnitCount]

    def narrative(self, code: Code) -> NarrativeView | None:
        """The narrative of ``code``, or None when it is not billed."""
        return next((view for view in self.narratives if view.code == code), None)


class Hit(msgspec.Struct, frozen=True):
    """One place where a rule fires. ``severity`` overrides the rule's own (a partial element is a warning).

    ``span`` None means nothing can be pointed at. ``message`` says what is wrong, ``hint`` asks for what is missing.
    Neither may name a number, side, body part or task that the note does not contain (computed minutes and
    units excepted).
    """

    span: Span | None
    message: str
    hint: str
    severity: Severity | None = None


class Example(msgspec.Struct, frozen=True):
    """A named example: a note (with a claim where the text names no code), and whether the rule fires on it.

    ``quotes`` are the texts its findings point at, in order ("" for a finding without a span); the exact number
    of findings of this rule is their length. ``quotes`` empty means the example passes.
    """

    name: str
    text: str
    quotes: tuple[str, ...] = ()
    claim: tuple[Mapping[str, object], ...] | None = None
    policy: str = "strict"
    payer: str | None = None


class Rule:
    """Base of every rule. The subclass docstring says what is true, then why, then where it comes from."""

    id: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    scope: ClassVar[Literal["narrative", "note"]] = "narrative"
    codes: ClassVar[tuple[Code, ...]] = ("97110", "97530")  # narrative rules: the codes they judge
    what: ClassVar[str]  # one line for the rule table
    why: ClassVar[str]  # one or two sentences for `explain`
    examples: ClassVar[tuple[Example, ...]]  # at least one failing and one passing

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Iterable[Hit]:
        """Hits in one narrative (scope ``narrative``)."""
        raise NotImplementedError

    def check_note(self, note: NoteView) -> Iterable[Hit]:
        """Hits of the whole note (scope ``note``); their findings carry no code."""
        raise NotImplementedError

    def run(self, note: NoteView) -> Iterator[tuple[Code | None, Hit]]:
        """Every hit with the code it concerns, narratives in the order of the report."""
        if self.scope == "note":
            for hit in self.check_note(note):
                yield None, hit
            return
        for narrative in note.narratives:
            if narrative.code in self.codes:
                for hit in self.check_narrative(narrative, note):
                    yield narrative.code, hit
