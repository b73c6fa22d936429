"""The command line: options in, exit code out. One module a command group, imported when it is called."""

from __future__ import annotations

import atexit
import gc
import sys
from contextlib import suppress
from typing import Any

import click

from standardcheck import __version__
from standardcheck.cli.groups import lazy_group

COMMANDS = ("check", "review", "rules", "params", "schema", "report", "init", "completion")
"""Commands in the order of --help; the module of this package of the same name holds each."""

YOUNG = 100_000
"""Objects made before the collector looks for cycles: more than the check of a small plan makes."""

EPILOG = """\b
Exit codes:
  0  compliant, or all that is left is in the baseline
  1  an open violation outside the baseline, or what --fail-on names
  2  wrong usage, or a wrong configuration
  3  undetermined: nothing fails, something cannot be decided
  4  could not check: no plan, an unreadable plan or rule set, a report not written
"""


@click.command(
    cls=lazy_group(__name__, COMMANDS),
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="standardcheck")
def command() -> None:
    """Check construction plans against standards written as data, and show why.

    Begin with `standardcheck init plan.yaml`, then `standardcheck check plan.yaml`.
    """


def main(args: list[str] | None = None) -> Any:
    """Entry point. Never shows a traceback for what a user did."""
    spare_the_collector()
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return command(args, prog_name="standardcheck")


def spare_the_collector() -> None:
    """Do not look for cycles in what lives as long as the process, neither while it is made nor when leaving."""
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])
    atexit.register(gc.freeze)
