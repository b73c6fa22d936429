"""``standardcheck report merge``."""

from __future__ import annotations

import click

from standardcheck.cli.report.saved import read_report
from standardcheck.cli.terminal import language_option, output, reported


@click.command("merge")
@click.argument("reports", metavar="REPORT…", nargs=-1, required=True)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@language_option
def command(reports: tuple[str, ...], target: str | None, language: str) -> None:
    """Write saved JSON reports as one; plans stay in the order given, the same result is kept once.

    \b
    standardcheck report merge a.json b.json -o all.json
    """
    from standardcheck.check.merge import merge
    from standardcheck.wording import sentence
    from standardcheck.writers import writer
    from standardcheck.writers.layout import harmless

    with reported(language):
        merged = merge([(name, read_report(name, language)) for name in reports])
        with output(target, language) as stream:
            for piece in writer("json").write(merged.data):
                stream.write(piece)
    written = ("written", {"plans": len(merged.data["plans"]), "number": len(reports)})
    for key, args in (*merged.remarks, written):
        click.echo(f"standardcheck: {harmless(sentence(language, 'merge', key, args))}", err=True)
