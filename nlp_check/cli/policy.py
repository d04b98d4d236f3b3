"""``nlp-check policy``: the policies, and one of them with the source of every value."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nlp_check.policy.loader import Described
    from nlp_check.policy.model import Policy

SUMMARY = "list the policies, or show one"
DESCRIPTION = "Lists the policies, or shows one resolved, with the authority and source of every value."
EXAMPLES = """\
  nlp-check policy list
  nlp-check policy show medicare
  nlp-check policy show our-clinic.yaml --format json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds ``list`` and ``show``."""
    actions = parser.add_subparsers(metavar="list|show", dest="action", required=True)
    listing = actions.add_parser(
        "list", help="the policies", description="Lists the policies.", epilog=EXAMPLES
    )
    showing = actions.add_parser("show", help="one policy", description="Shows one policy.", epilog=EXAMPLES)
    showing.add_argument("name", metavar="NAME|FILE", help="strict, medicare, ama or a file of your own")
    for action in (listing, showing):
        action.formatter_class = argparse.RawDescriptionHelpFormatter
        action.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")


def run(args: argparse.Namespace) -> int:
    """Prints what was asked for."""
    from nlp_check.cli.output import show

    show(_list(args.format) if args.action == "list" else _show(args.name, args.format))
    return 0


def _list(form: str) -> str:
    import json

    from nlp_check.policy.loader import load_policy, policy_names

    policies = [load_policy(name) for name in policy_names()]
    if form == "json":
        rows = [{"name": each.name, "title": each.title, "extends": each.extends} for each in policies]
        return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    size = max(len(each.name) for each in policies)
    return "".join(f"{each.name:<{size}}  {each.title}\n" for each in policies)


def _show(name: str, form: str) -> str:
    """Values in the order of ``describe``; in text, each source once with the values that rest on it."""
    import json

    from nlp_check.policy.loader import describe, load_policy

    policy = load_policy(name)
    rows = describe(policy)
    if form == "json":
        values = [{**row._asdict(), "since": row.since.isoformat() if row.since else None} for row in rows]
        shown = {"name": policy.name, "title": policy.title, "extends": policy.extends, "values": values}
        return json.dumps(shown, indent=1, ensure_ascii=False) + "\n"
    return "\n".join(_page(policy, rows)) + "\n"


def _page(policy: Policy, rows: list[Described]) -> Iterator[str]:
    from nlp_check.cli.output import width
    from nlp_check.render.style import wrapped

    yield f"{policy.name}: {policy.title}"
    if policy.extends:
        yield f"extends {policy.extends}"
    by_source: dict[tuple[str, ...], list[Described]] = {}
    for row in rows:
        since = row.since.isoformat() if row.since else ""
        by_source.setdefault((row.authority, row.source, since, row.origin), []).append(row)
    for (authority, source, since, origin), values in by_source.items():
        yield ""
        size = max(len(row.key) for row in values)
        yield from (f"{row.key:<{size}}  {row.value}" for row in values)
        dated = f", since {since}" if since else ""
        yield from wrapped(f"{authority}{dated}, set by {origin}: {source}", width(), "    ")
