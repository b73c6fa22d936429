"""Findings with dispositions laid over them; those that nobody looks at are not made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple, overload

from standardcheck.check.findings import Finding, Settlement
from standardcheck.check.looking import Unmade, by_rule, first, of_rule
from standardcheck.check.verdict import Kind, Tallied, Tally, tally
from standardcheck.plan.model import Path

Key = tuple[str, Path, str]
"""What tells a finding from all others of its plan: rule, place and form."""


class Settled(NamedTuple):
    """A finding, and what has been said about it."""

    finding: Finding
    settlement: Settlement


def key_of(finding: Finding) -> Key:
    """The key of a finding."""
    return finding.rule.id, finding.path, finding.form


class Disposed(Unmade, Tallied, Sequence[Finding]):
    """The findings of ``base`` in the same order and number, some of them disposed of."""

    def __init__(self, base: Sequence[Finding], settled: Mapping[Key, Settled]) -> None:
        self.base = base
        self.settled = settled

    def kinds(self) -> Tally:
        """How many there are of each kind."""
        found = Counter(tally(self.base))
        for finding, _ in self.settled.values():
            for each, number in ((finding, -1), (self._said(finding), 1)):
                kind = Kind(each.severity, each.rule.force, each.outcome, each.disposition, each.answer)
                found[kind] += number
        return {kind: number for kind, number in found.items() if number}

    def first(self, outcomes: Collection[str], most: int) -> Iterator[Finding]:
        """As :func:`standardcheck.check.looking.first`."""
        return map(self._said, first(self.base, outcomes, most))

    def of_rule(self, rule: str, outcomes: Collection[str]) -> Iterator[Finding]:
        """As :func:`standardcheck.check.looking.of_rule`."""
        return map(self._said, of_rule(self.base, rule, outcomes))

    def by_rule(self) -> dict[tuple[str, str], int]:
        """As :func:`standardcheck.check.looking.by_rule`."""
        return by_rule(self.base)

    def __len__(self) -> int:
        return len(self.base)

    def __iter__(self) -> Iterator[Finding]:
        return map(self._said, self.base)

    @overload
    def __getitem__(self, at: int) -> Finding: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Finding]: ...
    def __getitem__(self, at: int | slice) -> Finding | Sequence[Finding]:
        found = self.base[at]
        return self._said(found) if isinstance(found, Finding) else tuple(map(self._said, found))

    def _said(self, finding: Finding) -> Finding:
        settled = self.settled.get(key_of(finding))
        if settled is None:
            return finding
        return finding._replace(disposition=settled.settlement.disposition, settlement=settled.settlement)
