"""``standardcheck rules``: one module a command."""

from __future__ import annotations

import click

from standardcheck.cli.groups import lazy_group

COMMANDS = (
    "list",
    "show",
    "ledger",
    "lint",
    "compare",
    "test",
    "diff",
    "docs",
    "new",
    "import-table",
)


@click.group("rules", cls=lazy_group(__name__, COMMANDS))
def command() -> None:
    """Read the rules: which there are, what each says, and where its numbers come from; check how they are written."""
