"""The entry point: builds the parser, runs one command, turns what can go wrong into one line and a status.

Status 0: nothing at or above ``--fail-on``; 1: at least one such finding; 2: usage or input error;
130: interrupted; 141: the reader of the output went away.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

from nlp_check.cli import completion, evaluate, explain, lint, policy, rules, schema, train, units
from nlp_check.errors import NlpCheckError

COMMANDS = (lint, rules, explain, policy, units, train, evaluate, schema, completion)
DEBUG_VARIABLE = "NLP_CHECK_DEBUG"
_MESSAGE_LIMIT = 300
_DESCRIPTION = "Checks therapy notes that bill 97110 and 97530: what is missing, and what to ask."


class Parser(argparse.ArgumentParser):
    """argparse with errors on one line: what cannot be used and where to read on."""

    def error(self, message: str) -> NoReturn:
        """Ends the program with status 2."""
        line = " ".join(message.split())[:_MESSAGE_LIMIT]
        self.exit(2, f"{self.prog}: {line} (see {self.prog} --help)\n")


def build_parser() -> Parser:
    """The parser of every command, also what shell completion is made from."""
    parser = Parser(
        prog="nlp-check",
        description=_DESCRIPTION,
        epilog="example:\n  nlp-check lint visit.txt",
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=True)
    for module in COMMANDS:
        name = module.__name__.rpartition(".")[2]
        command = commands.add_parser(
            name,
            help=module.SUMMARY,
            description=module.DESCRIPTION,
            epilog=f"examples:\n{module.EXAMPLES}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        module.configure(command)
        command.set_defaults(run=module.run)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command in ``argv`` (default: the process's arguments) and returns the exit status."""
    try:
        arguments = build_parser().parse_args(argv)
        status: int = arguments.run(arguments)
        sys.stdout.flush()
        return status
    except NlpCheckError as error:
        return _complain(" ".join(str(error).split()))
    except BrokenPipeError:
        _leave_pipe()
        return 141
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if os.environ.get(DEBUG_VARIABLE):
            raise
        return _complain(_unexpected(error))


def _complain(message: str) -> int:
    print(f"nlp-check: {message}", file=sys.stderr)
    return 2


def _unexpected(error: Exception) -> str:
    """A bug in one line, without the exception's own message: that may quote the note."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{os.path.basename(frame.filename)}:{frame.lineno}"
    return f"internal error: {type(error).__name__} at {place} (set {DEBUG_VARIABLE}=1 for the traceback)"


def _leave_pipe() -> None:
    """Keeps the interpreter from complaining when it flushes standard output at exit."""
    with contextlib.suppress(OSError, ValueError):  # standard output is no file, as under a test
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class _Version(argparse.Action):
    """``--version``, which looks the version up only when asked."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from nlp_check import __version__

        parser.exit(0, f"nlp-check {__version__}\n")


if __name__ == "__main__":
    sys.exit(main())
