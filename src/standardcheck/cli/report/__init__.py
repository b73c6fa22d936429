"""``standardcheck report``: one module a command."""

from __future__ import annotations

import click

from standardcheck.cli.groups import lazy_group

COMMANDS = (
    "convert",
    "merge",
    "diff",
)


@click.group("report", cls=lazy_group(__name__, COMMANDS))
def command() -> None:
    """Work with saved JSON reports."""
