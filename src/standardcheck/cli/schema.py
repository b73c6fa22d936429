"""``standardcheck schema``."""

from __future__ import annotations

import click

from standardcheck.cli.terminal import language_option, output, reported


@click.command("schema")
@click.argument("which", type=click.Choice(("plan", "ruleset", "report", "waivers", "decisions")))
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@language_option
def command(which: str, target: str | None, language: str) -> None:
    """Print a JSON Schema: of plans, rule files, reports, waivers or decisions.

    Editors complete and check as you type when a file names its schema in a first line such as

    \b
    # yaml-language-server: $schema=plan.schema.json
    """
    from standardcheck.data import data_dir

    text = (data_dir("schemas") / f"{which}.schema.json").read_text(encoding="utf-8")
    with reported(language), output(target, language) as stream:
        stream.write(text)
