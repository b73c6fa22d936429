"""Writing reports as this terminal shows them best."""

from __future__ import annotations

import sys
from collections.abc import Iterable

from standardcheck.cli.terminal import output, page_width, use_colour, working_folder
from standardcheck.errors import UsageError
from standardcheck.typing_light import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from standardcheck.check.run import Report


def opened_binary(format_: str, target: str | None) -> bool:
    """Whether the output must be opened for bytes. Refuses to send bytes to a terminal, and a format that this machine
    cannot write, before any plan is checked."""
    from standardcheck.writers import is_binary, make_ready

    if not is_binary(format_):
        return False
    if target in (None, "-") and sys.stdout.isatty():
        raise UsageError("binary-to-terminal", format=format_)
    make_ready(format_)
    return True


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
            style=_style() if use_colour(colour, target is not None) else plain,
            root=working_folder(),
            **options,
        )
        for piece in after:
            stream.write(piece)


def _style() -> Any:
    import click

    return click.style


def plain(text: str, **_: object) -> str:
    """Text without colours: takes what ``click.style`` takes."""
    return text
