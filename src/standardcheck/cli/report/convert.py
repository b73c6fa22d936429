"""``standardcheck report convert``."""

from __future__ import annotations

import click

from standardcheck.cli.formats import format_option, most_option
from standardcheck.cli.report.saved import read_report
from standardcheck.cli.terminal import (
    colour_option,
    language_option,
    reported,
)
from standardcheck.cli.writing import opened_binary, write_out


@click.command("convert")
@click.argument("report", metavar="REPORT")
@language_option
@format_option
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@click.option("--explain", is_flag=True, help="Show the whole evidence.")
@click.option("--all", "every", is_flag=True, help="Show what passed and what does not apply, too.")
@most_option
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
    with reported(language):
        binary = opened_binary(format_, target)
    data = read_report(report, language)
    with reported(language):
        write_out(
            data, format_, target, language, colour, binary,
            explain=explain, every=every, quiet=quiet, most=most, raw=raw,
        )  # fmt: skip
