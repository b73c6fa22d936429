"""``standardcheck check``."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from standardcheck.cli.configured import (
    Configured,
    config_options,
    configuration,
    is_given,
)
from standardcheck.cli.dispositions import disposition_options
from standardcheck.cli.formats import format_option, most_option
from standardcheck.cli.packs import selection
from standardcheck.cli.plain import is_stream, plan_sources
from standardcheck.cli.since import compared, refuse_alone, since_options, what_changed
from standardcheck.cli.terminal import (
    cache_folder,
    colour_option,
    language_option,
    output,
    reported,
    rules_option,
)
from standardcheck.cli.writing import opened_binary, write_out
from standardcheck.errors import Fault, UnreadableSource, UsageError
from standardcheck.settings import FAIL_ON

if TYPE_CHECKING:
    from collections.abc import Callable

    from standardcheck.check.run import Configuration, PlanReport, Report
    from standardcheck.compiler.library import RuleSet


@click.command("check", cls=Configured)
@click.argument("plans", nargs=-1, metavar="[PLAN…]")
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
@click.option(
    "--allow-undetermined",
    is_flag=True,
    help="Exit 0 instead of 3 where something is missing (facts, a judgement, rules) and no entry is faulty.",
)
@most_option
@disposition_options
@since_options
@config_options
@click.option("-q", "--quiet", is_flag=True, help="One line a plan.")
@click.option("--ndjson", is_flag=True, help="Standard input is a stream: a plan in JSON on each line.")
@click.option(
    "--jobs", type=click.IntRange(1), default=1, metavar="N", show_default=True, help="Processes that check a stream."
)
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
    allow_undetermined: bool,
    most: int,
    waivers: str | None,
    decisions: str | None,
    today: str | None,
    baseline: str | None,
    update_baseline: bool,
    allow_growth: bool,
    changed_since: str | None,
    changes_file: str | None,
    quiet: bool,
    ndjson: bool,
    jobs: int,
    colour: str,
) -> None:
    """Check plans: files, folders, or - for standard input; without PLAN, the paths of the configuration.

    \b
    standardcheck check plan.yaml
    standardcheck check plans/ --lang zh --explain
    standardcheck check plan.json --as-of 2025-06-30 --only AC-06 --format json -o report.json
    standardcheck check plans.ndjson --jobs 2 -o results.ndjson

    A file .ndjson or .jsonl is a stream: a plan in JSON on each line. It is checked in constant memory, and answered
    with a line of JSON for each plan, in the order of the stream.
    """
    named = plans
    with reported(language):
        plans = plans or configured_paths()
    if ndjson or any(is_stream(name) for name in plans):
        from standardcheck.cli.stream import check_streams

        with reported(language):
            refuse_with_stream(format_=is_given("format_"), explain=explain, all_=every)
            refuse_with_stream(waivers=is_given("waivers"), decisions=is_given("decisions"), today=bool(today))
            refuse_with_stream(allow_undetermined=allow_undetermined, baseline=is_given("baseline"))
            refuse_with_stream(update_baseline=update_baseline, allow_growth=allow_growth)
            refuse_with_stream(changed_since=changed_since is not None, changes=changes_file is not None)
        say_what_streams_leave_out(language, waivers=waivers, decisions=decisions, baseline=baseline)
        check_streams(plans, rules, no_cache, as_of, language, target, only, skip, fail_on, quiet, jobs)
    from standardcheck import api
    from standardcheck.check.verdict import exit_code, names

    with reported(language):
        if jobs > 1:
            raise UsageError("jobs-for-streams")
        binary = opened_binary(format_, target)
        ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
        select = selection(ruleset, only, skip)
        lay_over = _dispositions(
            ruleset, waivers, decisions, today, baseline, update_baseline, allow_growth, select is not None, language
        )
        since = None
        if changed_since is None:
            refuse_alone(changes_file)
            sources, unreadable = plan_sources(plans)
        else:
            since = compared(changed_since, plans, named, ruleset, today, cache_folder(no_cache), update_baseline)
            sources, unreadable = list(since.reached), []
        report = lay_over(api.check_many(sources, ruleset, as_of=as_of, select=select))
        report = report._replace(unreadable=(*unreadable, *report.unreadable), configuration=used_configuration())
        after = what_changed(since, report, changes_file, language, quiet) if since else ()
        is_text = format_ == "text"
        write_out(
            report, format_, target, language, colour, binary, after if is_text else (),
            explain=explain, every=every, quiet=quiet, most=most, raw=raw,
        )  # fmt: skip
        for line in () if is_text else after:
            click.echo(line, nl=False, err=True)
    fails = any(names(plan.counts, fail_on) for plan in report.plans)
    deciding = (_deciding(plan, allow_undetermined) for plan in report.plans)
    sys.exit(exit_code(deciding, bool(report.unreadable), fails))


def _deciding(plan: PlanReport, allow_undetermined: bool) -> str:
    """The verdict that sets the exit code."""
    from standardcheck.check.verdict import COMPLIANT, UNDETERMINED, only_lacks

    allowed = allow_undetermined and plan.deciding_exit == UNDETERMINED and only_lacks(plan.counts, plan.caps)
    return COMPLIANT if allowed else plan.deciding_exit


def _dispositions(
    rules: RuleSet,
    waivers: str | None,
    decisions: str | None,
    today: str | None,
    baseline: str | None,
    update: bool,
    growth: bool,
    narrowed: bool,
    language: str,
) -> Callable[[Report], Report]:
    """What lays waivers, decisions and baseline over a report; their files are read before any plan is."""
    if not (waivers or decisions or baseline or today or update or growth):
        return lambda report: report
    from standardcheck.check.disposition_files import baseline_text
    from standardcheck.check.dispositions import dispose
    from standardcheck.cli.dispositions import check_usage, given_by, updated_baseline

    check_usage(baseline, update, growth, narrowed)
    given = given_by(rules, waivers, decisions, baseline, today, update)

    def lay_over(report: Report) -> Report:
        if not update or baseline is None:
            return dispose(report, given)
        waived = dispose(report, given._replace(baseline=None))
        after = updated_baseline(waived, given.baseline or frozenset(), growth)
        with output(baseline, language) as stream:
            stream.write(baseline_text(after))
        return dispose(report, given._replace(baseline=after))

    return lay_over


def configured_paths() -> tuple[str, ...]:
    """The plans that the configuration names, patterns filled in. Raises ``UsageError`` if it names none."""
    settings = configuration()
    if settings is None or settings.paths is None:
        raise UsageError("no-plan-named")
    from standardcheck.settings.places import is_pattern, matching

    found: list[str] = []
    for place in settings.paths:
        found += matching(place) if is_pattern(place) and not os.path.lexists(place) else [place]
    if len(found) > 1 and not any(map(is_stream, found)):
        from standardcheck.api import iter_files

        files = {os.path.abspath(file): file for file in reversed(list(iter_files(found)))}  # noqa: PTH100
        found = list(reversed(files.values()))  # a plan that two of them mean is checked once, in its first place
    if not found:
        raise UnreadableSource([Fault("no-plans", {"where": ", ".join(settings.paths)})])
    return tuple(found)


def used_configuration() -> Configuration | None:
    """What the report says of the configuration."""
    settings = configuration()
    if settings is None:
        return None
    from standardcheck.check.run import Configuration

    return Configuration(settings.file, settings.digest)


def say_what_streams_leave_out(language: str, **files: str | None) -> None:
    """Files of the configuration that streams have no use for: what they would settle stays open."""
    given = [name for name, file in files.items() if file]
    settings = configuration()
    if given and settings is not None:
        from standardcheck.wording import catalogue

        said = catalogue(language).STREAM["left_out"].format(file=settings.file, keys=", ".join(given))
        click.echo(f"standardcheck: {said}", err=True)


def refuse_with_stream(**given: bool) -> None:
    """Refuse options that a stream has no use for."""
    for name, there in given.items():
        if there:
            raise UsageError("stream-option", option=f"--{name.rstrip('_').replace('_', '-')}")
