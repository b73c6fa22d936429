"""Shards of lines over worker processes, of which any may die at any time without losing a line.

Every shard that is out is also kept here. When a worker dies its shard is tried once more, then halved until the
one line that kills stands alone; that line becomes an error line, and all others are checked.
"""

from __future__ import annotations

import multiprocessing
from collections import Counter, deque
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, wait
from typing import Any, NamedTuple

from standardcheck.check.bulk_lines import UNREADABLE, killed_line

AHEAD = 4
"""Shards a worker that are out or waiting to be written, at most."""


class Shard(NamedTuple):
    """Lines that are checked together; ``first`` is the number of the first, ``tries`` how often that killed."""

    first: int
    lines: list[bytes]
    tries: int = 0


class Results(NamedTuple):
    """The lines of results of a shard, how often each verdict came up, and in how many plans something fails that
    was to count as failing."""

    text: bytes
    verdicts: Counter[str]
    failing: int = 0


Check = Callable[[Shard], Results]


class _Worker:
    """One process and the shard it has."""

    def __init__(self, check: Check) -> None:
        self.connection, theirs = multiprocessing.Pipe()
        self.process = multiprocessing.Process(target=_work, args=(theirs, check), daemon=True)
        self.process.start()
        theirs.close()
        self.shard: Shard | None = None

    def give(self, shard: Shard) -> bool:
        """Hand over a shard; false if the worker is no more."""
        self.shard = shard
        try:
            self.connection.send(shard)
        except OSError:
            return False
        return True

    def take(self) -> Results | None:
        """What came of its shard; nothing if the worker is no more."""
        try:
            found: Results = self.connection.recv()
        except (EOFError, OSError):
            return None
        return found

    def end(self) -> None:
        """Let it go."""
        self.connection.close()
        if self.process.is_alive():
            self.process.terminate()
        self.process.join()


def _work(connection: Connection, check: Check) -> None:
    try:
        while True:
            connection.send(check(connection.recv()))
    except (EOFError, OSError, KeyboardInterrupt):
        return


def run_shards(shards: Iterator[Shard], check: Check, jobs: int) -> Iterator[tuple[Shard, Results]]:
    """Check shards in ``jobs`` processes; yields them in order."""
    pool = _Pool(shards, check, jobs)
    try:
        yield from pool.run()
    finally:
        pool.end()


class _Pool:
    def __init__(self, shards: Iterator[Shard], check: Check, jobs: int) -> None:
        self.shards = shards
        self.check = check
        self.workers = [_Worker(check) for _ in range(jobs)]
        self.again: deque[Shard] = deque()
        self.done: dict[int, tuple[Shard, Results]] = {}
        self.next = 1
        self.out = 0
        self.most = AHEAD * jobs

    def run(self) -> Iterator[tuple[Shard, Results]]:
        while True:
            self._hand_out()
            yield from self._in_order()
            busy: list[Any] = [worker.connection for worker in self.workers if worker.shard is not None]
            if busy:
                ready = set(wait(busy))
                for worker in [w for w in self.workers if w.connection in ready]:
                    self._hear(worker)
            elif not self.again and not self._more():
                return

    def end(self) -> None:
        for worker in self.workers:
            worker.end()

    def _more(self) -> bool:
        """Fetch one more shard of the input, if there is one and not too much is under way."""
        if self.out + len(self.done) >= self.most:
            return False
        shard = next(self.shards, None)
        if shard is not None:
            self.again.append(shard)
        return shard is not None

    def _hand_out(self) -> None:
        for worker in list(self.workers):
            if worker.shard is None and (self.again or self._more()):
                self.out += 1
                if not worker.give(self.again.popleft()):
                    self._lost(worker)

    def _hear(self, worker: _Worker) -> None:
        results = worker.take()
        if results is None:
            self._lost(worker)
            return
        assert worker.shard is not None
        self.done[worker.shard.first] = worker.shard, results
        worker.shard = None
        self.out -= 1

    def _lost(self, worker: _Worker) -> None:
        shard = worker.shard
        assert shard is not None
        self.out -= 1
        worker.end()
        self.workers[self.workers.index(worker)] = _Worker(self.check)
        if not shard.tries:
            self.again.appendleft(shard._replace(tries=1))
        elif len(shard.lines) > 1:
            half = len(shard.lines) // 2
            self.again.appendleft(Shard(shard.first + half, shard.lines[half:], shard.tries))
            self.again.appendleft(Shard(shard.first, shard.lines[:half], shard.tries))
        else:
            self.done[shard.first] = shard, Results(killed_line(shard.first), Counter((UNREADABLE,)))

    def _in_order(self) -> Iterator[tuple[Shard, Results]]:
        while self.next in self.done:
            shard, results = self.done.pop(self.next)
            self.next += len(shard.lines)
            yield shard, results
