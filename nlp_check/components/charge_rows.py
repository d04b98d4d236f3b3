"""Which segments are rows of a charge grid: labels with minutes and units that document nothing."""

from __future__ import annotations

import re
from bisect import bisect_left

from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.reading import Reading
from nlp_check.components.segments import Segment

SILENT_SECTIONS = frozenset(("subjective", "header", "plan", "home", "billing", "signature_head"))
ROW_WORDS = frozenset(
    "cpt code codes description desc timed untimed total time start stop min mins minutes unit units mod modifier "
    "modifiers charge charges billed billing gp go gn kx cq co xu xs xe xp x in out to from direct one on 1:1 am pm "
    "hrs h skilled tx treatment minute the of at pt ot qty service services end begin finish each for per and a p "
    "contact therapist".split()
)


def mark_rows(reading: Reading, segments: list[Segment], mentions: list[Mention]) -> None:
    """A bare label (numbers, units, times and nothing else) is a row, unless content follows under it."""
    bare = [is_bare(reading, segment) for segment in segments]
    firsts = [mention.first for mention in mentions]
    size = len(segments)
    full = bare.index(False) if False in bare else size  # the first segment that is more than a label
    for i, segment in enumerate(segments):
        if not bare[i] or segment.mention is None:
            continue
        if segment.section == "billing" or (segment.section == "time" and not is_code_field(reading, segment.mention)):
            segment.row = True
            continue
        if segment.section == "time":
            continue
        inside = mentions[bisect_left(firsts, segment.first) : bisect_left(firsts, segment.end)]
        if any(mention.codes != segment.mention.codes for mention in inside):
            segment.row = True  # ``97110-GP 2u / 97530-GP 1u``: each code with figures of its own
            continue
        following = i + 1
        if following == size:
            segment.row = full < i
            continue
        after = segments[following]
        beside = segments[i - 1] if i and segments[i - 1].sentence is segment.sentence else None
        if (after.sentence is segment.sentence and bare[following]) or (beside is not None and beside.row):
            segment.row = True  # one line that names several codes with their figures
            continue
        if bare[following] and after.mention is not None:
            segment.row = True
        elif i and bare[i - 1] and segments[i - 1].row and segments[i - 1].mention is not None:
            segment.row = (
                after.sentence.heading or after.sentence.paragraph != segment.sentence.paragraph or closing_line(reading, after)
            )
        elif after.sentence.heading and after.section in SILENT_SECTIONS:
            segment.row = full < i
        elif closing_line(reading, after):
            segment.row = True
    for i, segment in enumerate(segments[:-1]):
        if segment.mention is None and segments[i + 1].row and _is_header(reading, segment):
            segment.row = True
    _unmark_lonely_rows(segments, bare)


_FIGURE = re.compile("[dfn]")
_FIGURE_NEAR = 4


def _is_header(reading: Reading, segment: Segment) -> bool:
    """The line of column names over a grid."""
    if _FIGURE.search(reading.shapes, segment.first, segment.end):
        return False
    words = [reading.entries[i].lower for i in range(segment.first, segment.end) if reading.entries[i].lower.isalpha()]
    return len(words) > 1 and all(word in ROW_WORDS for word in words)


def _unmark_lonely_rows(segments: list[Segment], bare: list[bool]) -> None:
    """Where the whole note is labels with times and nothing else, they are bad narratives, not a grid."""
    if any(
        not segment.row and not flag and segment.section not in SILENT_SECTIONS and segment.end - segment.first > 3
        for segment, flag in zip(segments, bare, strict=True)
    ):
        return
    for segment in segments:
        if segment.section not in ("billing", "time"):
            segment.row = False


def is_bare(reading: Reading, segment: Segment) -> bool:
    """Whether a segment holds a code with figures and words of charge grids, and nothing that was done."""
    mention = segment.mention
    if mention is None or (mention.role != "label" and segment.section != "billing"):
        return False
    first = segment.sentence.body if segment.sentence.body <= mention.first else segment.first
    for a, b in ((max(first, segment.first), mention.first), (mention.end, segment.end)):
        for i in range(a, b):
            word = reading.entries[i].lower
            if word.isalpha() and word not in ROW_WORDS and reading.shapes[i] not in "mukxTn":
                if not _code_word(reading, i, mention.codes):
                    return False
    return True


_CODE_STEMS = frozenset(("ther", "therapeutic", "therex", "theract", "there"))


def _code_word(reading: Reading, at: int, codes: tuple[str, ...]) -> bool:
    """Whether the token belongs to a phrase that names a code (a row may name it by number and by words, or name several).

    The name of another code without figures of its own says what was done: ``TherAct (32 min) - ADL retraining``.
    """
    for first, end, concept in reading.hits_in(max(0, at - 5), at + 1):
        if not first <= at < end:
            continue
        sense = concept.senses.get("code")
        own = sense is not None and bool(set(sense.normal.split("+")) & {*codes, *JUDGED})
        if own or (sense is not None and (end - first == 1 or _FIGURE.search(reading.shapes, end, end + _FIGURE_NEAR))):
            return True
        if concept.words[0] in _CODE_STEMS and end - first <= 3:
            return True
    return False


LEAD = r"\W{0,40}"  # signs before the first word of a line: not without end, since each line of signs would read all that follow
_CLOSING_LINE = re.compile(
    rf"{LEAD}(?:(?P<credential>pt\b|ot\b|therapist)|total|sign|electronic|e-?sign|cosign|time|session|untimed|timed|page)", re.IGNORECASE
)
_SIGNATURE_LENGTH = 8


def closing_line(reading: Reading, segment: Segment) -> bool:
    """Whether a total, a signature or the like begins here."""
    match = _CLOSING_LINE.match(reading.text, reading.starts[segment.first])
    if match is None or match["credential"] is None:
        return match is not None
    return segment.end - segment.first <= _SIGNATURE_LENGTH  # longer ones begin with "Pt": the patient


_CODE_FIELD = frozenset(("code", "codes", "cpt", "billed", "charge", "charged", "billing"))


def is_code_field(reading: Reading, mention: Mention) -> bool:
    """Whether the code is the value of a field (``Code: 97110``)."""
    words = [reading.entries[i].lower for i in range(max(0, mention.first - 4), mention.first)]
    return len(words) > 1 and bool(_CODE_FIELD.intersection(words[-3:])) and words[-1] in (":", "-", "=", "|", "code", "as")
