"""What the examples of a rule exercise of what there is, and what no plan can."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from standardcheck.compiler.form import Fact
from standardcheck.packtools.domains import NotFlat, Opaque, assignments, flat_facts
from standardcheck.packtools.equivalence import days_of, suppose
from standardcheck.packtools.examples import Case
from standardcheck.packtools.exercised import shown_by
from standardcheck.packtools.to_exercise import Item, Key, Subject, items_of
from standardcheck.packtools.uses import uses_of
from standardcheck.ruleset.packs import Origin
from standardcheck.vocabulary.numbers import canonical, exact


class RuleCoverage(NamedTuple):
    """What one rule's examples exercise of what there is. ``unreachable``: no plan gets there."""

    rule: str
    origin: Origin
    examples: int
    items: tuple[Item, ...]
    shown: frozenset[Key]
    unreachable: frozenset[Key]

    @property
    def missing(self) -> list[Item]:
        """What no example exercises, in order."""
        return [item for item in self.items if item.key not in self.shown and item.key not in self.unreachable]


def coverage_of(subject: Subject, cases: Iterable[Case]) -> RuleCoverage:
    """What the cases of a rule exercise."""
    items = tuple(items_of(subject))
    seen: set[Key] = set()
    number = 0
    for case in cases:
        number += 1
        if case.scope is not None:
            seen |= shown_by(subject, case.scope, case.as_of)
    missing = {item.key for item in items} - seen
    unreachable = _unreachable(subject, missing) if missing else frozenset()
    return RuleCoverage(subject.rule.id, subject.origin, number, items, frozenset(seen), unreachable)


def beside(subject: Subject) -> dict[Fact, list[Any]]:
    """For each fact that is compared with a written limit, the values at the limit and one step to either side."""
    found: dict[Fact, list[Any]] = {}
    for limit in subject.limits:
        if isinstance(limit.node.left, Fact):
            for value, step, _ in limit.values.values():
                if not isinstance(value, str):
                    steps = (exact(value), exact(value) - exact(step), exact(value) + exact(step))
                    found.setdefault(limit.node.left, []).extend(canonical(number) for number in steps)
    return found


def _unreachable(subject: Subject, missing: set[Key]) -> frozenset[Key]:
    """What of the missing no plan can exercise, where a rule has few enough cases to try them all."""
    opaque = Opaque(subject.program, {}, lambda node: False)
    subject = subject._replace(form=opaque.rule(subject.form))
    left = {key for key in missing if _is_told(subject, key, opaque.replaced)}
    try:
        facts = flat_facts(subject.program, subject.form)
        for fact, values in beside(subject).items():
            facts.values.setdefault(fact, []).extend(values)
        for day in days_of(subject.program, subject.form):
            for case in assignments(subject.vocabulary, facts):
                if not left:
                    return frozenset()
                supposed, scope = suppose(case, {subject.form.kind, *(fact.kind for fact in facts.values)})
                left -= shown_by(subject, scope, day, supposed)
    except NotFlat:
        return frozenset()
    return frozenset(left)


def _is_told(subject: Subject, key: Key, replaced: list[Any]) -> bool:
    """Whether a rule with opaque conditions tells if something can be exercised: not of what stands inside them."""
    if key[0] == "limit":
        nodes = {id(limit.node) for limit in subject.limits if limit.place == key[1]}
        return not nodes.isdisjoint(_nodes(subject.form))
    if key[0] in ("row", "edition"):
        return ("param", key[1]) not in uses_of(subject.program, tuple(replaced))
    return True


def _nodes(node: Any) -> set[int]:
    """The identities of all parts of a form."""
    found = {id(node)}
    for part in node if isinstance(node, tuple) else ():
        found |= _nodes(part)
    return found
