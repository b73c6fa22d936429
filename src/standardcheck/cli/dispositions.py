"""Options of waivers, decisions and baselines; the day they are judged on is the clock's where nobody says another."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from standardcheck.errors import InvalidVocabulary, UsageError

if TYPE_CHECKING:
    from datetime import tzinfo

    from standardcheck.check.dispositions import Given, Known
    from standardcheck.check.run import Report
    from standardcheck.compiler.library import RuleSet

_ZONE = re.compile(r"([+-])(\d\d):(\d\d)")
_NAMED = 10


def disposition_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """``--waivers``, ``--decisions``, ``--baseline`` and what belongs to them."""
    for option in reversed(
        (
            click.option("--waivers", metavar="FILE", help="Failures that somebody has accepted (waivers.yaml)."),
            click.option("--decisions", metavar="FILE", help="Answers to manual findings (decisions.yaml)."),
            click.option(
                "--today",
                metavar="DATE",
                help="The day to judge waivers on, YYYY-MM-DD. Default: the clock, in the time zone of the rules.",
            ),
            click.option("--baseline", metavar="FILE", help="Violations listed in FILE do not set the exit code."),
            click.option(
                "--update-baseline",
                is_flag=True,
                help="Write the violations that stand into the baseline; it may shrink.",
            ),
            click.option("--allow-growth", is_flag=True, help="With --update-baseline: it may grow, or be made."),
        )
    ):
        command = option(command)
    return command


def check_usage(baseline: str | None, update: bool, growth: bool, narrowed: bool) -> None:
    """Refuse options that say nothing without others. Raises ``UsageError``."""
    if update and baseline is None:
        raise UsageError("baseline-needed", option="--update-baseline")
    if growth and not update:
        raise UsageError("baseline-needed", option="--allow-growth --update-baseline")
    if update and narrowed:
        raise UsageError("baseline-partial")


def given_by(
    rules: RuleSet, waivers: str | None, decisions: str | None, baseline: str | None, today: str | None, update: bool
) -> Given:
    """What the files say. A baseline that is not there yet is an empty one where it is about to be written."""
    from standardcheck.check.disposition_files import read_given

    there = None if baseline is None or (update and not Path(baseline).exists()) else baseline
    given = read_given(waivers, decisions, there, today or today_of(rules))
    return given._replace(baseline=frozenset()) if baseline is not None and there is None else given


def today_of(rules: RuleSet) -> str:
    """Today by the clock, where the rules hold (annotation ``x-time-zone`` of the vocabulary; else UTC)."""
    from datetime import datetime

    return datetime.now(zone_of(rules.vocabulary.time_zone)).date().isoformat()


def zone_of(text: Any) -> tzinfo:
    """A time zone written ``+08:00``. Raises ``InvalidVocabulary`` if it is none."""
    from datetime import UTC, timedelta, timezone

    from standardcheck.errors import Fault

    match = _ZONE.fullmatch(str(text))
    if match is None or int(match[2]) > 23 or int(match[3]) > 59:
        raise InvalidVocabulary([Fault("vocabulary-time-zone", {"found": str(text)})])
    ahead = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return timezone(-ahead if match[1] == "-" else ahead) if ahead else UTC


def updated_baseline(report: Report, before: frozenset[Known], growth: bool) -> frozenset[Known]:
    """The baseline after a run: what still stands of its plans, and what it says of others.

    Raises ``UsageError`` if it would grow and may not.
    """
    from standardcheck.check.dispositions import plan_key, violations

    here = {plan_key(plan) for plan in report.plans}
    found = {known for plan in report.plans for _, known in violations(plan) if known is not None}
    more = sorted(found - before)
    if more and not growth:
        named = [f"{entry.rule} {entry.subject}" for entry in more[:_NAMED]] + ["…"] * (len(more) > _NAMED)
        raise UsageError("baseline-grows", number=len(more), entries=tuple(named))
    return frozenset(found | {entry for entry in before if entry.plan not in here})
