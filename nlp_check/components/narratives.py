"""Which text documents which code.

A sentence is cut where a code label stands in it; the pieces are segments. A label opens a block that runs to
the next label or to a section heading. What stands in no block is attributed by content (attribution.py). Rows
of a charge grid state minutes and units and document nothing.
"""

from __future__ import annotations

import re
from itertools import islice

from nlp_check.components.charge_rows import (
    LEAD,
    SILENT_SECTIONS,
    closing_line,
    is_bare,
    is_code_field,
    mark_rows,
)
from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.layout import Sentence
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment, cut_at_labels

# Headings that always close a block; the others may be fields inside one.
_CLOSING = frozenset(("subjective", "objective", "plan", "home", "billing", "treatment", "header", "signature_head"))
_NOT_BILLED = re.compile(
    r"not (?:done|performed|billed|provided|completed|charged|given|today|addressed|initiated)|no charge|non-?billable|"
    r"deferred|will be (?:added|billed|done|initiated|performed|resumed|started)|(?:was )?denied by|held today|omitted|did(?: not|n't) (?:bill|do|perform|get to)|fee schedule|allowable|per unit \$|\$\s?\d|declined|"
    r"not appropriate|none today|n/a|was not|were not|no exercise|no time|:\s*held\b|\bheld(?:[,.;]|\s(?:d/t|due|2/2|today|per|pt|secondary|bc|because)|\s*$)|\bon hold\b|^\W*no\s",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"next (?:visit|session|time|week)|\bwill\b|\bplan(?:ned|s)?\b|would benefit|\bcontinue\b|\bcont\b|"
    r"recommend|last (?:visit|session|time|week)|previous (?:visit|session)|hold off|at (?:the )?eval",
    re.IGNORECASE,
)


def cut_segments(reading: Reading, sentences: list[Sentence], mentions: list[Mention]) -> list[Segment]:
    """Segments in order, with rows marked and blocks owned; the rest have no owners yet."""
    segments = cut_at_labels(reading, sentences, mentions)
    mark_rows(reading, segments, mentions)
    _own_blocks(reading, segments)
    _own_backwards(reading, segments)
    return segments


def _own_blocks(reading: Reading, segments: list[Segment]) -> None:
    current: tuple[str, ...] = ()
    block = -1
    block_paragraph = -1
    has_content = False
    repeated = _repeated_headings(reading, segments)
    fields = (1 for segment in segments if segment.mention is not None and is_code_field(reading, segment.mention))
    grouped = sum(islice(fields, 2)) > 1  # groups with a code field of their own: ``Problem 2: ...``
    for segment in segments:
        sentence = segment.sentence
        if segment.row:
            if segment.section in ("billing", "time") or (segment.mention is not None and segment.mention.codes != current):
                current = ()
            continue
        mention = segment.mention
        if mention is not None and mention.role == "label":
            if _denied(reading, segment):
                current = ()
                continue
            current = mention.codes
            block += 1
            block_paragraph = sentence.paragraph
            has_content = not is_bare(reading, segment)
        elif segment.first == sentence.first and current:
            field = id(segment) in repeated and sentence.paragraph == block_paragraph
            if sentence.heading and not field and _closes(reading, segment, block_paragraph):
                current = ()
            elif grouped and has_content and _WORD_GROUP.match(reading.text, reading.starts[segment.first]):
                current = ()
            elif sentence.paragraph != block_paragraph:
                if has_content and not sentence.bullet:
                    current = ()
                block_paragraph = sentence.paragraph
            elif closing_line(reading, segment) and not sentence.heading and sentence.opens and _is_total(reading, segment):
                current = ()
            else:
                has_content = True
        if current:
            if not sentence.heading or id(segment) in repeated:
                segment.section = ""
            segment.owners = current
            segment.labelled = True
            segment.block = block
        elif mention is not None and not _denied(reading, segment) and segment.section not in SILENT_SECTIONS:
            if not _FUTURE.search(reading.quote(segment.first, segment.end)):
                segment.owners = mention.codes
                segment.labelled = True


def _repeated_headings(reading: Reading, segments: list[Segment]) -> set[int]:
    """Segments whose heading stands at least twice in the note: fields of repeated groups, not sections of the note."""
    by_text: dict[str, list[int]] = {}
    for segment in segments:
        sentence = segment.sentence
        if sentence.heading and segment.first == sentence.first and sentence.body > sentence.first:
            text = " ".join(reading.entries[i].lower for i in range(sentence.first, sentence.body))
            by_text.setdefault(text, []).append(id(segment))
    return {identity for identities in by_text.values() if len(identities) > 1 for identity in identities}


_WORD_GROUP = re.compile(rf"{LEAD}(?:problem|service|procedure|item)\b", re.IGNORECASE)


def _own_backwards(reading: Reading, segments: list[Segment]) -> None:
    """``Code: 97110`` under its text: the lines of the group above it, as far as nobody owns them, are this code's."""
    for index, segment in enumerate(segments):
        mention = segment.mention
        if mention is None or segment.row or not segment.labelled or not is_code_field(reading, mention):
            continue
        group = segment.sentence.paragraph
        back = index - 1
        while back >= 0:
            other = segments[back]
            if other.owners or other.row or other.section in SILENT_SECTIONS or group - other.sentence.paragraph > 0:
                break
            other.owners = segment.owners
            other.labelled = True
            other.block = segment.block
            if not other.sentence.heading or other.section in ("objective", "assessment", "treatment"):
                other.section = ""
            if _GROUP_START.match(reading.text, reading.starts[other.first]):
                break
            back -= 1


_GROUP_START = re.compile(rf"{LEAD}(?:problem|service|procedure|item|#?\d{{1,2}}\s*[.)])", re.IGNORECASE)


def _is_total(reading: Reading, segment: Segment) -> bool:
    return reading.entries[segment.sentence.body].lower in ("total", "session", "electronically", "signed", "signature", "timed", "untimed")


def _closes(reading: Reading, segment: Segment, block_paragraph: int) -> bool:
    """Whether a heading ends the block; ``Response:`` or ``Goal:`` right under it is a field of the block."""
    if segment.section in _CLOSING:
        return True
    if segment.section in ("assessment", "goals"):
        return segment.sentence.paragraph != block_paragraph or reading.entries[_heading_word(reading, segment)].lower in _ASSESSMENT
    return False


_ASSESSMENT = frozenset(("a", "assessment", "assess", "assmt", "impression", "clinical", "summary"))


def _heading_word(reading: Reading, segment: Segment) -> int:
    at = segment.sentence.first
    while at < segment.sentence.body - 1 and not reading.entries[at].lower.isalpha():
        at += 1
    return at


def _denied(reading: Reading, segment: Segment) -> bool:
    if segment.denied is None:
        segment.denied = _is_denied(reading, segment)
    return segment.denied


def _is_denied(reading: Reading, segment: Segment) -> bool:
    mention = segment.mention
    if mention is None:
        return False
    if mention.first > segment.first and reading.entries[mention.first - 1].lower in ("no", "without", "hold", "held", "deferred"):
        return True
    end = min(segment.end, mention.end + 8) if mention.role == "label" else segment.end
    return _NOT_BILLED.search(reading.quote(segment.first, end)) is not None


_MINUTES_BESIDE = re.compile("[dn]-?m")
_BESIDE = 4


def _has_minutes(reading: Reading, mention: Mention) -> bool:
    """Whether minutes stand right before or behind a code's name: then it was given, and not only spoken of."""
    low, high = max(0, mention.first - _BESIDE), mention.end + _BESIDE
    return _MINUTES_BESIDE.search(reading.shapes, low, high) is not None


def billed_in_text(reading: Reading, segments: list[Segment]) -> dict[str, Mention]:
    """The judged and neighbour codes that the text itself says were given, with the mention that says so."""
    firm: dict[str, Mention] = {}
    loose: dict[str, Mention] = {}
    for segment in segments:
        mention = segment.mention
        if mention is None or _denied(reading, segment):
            continue
        quote = reading.quote(segment.first, segment.end)
        planned = segment.section in ("plan", "subjective", "home") or (
            mention.role != "label" and _FUTURE.search(quote) is not None
        )
        for code in mention.codes:
            if planned:
                continue
            if mention.role == "label" or mention.numbered or segment.row or (mention.strong and _has_minutes(reading, mention)):
                firm.setdefault(code, mention)
            else:
                loose.setdefault(code, mention)
    if any(code in JUDGED for code in firm):
        return firm
    return {**loose, **firm}
