"""``standardcheck rules docs``."""

from __future__ import annotations

from pathlib import Path

import click

from standardcheck.cli.terminal import default_language, not_written, reported


@click.command("docs")
@click.option("-o", "--output", "target", metavar="DIR", required=True, help="Folder to write; a handbook is replaced.")
@click.option("--rules", metavar="PACKS", help="A pack, or a folder of packs. Default: the shipped packs.")
@click.option(
    "--lang",
    "chosen",
    type=click.Choice(("zh", "en", "both")),
    default="both",
    show_default=True,
    help="Language of the pages.",
)
def command(target: str, rules: str | None, chosen: str) -> None:
    """Write a handbook of the packs: pages to read, search and print, without network.

    \b
    standardcheck rules docs -o handbook
    """
    from standardcheck.data import data_dir
    from standardcheck.packtools.handbook.content import gather
    from standardcheck.packtools.handbook.folder import write_folder
    from standardcheck.packtools.handbook.pages import pages
    from standardcheck.packtools.packset import load_packs
    from standardcheck.wording import LANGUAGES, catalogue

    language = default_language() if chosen == "both" else chosen
    with reported(language):
        handbook = gather(load_packs(rules or str(data_dir("rules"))))
        languages = LANGUAGES if chosen == "both" else (chosen,)
        try:
            number = write_folder(Path(target), pages(handbook, languages))
        except OSError as error:
            not_written(target, error, language)
        said = catalogue(language).HANDBOOK["written"]
        click.echo(said.format(folder=target, pages=number, rules=sum(1 for _ in handbook.rules())))
