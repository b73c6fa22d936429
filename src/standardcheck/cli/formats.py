"""``--format``: its values are the modules of ``writers``, looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.plain import MOST

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class FormatType(click.ParamType[str]):
    """The name of a format."""

    name = "format"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name as it is; an unknown one is refused with the one that was probably meant."""
        from standardcheck.hints import near
        from standardcheck.writers import formats

        if value not in formats():
            hint = near(value, formats())
            more = f" Did you mean '{hint}'?" if hint else ""
            self.fail(f"{value!r} is not one of {', '.join(formats())}.{more}", param, ctx)
        return str(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Formats that begin as typed."""
        from click.shell_completion import CompletionItem

        from standardcheck.writers import formats

        return [CompletionItem(name) for name in formats() if name.startswith(incomplete)]


class _FormatOption(click.Option):
    """Its help lists the formats, without finding them before somebody reads it."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        from standardcheck.writers import formats

        self.help = f"One of {', '.join(formats())}."
        return super().get_help_record(ctx)


def format_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--format`` and the options that belong to single formats."""
    command = click.option(
        "--raw", is_flag=True, help="csv: for programs: cells and words as they are in the report, no byte-order mark."
    )(command)
    return click.option(
        "--format",
        "format_",
        metavar="FORMAT",
        type=FormatType(),
        default="text",
        show_default=True,
        cls=_FormatOption,
    )(command)


def most_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--max-findings``."""
    return click.option(
        "--max-findings",
        "most",
        type=click.IntRange(0),
        default=MOST,
        show_default=True,
        metavar="N",
        help="Show at most N findings of a rule and an outcome in the text, and count the others; 0 shows all.",
    )(command)
