"""``standardcheck report convert``."""

from __future__ import annotations

import click

from standardcheck.cli.formats import format_option, opened_binary
from standardcheck.cli.report.saved import read_report
from standardcheck.cli.terminal import (
    colour_option,
    language_option,
    output,
    page_width,
    reported,
    use_colour,
    working_folder,
)


@click.command("convert")
@click.argument("report", metavar="REPORT")
@language_option
@format_option
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@click.option("--explain", is_flag=True, help="Show the whole evidence.")
@click.option("--all", "every", is_flag=True, help="Show what passed and what does not apply, too.")
@click.option(
    "--max-findings",
    "most",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    metavar="N",
    help="Show at most N findings of a rule and an outcome in the text, and count the others; 0 shows all.",
)
@click.option("-q", "--quiet", is_flag=True, help="One line a plan.")
@colour_option
def command(
    report: str,
    language: str,
    format_: str,
    raw: bool,
    target: str | None,
    explain: bool,
    every: bool,
    most: int,
    quiet: bool,
    colour: str,
) -> None:
    """Write a saved JSON report (or - for standard input) again in another format; the plan is not needed."""
    from standardcheck import api
    from standardcheck.cli.check import plain

    with reported(language):
        binary = opened_binary(format_, target)
    data = read_report(report, language)
    with reported(language), output(target, language, binary) as stream:
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
            most=most,
            raw=raw,
            root=working_folder(),
        )
