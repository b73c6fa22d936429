"""``check --changed-since``: its options, and what is written of a comparison (:mod:`standardcheck.cli.compared`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.configured import configuration
from standardcheck.cli.terminal import output, page_width
from standardcheck.errors import Fault, UnreadableSource, UsageError

if TYPE_CHECKING:
    from standardcheck.check.run import Report
    from standardcheck.cli.compared import Since
    from standardcheck.compiler.library import RuleSet


def since_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--changed-since`` and ``--changes``."""
    command = click.option(
        "--changes",
        "changes_file",
        metavar="FILE",
        help="With --changed-since: write what changed to FILE, as JSON or Markdown by its ending (.json, .md), else "
        "as text.",
    )(command)
    return click.option(
        "--changed-since",
        metavar="REV",
        help="Check only the plans that a change since REV of the git repository can reach, and show what changed. "
        "REV... is the commit that REV and HEAD have in common.",
    )(command)


def refuse_alone(changes_file: str | None) -> None:
    """Refuse ``--changes`` where nothing is compared."""
    if changes_file is not None:
        raise UsageError("changes-alone")


def compared(
    rev: str,
    plans: tuple[str, ...],
    named: tuple[str, ...],
    rules: RuleSet,
    today: str | None,
    cache: str | None,
    update: bool,
) -> Since:
    """What a change since a revision reaches of the plans. Raises ``UsageError``, ``UnreadableSource``."""
    from standardcheck.api import iter_files
    from standardcheck.cli.compared import Asked, Since
    from standardcheck.cli.dispositions import today_of

    if update:
        raise UsageError("since-option", option="--update-baseline")
    settings, given = configuration(), click.get_current_context().params
    places = named or (settings.paths if settings and settings.paths else ())
    kept = {name: given[name] for name in Asked._fields[2:]}
    names = list(iter_files(plans))
    if not names:
        raise UnreadableSource([Fault("no-plans", {"where": ", ".join(plans)})])
    return Since(rev, Asked(places, not named, **kept), names, rules, today or today_of(rules), cache)


def what_changed(since: Since, report: Report, file: str | None, language: str, quiet: bool) -> list[str]:
    """What follows the report: what changed, or where it is written to a file, what it was compared with."""
    found = since.changes(report)
    if file is not None:
        _write(found, file, language)
    between = ["\n"] if report.plans or report.unreadable else []
    return [*between, *_lines(found, language, page_width(), quiet or file is not None)]


def _lines(found: dict[str, Any], language: str, width: int, brief: bool) -> Iterable[str]:
    """What changed as text for a terminal; ``brief`` without what changed in each plan."""
    from standardcheck.writers.changes import heading, text

    return heading(found, language, width) if brief else text(found, language, width)


def _write(found: dict[str, Any], file: str, language: str) -> None:
    """What changed as a file, in the format that its name ends in."""
    from standardcheck.writers.changes import markdown, text
    from standardcheck.writers.common import json_text

    ending = Path(file).suffix.lower()
    with output(file, language) as stream:
        if ending == ".json":
            stream.write(json_text(found))
        else:
            for piece in markdown(found, language) if ending == ".md" else text(found, language):
                stream.write(piece)
