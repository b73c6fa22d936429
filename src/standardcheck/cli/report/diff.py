"""``standardcheck report diff``."""

from __future__ import annotations

import sys

import click

from standardcheck.cli.report.saved import read_report
from standardcheck.cli.terminal import language_option, output, page_width, reported


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--format", "format_", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@click.option("--exit-code", "as_code", is_flag=True, help="Exit 1 if anything changed.")
@language_option
def command(old: str, new: str, format_: str, target: str | None, as_code: bool, language: str) -> None:
    """Show what changed between two saved JSON reports: new, changed and settled findings, and verdicts.

    Plans are matched by their id, else by the name of their file.

    \b
    standardcheck report diff first.json second.json --exit-code
    """
    from standardcheck.check.changes import changes
    from standardcheck.writers.changes import markdown, text
    from standardcheck.writers.common import json_text

    with reported(language):
        found = changes(read_report(old, language), read_report(new, language))
        with output(target, language) as stream:
            if format_ == "json":
                stream.write(json_text(found))
            else:
                for piece in text(found, language, page_width()) if format_ == "text" else markdown(found, language):
                    stream.write(piece)
    sys.exit(1 if as_code and found["is_changed"] else 0)
