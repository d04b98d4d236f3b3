"""``--format text``: a page for the person who wrote the note.

The note with its evidence marked, then each code with its time and units worked out, its check-list and the
questions to answer, then the pairing, then one line with the verdict. Plain characters say everything; colour
only repeats it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nlp_check.records.evidence import Span
from nlp_check.records.report import Finding, Report, Severity, Verdict
from nlp_check.render.entry import Entry, Settings
from nlp_check.render.excerpt import Mark, excerpt
from nlp_check.render.labels import counted
from nlp_check.render.narrative import heading, legend, narrative_lines, pair_lines
from nlp_check.render.style import paint, printable, wrapped

_VERDICTS: tuple[Verdict, ...] = ("fail", "review", "pass")
_SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
_NOUNS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "remark"}
_KINDS = {"t": "time", "w": "work", "c": "cue", "m": "measure", "g": "goal connection"}


def render(entries: Iterable[Entry], settings: Settings) -> Iterator[str]:
    """Page after page; after several notes, how many there were of each verdict. Bad records have no page."""
    verdicts: Counter[Verdict] = Counter()
    errors = 0
    for entry in entries:
        if entry.error is not None:
            errors += 1
            continue
        verdicts[entry.report.verdict] += 1
        if settings.quiet:
            yield f"{printable(entry.title)}: {_verdict(entry.report, settings)}\n"
        else:
            yield "\n".join(_page(entry, settings)) + "\n\n"
    if not settings.quiet and verdicts.total() + errors > 1:
        parts = [f"{verdicts[verdict]} {verdict}" for verdict in _VERDICTS if verdicts[verdict]]
        if errors:
            parts.append(f"{errors} not read")
        yield f"{counted(verdicts.total() + errors, 'note')}: {', '.join(parts)}\n"


def _page(entry: Entry, settings: Settings) -> Iterator[str]:
    report = entry.report
    numbers = _numbered(report)
    yield from _title(entry, settings)
    yield paint("=" * settings.width, "dim", settings.color)
    marks = [*_evidence(report), *_problems(numbers)]
    context = [span for narrative in report.narratives for span in narrative.spans]
    shown = excerpt(entry.text, marks, context, settings.width, settings.color)
    if shown:
        yield from [*shown, *_key(marks, settings), ""]
    for narrative in report.narratives:
        yield from narrative_lines(narrative, settings)
        yield from _findings(narrative.code, numbers, settings)
    described = {narrative.code for narrative in report.narratives}
    for code in sorted({code for code, _ in numbers if code and code not in described}):
        yield paint(heading(code), "heading", settings.color)
        yield from _findings(code, numbers, settings)
    if report.pair is not None:
        yield from pair_lines(report.pair, settings)
    elif any(code is None for code, _ in numbers):
        yield paint("The whole note", "heading", settings.color)
    if report.pair is not None or any(code is None for code, _ in numbers):
        yield from _findings(None, numbers, settings)
    yield from _sources(numbers, settings)
    yield _verdict(report, settings)


def _title(entry: Entry, settings: Settings) -> Iterator[str]:
    """The note's id, and at the right where it stands in a file of many."""
    title = printable(entry.title)
    place = printable(entry.place) if entry.place != entry.title else ""
    room = settings.width - len(title) - len(place)
    yield paint(title, "heading", settings.color) + (f"{'':{room}}{place}" if place and room > 1 else "")
    if place and room <= 1:
        yield place


Numbers = dict[tuple[str | None, int], Finding]


def _numbered(report: Report) -> Numbers:
    """The findings in the order of the page, keyed by the code they stand under and their number."""
    codes: list[str | None] = [narrative.code for narrative in report.narratives]
    codes += sorted({finding.code for finding in report.findings if finding.code} - set(codes))
    ordered = [finding for code in [*codes, None] for finding in report.findings if finding.code == code]
    return {(finding.code, number): finding for number, finding in enumerate(ordered, 1)}


def _evidence(report: Report) -> Iterator[Mark]:
    """What was found, each stretch once although two codes may share it."""
    found: dict[tuple[Span, str], None] = {}
    for narrative in report.narratives:
        found.update({(time.span, "t"): None for time in narrative.time_blocks})
        found.update({(work.span, "w"): None for work in narrative.interventions})
        found.update({(cue.span, "c"): None for cue in narrative.cues})
        found.update({(measure.span, "m"): None for measure in narrative.measures})
        found.update({(goal.span, "g"): None for goal in narrative.goal_connections})
    return (Mark(span, key, "evidence") for span, key in found)


def _problems(numbers: Numbers) -> Iterator[Mark]:
    """Where the findings point; those of one place share a mark."""
    places: dict[Span, list[tuple[int, Finding]]] = {}
    for (_, number), finding in numbers.items():
        if finding.span is not None:
            places.setdefault(finding.span, []).append((number, finding))
    for span, here in places.items():
        worst = min((finding.severity for _, finding in here), key=_SEVERITIES.index)
        yield Mark(span, ",".join(str(number) for number, _ in here), worst, layer=1)


def _key(marks: Sequence[Mark], settings: Settings) -> list[str]:
    used = {mark.key for mark in marks if mark.layer == 0}
    parts = [f"{key} {name}" for key, name in _KINDS.items() if key in used]
    if any(mark.layer for mark in marks):
        parts.append("1 finding [1]")
    lines = wrapped("   ".join(parts), settings.width, "  ")
    return [paint(line, "dim", settings.color) for line in [*lines, f"  {legend()}"]]


def _findings(code: str | None, numbers: Numbers, settings: Settings) -> Iterator[str]:
    """The findings of one code, below what was found for it, and a blank line."""
    yield ""
    here = [(number, finding) for (about, number), finding in numbers.items() if about == code]
    for number, finding in here:
        yield from _finding(number, finding, settings)
    if here:
        yield ""


def _finding(number: int, finding: Finding, settings: Settings) -> Iterator[str]:
    place = f"  line {finding.line}" if finding.line is not None else ""
    head = f"  [{number}] "
    severity = paint(finding.severity, finding.severity, settings.color)
    yield f"{head}{severity} {finding.id} {finding.rule}{place}"
    indent = " " * len(head)
    yield from wrapped(printable(finding.message), settings.width, indent)
    if finding.hint:
        yield from wrapped(printable(finding.hint), settings.width, indent + "   ", f"{indent}-> ")


def _sources(numbers: Numbers, settings: Settings) -> Iterator[str]:
    """On whose word the findings rest, each source once: they are long, and many findings share one."""
    cited: dict[tuple[str, str], list[int]] = {}
    for (_, number), finding in numbers.items():
        cited.setdefault((finding.authority, finding.source), []).append(number)
    if cited:
        yield paint("On whose authority", "heading", settings.color)
    for (authority, source), here in cited.items():
        first = f"  [{', '.join(map(str, here))}] "
        for line in wrapped(f"{authority}: {printable(source)}", settings.width, " " * 6, first):
            yield paint(line, "dim", settings.color)
    if cited:
        yield ""


def _verdict(report: Report, settings: Settings) -> str:
    """One line: the verdict and what it rests on."""
    counts = Counter(finding.severity for finding in report.findings)
    parts = [counted(counts[name], noun) for name, noun in _NOUNS.items() if counts[name]]
    verdict = paint(report.verdict.upper(), report.verdict, settings.color)
    reason = ", ".join(parts) or (
        "a score is between its thresholds" if report.verdict == "review" else "no findings"
    )
    return f"{verdict}  {reason} (policy {printable(report.policy)})"
