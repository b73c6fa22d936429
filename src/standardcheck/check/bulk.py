"""Check a stream of plans, one JSON text a line, in constant memory: results as lines, in the order of the input."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import BinaryIO, NamedTuple

from standardcheck.check.bulk_lines import UNREADABLE, LineChecker
from standardcheck.check.bulk_workers import Results, Shard, run_shards
from standardcheck.check.run import Selector
from standardcheck.check.verdict import exit_code
from standardcheck.compiler.library import RuleSet
from standardcheck.source.limits import DEFAULT_LIMITS

SHARD_LINES = 256
SHARD_BYTES = 1024 * 1024

Write = Callable[[bytes], object]
Progress = Callable[[int], object]


class Summary(NamedTuple):
    """What came of a stream: how many plans there were, by verdict, and the exit code of the run.

    ``failing`` is the number of plans in which something came out that ``fail_on`` names.
    """

    plans: int
    unreadable: int
    verdicts: dict[str, int]
    failing: int = 0

    @property
    def exit_code(self) -> int:
        """The documented exit code: 0, 1, 3 or 4 (also 4 when there was no plan at all)."""
        return exit_code(self.verdicts, bool(self.unreadable) or not self.plans, bool(self.failing))


def check_stream(
    lines: Iterable[bytes],
    rules: RuleSet,
    as_of: str | None,
    jobs: int = 1,
    write: Write = lambda _: None,
    progress: Progress = lambda _: None,
    select: Selector | None = None,
    fail_on: Collection[str] = (),
) -> Summary:
    """Check every line of ``lines`` (see :func:`read_lines`) and ``write`` a line of results for each.

    ``as_of``: the date of judgement; ``None`` for each plan's own. ``jobs``: processes; more than one survive a
    plan that kills a worker, which becomes an error line. ``progress`` is told the number of lines done. A blank
    line is passed over. ``select`` and ``fail_on`` are what ``--only``, ``--skip`` and ``--fail-on`` say.
    """
    seen: Counter[str] = Counter()
    done = failing = 0
    for shard, results in _results(_shards(lines), LineChecker(rules, as_of, select, fail_on), jobs):
        if results.text:
            write(results.text)
        seen.update(results.verdicts)
        failing += results.failing
        done += len(shard.lines)
        progress(done)
    unreadable = seen.pop(UNREADABLE, 0)
    return Summary(sum(seen.values()) + unreadable, unreadable, dict(sorted(seen.items())), failing)


def read_lines(stream: BinaryIO, limit: int = DEFAULT_LIMITS.size) -> Iterator[bytes]:
    """The lines of a binary stream. Of a line over the limit, just as much is kept as shows that it is."""
    while line := stream.readline(limit + 2):
        yield line
        while len(line) == limit + 2 and not line.endswith(b"\n"):
            line = stream.readline(limit + 2)


def _shards(lines: Iterable[bytes]) -> Iterator[Shard]:
    numbered = enumerate(lines, start=1)
    while chunk := list(islice(numbered, 1)):
        size = len(chunk[0][1])
        for pair in islice(numbered, SHARD_LINES - 1):
            chunk.append(pair)
            size += len(pair[1])
            if size >= SHARD_BYTES:
                break
        yield Shard(chunk[0][0], [line for _, line in chunk])


def _results(shards: Iterator[Shard], checker: LineChecker, jobs: int) -> Iterator[tuple[Shard, Results]]:
    def check(shard: Shard) -> Results:
        return _check_shard(shard, checker)

    if jobs <= 1:
        for shard in shards:
            yield shard, check(shard)
        return
    yield from run_shards(shards, check, jobs)


def _check_shard(shard: Shard, checker: LineChecker) -> Results:
    verdicts, texts, failing = [], [], 0
    with _uncollected():
        for number, line in enumerate(shard.lines, start=shard.first):
            line = line.rstrip(b"\r\n")
            if number == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            if not line or line.isspace():
                continue
            verdict, fails, text = checker.check(number, line)
            verdicts.append(verdict)
            texts.append(text)
            failing += fails
    return Results(b"".join(texts), Counter(verdicts), failing)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Plain data has no cycles: looking for them would cost a tenth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
