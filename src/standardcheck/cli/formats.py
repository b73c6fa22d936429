"""``--format``: its values are the modules of ``writers``, looked up only when somebody asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import output, page_width, use_colour, working_folder

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from standardcheck.check.run import Report


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


def opened_binary(format_: str, target: str | None) -> bool:
    """Whether the output must be opened for bytes. Refuses to send bytes to a terminal, and a format that this machine
    cannot write, before any plan is checked."""
    import sys

    from standardcheck.errors import UsageError
    from standardcheck.writers import is_binary, make_ready

    if not is_binary(format_):
        return False
    if target in (None, "-") and sys.stdout.isatty():
        raise UsageError("binary-to-terminal", format=format_)
    make_ready(format_)
    return True


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
        default=20,
        show_default=True,
        metavar="N",
        help="Show at most N findings of a rule and an outcome in the text, and count the others; 0 shows all.",
    )(command)


def write_out(
    report: Report | dict[str, Any],
    format_: str,
    target: str | None,
    language: str,
    colour: str,
    binary: bool,
    after: Iterable[str] = (),
    **options: Any,
) -> None:
    """Write a report, or the data of a saved one, to a file or to standard output, as this terminal shows it best;
    ``after`` is text that follows it."""
    from standardcheck import api

    with output(target, language, binary) as stream:
        api.write_report(
            report,
            stream,
            format_,
            language=language,
            width=page_width(),
            style=click.style if use_colour(colour, target is not None) else plain,
            root=working_folder(),
            **options,
        )
        for piece in after:
            stream.write(piece)


def plain(text: str, **_: object) -> str:
    """Text without colours: takes what ``click.style`` takes."""
    return text
