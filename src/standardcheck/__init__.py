"""Check construction plans against standards written as data, and show why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from standardcheck.api import (
        Outcome,
        Plan,
        Report,
        RuleSet,
        StandardCheckError,
        check,
        check_many,
        load_ruleset,
        read_plan,
        write_report,
    )

__all__ = [
    "Outcome",
    "Plan",
    "Report",
    "RuleSet",
    "StandardCheckError",
    "check",
    "check_many",
    "load_ruleset",
    "read_plan",
    "write_report",
]


def __getattr__(name: str) -> Any:
    # the API is imported when first asked for, so that the command line starts fast
    if name in __all__:
        from importlib import import_module

        return getattr(import_module("standardcheck.api"), name)
    raise AttributeError(name)
