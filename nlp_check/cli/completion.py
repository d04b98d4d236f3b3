"""``nlp-check completion``: a completion script for the shell (needs the ``completion`` extra)."""

from __future__ import annotations

import argparse

SUMMARY = "a completion script for your shell"
DESCRIPTION = "Prints a completion script. It needs the package shtab: pip install 'nlp-check[completion]'."
EXAMPLES = """\
  nlp-check completion bash > ~/.local/share/bash-completion/completions/nlp-check
  nlp-check completion zsh > ~/.zfunc/_nlp-check"""
FILES = {"bash": "_shtab_compgen_files", "zsh": "_files", "tcsh": "f"}  # shtab.FILE, without importing shtab


def completes_files(action: argparse.Action) -> None:
    """The value of ``action`` is completed as a file name."""
    action.complete = FILES  # type: ignore[attr-defined]  # shtab reads this attribute


def configure(parser: argparse.ArgumentParser) -> None:
    """Adds the shell."""
    parser.add_argument("shell", choices=("bash", "zsh", "tcsh"), help="which shell")


def run(args: argparse.Namespace) -> int:
    """Prints the script, made from the same parser that reads the arguments."""
    from nlp_check.cli.main import build_parser
    from nlp_check.cli.output import show
    from nlp_check.errors import InputError

    try:
        import shtab
    except ImportError:
        raise InputError("completion needs the package shtab: pip install 'nlp-check[completion]'") from None
    show(shtab.complete(build_parser(), shell=args.shell))
    return 0
