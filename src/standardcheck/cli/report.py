"""``standardcheck report``."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from standardcheck.cli.terminal import (
    EXIT_NOT_CHECKED,
    colour_option,
    language_option,
    output,
    page_width,
    reported,
    use_colour,
)


@click.group("report")
def command() -> None:
    """Work with saved JSON reports."""


@command.command("convert")
@click.argument("report", metavar="REPORT")
@language_option
@click.option("--format", "format_", metavar="FORMAT", default="text", help="text or json.", show_default=True)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@click.option("--explain", is_flag=True, help="Show the whole evidence.")
@click.option("--all", "every", is_flag=True, help="Show what passed and what does not apply, too.")
@click.option("-q", "--quiet", is_flag=True, help="One line a plan.")
@colour_option
def convert(
    report: str,
    language: str,
    format_: str,
    target: str | None,
    explain: bool,
    every: bool,
    quiet: bool,
    colour: str,
) -> None:
    """Write a saved JSON report (or - for standard input) again in another format; the plan is not needed."""
    from standardcheck import api
    from standardcheck.cli.check import known_format, plain

    known_format(format_)
    data = read_report(report, language)
    with reported(language), output(target, language) as stream:
        api.write_report(
            data,
            stream,
            format_,
            language=language,
            width=page_width(),
            style=click.style if use_colour(colour, target is not None) else plain,
            explain=explain,
            every=every,
            quiet=quiet,
        )


def read_report(name: str, language: str) -> dict[str, Any]:
    """A saved report, checked against its format. Leaves with code 4 if it is none."""
    from standardcheck.check.format import refusal
    from standardcheck.wording import sentence

    try:
        with click.open_file(name, "rb") as stream:
            data: dict[str, Any] = json.loads(stream.read())
        why = refusal(data)
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())[:200]
    if why:
        said = sentence(language, "faults", "not-a-report", {"file": name, "why": why})
        click.echo(f"standardcheck: {said}", err=True)
        sys.exit(EXIT_NOT_CHECKED)
    return data
