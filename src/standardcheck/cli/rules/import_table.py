"""``standardcheck rules import-table``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from standardcheck.cli.terminal import language_option, not_written, reported
from standardcheck.errors import UsageError

if TYPE_CHECKING:
    from standardcheck.packtools.import_table import Wanted
    from standardcheck.packtools.packset import PackSet


@click.command("import-table")
@click.argument("sheet_file", metavar="FILE")
@click.option("--param", required=True, metavar="NAME", help="The parameter.")
@click.option("--pack", required=True, metavar="FOLDER", help="Folder of the pack.")
@click.option("--file", "rule_file", metavar="RULEFILE", help="Rule file inside the pack; needed to import.")
@click.option("--from", "since", default="", metavar="DATE", help="Edition that begins on this day.")
@click.option("--document", default="", metavar="ID", help="Document that sets the values.")
@click.option("--number", default="", metavar="CLAUSE", help="Number of its clause.")
@click.option("--for", "seen", default="", metavar="KIND", help="Kind of object from which the keys are seen.")
@click.option("--sheet", default="", metavar="NAME", help="Sheet of an XLSX file. Default: the first.")
@click.option("--label-zh", default="", metavar="TEXT", help="Of a new parameter: its name in Chinese.")
@click.option("--label-en", default="", metavar="TEXT", help="Of a new parameter: its name in English.")
@click.option("--quantity", default="", metavar="WHAT", help="Of a new parameter: area, length, enum, …")
@click.option("--of", default="", metavar="ENUM", help="Of a new parameter with quantity enum: which.")
@click.option("--unit", default="", metavar="UNIT", help="Of a new parameter: the unit to show.")
@click.option("--export", is_flag=True, help="Write the parameter's values to FILE instead.")
@click.option("--labels", is_flag=True, help="Export with the labels of fields and values in place of their names.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@language_option
def command(
    sheet_file: str,
    param: str,
    pack: str,
    rule_file: str | None,
    since: str,
    document: str,
    number: str,
    seen: str,
    sheet: str,
    label_zh: str,
    label_en: str,
    quantity: str,
    of: str,
    unit: str,
    export: bool,
    labels: bool,
    dry_run: bool,
    language: str,
) -> None:
    """Put a sheet of limits (CSV or XLSX) into a parameter, or write a parameter to a sheet.

    The first row names the key fields and `value`. A cell may hold several values (a、b) or a band (≥1000 <3000);
    * stands for any value, an empty key is a fault. What the sheet says is loaded before it is written.

    \b
    standardcheck rules import-table widths.csv --param min_width --pack my-pack --file widths.yaml
    standardcheck rules import-table widths.xlsx --param min_width --pack my-pack --export
    """
    from standardcheck.packtools.import_table import Wanted
    from standardcheck.packtools.packset import load_packs

    with reported(language):
        packs = load_packs(pack)
        if not packs.single:
            raise UsageError("new-one-pack", file=pack, known=packs.named)
        if export:
            _export(packs, sheet_file, param, since, language if labels else "", language)
            return
        if rule_file is None:
            raise UsageError("new-missing", names=("--file",))
        wanted = Wanted(
            param, rule_file, since, document, number, seen, sheet, label_zh, label_en, quantity, of, unit
        )  # fmt: skip
        _import(packs, sheet_file, wanted, dry_run, language)


def _export(packs: PackSet, target: str, param: str, since: str, labelled: str, language: str) -> None:
    from standardcheck.packtools.editing import write_bytes
    from standardcheck.packtools.import_table import export_table
    from standardcheck.packtools.sheets import sheet_bytes

    rows = export_table(packs, param, since, labelled)
    raw = sheet_bytes(target, rows, param)
    try:
        write_bytes(Path(target), raw)
    except OSError as error:
        not_written(target, error, language)
    _say("exported", language, file=target, name=param, rows=len(rows) - 1)


def _import(packs: PackSet, source: str, wanted: Wanted, dry_run: bool, language: str) -> None:
    from standardcheck.packtools.editing import write_whole
    from standardcheck.packtools.import_table import import_table
    from standardcheck.source import clean

    made = import_table(packs, source, wanted)
    if not made.lines:
        _say("same", language, file=str(made.path), name=wanted.param, rows=made.rows)
        return
    if not dry_run:
        try:
            write_whole(made.path, made.text)
        except OSError as error:
            not_written(str(made.path), error, language)
    _say("dry" if dry_run else "imported", language, file=str(made.path), name=wanted.param, rows=made.rows)
    if made.comments:
        _say("comments", language, number=made.comments)
    if dry_run:
        click.echo("\n" + clean("\n".join(made.lines)))


def _say(key: str, language: str, **args: object) -> None:
    from standardcheck.wording import sentence

    click.echo(sentence(language, "import", key, args))
