"""nlp-check: does a 97110 / 97530 therapy note show a specific service, separately justified, for each code?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from nlp_check.errors import DataError, InputError, ModelError, NlpCheckError, PolicyError, RecordError

if TYPE_CHECKING:
    from nlp_check.checker import Checker
    from nlp_check.records.report import Report

__version__ = "0.1.0"
__all__ = [
    "Checker",
    "DataError",
    "InputError",
    "ModelError",
    "NlpCheckError",
    "PolicyError",
    "RecordError",
    "Report",
    "__version__",
]


def __getattr__(name: str) -> Any:
    """Loads the checker only when it is used: spaCy costs half a second, and ``units`` needs none of it."""
    if name == "Checker":
        from nlp_check.checker import Checker

        return Checker
    if name == "Report":
        from nlp_check.records.report import Report

        return Report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
