"""``nlp-check rules``: the rule table under a policy."""

from __future__ import annotations

import argparse
from typing import Any

SUMMARY = "the rule table"
DESCRIPTION = "Lists every rule with its id, its name and its severity under a policy."
EXAMPLES = """\
  nlp-check rules
  nlp-check rules --policy medicare --format json"""


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds policy and format."""
    parser.add_argument("--policy", default="strict", metavar="NAME|FILE", help="(default: strict)")
    parser.add_argument(
        "--format", choices=("text", "json", "markdown"), default="text", help="(default: text)"
    )


def run(args: argparse.Namespace) -> int:
    """Prints the rules in the order of their ids."""
    from nlp_check.cli.output import show

    show(_FORMATS[args.format](_rows(args.policy)))
    return 0


def _rows(policy_name: str) -> list[dict[str, Any]]:
    from nlp_check.policy.loader import load_policy
    from nlp_check.rules.registry import all_rules

    policy = load_policy(policy_name)
    rows = []
    for rule in all_rules():
        setting = policy.rules[rule.name]
        rows.append(
            {
                "id": rule.id,
                "name": rule.name,
                "enabled": setting.enabled,
                "severity": setting.severity,
                "partial_severity": setting.partial_severity,
                "codes": list(rule.codes) if rule.scope == "narrative" else [],
                "what": rule.what,
                "why": rule.why,
                "authority": setting.sourced.authority,
                "source": setting.sourced.source,
            }
        )
    return rows


def _severity(row: dict[str, Any]) -> str:
    if not row["enabled"]:
        return "off"
    partial = row["partial_severity"]
    return f"{row['severity']}, {partial} if partial" if partial else str(row["severity"])


def _text(rows: list[dict[str, Any]]) -> str:
    from nlp_check.cli.output import width
    from nlp_check.render.style import wrapped

    size = max(len(row["name"]) for row in rows)
    lines = []
    for row in rows:
        lines.append(f"{row['id']}  {row['name']:<{size}}  {_severity(row)}")
        lines += wrapped(row["what"], width(), "     ")
    return "\n".join(lines) + "\n"


def _json(rows: list[dict[str, Any]]) -> str:
    import json

    return json.dumps(rows, indent=1, ensure_ascii=False) + "\n"


def _markdown(rows: list[dict[str, Any]]) -> str:
    lines = ["| id | name | severity | fires when |", "|---|---|---|---|"]
    for row in rows:
        what = row["what"].replace("|", "\\|")
        lines.append(f"| {row['id']} | `{row['name']}` | {_severity(row)} | {what} |")
    return "\n".join(lines) + "\n"


_FORMATS = {"text": _text, "json": _json, "markdown": _markdown}
