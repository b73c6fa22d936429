"""Promises that are not known yet: the fact that would make one is not stated, so nobody knows what is promised.

A list that lacks what a value of the fact would promise is not known to be complete: a plan that leaves the fact out
may not say less than one that states it.
"""

from __future__ import annotations

from standardcheck.plan.model import NOT_APPLICABLE, Incomplete
from standardcheck.plan.ties import objects
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Promise, Vocabulary

Open = tuple[dict[str, Any], Promise]
"""The object that the promise is about, and the promise."""


def open_promises(vocabulary: Vocabulary, data: dict[str, Any]) -> list[Open]:
    """Every promise of a checked plan whose value is not stated."""
    promising = {
        kind.name: [(field.name, field.promise) for field in kind.fields.values() if field.promise is not None]
        for kind in vocabulary.kinds.values()
    }
    return [
        (around.nodes[promise.of], promise)
        for kind, around in objects(vocabulary, data)
        for name, promise in promising[kind.name]
        if promise.of in around.nodes and around.nodes[kind.name].get(name) in (None, NOT_APPLICABLE)
    ]


def keep_open(found: list[Open]) -> None:
    """Mark lists incomplete that lack what some value of a promise would promise."""
    for holder, promise in found:
        _keep_open(holder, promise)


def _keep_open(node: dict[str, Any], promise: Promise) -> None:
    items: Any = node.get(promise.list)
    if type(items) not in (list, Incomplete):
        return
    said = {item.get(promise.field) for item in items}
    if None in said or NOT_APPLICABLE in said:
        return
    already = items.promised if type(items) is Incomplete else ()
    lacking = dict.fromkeys((promise.field, uses) for uses in promise.any_of.values() if said.isdisjoint(uses))
    more = tuple(pair for pair in lacking if pair not in already)
    if more:
        stated, steps = (items.stated, items.steps) if type(items) is Incomplete else (False, ())
        node[promise.list] = Incomplete(items, (*already, *more), stated, steps)
