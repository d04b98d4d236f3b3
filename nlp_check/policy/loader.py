"""Policies by name or file: the shipped ones, and a user's own that extends one of them.

A policy is one file that extends at most one other, by name or by path relative to itself. Only the shipped
root (``strict``) extends nothing: it lists every rule of the program, and a user's file is held to its names.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

from nlp_check.errors import PolicyError
from nlp_check.policy.file import PolicyFile
from nlp_check.policy.layers import lay
from nlp_check.policy.model import Policy
from nlp_check.policy.resolved import Described, ResolvedPolicy, describe

if TYPE_CHECKING:
    from nlp_check.tables.model import Tables

__all__ = ["Described", "ResolvedPolicy", "describe", "load_policy", "policy_names", "policy_tables"]
ROOT = "strict"
_FOLDER = Path(__file__).parent
_SUFFIXES = (".yaml", ".yml", ".toml")


def policy_names() -> list[str]:
    """The names of the shipped policies, in alphabetical order."""
    return sorted(path.stem for path in _FOLDER.glob("*.yaml"))


def load_policy(name_or_path: str) -> ResolvedPolicy:
    """The policy of a shipped name, or of a YAML or TOML file, with everything it inherits.

    PolicyError names the path, the field and the nearest known name where something is wrong. The policy of a
    file is named after the file.
    """
    if name_or_path in policy_names():
        return _shipped(name_or_path)
    path = Path(name_or_path)
    if not path.suffix and not path.is_file():
        raise PolicyError(f"unknown policy; {_nearest(name_or_path)}, or give a file")
    return _own(path, ())


def policy_tables(policy: Policy) -> Tables:
    """The shipped tables, and over them the newer ones that the policy names."""
    from nlp_check.tables.loader import bundled, load_mue, load_ncci  # not every run asks

    tables = bundled()
    if isinstance(policy, ResolvedPolicy):
        for path in policy.ncci_files:
            tables = tables.merged(ncci=load_ncci(path))
        for path in policy.mue_files:
            tables = tables.merged(mue=load_mue(path))
    return tables


@functools.cache
def _shipped(name: str) -> ResolvedPolicy:
    """A shipped policy. Kept, because every other policy begins with one."""
    file = PolicyFile(_FOLDER / f"{name}.yaml")
    parent = None if name == ROOT else _shipped(str(file.root["extends"]))
    return lay(file, name, parent)


def _own(path: Path, above: tuple[Path, ...]) -> ResolvedPolicy:
    """The policy of a user's file. ``above`` are the files that led here by ``extends``."""
    if path.suffix not in _SUFFIXES:
        raise PolicyError(f"must be a {', '.join(_SUFFIXES)} file", path=str(path))
    if path.stem in policy_names():
        raise PolicyError(
            "has the name of a shipped policy: reports could not tell the two apart", path=str(path)
        )
    file = PolicyFile(path)
    return lay(file, path.stem, _extended(file, (*above, path.resolve())))


def _extended(file: PolicyFile, above: tuple[Path, ...]) -> ResolvedPolicy:
    base = file.root.get("extends")
    if base is None:
        raise file.error("extends", f"is missing: name the policy that this one changes, such as {ROOT}")
    name = file.text(base, "extends")
    if name in policy_names():
        return _shipped(name)
    path = file.path.parent / name
    if not path.is_file():
        raise file.error("extends", f"unknown policy; {_nearest(name)}, or a file beside this one")
    if path.resolve() in above:
        raise file.error("extends", "leads back to this file")
    return _own(path, above)


def _nearest(name: str) -> str:
    import difflib  # only on the way to an error

    near = difflib.get_close_matches(name, policy_names(), n=1, cutoff=0.5)
    return f"did you mean '{near[0]}'?" if near else f"known are {', '.join(policy_names())}"
