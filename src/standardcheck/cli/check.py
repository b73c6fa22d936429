"""``standardcheck check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from standardcheck.cli.formats import format_option
from standardcheck.cli.terminal import (
    cache_folder,
    colour_option,
    language_option,
    output,
    page_width,
    reported,
    rules_option,
    use_colour,
    working_folder,
)

if TYPE_CHECKING:
    from standardcheck.check.run import PlanReport, Selector, Unreadable
    from standardcheck.compiler.library import RuleSet
    from standardcheck.source import Document

FAIL_ON = ("violation", "advice", "note", "unknown")


@click.command("check")
@click.argument("plans", nargs=-1, required=True, metavar="PLAN…")
@rules_option
@click.option("--as-of", metavar="DATE", help="Date of judgement, YYYY-MM-DD. Default: the date each plan states.")
@language_option
@format_option
@click.option("-o", "--output", "target", metavar="FILE", help="Write the report to FILE.")
@click.option("--explain", is_flag=True, help="Show the whole evidence and where every limit comes from.")
@click.option("--all", "every", is_flag=True, help="Show what passed and what does not apply, too.")
@click.option(
    "--only", multiple=True, metavar="WHAT", help="Run only these: rule id (or its start), clause, ledger id, severity."
)
@click.option("--skip", multiple=True, metavar="WHAT", help="Leave these out; named as for --only.")
@click.option(
    "--fail-on",
    multiple=True,
    type=click.Choice(FAIL_ON),
    help="Exit 1 also when a rule of this severity fails, or when anything binding is unknown.",
)
@click.option("-q", "--quiet", is_flag=True, help="One line a plan.")
@colour_option
def command(
    plans: tuple[str, ...],
    rules: str | None,
    no_cache: bool,
    as_of: str | None,
    language: str,
    format_: str,
    raw: bool,
    target: str | None,
    explain: bool,
    every: bool,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: tuple[str, ...],
    quiet: bool,
    colour: str,
) -> None:
    """Check plans: files, folders, or - for standard input.

    \b
    standardcheck check plan.yaml
    standardcheck check plans/ --lang zh --explain
    standardcheck check plan.json --as-of 2025-06-30 --only AC-06 --format json -o report.json
    """
    from standardcheck import api
    from standardcheck.check.verdict import exit_code

    with reported(language):
        ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
        select = _select(ruleset, only, skip)
        sources, unreadable = _sources(plans)
        report = api.check_many(sources, ruleset, as_of=as_of, select=select)
        report = report._replace(unreadable=(*unreadable, *report.unreadable))
        with output(target, language) as stream:
            api.write_report(
                report,
                stream,
                format_,
                language=language,
                width=page_width(),
                style=click.style if use_colour(colour, target is not None) else plain,
                explain=explain,
                every=every,
                quiet=quiet,
                raw=raw,
                root=working_folder(),
            )
    fails = any(_fails(plan, fail_on) for plan in report.plans)
    sys.exit(exit_code((plan.verdict for plan in report.plans), bool(report.unreadable), fails))


def plain(text: str, **_: object) -> str:
    return text


def _sources(plans: tuple[str, ...]) -> tuple[list[str | Document], list[Unreadable]]:
    """Files, the files in folders, and standard input as a document; and standard input if it cannot be read."""
    from standardcheck.api import iter_files
    from standardcheck.check.run import Unreadable
    from standardcheck.errors import Fault, UnreadableSource
    from standardcheck.source import read_source, read_stream

    found: list[str | Document] = []
    unreadable = []
    for name in plans:
        if name == "-":
            try:
                found.append(read_source(read_stream(sys.stdin.buffer, "<stdin>"), "<stdin>"))
            except UnreadableSource as faulty:
                unreadable.append(Unreadable("<stdin>", faulty.faults))
        else:
            found += iter_files([name])
    if not found and not unreadable:
        raise UnreadableSource([Fault("no-plans", {"where": ", ".join(plans)})])
    return found, unreadable


def _select(ruleset: RuleSet, only: tuple[str, ...], skip: tuple[str, ...]) -> Selector | None:
    """The selection; a word that names nothing in any pack is wrong usage, not an empty run."""
    from standardcheck.check.run import selector
    from standardcheck.cli.packs import known_words

    if only or skip:
        packs = [ruleset.forced] if ruleset.forced else [s.pack for s in ruleset.selections()]
        known_words((*only, *skip), [rule for pack in packs for rule in ruleset.program(pack).rules])
    return selector(only, skip)


def _fails(plan: PlanReport, fail_on: tuple[str, ...]) -> bool:
    """Whether ``--fail-on`` names something that came out."""
    counts = plan.counts.by_severity
    if any(severity in counts and counts[severity]["fail"] for severity in fail_on):
        return True
    return "unknown" in fail_on and any(counts["violation"][outcome] for outcome in ("unknown", "manual", "error"))
