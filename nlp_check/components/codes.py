"""Where a note names procedure codes, by number or by name, and how: as a label, in a charge grid, in passing."""

from __future__ import annotations

import re
from collections import Counter

from nlp_check.components.layout import Sentence
from nlp_check.components.reading import Reading
from nlp_check.lexicon.model import Concept

JUDGED = ("97110", "97530")
_NUMBER = re.compile(r"9[27]\d{3}|9[05]\d{3}|2056[01]|0283")
_FILLER = frozenset(
    "cpt code codes px procedure ( ) [ ] : - – — . , * # = | x / timed units unit billed charge charged gp go gn kx 59 "
    "cq co xu xs xe xp & and the block service intervention skilled".split()
)
_JOIN = frozenset("/ & + and , with".split())
_PROSE_STARTS = frozenset(
    "for during in under the of with and to from via by as continue continued skilled perform performed completed began "
    "begin started then today pt patient billed bill charge charged today's my our".split()
)


class Mention:
    """One place that names a code. ``codes`` holds two codes where one mention names both (``TE/TA``).

    ``role``: ``label`` opens a block, ``row`` stands in a charge grid, ``inline`` is in running text.
    """

    __slots__ = ("codes", "end", "first", "heads_sentence", "numbered", "role", "sentence", "strong")

    def __init__(self, first: int, end: int, code: str, sentence: int, numbered: bool, strong: bool) -> None:
        self.first = first
        self.end = end
        self.codes: tuple[str, ...] = (code,)
        self.sentence = sentence
        self.numbered = numbered
        self.strong = strong  # cannot be anything but a code's name
        self.role = "inline"
        self.heads_sentence = False  # the whole sentence is the label: ``From 9:05 to 9:20 we did therapeutic exercise, one unit.``


def find_mentions(reading: Reading, sentences: list[Sentence]) -> list[Mention]:
    """All mentions in order; neighbouring ones of the same code are one, of two codes a shared one."""
    mentions: list[Mention] = []
    found = _candidates(reading)
    index = 0
    for first, end, code, numbered, strong in found:
        while index + 1 < len(sentences) and sentences[index].end <= first:
            index += 1
        sentence = sentences[index] if sentences else None
        if sentence is None:
            continue
        if not numbered and not strong and not _stands_as_label(reading, sentence, first, end):
            continue
        mention = Mention(first, end, code, index, numbered, strong)
        if not mentions or not _merge(reading, mentions[-1], mention):
            mentions.append(mention)
    in_sentence = Counter(mention.sentence for mention in mentions)
    heads: dict[int, int] = {}  # by sentence
    for index, mention in enumerate(mentions):
        head = heads.get(mention.sentence)
        if head is None:
            head = heads[mention.sentence] = _head_of(reading, sentences[mention.sentence])
        if _is_label(reading, sentences[mention.sentence], mention, head):
            mention.role = "label"
        elif index and _parts(reading, mentions[index - 1], mention):
            mentions[index - 1].role = mention.role = "label"
        elif _ends_heading(reading, sentences[mention.sentence], mention):
            mention.role = "label"
        elif in_sentence[mention.sentence] == 1 and _is_statement(reading, sentences[mention.sentence], mention):
            mention.role = "label"
            mention.heads_sentence = True
    return mentions


def _candidates(reading: Reading) -> list[tuple[int, int, str, bool, bool]]:
    found: list[tuple[int, int, str, bool, bool]] = []
    entries = reading.entries
    for match in _FIVE_DIGITS.finditer(reading.text):
        at = reading.token_at(match.start())
        word = entries[at].lower
        if _NUMBER.fullmatch(word) and not _is_of_record(reading, at):
            first = at - 1 if word == "0283" and at and entries[at - 1].lower == "g" else at
            found.append((first, at + 1, "G0283" if word == "0283" else word, True, True))
    for match in _MISREAD.finditer(reading.text):
        if not match[0].isdecimal():
            code = _as_number(match[0])
            found.append((reading.token_at(match.start()), reading.token_at(match.end() - 1) + 1, code, True, True))
    for first, end, concept in reading.hits:
        sense = concept.senses.get("code")
        if sense is not None:
            for code in sense.normal.split("+"):
                found.append((first, end, code, False, sense.kind == "name"))
        else:
            prefix = _code_prefix(reading, first, end, concept)
            if prefix is not None:
                found.append(prefix)
    found.sort()
    return found


# A scanner reads one as l or I, nought as O, five as S, and may part a number: ``9711O``, ``97S30``, ``97 110``.
_MISREAD = re.compile(r"(?<![\w.])97[ ]?(?:[1Il|][1Il|][0OoQ26]|[5S]3[0OoQ5S]|[1Il|]4[0OoQ])(?![\w%/])")
_DIGIT_OF = str.maketrans("Il|OoQS", "1110005", " ")


def _as_number(misread: str) -> str:
    return misread.translate(_DIGIT_OF)


_RECORDS = frozenset("mrn zip phone fax acct account ssn".split())


def _is_of_record(reading: Reading, at: int) -> bool:
    """A record or telephone number, a postcode."""
    before = at - 1 if at and reading.shapes[at - 1] not in ":#" else at - 2
    return before >= 0 and reading.entries[before].lower in _RECORDS


# What stands before is looked at behind the first digit: so the search passes over all that is no such digit.
_FIVE_DIGITS = re.compile(r"(?:9(?<![\d.]9)[0257]\d{3}|2(?<![\d.]2)056[01]|0(?<![\d.]0)283)(?!\d)")


def _code_prefix(reading: Reading, first: int, end: int, concept: Concept) -> tuple[int, int, str, bool, bool] | None:
    """A longer phrase may have swallowed a code's name (``ther ex per flow sheet``)."""
    if not ("class" in concept.senses or "activity_class" in concept.senses or "assertion" in concept.senses):
        return None
    words = [entry.lower for entry in reading.entries[first : first + 2]]
    if words in (["ther", "ex"], ["therapeutic", "exercise"], ["therapeutic", "exercises"], ["there", "ex"]):
        return first, first + 2, "97110", False, True
    if words and words[0] == "therex":
        return first, first + 1, "97110", False, True
    if words in (["ther", "act"], ["therapeutic", "activities"], ["therapeutic", "activity"]):
        return first, first + 2, "97530", False, True
    return None


_OF_MUSCLE = frozenset("strength mmt weakness activation contraction firing tightness length muscle tendon tendinitis tendinopathy recruitment".split())


def _stands_as_label(reading: Reading, sentence: Sentence, first: int, end: int) -> bool:
    """An ambiguous short name (``TE``, ``TA``, ``MT``, ``balance``) counts only where a label can stand."""
    short = reading.quote(first, end)
    short = short.replace("/", "").replace(".", "")
    if short == "TA" and end < sentence.end and reading.entries[end].lower in _OF_MUSCLE:
        return False  # tibialis anterior
    capitals = short.isupper() and len(short) <= 4
    follows = reading.shapes[end] if end < sentence.end else "\n"
    at_start = first == sentence.body or (first > sentence.first and reading.shapes[first - 1] in "|\t;:(c/&+")
    at_start = at_start or (0 < first - sentence.body <= 2 and all(reading.entries[i].lower in _FILLER for i in range(sentence.body, first)))
    if at_start and follows in ":|\t-=":
        return True
    if at_start and capitals and follows in "\ndx(n&/+cu~f@":
        return True
    if short in ("te", "ta", "mt"):
        return _stands_in_lower_case(reading, sentence, first, end)
    if capitals and short in ("TE", "TA"):
        before = reading.shapes[first - 1] if first > sentence.first else ""
        if before in "/&+cd)um" and (before or sentence.opens):
            return True
    if at_start and first == sentence.body and sentence.opens and follows in "\n(d" and end - first <= 3:
        return follows != "\n" or sentence.end == end
    return at_start and follows in "(dxc" and _timed(reading, end, sentence.end) and short[0].isupper()


def _stands_in_lower_case(reading: Reading, sentence: Sentence, first: int, end: int) -> bool:
    """``te`` typed in lower case: at the start of a line before a time, a dash or nothing, or behind units or minutes."""
    follows = reading.shapes[end] if end < sentence.end else "\n"
    if first == sentence.body and sentence.opens:
        return follows in "\ndx:-/(~"
    return reading.shapes[first - 1] in "dmuk" and follows in "\ndc.;/+&"


_TIMED = re.compile(r"[^.;:]{0,3}?d[:d]?.{0,6}[mpuk]|(?:-d)?xd|d:d|d[-T]d")


def _timed(reading: Reading, first: int, end: int) -> bool:
    return _TIMED.match(reading.shapes, first, min(end, first + 12)) is not None


def _merge(reading: Reading, last: Mention, new: Mention) -> bool:
    """Joins ``new`` to ``last`` where nothing but filler stands between them on the same sentence."""
    if last.sentence != new.sentence or new.first - last.end > 4:
        return False
    if new.first < last.end and new.codes != last.codes:  # one phrase that names both
        last.codes = tuple(dict.fromkeys((*last.codes, *new.codes)))
        return True
    between = [reading.entries[i].lower for i in range(last.end, new.first)]
    if "\t" in reading.shapes[last.end : new.first] and last.codes != new.codes:
        return False
    if last.codes == new.codes and all(word in _FILLER or word == "\t" for word in between):
        last.end = max(last.end, new.end)
        last.numbered |= new.numbered
        last.strong |= new.strong
        return True
    pair = {*last.codes, *new.codes}
    joined = len(between) == 1 and between[0] in _JOIN - {"with"}
    if joined and pair == set(JUDGED):
        last.codes = tuple(dict.fromkeys((*last.codes, *new.codes)))
        last.end = new.end
        return True
    return False


def _head_of(reading: Reading, sentence: Sentence) -> int:
    """The first token of a sentence that is no filler: a mention up to here opens it."""
    at = sentence.body
    while at < sentence.end and (reading.entries[at].lower in _FILLER or reading.shapes[at] in "\t|;n"):
        at += 1
    return at


def _is_label(reading: Reading, sentence: Sentence, mention: Mention, head: int) -> bool:
    first = mention.first
    follows = reading.shapes[mention.end] if mention.end < sentence.end else "\n"
    if sentence.body <= first <= head:
        return True
    before = reading.entries[first - 1].lower
    if follows == ":" or (follows in "()" and _closes_with_colon(reading, mention.end, sentence.end)):
        return True
    if before in ("|", "\t", ";", ":") and (":" in reading.shapes[first : mention.end] or follows in "|\t(-d" or _timed(reading, mention.end, sentence.end)):
        return True
    if follows in "x(-~" and before in (",", ")", "&", "and", "then") and _timed(reading, mention.end, sentence.end):
        return True
    if _CLOCK_NEXT.match(reading.shapes, mention.end, sentence.end) and before not in _PROSE_STARTS:
        return True
    if mention.strong and follows in "-:" and _MINUTES_BEFORE.search(reading.shapes, max(sentence.first, first - 3), first):
        return True  # ``then roughly 15 min TherAct - ...``
    return mention.numbered and before in ("[", "*", ")") and follows in "])*:-"


_HEADING_LENGTH = 5


def _ends_heading(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether a code in brackets closes a short line of words that heads what follows: ``Strengthening (97110)``."""
    if not (sentence.opens and mention.numbered) or mention.first - sentence.body > _HEADING_LENGTH:
        return False
    bracketed = reading.shapes[mention.first - 1] == "(" and reading.shapes[mention.end : sentence.end] in (")", "):", ").")
    return bracketed and reading.entries[sentence.body].lower not in _PROSE_STARTS


_STATED_CLOCK = re.compile("d:dk?.?(?:[-T]|w)d:d|d-?m|n{1,2}m")
_STATED_UNITS = re.compile("[dn]u")
_STATEMENT_LENGTH = 34


def _is_statement(reading: Reading, sentence: Sentence, mention: Mention) -> bool:
    """Whether a sentence that names one code alone states the time and units of one code, as prose does instead of a label."""
    if sentence.end - sentence.first > _STATEMENT_LENGTH or not (mention.strong or mention.numbered):
        return False
    return all(stated.search(reading.shapes, sentence.first, sentence.end) for stated in (_STATED_CLOCK, _STATED_UNITS))


def _parts(reading: Reading, last: Mention, mention: Mention) -> bool:
    """Whether a second code in a sentence begins the work of its own: ``TherEx (SLR 3x10) followed by TherAct (stairs)``."""
    if last.sentence != mention.sentence or last.codes == mention.codes:
        return False
    follows = reading.shapes[mention.end : mention.end + 1]
    opens = follows == "(" and (mention.strong or mention.numbered)
    return opens or (mention.numbered and reading.shapes[mention.first - 1] in "dfro#m)")


_MINUTES_BEFORE = re.compile(r"[dn]-?m\Z")
_CLOCK_NEXT = re.compile(r"[(c]?d:dk?[-T]")


def _closes_with_colon(reading: Reading, at: int, end: int) -> bool:
    close = reading.shapes.find(")", at, min(end, at + 24))
    return close != -1 and reading.shapes[close + 1 : close + 2] == ":"
