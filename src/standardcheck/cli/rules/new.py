"""``standardcheck rules new``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import EXIT_USAGE, language_option, not_written, reported
from standardcheck.errors import UsageError

if TYPE_CHECKING:
    from standardcheck.packtools.scaffold.desk import Desk, Scaffold


@click.command("new")
@click.option("--pack", metavar="FOLDER", help="Folder of the pack.")
@click.option("--file", metavar="FILE", help="Rule file inside the pack; it may be new.")
@click.option("--id", metavar="ID", help="Id of the rule.")
@click.option("--document", metavar="ID", help="Document of the clause.")
@click.option("--number", metavar="CLAUSE", help="Number of the clause.")
@click.option("--ledger", metavar="ROWS", help="Rows of the ledger, set apart by blanks; may be empty.")
@click.option("--force", metavar="FORCE", help="must, shall, should, may, encourage or target.")
@click.option("--grade", metavar="GRADE", help="A, B, C or recalled.")
@click.option("--title-zh", metavar="TEXT", help="Title in Chinese.")
@click.option("--title-en", metavar="TEXT", help="Title in English.")
@click.option("--for", "for_", metavar="KIND", help="Kind of object, or `each KIND.LIST`.")
@click.option("--field", metavar="PATH", help="Field that the clause is about.")
@click.option("--operator", metavar="OP", help="Comparison, such as at_least.")
@click.option("--limit", metavar="VALUE", help="Limit, with its unit; several values of `in` set apart by |.")
@click.option("--applies", multiple=True, metavar="FIELD=VALUE", help="Which objects it concerns; repeat for more.")
@click.option("--param", metavar="NAME", help="Name of the limit. Default: made from the id.")
@click.option("--dry-run", is_flag=True, help="Show what would be added, and write nothing.")
@language_option
def command(dry_run: bool, language: str, **given: Any) -> None:
    """Add a rule with its limit and its examples to a rule file; what is not given is asked.

    The rest of the file stays as it is. The rule is loaded and its examples are run before anything is written.

    \b
    standardcheck rules new --pack rules/my-pack --file doors.yaml
    """
    from standardcheck.packtools.editing import write_whole
    from standardcheck.packtools.scaffold.desk import ASKED, Desk

    given["for"] = given.pop("for_")
    with reported(language):
        answers = {name: value for name, value in given.items() if value not in (None, ())}
        answers.setdefault("applies", ())
        first = ASKED[0]
        if first not in answers:
            _ask(None, first, answers, language)
        desk = Desk(answers[first])
        _wrong(desk, answers, language)
        for name in ASKED[1:]:
            if name not in answers:
                _ask(desk, name, answers, language)
        for name in ("param", "applies"):
            desk.check(name, answers)
        made = desk.make(answers)
        if not dry_run:
            try:
                write_whole(made.path, made.text)
            except OSError as error:
                not_written(str(made.path), error, language)
        _say(made, answers["id"], dry_run, language)


def _wrong(desk: Desk, answers: dict[str, Any], language: str) -> None:
    """Every given answer that cannot be, at once; those that rest on a wrong or missing one wait for it."""
    from standardcheck.packtools.scaffold.desk import ASKED

    rests_on = {"field": {"for"}, "operator": {"for", "field"}, "limit": {"for", "field", "operator"}}
    bad: set[str] = set()
    for name in ASKED[1:]:
        if name not in answers or rests_on.get(name, set()) & (bad | (set(ASKED) - set(answers))):
            continue
        try:
            desk.check(name, answers)
        except UsageError as wrong:
            bad.add(name)
            click.echo(f"standardcheck: {_option(name)}: {wrong.message(language)}", err=True)
    if bad:
        sys.exit(EXIT_USAGE)


def _ask(desk: Desk | None, name: str, answers: dict[str, Any], language: str) -> None:
    """Ask until the answer can be. Where nobody answers, say what is missing."""
    from standardcheck.packtools.scaffold.desk import ASKED

    while True:
        try:
            default = "" if name == "ledger" else None
            answer = click.prompt(_question(name, language), default=default, show_default=False, err=True)
        except click.Abort:
            click.echo("", err=True)
            missing = [_option(other) for other in ASKED if other not in answers and other != "ledger"]
            raise UsageError("new-missing", names=tuple(missing)) from None
        answers[name] = answer.strip()
        try:
            if desk is not None:
                desk.check(name, answers)
            return
        except UsageError as wrong:
            click.echo(wrong.message(language), err=True)


def _question(name: str, language: str) -> str:
    from standardcheck.compiler.operators import COMPARISONS
    from standardcheck.packtools.scaffold.desk import FORCES, GRADES
    from standardcheck.wording import sentence

    choices = {"force": FORCES, "grade": GRADES, "operator": tuple(COMPARISONS)}.get(name, ())
    return sentence(language, "scaffold", f"ask_{name}", {"choices": choices})


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")


def _say(made: Scaffold, rule: str, dry_run: bool, language: str) -> None:
    from standardcheck.source import clean
    from standardcheck.wording import catalogue, sentence

    outcomes = tuple(catalogue(language).OUTCOMES[outcome] for outcome in made.outcomes)
    args = {"file": str(made.path), "id": rule, "outcomes": outcomes}
    click.echo(sentence(language, "scaffold", "dry" if dry_run else "written", args))
    if dry_run:
        for block, lines in (("params", made.parameter), ("rules", made.rule)):
            if lines:
                click.echo("\n" + clean("\n".join([f"{block}:", *(f"  {line}" for line in lines)])))
