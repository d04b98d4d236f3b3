"""What the text states of time and units, by code: the accounts that billing.py fills."""

from __future__ import annotations

import msgspec

from nlp_check.components.clock import Clock
from nlp_check.components.codes import Mention
from nlp_check.components.times import Block
from nlp_check.records.evidence import Span


class Stated(msgspec.Struct, frozen=True):
    """Minutes written for a code, with their span and the estimate word before them."""

    minutes: int
    span: Span
    estimate: Span | None


_MOST_STATED = 300


class Account:
    """What the text states for one code in the way of time and units."""

    __slots__ = ("blocks", "lone", "minutes", "mention", "modifiers", "units", "units_span")

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.lone: list[Clock] = []
        self.minutes: list[Stated] = []
        self.units: int | None = None
        self.units_span: Span | None = None
        self.modifiers: tuple[str, ...] = ()
        self.mention: Mention | None = None

    def states(self, minutes: int) -> bool:
        """Whether so many minutes are stated already, in one of the first places: no visit states so many times."""
        return any(stated.minutes == minutes for stated in self.minutes[:_MOST_STATED])


class Combined(msgspec.Struct, frozen=True):
    """A block or a minute total stated for both codes together."""

    span: Span
    minutes: int | None
    estimate: Span | None


class Ledger:
    """Accounts by code, combined times, and stated totals."""

    def __init__(self) -> None:
        self.accounts: dict[str, Account] = {}
        self.combined: list[Combined] = []
        self.visit: list[Block] = []
        self.total_timed: tuple[int, Span] | None = None
        self.total_treatment: tuple[int, Span] | None = None
        self.used: set[Span] = set()  # amounts already given to a code

    def in_total(self, span: Span) -> bool:
        """Whether ``span`` lies in a total stated for the whole visit."""
        totals = (self.total_timed, self.total_treatment)
        return any(total is not None and total[1][0] <= span[0] < total[1][1] for total in totals)

    def of(self, code: str) -> Account:
        """The account of ``code``, opened when needed."""
        return self.accounts.setdefault(code, Account())
