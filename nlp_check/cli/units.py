"""``nlp-check units``: the unit calculator."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_check.units import UnitCount

SUMMARY = "how many units the minutes support"
DESCRIPTION = """\
Counts billable units from minutes. cms: the timed minutes of the day together
decide (8-minute table), then they are allotted to codes; ama: each code on its
own, from its midpoint; colorado: as ama, capped by the total time."""
EXAMPLES = """\
  nlp-check units 97110:18 97530:15
  nlp-check units 97110:24 97112:23 --method ama --format json"""
METHODS = ("cms", "ama", "colorado")


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the pairs of code and minutes, and the method."""
    parser.add_argument(
        "minutes", nargs="+", metavar="CODE:MINUTES", help="97110:18; blocks of one code add up"
    )
    parser.add_argument("--method", choices=METHODS, default="cms", help="counting method (default: cms)")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")


def run(args: argparse.Namespace) -> int:
    """Prints the count by the method asked for, and in words where another method differs."""
    from nlp_check.cli.options import minutes
    from nlp_check.cli.output import show
    from nlp_check.units import count_all, count_units

    given = minutes(args.minutes)
    count = count_units(given, args.method)
    show(_as_json(count) if args.format == "json" else _as_text(count, count_all(given)))
    return 0


def _as_json(count: UnitCount) -> str:
    """The object of the contract; ``alternatives`` only where there is a choice."""
    import json

    fields: dict[str, object] = {
        "method": count.method,
        "minutes": count.minutes,
        "units": count.units,
        "total": count.total,
    }
    if count.alternatives:
        fields["alternatives"] = count.alternatives
    return json.dumps(fields) + "\n"


def _as_text(count: UnitCount, every: dict[str, UnitCount]) -> str:
    from nlp_check.render.labels import counted

    lines = [
        f"{code:<6} {count.minutes[code]:>4} min  {counted(units, 'unit'):>8}"
        for code, units in count.units.items()
    ]
    total = sum(count.minutes.values())
    lines.append(f"{'total':<6} {total:>4} min  {counted(count.total, 'unit'):>8}  ({count.method})")
    lines += [f"a tie, equally right: {_allotment(other)}" for other in count.alternatives]
    lines += [
        f"by {method}: {_allotment(other.units)}, total {other.total}"
        for method, other in every.items()
        if (other.units, other.alternatives) != (count.units, count.alternatives)
    ]
    return "\n".join(lines) + "\n"


def _allotment(units: dict[str, int]) -> str:
    return ", ".join(f"{code} {number}" for code, number in units.items())
