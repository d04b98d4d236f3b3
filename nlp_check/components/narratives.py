"""Which text documents which code.

A sentence is cut where a code label stands in it; the pieces are segments. A label opens a block that runs to
the next label or to a section heading. What stands in no block is attributed by content (attribution.py). Rows
of a charge grid state minutes and units and document nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import islice

from nlp_check.components.codes import JUDGED, Mention
from nlp_check.components.layout import Sentence
from nlp_check.components.reading import Reading

# Headings that always close a block; the others may be fields inside one.
_CLOSING = frozenset(("subjective", "objective", "plan", "home", "billing", "treatment", "header", "signature_head"))
_SILENT_SECTIONS = frozenset(("subjective", "header", "plan", "home", "billing", "signature_head"))
ROW_WORDS = frozenset(
    "cpt code codes description desc timed untimed total time start stop min mins minutes unit units mod modifier "
    "modifiers charge charges billed billing gp go gn kx cq co xu xs xe xp x in out to from direct one on 1:1 am pm "
    "hrs h skilled tx treatment minute the of at pt ot qty service services end begin finish each for per and a p "
    "contact therapist".split()
)
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


class Segment:
    """A piece of a sentence and the codes it documents.

    ``owners`` are codes (``'97110'``, ``'97140'`` ...), empty where nothing is known; ``row``: charge-grid row;
    ``mention`` the code mention it opens with or holds; ``block`` counts the labelled blocks of the note.
    """

    __slots__ = ("block", "denied", "end", "first", "labelled", "mention", "minutes", "owners", "row", "section", "sentence")

    def __init__(self, first: int, end: int, sentence: Sentence, mention: Mention | None) -> None:
        self.first = first
        self.end = end
        self.sentence = sentence
        self.mention = mention
        self.owners: tuple[str, ...] = ()
        self.row = False
        self.labelled = False  # owned through a label or an inline mention, not by content
        self.block = -1
        self.minutes: bool | None = None  # whether it names minutes; None: not yet asked
        self.denied: bool | None = None  # whether the text says that the code was not billed; None: not yet asked
        self.section = sentence.section


def cut_segments(reading: Reading, sentences: list[Sentence], mentions: list[Mention]) -> list[Segment]:
    """Segments in order, with rows marked and blocks owned; the rest have no owners yet."""
    segments = _cut(reading, sentences, mentions)
    _mark_rows(reading, segments, mentions)
    _own_blocks(reading, segments)
    _own_backwards(reading, segments)
    return segments


def _is_time(reading: Reading, sentence: Sentence, label: Mention) -> bool:
    """Whether nothing but figures and am or pm stands before a label: ``10:05-10:23 TE:``."""
    return sentence.opens and all(
        not reading.entries[i].lower.isalpha() or reading.shapes[i] in "kTm" for i in range(sentence.body, label.first)
    )


_MOST_LEAD = 6
_LEADING = frozenset("then and about roughly approx approximately another next".split())


def _lead_start(reading: Reading, label: Mention, sentence: Sentence) -> int:
    """Where a label begins with the minutes before it: ``... standing, then roughly 15 min TherAct -``."""
    at = label.first
    if at - sentence.first < 2 or reading.shapes[at - 2 : at] not in ("dm", "nm"):
        return at
    at -= 2
    while at > sentence.first and (reading.shapes[at - 1] == "~" or reading.entries[at - 1].lower in _LEADING):
        at -= 1
    return at


def _is_led(reading: Reading, sentence: Sentence, label: Mention) -> bool:
    """Whether what stands before a label is only its time: ``10:05-10:23 TE:``, ``then roughly 15 min TherAct -``."""
    minutes = label.first - sentence.body <= _MOST_LEAD and reading.shapes[max(0, label.first - 1) : label.first] == "m"
    return minutes or _is_time(reading, sentence, label)


def _cut(reading: Reading, sentences: list[Sentence], mentions: list[Mention]) -> list[Segment]:
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(mention.sentence, []).append(mention)
    segments: list[Segment] = []
    for index, sentence in enumerate(sentences):
        inside = by_sentence.get(index)
        if inside is None:
            segments.append(Segment(sentence.first, sentence.end, sentence, None))
            continue
        labels = [mention for mention in inside if mention.role == "label"]
        starts = [_lead_start(reading, label, sentence) for label in labels]
        if not labels or (labels[0].first > sentence.body + 1 and not labels[0].heads_sentence and not _is_led(reading, sentence, labels[0])):
            inline = next((mention for mention in inside if mention.role != "label"), None)
            end = starts[0] if starts else sentence.end
            held = inline if inline is not None and inline.first < end else None
            if end > sentence.first:
                segments.append(Segment(sentence.first, end, sentence, held))
        elif labels:
            starts[0] = sentence.first
        ends = [*starts[1:], sentence.end] if starts else []
        for label, first, end in zip(labels, starts, ends, strict=True):
            segments.append(Segment(first, end, sentence, label))
    return segments


def _mark_rows(reading: Reading, segments: list[Segment], mentions: list[Mention]) -> None:
    """A bare label (numbers, units, times and nothing else) is a row, unless content follows under it."""
    bare = [_is_bare(reading, segment) for segment in segments]
    firsts = [mention.first for mention in mentions]
    size = len(segments)
    full = bare.index(False) if False in bare else size  # the first segment that is more than a label
    for i, segment in enumerate(segments):
        if not bare[i] or segment.mention is None:
            continue
        if segment.section == "billing" or (segment.section == "time" and not _is_code_field(reading, segment.mention)):
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
                after.sentence.heading or after.sentence.paragraph != segment.sentence.paragraph or _closing_line(reading, after)
            )
        elif after.sentence.heading and after.section in _SILENT_SECTIONS:
            segment.row = full < i
        elif _closing_line(reading, after):
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
        not segment.row and not flag and segment.section not in _SILENT_SECTIONS and segment.end - segment.first > 3
        for segment, flag in zip(segments, bare, strict=True)
    ):
        return
    for segment in segments:
        if segment.section not in ("billing", "time"):
            segment.row = False


def _is_bare(reading: Reading, segment: Segment) -> bool:
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


_LEAD = r"\W{0,40}"  # signs before the first word of a line: not without end, since each line of signs would read all that follow
_CLOSING_LINE = re.compile(
    rf"{_LEAD}(?:(?P<credential>pt\b|ot\b|therapist)|total|sign|electronic|e-?sign|cosign|time|session|untimed|timed|page)", re.IGNORECASE
)
_SIGNATURE_LENGTH = 8


def _closing_line(reading: Reading, segment: Segment) -> bool:
    match = _CLOSING_LINE.match(reading.text, reading.starts[segment.first])
    if match is None or match["credential"] is None:
        return match is not None
    return segment.end - segment.first <= _SIGNATURE_LENGTH  # longer ones begin with "Pt": the patient


def _own_blocks(reading: Reading, segments: list[Segment]) -> None:
    current: tuple[str, ...] = ()
    block = -1
    block_paragraph = -1
    has_content = False
    repeated = _repeated_headings(reading, segments)
    fields = (1 for segment in segments if segment.mention is not None and _is_code_field(reading, segment.mention))
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
            has_content = not _is_bare(reading, segment)
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
            elif _closing_line(reading, segment) and not sentence.heading and sentence.opens and _is_total(reading, segment):
                current = ()
            else:
                has_content = True
        if current:
            if not sentence.heading or id(segment) in repeated:
                segment.section = ""
            segment.owners = current
            segment.labelled = True
            segment.block = block
        elif mention is not None and not _denied(reading, segment) and segment.section not in _SILENT_SECTIONS:
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


_WORD_GROUP = re.compile(rf"{_LEAD}(?:problem|service|procedure|item)\b", re.IGNORECASE)
_CODE_FIELD = frozenset(("code", "codes", "cpt", "billed", "charge", "charged", "billing"))


def _own_backwards(reading: Reading, segments: list[Segment]) -> None:
    """``Code: 97110`` under its text: the lines of the group above it, as far as nobody owns them, are this code's."""
    for index, segment in enumerate(segments):
        mention = segment.mention
        if mention is None or segment.row or not segment.labelled or not _is_code_field(reading, mention):
            continue
        group = segment.sentence.paragraph
        back = index - 1
        while back >= 0:
            other = segments[back]
            if other.owners or other.row or other.section in _SILENT_SECTIONS or group - other.sentence.paragraph > 0:
                break
            other.owners = segment.owners
            other.labelled = True
            other.block = segment.block
            if not other.sentence.heading or other.section in ("objective", "assessment", "treatment"):
                other.section = ""
            if _GROUP_START.match(reading.text, reading.starts[other.first]):
                break
            back -= 1


_GROUP_START = re.compile(rf"{_LEAD}(?:problem|service|procedure|item|#?\d{{1,2}}\s*[.)])", re.IGNORECASE)


def _is_code_field(reading: Reading, mention: Mention) -> bool:
    words = [reading.entries[i].lower for i in range(max(0, mention.first - 4), mention.first)]
    return len(words) > 1 and bool(_CODE_FIELD.intersection(words[-3:])) and words[-1] in (":", "-", "=", "|", "code", "as")


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
