"""The command line: options in, exit code out. One module a command group, imported when it is called."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import Any

import click

from standardcheck import __version__

COMMANDS = {
    "check": "check",
    "rules": "rules",
    "params": "params",
    "schema": "schema",
    "report": "report",
    "init": "init",
    "completion": "completion",
}
"""Commands by name, in the order of --help, and the module of this package that holds each."""

EPILOG = """\b
Exit codes:
  0  compliant
  1  an open violation, or what --fail-on names
  2  wrong usage
  3  undetermined: nothing fails, something cannot be decided
  4  could not check: no plan, an unreadable plan or rule set, a report not written
"""


class Commands(click.Group):
    """Loads a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{COMMANDS[cmd_name]}").command
        return command


@click.command(
    cls=Commands, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, "-V", "--version", prog_name="standardcheck")
def command() -> None:
    """Check construction plans against standards written as data, and show why.

    Begin with `standardcheck init plan.yaml`, then `standardcheck check plan.yaml`.
    """


def main(args: list[str] | None = None) -> Any:
    """Entry point. Never shows a traceback for what a user did."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    return command(args, prog_name="standardcheck")
