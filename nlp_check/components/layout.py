"""Lines, sentences and sections: where each stretch of a note stands.

A sentence never crosses a line end, unless the line was only wrapped. A heading sets the section for what
follows; a label of a procedure code (codes.py) is not a section.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from nlp_check.components.reading import Reading
from nlp_check.lexicon.model import Sections

_ABBREVIATIONS = frozenset(
    "pt pts approx min mins sec secs lb lbs ft vs ext flex rt lt no wt dr eval ex act re e i g st ther exs reps rep "
    "abd add amb hx tx dx rx dept ea bilat incl etc avg max mod mr mrs ms yr yrs wk wks in a p m int inc temp ind "
    "ind sup sh hr hrs oz cont w u o".split()
)
_UNIT_ABBREVIATIONS = frozenset("min mins sec secs lb lbs ft in reps rep ea wk wks yr yrs hr hrs oz etc a p m".split())
_MARKUP = frozenset("#*->•·|–—◦▪+")
_SOAP = ("S", "O", "A", "P", "A/P", "S/O")
_INLINE_HEADINGS = frozenset(
    "subjective objective assessment plan goal goals hep billing charges intervention interventions treatment response".split()
)
_LONGEST_HEADING = max(map(len, _INLINE_HEADINGS))
_LAST_WORD = re.compile(r"(?<![A-Za-z])[A-Za-z]+\Z")
_BULLET = re.compile(r"[-*•·>◦▪+]|\d{1,2}[.)]")
_HEADING_WORDS = 6
_WRAP_WIDTH = 48
_CHARGE_WORDS = frozenset("billed billing charge charges charged units time total te ta".split())  # a line of its own however it is typed
_DOUBLE = {"s/o": "objective", "a/p": "assessment"}
_DOUBLE_FIRST = frozenset(("s", "a"))
_FIELDS = frozenset(("time",))  # headings that govern their own line only


class Sentence:
    """A stretch of tokens ``first`` .. ``end``. ``body`` is where its text begins behind bullets and heading.

    ``section`` is the kind of section it stands in ('' where no heading was seen), ``line`` and ``paragraph`` count
    from 0, ``opens`` tells that it begins a line, ``heading`` that it begins with a section heading.
    """

    __slots__ = ("body", "bullet", "end", "first", "heading", "line", "opens", "paragraph", "section", "worded")

    def __init__(self, first: int, end: int, line: int, paragraph: int, opens: bool) -> None:
        self.first = first
        self.end = end
        self.body = first
        self.line = line
        self.paragraph = paragraph
        self.opens = opens
        self.section = ""
        self.heading = False
        self.bullet = False
        self.worded: int | None = None  # the first word of it that is no figure; None: not yet looked for


def split_sentences(reading: Reading, sections: Sections) -> list[Sentence]:
    """The sentences of a note in order, each with its section."""
    sentences = _cut(reading)
    section = ""
    content_paragraph = -1  # where the section's text stands; -1: nothing behind its heading yet
    field_line = -1
    for sentence in sentences:
        _skip_markup(reading, sentence)
        found = _heading(reading, sentence, sections)
        if found is not None:
            kind, sentence.body = found
            sentence.heading = True
            sentence.section = kind
            if kind in _FIELDS:
                field_line = sentence.line
                continue
            section = kind
            content_paragraph = sentence.paragraph if sentence.body < sentence.end else -1
            field_line = -1
        elif sentence.line == field_line:
            sentence.section = "time"
            continue
        elif content_paragraph == -1:
            content_paragraph = sentence.paragraph
        elif sentence.paragraph > content_paragraph:
            section = ""
            content_paragraph = sentence.paragraph
        sentence.section = section
    return sentences


def _cut(reading: Reading) -> list[Sentence]:
    shapes = reading.shapes
    size = len(shapes)
    breaks = _inline_breaks(reading)
    sentences: list[Sentence] = []
    line = paragraph = 0
    opens = True
    first = 0
    for at in _boundaries(reading, breaks):
        mark = shapes[at] if at < size else "\n"
        end = at if mark == "\n" or at in breaks else at + 1
        if end > first:
            sentences.append(Sentence(first, end, line, paragraph, opens))
            opens = False
        if mark == "\n":
            line += 1
            opens = True
            if at < size and reading.classes[at] == "\r":
                paragraph += 1
            first = at + 1
        else:
            first = end
    return sentences


def _boundaries(reading: Reading, breaks: set[int]) -> list[int]:
    found = [m.start() for m in _CANDIDATE.finditer(reading.shapes)]
    kept = [at for at in found if _ends_here(reading, at)]
    if breaks:
        kept = sorted({*kept, *breaks})
    kept.append(len(reading.shapes))
    return kept


_CANDIDATE = re.compile(r"[.\n]")


def _ends_here(reading: Reading, at: int) -> bool:
    """Whether the full stop or line end at ``at`` closes a sentence."""
    shapes = reading.shapes
    if at + 1 >= len(shapes):
        return True
    if shapes[at] == "\n":
        return not _only_wrapped(reading, at)
    mark_end = reading.ends[at]
    if at and shapes[at - 1] == "d" and (at == 1 or shapes[at - 2] == "\n") and reading.text[mark_end] in " \t":
        return False  # ``1. bridges``
    if reading.starts[at + 1] == mark_end and reading.text[mark_end] not in "\"”’')":
        return shapes[at + 1] == "\n"
    if reading.text[mark_end - 1] in "!?":
        return True
    before = reading.entries[at - 1].lower if at else ""
    after = reading.text[reading.starts[at + 1]]
    if before in _ABBREVIATIONS:
        return before in _UNIT_ABBREVIATIONS and after.isupper() and len(reading.entries[at + 1].lower) > 1
    return True


def _only_wrapped(reading: Reading, at: int) -> bool:
    """A long line that goes on in lower case was wrapped, not ended."""
    if at == 0 or reading.classes[at] == "\r" or reading.shapes[at - 1] in ".:;|":
        return False
    following = reading.text[reading.starts[at + 1]]
    if not following.islower() or not reading.entries[at + 1].lower.isalpha() or reading.entries[at + 1].lower in _CHARGE_WORDS:
        return False
    start = reading.starts[at]
    if start < _WRAP_WIDTH or reading.text.find("\n", start - _WRAP_WIDTH, start) >= 0:
        return False
    opening = reading.shapes.rfind("\n", 0, at) + 1
    after = reading.shapes.find("\n", at + 1)
    columns = reading.shapes.find("\t", opening, after if after >= 0 else None) >= 0
    return not columns  # rows of a table


def _inline_breaks(reading: Reading) -> set[int]:
    """The tokens where a heading with a colon begins, be it in the middle of a line."""
    text = reading.text
    found: set[int] = set()
    colon = text.find(":")
    while colon >= 0:
        end = colon - 1 if colon and text[colon - 1].isspace() else colon
        for start in _heading_starts(text, end):
            token = reading.token_at(start)
            if token and token < len(reading):
                found.add(token)
        colon = text.find(":", colon + 1)
    return found


def _heading_starts(text: str, end: int) -> Iterator[int]:
    """Where a heading that ends at ``end`` begins."""
    if not end or not text[end - 1].isalpha():
        return
    for name in _SOAP:
        start = end - len(name)
        if start >= 0 and text.startswith(name, start) and (start == 0 or text[start - 1] == "|" or text[start - 1].isspace()):
            yield start
    word = _LAST_WORD.search(text, max(0, end - _LONGEST_HEADING - 1), end)
    if word is not None and word.start() and word[0].lower() in _INLINE_HEADINGS:
        if text[word.start() - 1] in ".;!?" or text[word.start() - 1].isspace():
            yield word.start()


def _skip_markup(reading: Reading, sentence: Sentence) -> None:
    at, end = sentence.first, sentence.end
    while at < end:
        word = reading.entries[at].lower
        if word in _MARKUP or reading.shapes[at] == "\t" or _is_picture(word):
            sentence.bullet = sentence.bullet or (sentence.opens and word in "-*•·>◦▪+")
            at += 1
        elif at == sentence.first and at + 1 < end and sentence.opens and _is_number_bullet(reading, at):
            sentence.bullet = True
            at += 2
        else:
            break
    sentence.body = at if at < end else sentence.first


def _is_picture(word: str) -> bool:
    """An emoji or dingbat, as some put before a heading."""
    return len(word) == 1 and unicodedata.category(word) == "So"


def _is_number_bullet(reading: Reading, at: int) -> bool:
    value = reading.entries[at].value
    mark = reading.text[reading.ends[at] : reading.ends[at] + 2]
    return value is not None and reading.shapes[at] == "d" and value < 30 and mark in (". ", ") ", ".\t", ")\t")


def _heading(reading: Reading, sentence: Sentence, sections: Sections) -> tuple[str, int] | None:
    """The section that a heading at the start of ``sentence`` opens, and where the text behind it begins."""
    at, end = sentence.body, min(sentence.end, sentence.body + _HEADING_WORDS)
    entries = reading.entries
    if at >= end or not reading.text[reading.starts[at]].isalpha():
        return None
    if entries[at].lower not in sections.first_words and entries[at].lower not in _DOUBLE_FIRST:
        return None
    words = [entries[i].lower for i in range(at, end)]
    if words[1:2] == ["/"] and words[2:3] and "".join(words[:3]) in _DOUBLE and reading.shapes[at + 3 : at + 4] == ":":
        return _DOUBLE["".join(words[:3])], at + 4
    for size in range(len(words), 0, -1):
        kind = sections.get(" ".join(words[:size]))
        if kind is None:
            continue
        after = at + size
        follows = reading.shapes[after] if after < sentence.end else "\n"
        if size == 1 and len(words[0]) == 1 and (follows not in ":" or not reading.text[reading.starts[at]].isupper()):
            continue
        marked = after < sentence.end and entries[after].lower in "*_#=-–—"
        if follows == ":":
            return kind, after + 1
        if follows == "(" and _closes_with_colon(reading, after, sentence.end):
            return kind, reading.shapes.find(")", after) + 2
        if after >= sentence.end and sentence.opens and (size > 1 or reading.text[reading.starts[at]].isupper()):
            return kind, after
        if marked and (sentence.opens or sentence.body != sentence.first):
            while after < sentence.end and entries[after].lower in "*_#=-–—:":
                after += 1
            if sentence.body != sentence.first or reading.quote(at, at + size).isupper() or after >= sentence.end:
                return kind, after
    return None


def _closes_with_colon(reading: Reading, at: int, end: int) -> bool:
    close = reading.shapes.find(")", at, min(end, at + 8))
    return close != -1 and reading.shapes[close + 1 : close + 2] == ":"
