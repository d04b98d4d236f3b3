"""The counted parts of the data card: ``python -m nlp_check.training.card_data DIRECTORY [--check]``.

``CARD.md`` is written by hand except between ``<!-- generated: name -->`` and ``<!-- end: name -->``, where counts and
agreement are put from the corpus itself, so that the card cannot praise a corpus that is no longer there. With
``--check`` nothing is written and the status is 1 when the card is stale.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from nlp_check.elements import ELEMENTS
from nlp_check.errors import DataError
from nlp_check.training.agreement import load_both, measure_agreement, tables
from nlp_check.training.derive import derive
from nlp_check.training.gold import GoldNarrative, GoldNote, load_corpus
from nlp_check.training.markdown import markdown_table
from nlp_check.training.measure import INTENDED, LEVELS
from nlp_check.training.sections import FORBIDDEN_USES, check_sections
from nlp_check.training.shares import SHARES, is_real_style, share
from nlp_check.training.splits import divide, load_splits

FILE = "CARD.md"
HEADINGS = (
    "What it is", "How it was written", "Writers, styles and splits", "Labels", "Double annotation",
    "Beside human texts", "Intended use", "Not for", "Limits", "Ethics", "Licence",
)  # fmt: skip
_SECTION = re.compile(r"(<!-- generated: (?P<name>\w+) -->\n).*?(<!-- end: (?P=name) -->)", re.DOTALL)
_COMMAND = "python -m nlp_check.training.card_data"
Parts = dict[str, list[GoldNote]]


def current_card(directory: str | Path) -> str:
    """The card of the corpus with every generated part made new; DataError where a heading or a part is absent."""
    path = Path(directory) / FILE
    try:
        card = path.read_text(encoding="utf-8")
    except OSError as error:
        raise DataError(error.strerror or "cannot be read", path=str(path)) from None
    _check(card, path)
    parts = divide(load_corpus(directory), load_splits(directory))
    made = {name: "\n".join(make(parts)) for name, make in MAKERS.items()}
    made["agreement"] = "\n".join(_agreement(directory))
    return _SECTION.sub(lambda found: f"{found[1]}\n{made[found['name']].rstrip()}\n\n{found[3]}", card)


def _check(card: str, path: Path) -> None:
    """The fixed headings in their order, each with text, what the ethics must say, and each generated part once."""
    check_sections(card, HEADINGS, {"Ethics": FORBIDDEN_USES}, str(path))
    names = [found["name"] for found in _SECTION.finditer(card)]
    if sorted(names) != sorted([*MAKERS, "agreement"]):
        raise DataError(f"the generated parts are not {', '.join([*MAKERS, 'agreement'])}", path=str(path))


def _splits(parts: Parts) -> Iterator[str]:
    rows = [(name, *map(str, _counts(notes))) for name, notes in parts.items()]
    total = [note for notes in parts.values() for note in notes]
    rows.append(("**all**", *map(str, _counts(total))))
    headings = ("split", "notes", "97110 narratives", "97530 narratives", "both codes", "no narrative",
                "without error or warning", "writers", "styles")  # fmt: skip
    yield from markdown_table(headings, rows)


def _counts(notes: Sequence[GoldNote]) -> Iterator[int]:
    """One row of the table of splits."""
    codes = Counter(narrative.code for note in notes for narrative in note.narratives)
    yield from (len(notes), codes["97110"], codes["97530"])
    yield sum(len(note.narratives) == 2 for note in notes)
    yield sum(not note.narratives for note in notes)
    yield sum(all(finding.severity == "info" for finding in derive(note)) for note in notes)
    yield from (len({note.writer for note in notes}), len({note.style for note in notes}))


def _styles(parts: Parts) -> Iterator[str]:
    rows = []
    for split, notes in parts.items():
        for style in sorted({note.style for note in notes}):
            members = [note for note in notes if note.style == style]
            writers = ", ".join(sorted({note.writer for note in members}))
            narratives = sum(len(note.narratives) for note in members)
            rows.append((f"`{style}`", split, writers, str(len(members)), str(narratives)))
    yield from markdown_table(("style", "split", "writer", "notes", "narratives"), rows)


def _labels(parts: Parts) -> Iterator[str]:
    lists = ("time_blocks", "named", "cues", "measures", "goal_connections")
    rows = []
    for split, notes in parts.items():
        narratives = [narrative for note in notes for narrative in note.narratives]
        numbers = [str(sum(len(getattr(one, name)) for one in narratives)) for name in lists]
        judged = [_percent(narratives, name) for name in ("specific", "separately_justified")]
        rows.append((split, *numbers, *judged))
    headings = ("split", "time blocks", "named interventions", "cues", "measures", "goal connections",
                "specific", "separately justified")  # fmt: skip
    yield from markdown_table(headings, rows)


def _percent(narratives: Sequence[GoldNarrative], name: str) -> str:
    yes = sum(getattr(narrative, name) for narrative in narratives)
    return f"{100 * yes / len(narratives):.0f} %" if narratives else "-"


def _elements(parts: Parts) -> Iterator[str]:
    narratives = [one for notes in parts.values() for note in notes for one in note.narratives]
    rows = []
    for code, names in ELEMENTS.items():
        for name in names:
            levels = Counter[str](one.elements[name] for one in narratives if one.code == code)
            rows.append((f"`{code}.{name}`", *(str(levels[level]) for level in LEVELS)))
    yield from markdown_table(("element", *(level.replace("_", " ") for level in LEVELS)), rows)
    intents = Counter((one.code, one.intended_code) for one in narratives)
    yield from markdown_table(
        ("billed", *INTENDED), [(code, *(str(intents[code, intended]) for intended in INTENDED)) for code in ELEMENTS]
    )


def _shares(parts: Parts) -> Iterator[str]:
    notes = [note for members in parts.values() for note in members]
    real = [note for note in notes if is_real_style(note)]
    rows = [
        (name, f"{human} %", f"{share(real, holds):.0f} %" if real else "-", f"{share(notes, holds):.0f} %")
        for name, holds, human in SHARES
    ]
    headings = ("share of texts with", "human (71)", f"real-style ({len(real)})", f"all ({len(notes)})")
    yield from markdown_table(headings, rows)


def _agreement(directory: str | Path) -> Iterator[str]:
    agreement = measure_agreement(*load_both(directory))
    if agreement.left_out:
        raise agreement.left_out[0]
    yield f"{agreement.notes} notes with {agreement.narratives} narratives were labelled twice."
    yield ""
    yield from tables(agreement)


MAKERS: dict[str, Callable[[Parts], Iterator[str]]] = {
    "splits": _splits,
    "styles": _styles,
    "labels": _labels,
    "elements": _elements,
    "shares": _shares,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes the card, or says that it is stale."""
    parser = argparse.ArgumentParser(prog=_COMMAND, description="Write the counted parts of the data card.")
    parser.add_argument("directory", type=Path, help="the corpus: the directory that holds CARD.md")
    parser.add_argument("--check", action="store_true", help="write nothing; status 1 when the card is stale")
    options = parser.parse_args(arguments)
    path = options.directory / FILE
    try:
        card = current_card(options.directory)
    except DataError as error:
        print(error, file=sys.stderr)
        return 2
    stale = card != path.read_text(encoding="utf-8")
    if stale and not options.check:
        path.write_text(card, encoding="utf-8", newline="\n")
    print(f"{path}: {'stale' if stale and options.check else 'written' if stale else 'current'}")
    return int(stale and options.check)


if __name__ == "__main__":
    sys.exit(main())
