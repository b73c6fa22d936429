"""``standardcheck rules ledger``."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import fail, heading, language_option, output, page_width, reported

if TYPE_CHECKING:
    from standardcheck.packtools.diagnostics import Diagnostic
    from standardcheck.packtools.ledger.read import Ledger, Row

EXIT_FOUND = 1


@click.command("ledger")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--ledger", "folder", metavar="FOLDER", help="Folder of CSV files. Default: the shipped ledger.")
@click.option("--problems", "only_problems", is_flag=True, help="Show the problems only, not the rows.")
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@language_option
def command(packs: tuple[str, ...], folder: str | None, only_problems: bool, format_: str, language: str) -> None:
    """Show the ledger of clauses by document, and check that it and the rules agree.

    PACK is the id of a pack, or the path of a pack or of a folder of packs whose rules the ledger accounts for.
    Default: all shipped packs. Each code is explained in docs/lint.md.

    \b
    Exit codes:
      0  every clause and every rule is accounted for
      1  there are problems
      2  wrong usage
      4  the ledger or a pack could not be read
    """
    with reported(language):
        ledger, problems = _checked(packs, folder, language)
    with output(None, language) as stream:
        if format_ == "json":
            stream.write(_json(ledger, problems))
        else:
            _text(ledger, problems, only_problems, language)
    sys.exit(EXIT_FOUND if problems else 0)


def _checked(packs: tuple[str, ...], folder: str | None, language: str) -> tuple[Ledger, tuple[Diagnostic, ...]]:
    from pathlib import Path

    from standardcheck.data import data_dir
    from standardcheck.errors import FaultyInput
    from standardcheck.packtools.ledger.check import check_ledger, encoded
    from standardcheck.packtools.ledger.read import FOLDER, read_ledger
    from standardcheck.packtools.library import find_packs, load_packs
    from standardcheck.vocabulary.load import load_vocabulary

    found = find_packs(packs)
    vocabulary = load_vocabulary((data_dir("schemas") / "plan.schema.json").read_bytes())
    ledger = read_ledger(Path(folder) if folder else data_dir("rules") / FOLDER, vocabulary.units)
    loaded, faults = load_packs(found.wanted, found.known, vocabulary)
    if faults:
        fail(language, FaultyInput(faults))
    return ledger, check_ledger(ledger, encoded(loaded, vocabulary))


def _by_document(ledger: Ledger) -> list[tuple[str, list[Row]]]:
    """Rows by document, documents in the order of their first row."""
    order = {row.document: None for row in ledger.rows}
    ranked = sorted(ledger.rows, key=lambda row: list(order).index(row.document))
    return [(document, list(rows)) for document, rows in groupby(ranked, key=lambda row: row.document)]


def _totals(rows: list[Row] | tuple[Row, ...]) -> dict[str, int]:
    from standardcheck.packtools.ledger.read import STATUSES

    return {status: sum(row.status == status for row in rows) for status in STATUSES}


def _json(ledger: Ledger, problems: tuple[Diagnostic, ...]) -> str:
    from standardcheck.cli.rules.printing import json_text

    documents = [
        {"document": document, "totals": _totals(rows), "rows": [_row(row) for row in rows]}
        for document, rows in _by_document(ledger)
    ]
    found = [{**each.data(), "page": f"docs/lint.md#{each.code.lower()}"} for each in problems]
    return json_text({"totals": _totals(ledger.rows), "documents": documents, "problems": found})


def _row(row: Row) -> dict[str, Any]:
    place = row.place("id")
    return {
        "id": row.id,
        "clause": row.clause,
        "paraphrase": row.paraphrase,
        "numbers": [number.text for number in row.numbers],
        "force": list(row.forces),
        "grade": row.grade,
        "caution": row.caution,
        "status": row.status,
        "why": row.why,
        "rules": list(row.rules),
        "file": place.file,
        "line": place.line,
    }


def _text(ledger: Ledger, problems: tuple[Diagnostic, ...], only_problems: bool, language: str) -> None:
    from standardcheck.cli.rules.printing import echo_diagnostics, grid
    from standardcheck.wording import catalogue

    words = catalogue(language).LEDGER
    for document, rows in _by_document(ledger) if not only_problems else ():
        heading(words["document"].format(document=document, rows=len(rows)))
        cells = [
            (row.id, words["statuses"].get(row.status, row.status), " ".join(row.rules) or words["no_rules"])
            for row in rows
        ]
        for line in grid([("  " + first, *rest) for first, *rest in cells], page_width()):
            click.echo(line)
    echo_diagnostics(problems, language)
    parts = [
        words["part"].format(status=words["statuses"][status], number=number)
        for status, number in _totals(ledger.rows).items()
    ]
    comma = catalogue(language).COMMA
    click.echo(words["totals"].format(rows=len(ledger.rows), parts=comma.join(parts)))
    if problems:
        click.echo(words["problems"].format(number=len(problems)))
