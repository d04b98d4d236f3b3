"""Pieces of sentences, cut where a code label stands, with the time that leads it."""

from __future__ import annotations

from nlp_check.components.codes import Mention
from nlp_check.components.layout import Sentence
from nlp_check.components.reading import Reading


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


def cut_at_labels(reading: Reading, sentences: list[Sentence], mentions: list[Mention]) -> list[Segment]:
    """The segments of all sentences, in order, none of them owned yet."""
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
