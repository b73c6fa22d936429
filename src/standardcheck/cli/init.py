"""``standardcheck init``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from standardcheck.cli.terminal import EXIT_NOT_CHECKED, language_option, not_written, output, reported
from standardcheck.errors import UsageError

if TYPE_CHECKING:
    from standardcheck.cli.ci_files import File

SYSTEMS = ("github", "gitlab", "pre-commit")


@click.command("init")
@click.argument("file", required=False)
@click.option(
    "--ci",
    "systems",
    multiple=True,
    type=click.Choice(SYSTEMS),
    help="Also write what checks every plan of the repository here. May be repeated.",
)
@click.option("--source", metavar="URL", help="With --ci: the Git repository that standardcheck is installed from.")
@click.option("--rev", metavar="REV", help="With --ci: a tag or a commit of it. Default: the tag of this version.")
@click.option("--force", is_flag=True, help="Overwrite files that exist.")
@language_option
def command(
    file: str | None, systems: tuple[str, ...], source: str | None, rev: str | None, force: bool, language: str
) -> None:
    """Write a commented starter plan (default: plan.yaml) and say how to check it.

    \b
    standardcheck init plan.yaml
    standardcheck init --ci github --source https://git.example.org/tools/standardcheck

    With --ci, run it at the top of a repository: FILE (default: plans/plan.yaml) then lies in the folder of the plans,
    and is written if there is none yet. A .gitlab-ci.yml or .pre-commit-config.yaml that exists is left as it is,
    and what to add to it is printed.
    """
    with reported(language):
        if systems:
            _write_ci(systems, file, source, rev, force, language)
        elif source or rev:
            raise UsageError("init-without-ci", option="--source" if source else "--rev")
        else:
            _write_plan(file or "plan.yaml", force, language)


def _write_plan(file: str, force: bool, language: str) -> None:
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


def _write_ci(
    systems: tuple[str, ...], file: str | None, source: str | None, rev: str | None, force: bool, language: str
) -> None:
    from standardcheck.cli.ci_files import PLAN, REV, SOURCE, ci_files, has_plans, starter
    from standardcheck.wording import catalogue

    words = catalogue(language).INIT
    plan = file or PLAN
    files = ci_files(systems, plan, source or SOURCE, rev or REV, language)
    folder = Path(plan).parent.as_posix()
    if not has_plans(Path(folder)):
        files.append(starter(plan, language))
    if not Path(".git").exists():
        click.echo(words["no_git"], err=True)
    refused = [each for each in files if not _write(each, force, language)]
    said = [words["next_" + system.replace("-", "_")] for system in dict.fromkeys(systems)]
    if not source:
        said.insert(0, words["fill_in"].format(source=SOURCE))
    click.echo("\n" + words["next"].format(folder=folder))
    for number, step in enumerate(said, 1):
        click.echo(f"  {number}. {step}")
    if refused:
        sys.exit(EXIT_NOT_CHECKED)


def _write(file: File, force: bool, language: str) -> bool:
    """Write a file unless there is one, and say so. False where a file of ours stands in the way."""
    from standardcheck.wording import catalogue

    words = catalogue(language).INIT
    target = Path(file.path)
    there = target.exists() or target.is_symlink()
    if there and _text(target) == file.text:
        click.echo(words["same"].format(file=file.path))
    elif there and file.kept:
        click.echo(words["kept"].format(file=file.path))
    elif there and not force and file.shared:
        click.echo(words["add"].format(file=file.path))
        click.echo("\n".join(f"    {line}" for line in file.text.splitlines()))
    elif there and not force:
        click.echo(words["exists"].format(file=file.path), err=True)
        return False
    else:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            not_written(file.path, error, language)
        with output(file.path, language) as stream:
            stream.write(file.text)
        click.echo(words["wrote"].format(file=file.path))
    return True


def _text(path: Path) -> str | None:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
