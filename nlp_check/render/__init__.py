"""Renderers: reports in, text out. Each is a generator of chunks, so that a long run prints as it goes.

A renderer judges nothing. Its output depends on its arguments alone: same reports, same bytes.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable, Iterator

from nlp_check.render.entry import Entry, Settings

Renderer = Callable[[Iterable[Entry], Settings], Iterator[str]]
FORMATS = ("text", "json", "jsonl", "sarif", "github", "junit")
_MODULES = {"json": "json_list", "jsonl": "json_lines"}  # the others are named as their format


def renderer(name: str) -> Renderer:
    """The renderer of format ``name``, imported only now: a run needs one of them."""
    module = importlib.import_module(f"nlp_check.render.{_MODULES.get(name, name)}")
    render: Renderer = module.render
    return render


__all__ = ["FORMATS", "Entry", "Renderer", "Settings", "renderer"]
