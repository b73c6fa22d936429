"""``standardcheck init``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from standardcheck.cli.terminal import EXIT_NOT_CHECKED, language_option


@click.command("init")
@click.argument("file", default="plan.yaml")
@click.option("--force", is_flag=True, help="Overwrite FILE if it exists.")
@language_option
def command(file: str, force: bool, language: str) -> None:
    """Write a commented starter plan (default: plan.yaml) and say how to check it."""
    from standardcheck.data import data_dir
    from standardcheck.wording import catalogue

    words = catalogue(language).INIT
    target = Path(file)
    if target.exists() and not force:
        click.echo(words["exists"].format(file=file), err=True)
        sys.exit(EXIT_NOT_CHECKED)
    starter = (data_dir("schemas") / f"starter.{language}.yaml").read_text(encoding="utf-8")
    try:
        target.write_text(starter, encoding="utf-8")
    except OSError as error:
        click.echo(words["not_written"].format(file=file, why=error.strerror), err=True)
        sys.exit(EXIT_NOT_CHECKED)
    click.echo(words["written"].format(file=file))
