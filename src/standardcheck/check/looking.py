"""Looking at findings without making those that nobody will see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence

from standardcheck.check.findings import Finding, Outcome
from standardcheck.typing_light import Any


class Unmade:
    """Findings that are made when they are looked at."""

    def first(self, outcomes: Collection[str], most: int) -> Iterator[Finding]:
        """As :func:`first`."""
        raise NotImplementedError

    def of_rule(self, rule: str, outcomes: Collection[str]) -> Iterator[Finding]:
        """As :func:`of_rule`."""
        raise NotImplementedError

    def by_rule(self) -> dict[tuple[str, str], int]:
        """As :func:`by_rule`."""
        raise NotImplementedError


def first(findings: Sequence[Finding], outcomes: Collection[str], most: int = 0) -> Iterator[Finding]:
    """The findings of some outcomes, in order; of each rule and outcome at most ``most`` (0: all)."""
    if isinstance(findings, Unmade):
        yield from findings.first(outcomes, most)
        return
    seen: Counter[tuple[str, str]] = Counter()
    for finding in findings:
        if finding.outcome in outcomes:
            key = finding.rule.id, finding.outcome
            seen[key] += 1
            if not most or seen[key] <= most:
                yield finding


def of_rule(findings: Sequence[Finding], rule: str, outcomes: Collection[str]) -> Iterator[Finding]:
    """The findings of one rule (by its id) that came out so, in order."""
    if isinstance(findings, Unmade):
        return findings.of_rule(rule, outcomes)
    return (finding for finding in findings if finding.rule.id == rule and finding.outcome in outcomes)


def by_rule(findings: Sequence[Finding]) -> dict[tuple[str, str], int]:
    """How many findings there are, by the id of the rule and outcome, in order of the rules."""
    if isinstance(findings, Unmade):
        return findings.by_rule()
    return Counter((finding.rule.id, str(finding.outcome)) for finding in findings)


def judged_rules(findings: Sequence[Finding]) -> set[str]:
    """The ids of the rules that found something to judge."""
    return {rule for rule, outcome in by_rule(findings) if outcome != Outcome.NOT_APPLICABLE}


def objects_in(data: Any, enough: int) -> int:
    """How many objects a plan holds, counted no further than ``enough``."""
    found, queue = 0, [data]
    while queue and found < enough:
        node = queue.pop()
        if isinstance(node, dict):
            found += 1
            queue += [value for value in node.values() if isinstance(value, dict | list)]
        else:
            queue += [value for value in node if isinstance(value, dict | list)]
    return found
