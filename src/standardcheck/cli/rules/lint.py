"""``standardcheck rules lint``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import EXIT_NOT_CHECKED, fault_lines, language_option, not_written, output, reported

if TYPE_CHECKING:
    from pathlib import Path

    from standardcheck.packtools.ledger.read import Ledger
    from standardcheck.packtools.lint.run import Result
    from standardcheck.vocabulary.units import UnitTable

EXIT_FOUND = 1


@click.command("lint")
@click.argument("packs", nargs=-1, metavar="[PACK]...")
@click.option("--select", multiple=True, metavar="CODE", help="Only checks whose code begins so. May be repeated.")
@click.option("--ignore", multiple=True, metavar="CODE", help="Not the checks whose code begins so. May be repeated.")
@click.option("--strict", is_flag=True, help="Exit 1 for warnings, too.")
@click.option("--fix", is_flag=True, help="Mend what can safely be mended (SC401: the line that names the schema).")
@click.option("--ledger", "folder", metavar="FOLDER", help="The ledger. Default: the folder `ledger` beside the packs.")
@click.option("--today", metavar="DATE", help="The day from which dates of review count. Default: today.")
@click.option(
    "--review-after",
    type=click.IntRange(0, 36500),
    default=365,
    show_default=True,
    metavar="DAYS",
    help="After how many days a check against the text is too old.",
)
@click.option("--format", "format_", type=click.Choice(("text", "json")), default="text", show_default=True)
@language_option
def command(
    packs: tuple[str, ...],
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    strict: bool,
    fix: bool,
    folder: str | None,
    today: str | None,
    review_after: int,
    format_: str,
    language: str,
) -> None:
    """Look for what is wrong in rule packs that load: unused, unreachable, contradictory, undocumented.

    PACK is the id of a pack, or the path of a pack or of a folder of packs. Default: all shipped packs. Each code is
    explained in docs/lint.md.

    \b
    Exit codes:
      0  nothing found, or warnings only
      1  an error was found (with --strict: or a warning)
      2  wrong usage
      4  a pack could not be loaded; its faults are shown
    """
    from standardcheck.packtools.lint.run import Options

    with reported(language):
        options = Options(_day(today), review_after, _codes(select, ignore))
        result = _run(packs, folder, options)
        mended = _mend(result, language) if fix else []
        if mended:
            result = _run(packs, folder, options)
    with output(None, language) as stream:
        if format_ == "json":
            stream.write(_json(result, mended))
        else:
            _text(result, mended, language)
    sys.exit(_exit_code(result, strict))


def _day(today: str | None) -> str:
    from datetime import date

    from standardcheck.errors import UsageError
    from standardcheck.vocabulary.dates import is_date

    day = today or date.today().isoformat()
    if not is_date(day):
        raise UsageError("bad-as-of", found=day)
    return day


def _codes(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[str, ...]:
    from standardcheck.errors import UsageError
    from standardcheck.hints import near
    from standardcheck.packtools.lint.checks import CHECKS
    from standardcheck.packtools.lint.run import chosen_codes

    for word in (*select, *ignore):
        if not any(code.startswith(word) for code in CHECKS):
            raise UsageError("unknown-check", word=word, hint=near(word, CHECKS))
    return chosen_codes(select, ignore)


def _run(packs: tuple[str, ...], folder: str | None, options: Any) -> Result:
    from standardcheck.data import data_dir
    from standardcheck.packtools.library import find_packs
    from standardcheck.packtools.lint.run import lint
    from standardcheck.plan.conform import Conform
    from standardcheck.vocabulary.load import load_vocabulary

    found = find_packs(packs)
    conform = Conform(load_vocabulary((data_dir("schemas") / "plan.schema.json").read_bytes()))
    places = [found.known[name].root.resolve().parent for name in found.wanted]
    ledger = _ledger(folder, places, conform.vocabulary.units)
    return lint(found.wanted, found.known, conform, ledger, options)


def _ledger(folder: str | None, places: list[Path], units: UnitTable) -> Ledger | None:
    """The ledger named, else the one beside the packs; without one, no caution is known."""
    from pathlib import Path

    from standardcheck.packtools.ledger.read import FOLDER, read_ledger

    if folder is not None:
        return read_ledger(Path(folder), units)
    beside = next((place / FOLDER for place in places if (place / FOLDER).is_dir()), None)
    if beside is None or not any(beside.glob("*.csv")):
        return None
    return read_ledger(beside, units)


def _mend(result: Result, language: str) -> list[str]:
    """Mend the files of what is found, and say which changed."""
    from pathlib import Path

    from standardcheck.packtools.lint.files import add_schema_line

    mended = []
    for file in sorted({each.place.file for each in result.diagnostics if each.code == "SC401"}):
        try:
            if add_schema_line(Path(file)):
                mended.append(file)
        except OSError as error:
            not_written(file, error, language)
    return mended


def _json(result: Result, mended: list[str]) -> str:
    from standardcheck.cli.rules.printing import json_text
    from standardcheck.wording import LANGUAGES

    faults = [
        {
            "code": fault.code,
            "message": {language: fault.message(language) for language in LANGUAGES},
            "file": fault.place.file if fault.place else "",
            "line": fault.place.line if fault.place else 0,
            "column": fault.place.column if fault.place else 0,
        }
        for fault in result.faults
    ]
    found = [{**each.data(), "page": f"docs/lint.md#{each.code.lower()}"} for each in result.diagnostics]
    return json_text({"packs": list(result.packs), "diagnostics": found, "faults": faults, "mended": mended})


def _text(result: Result, mended: list[str], language: str) -> None:
    from standardcheck.cli.rules.printing import echo_diagnostics
    from standardcheck.errors import FaultyInput
    from standardcheck.source import clean
    from standardcheck.wording import catalogue

    words = catalogue(language).LINT
    for line in fault_lines(FaultyInput(result.faults), language):
        click.echo(line, err=True)
    echo_diagnostics(result.diagnostics, language)
    for file in mended:
        click.echo(words["fixed"].format(file=clean(file)))
    count = [sum(each.severity == severity for each in result.diagnostics) for severity in ("error", "warning")]
    click.echo(words["summary"].format(packs=len(result.packs), errors=count[0], warnings=count[1]))
    if result.faults:
        click.echo(words["unreadable"].format(faults=len(result.faults)), err=True)


def _exit_code(result: Result, strict: bool) -> int:
    if result.faults:
        return EXIT_NOT_CHECKED
    grave = [each for each in result.diagnostics if strict or each.severity == "error"]
    return EXIT_FOUND if grave else 0
