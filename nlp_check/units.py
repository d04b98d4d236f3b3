"""Unit counting from minutes: how many 15-minute units a visit supports, by three methods."""

from __future__ import annotations

import msgspec


class UnitCount(msgspec.Struct, frozen=True):
    """``units`` lists every code, 0 included; ``alternatives`` are other equally right allotments."""

    method: str
    minutes: dict[str, int]
    units: dict[str, int]
    total: int
    alternatives: tuple[dict[str, int], ...] = ()
