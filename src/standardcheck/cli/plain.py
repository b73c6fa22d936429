"""The commonest call, ``standardcheck check PLAN…`` without any option, on a way that does not load the option parser.

It does what the command in :mod:`standardcheck.cli.check` does with the defaults of its options.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from standardcheck.cli.light_patterns import import_lightly
from standardcheck.cli.terminal import cache_folder, default_language, reported
from standardcheck.cli.writing import write_out
from standardcheck.errors import Fault, FaultyInput, UnreadableSource
from standardcheck.settings.find import find, on_disk
from standardcheck.typing_light import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from standardcheck.check.run import Unreadable
    from standardcheck.source import Document

MOST = 20
"""Findings of a rule and an outcome that a text shows, where nobody says otherwise."""


def is_plain(args: Sequence[str]) -> bool:
    """Whether a command line is ``check`` and plans, with no option and no configuration to be obeyed."""
    command, plans = args[:1], args[1:]
    if command != ["check"] or not plans or os.name != "posix" or "_STANDARDCHECK_COMPLETE" in os.environ:
        return False
    if any((name.startswith("-") and name != "-") or is_stream(name) for name in plans):
        return False
    try:
        return find(os.getcwd(), on_disk, os.path.lexists) is None
    except (OSError, FaultyInput):
        return False  # what is wrong is said where options are read


def check_plainly(plans: Sequence[str]) -> NoReturn:
    """Check plans as every option has it by default, and leave with the exit code."""
    from standardcheck.source.reading import format_of

    import_lightly("fractions", *(("yaml",) if "yaml" in map(format_of, plans) else ()))
    from standardcheck import api

    language = default_language()
    try:
        with reported(language):
            ruleset = api.load_ruleset(cache=cache_folder(False))
            sources, unreadable = plan_sources(plans)
            report = api.check_many(sources, ruleset)
            report = report._replace(unreadable=(*unreadable, *report.unreadable))
            write_out(report, "text", None, language, "auto", False,
                      explain=False, every=False, quiet=False, most=MOST, raw=False)  # fmt: skip
    except KeyboardInterrupt:
        print("\nAborted!", file=sys.stderr)
        sys.exit(1)
    sys.exit(report.exit_code)


def is_stream(name: str) -> bool:
    """Whether a file is a stream of plans, by its name."""
    return name.lower().endswith((".ndjson", ".jsonl"))


def plan_sources(plans: Sequence[str]) -> tuple[list[str | Document], list[Unreadable]]:
    """Files, the files in folders, and standard input as a document; and standard input if it cannot be read."""
    from standardcheck.api import iter_files
    from standardcheck.check.run import Unreadable
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
