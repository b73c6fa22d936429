"""Check construction plans against standards written as data, and show why."""

from __future__ import annotations

from standardcheck.typing_light import TYPE_CHECKING, Any

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
    # The API is imported when first asked for, so that the command line starts fast. All names are then set at once:
    # the import has made ``check`` the package of that name, and it has to be the function.
    if name in __all__:
        from importlib import import_module

        api = import_module("standardcheck.api")
        globals().update({each: getattr(api, each) for each in __all__})
        return globals()[name]
    raise AttributeError(name)
