"""Groups of commands whose modules are imported when a command is called, so that the command line starts fast."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import click


def lazy_group(package: str, names: Sequence[str]) -> type[click.Group]:
    """A group class for commands by name, in the order of --help.

    The command ``import-table`` is ``command`` in the module ``import_table`` of ``package``.
    """

    class LazyGroup(click.Group):
        def list_commands(self, ctx: click.Context) -> list[str]:
            return list(names)

        def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
            if cmd_name not in names:
                return None
            module = import_module(f"{package}.{cmd_name.replace('-', '_')}")
            command: click.Command = module.command
            return command

    return LazyGroup
