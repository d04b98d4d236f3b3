"""Where a quote stands in a note, exactly, or why that cannot be said.

A label names text by quote so that people can write it; a program needs offsets. The step between them must
never guess: a quote that is not there, or is there twice without saying which, is an error.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp_check.records.evidence import Span
from nlp_check.training.labels import Stretch

_SHOWN = 60  # characters of a quote repeated in a message


class QuoteError(Exception):
    """A quote that names no place, or more than one. For authors: the message shows the quote."""


def find_all(text: str, quote: str) -> list[Span]:
    """Every place of ``quote`` in ``text``, overlapping ones too.

    A run of white space in the quote matches any run of white space; the rest matches letter for letter.
    """
    words = quote.split()
    if not words:
        return []
    pattern = re.compile("(?=(" + r"\s+".join(map(re.escape, words)) + "))")
    return [match.span(1) for match in pattern.finditer(text)]


def resolve(text: str, label: str | Stretch, within: Sequence[Span] = ()) -> Span:
    """The one span that ``label`` names: looked for inside ``within`` first, then in the whole note.

    A quote that stands in ``within`` at all is counted only there, by ``nth`` too.
    """
    stretch = Stretch(quote=label) if isinstance(label, str) else label
    if stretch.quote is not None:
        if stretch.from_ is not None or stretch.to is not None:
            raise QuoteError("give either quote or from and to, not both")
        return _pick(text, stretch.quote, stretch.nth, within)
    if stretch.from_ is None or stretch.to is None:
        raise QuoteError("a quote is needed (or both from and to)")
    start, first_end = _pick(text, stretch.from_, stretch.nth, within)
    for last_start, end in find_all(text, stretch.to):
        if last_start >= first_end:
            return start, end
    raise QuoteError(f"to: {_shown(stretch.to)} is not found after the from words{_hint(text, stretch.to)}")


def _pick(text: str, quote: str, nth: int | None, within: Sequence[Span]) -> Span:
    """The only match, or the ``nth`` (1-based) of several."""
    everywhere = find_all(text, quote)
    areas = _joined(text, within)
    inside = [span for span in everywhere if any(lo <= span[0] and span[1] <= hi for lo, hi in areas)]
    found = inside or everywhere
    place = "in the text of the narrative" if inside else "in the note"
    if not found:
        raise QuoteError(f"{_shown(quote)} is not found in the note{_hint(text, quote)}")
    if nth is None:
        if len(found) > 1:
            raise QuoteError(f"{_shown(quote)} is found {len(found)} times {place}: lengthen it or say nth")
        return found[0]
    if not 1 <= nth <= len(found):
        raise QuoteError(f"nth is {nth}, but {_shown(quote)} is found {len(found)} times {place}")
    return found[nth - 1]


def _joined(text: str, spans: Sequence[Span]) -> list[Span]:
    """``spans`` with neighbours joined where at most white space parts them: a quote may run across."""
    joined: list[Span] = []
    for start, stop in sorted(spans):
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined


def _hint(text: str, quote: str) -> str:
    """How far the quote agrees with the note, for its author: the first wrong word is the one to mend."""
    if find_all(text.lower(), quote.lower()):
        return " (upper and lower case differ)"
    words = quote.split()
    for count in range(len(words) - 1, 0, -1):
        if find_all(text, " ".join(words[:count])):
            return f" (it agrees up to {words[count - 1]!r}, then {words[count]!r} does not)"
    return ""


def _shown(quote: str) -> str:
    return repr(quote if len(quote) <= _SHOWN else quote[: _SHOWN - 3] + "...")
