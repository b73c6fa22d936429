"""The command line: options in, exit code out. One module a command group, imported when it is called.

Nothing is imported here that the commonest call, ``standardcheck check plan.yaml``, does not need.
"""

from __future__ import annotations

import atexit
import gc
import sys
from contextlib import suppress
from typing import Any

YOUNG = 100_000
"""Objects made before the collector looks for cycles: more than the check of a small plan makes."""


def main(args: list[str] | None = None) -> Any:
    """Entry point. Never shows a traceback for what a user did."""
    spare_the_collector()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    from standardcheck.cli.plain import check_plainly, is_plain

    given = sys.argv[1:] if args is None else args
    if is_plain(given):
        check_plainly(given[1:])
    from standardcheck.cli.root import command

    return command(args, prog_name="standardcheck")


def spare_the_collector() -> None:
    """Do not look for cycles in what lives as long as the process, neither while it is made nor when leaving."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
