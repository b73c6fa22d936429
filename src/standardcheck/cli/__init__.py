"""The command line: options in, exit code out. One module a command group, imported when it is called.

Nothing is imported here that the commonest call, ``standardcheck check plan.yaml``, does not need.
"""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

from standardcheck.typing_light import Any

YOUNG = 100_000
"""Objects made before the collector looks for cycles: more than the check of a small plan makes."""


def main(args: list[str] | None = None) -> Any:
    """Entry point. Never shows a traceback for what a user did."""
    spare_the_collector()
    replace_closed_streams()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    from standardcheck.cli.plain import check_plainly, is_plain

    given = sys.argv[1:] if args is None else args
    if is_plain(given):
        check_plainly(given[1:])
    from io import UnsupportedOperation

    from standardcheck.cli.root import command
    from standardcheck.cli.terminal import default_language, not_written

    try:
        return command(args, prog_name="standardcheck")
    except UnsupportedOperation as closed:
        not_written("<stdout>", closed, default_language())


def replace_closed_streams() -> None:
    """Where whoever starts us has closed an output: what is said to nobody is dropped, but results that cannot be
    written are an error, as on a full disk."""
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115 (for good; writing to it says that it cannot be)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def spare_the_collector() -> None:
    """Do not look for cycles in what lives as long as the process, neither while it is made nor when leaving."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
