"""What a rule is: a small class that judges evidence and elements under a policy and yields hits.

A rule never searches the note text and never knows a payer: what it needs was found by the pipeline and
resolved by the policy. Rules live one a file in ``nlp_check/rules/<family>/<name>.py`` and are found by
walking the package, so adding one edits nothing else. What holds *between* rules (one excludes another)
stands in ``judge.py`` and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar, Literal

import msgspec

from nlp_check.policy.model import Policy
from nlp_check.records.evidence import Code, Evidence, Level, NoteEvidence, Span
from nlp_check.records.note import Note
from nlp_check.records.report import Pair, Severity
from nlp_check.units import UnitCount

Gap = Literal["missing", "partial"]

_QUOTE_LIMIT = 80


class NarrativeView(msgspec.Struct, frozen=True):
    """One narrative as the rules see it.

    ``minutes`` are the code's own minutes (None where unknown, combined or impossible), ``supported_units``
    what the policy's counting method makes of them within this visit. ``intended_code`` is what the text
    describes, None where no model judged it.
    """

    code: Code
    evidence: Evidence
    elements: Mapping[str, Level]
    minutes: int | None
    supported_units: int | None
    intended_code: str | None
    intended_probability: float | None

    def gap(self, element: str) -> Gap | None:
        """``missing`` or ``partial``, None where ``element`` is met or does not apply."""
        level = self.elements[element]
        return level if level == "missing" or level == "partial" else None


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

    @property
    def both_billed(self) -> bool:
        """Both codes are billed, documented or not."""
        return len(self.narratives) == 2

    @property
    def pair_anchor(self) -> Span | None:
        """Where a finding about something the pair lacks points: the later of the two code mentions."""
        anchors = [view.evidence.anchor for view in self.narratives if view.evidence.anchor is not None]
        return max(anchors, default=None)

    def intent(self, narrative: NarrativeView) -> str | None:
        """The code that the text of ``narrative`` clearly describes, None where it is not clear."""
        probability = narrative.intended_probability
        if probability is None or probability < self.policy.intent_threshold:
            return None
        return narrative.intended_code

    def quote(self, span: Span) -> str:
        """The note's own words at ``span`` on one line, cut at a word when they are long."""
        words = " ".join(self.note.text[span[0] : span[1]].split())
        if len(words) <= _QUOTE_LIMIT:
            return words
        head, _, _ = words[:_QUOTE_LIMIT].rpartition(" ")
        return f"{head or words[:_QUOTE_LIMIT]} ..."


class Hit(msgspec.Struct, frozen=True):
    """One place where a rule fires.

    ``span`` None means nothing can be pointed at. ``message`` says what is wrong and holds no words of the
    note, so that it may stand in machine reports. ``hint`` asks for what is missing, in the note's own words.
    Neither may name a number, side, body part or task that the note does not contain (computed minutes and
    units excepted). ``partial``: the element is there in part, so the policy's partial severity applies.
    """

    span: Span | None
    message: str
    hint: str
    partial: bool = False


Hits = tuple[Hit, ...]


class Example(msgspec.Struct, frozen=True):
    """A named example: a note (with a claim where the text names no code), and whether the rule fires on it.

    ``quotes`` are the texts its findings point at, in order ("" for a finding without a span); the exact
    number of findings of this rule is their length. ``quotes`` empty means the example passes.
    """

    name: str
    text: str
    quotes: tuple[str, ...] = ()
    claim: tuple[Mapping[str, object], ...] | None = None
    policy: str = "strict"
    settings: Mapping[str, str] = {}  # what a user's own policy file sets on top of ``policy``
    payer: str | None = None


class Rule:
    """Base of every rule. The subclass docstring says what is true, then why, then where it comes from."""

    id: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    partial_severity: ClassVar[Severity | None] = None  # the default where an element is only partial
    scope: ClassVar[Literal["narrative", "note", "history"]] = "narrative"  # history: judged over many visits
    codes: ClassVar[tuple[Code, ...]] = ("97110", "97530")  # narrative rules: the codes they judge
    what: ClassVar[str]  # one line for the rule table
    why: ClassVar[str]  # one or two sentences for `explain`
    examples: ClassVar[tuple[Example, ...]]  # at least two failing and two passing

    def check_narrative(self, narrative: NarrativeView, note: NoteView) -> Hits:
        """Hits in one narrative (scope ``narrative``)."""
        raise NotImplementedError

    def check_note(self, note: NoteView) -> Hits:
        """Hits of the whole note (scope ``note``); their findings carry no code."""
        raise NotImplementedError
