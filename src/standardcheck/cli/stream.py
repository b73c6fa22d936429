"""``standardcheck check`` of streams: a plan on each line in, a line of results for each out."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, NoReturn

import click

from standardcheck.cli.terminal import cache_folder, drop_output, output, reported
from standardcheck.errors import UsageError

SHOW_AFTER, SHOW_EVERY = 1.0, 0.5
"""Seconds until progress is shown, and between two showings."""


def check_streams(
    plans: tuple[str, ...],
    rules: str | None,
    no_cache: bool,
    as_of: str | None,
    language: str,
    target: str | None,
    only: tuple[str, ...],
    skip: tuple[str, ...],
    fail_on: tuple[str, ...],
    quiet: bool,
    jobs: int,
) -> NoReturn:
    """Check every line of a stream and leave with the exit code."""
    from standardcheck import api
    from standardcheck.check.bulk import check_stream
    from standardcheck.check.run import day_given
    from standardcheck.cli.packs import selection
    from standardcheck.wording import catalogue

    with reported(language):
        ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
        day = day_given(as_of)
        select = selection(ruleset, only, skip)
        progress = _Progress(catalogue(language).STREAM["progress"])
        with _stream(plans) as lines, output(target, language, binary=True) as out:
            write = _Writer(out, quiet)
            summary = check_stream(lines, ruleset, day, jobs, write, progress, select, fail_on)
        progress.end()
    verdicts = catalogue(language).VERDICTS
    parts = [f"{verdicts[verdict]} {number}" for verdict, number in summary.verdicts.items()]
    if summary.unreadable:
        parts.append(catalogue(language).TEXT["not_read"].format(number=summary.unreadable))
    click.echo(
        catalogue(language).TEXT["total"].format(number=summary.plans, parts=catalogue(language).COMMA.join(parts)),
        err=True,
    )
    sys.exit(summary.exit_code)


@contextmanager
def _stream(plans: tuple[str, ...]) -> Iterator[Iterator[bytes]]:
    """The lines of the one stream that is named."""
    from standardcheck.check.bulk import read_lines
    from standardcheck.source.decoding import opened

    if len(plans) > 1:
        raise UsageError("stream-alone")
    if plans[0] == "-":
        yield read_lines(sys.stdin.buffer)
        return
    with opened(plans[0], plans[0]) as stream:
        yield read_lines(stream)


class _Writer:
    """Writes results until nobody reads them any more: the exit code is still right."""

    def __init__(self, out: BinaryIO, quiet: bool) -> None:
        self.out = out
        self.gone = quiet

    def __call__(self, text: bytes) -> None:
        if self.gone:
            return
        try:
            self.out.write(text)
        except BrokenPipeError:
            self.gone = True
            drop_output()


class _Progress:
    """How many plans are done, on a terminal only, and not of what is done at once."""

    def __init__(self, words: str) -> None:
        self.words = words
        self.shown = not sys.stderr.isatty()
        self.begun = self.last = time.monotonic()
        self.wrote = False

    def __call__(self, done: int) -> None:
        now = time.monotonic()
        if self.shown or now - self.begun < SHOW_AFTER or now - self.last < SHOW_EVERY:
            return
        self.last, self.wrote = now, True
        click.echo("\r" + self.words.format(number=done, rate=round(done / (now - self.begun))), nl=False, err=True)

    def end(self) -> None:
        if self.wrote:
            click.echo("\r\x1b[K", nl=False, err=True)
