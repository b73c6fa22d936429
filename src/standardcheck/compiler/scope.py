"""Which objects a rule looks at, and what lies around each of them."""

from __future__ import annotations

from collections.abc import Iterator

from standardcheck.compiler.form import Items
from standardcheck.compiler.values import FactRef
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Incomplete, Path
from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.model import Vocabulary

BEYOND = "-"
"""Path step of an item that is not stated: as in a JSON pointer, the place after the last item."""

ITEM, EMPTY, MISSING, REST = "item", "empty", "missing", "rest"


class Scope(NamedTuple):
    """The objects in sight, by kind, and their paths.

    ``limits`` narrows what an unstated item's field may be (a promised part has one of certain uses).
    """

    nodes: dict[str, dict[str, Any]]
    paths: dict[str, Path]
    limits: tuple[tuple[Path, str, tuple[str, ...]], ...] = ()

    def inside(self, kind: str, node: dict[str, Any], path: Path) -> Scope:
        """This scope with one more object in sight."""
        return Scope({**self.nodes, kind: node}, {**self.paths, kind: path}, self.limits)

    def limited(self, path: Path, field: str, values: tuple[str, ...]) -> Scope:
        """This scope, knowing that a field of an unstated item is one of ``values``."""
        return Scope(self.nodes, self.paths, (*self.limits, (path, field, values)))


class Members(NamedTuple):
    """The items of a list: those stated, those that may be there unstated, and the facts that would tell."""

    stated: list[Scope]
    possible: list[Scope]
    facts: tuple[FactRef, ...]


class Subject(NamedTuple):
    """One object a rule judges.

    ``form`` is ``item``; or ``empty`` (the list has no items), ``missing`` (the list, or the single object, is not
    stated) or ``rest`` (the list is not complete), where the finding is about the enclosing object ``holder`` and its
    ``list_path``.
    """

    form: str
    scope: Scope
    kind: str
    holder: str
    list_path: Path


def list_members(vocabulary: Vocabulary, scope: Scope, items: Items) -> Members:
    """The items that ``items`` means in ``scope``."""
    stated: list[Scope] = [scope]
    possible: list[Scope] = []
    facts: list[FactRef] = []
    kind = items.kind
    for name in items.fields:
        field = vocabulary.kinds[kind].fields[name]
        inner = field.items if field.items_are_objects else ""
        next_stated: list[Scope] = []
        next_possible = [_beyond(holder, kind, name, inner) for holder in possible]
        for holder in stated:
            found, unstated, missing = _one_list(holder, kind, name, inner)
            next_stated += found
            next_possible += unstated
            facts += missing
        stated, possible, kind = next_stated, next_possible, inner
    return Members(stated, possible, tuple(facts))


def _one_list(holder: Scope, kind: str, name: str, inner: str) -> tuple[list[Scope], list[Scope], list[FactRef]]:
    path = (*holder.paths[kind], name)
    value = holder.nodes[kind].get(name)
    if type(value) is dict:
        return [holder.inside(inner, value, path)], [], []
    if value == NONE:
        return [], [], []
    if value is None or value == NOT_APPLICABLE:
        return [], [_beyond(holder, kind, name, inner)], [FactRef(path, kind, name)]
    steps = item_steps(path, value)
    found = [holder.inside(inner, item if inner else {"it": item}, (*steps, at)) for at, item in enumerate(value)]
    if type(value) is not Incomplete:
        return found, [], []
    return found, unstated_items(holder, kind, name, inner, value), [FactRef(path, kind, name)]


def item_steps(path: Path, value: list[Any]) -> Path:
    """The path under which the items of a list stand in the file."""
    return (*path, *value.steps) if type(value) is Incomplete else path


def _beyond(holder: Scope, kind: str, name: str, inner: str) -> Scope:
    return holder.inside(inner, {}, (*holder.paths[kind], name, BEYOND))


def unstated_items(holder: Scope, kind: str, name: str, inner: str, value: Incomplete) -> list[Scope]:
    """What may be missing from an incomplete list: anything, or only what other facts promise."""
    anything = _beyond(holder, kind, name, inner)
    if value.stated or not value.promised:
        return [anything]
    return [anything.limited(anything.paths[inner], field, values) for field, values in value.promised]


def subjects(vocabulary: Vocabulary, data: dict[str, Any], kind: str, parent: str, through: str) -> Iterator[Subject]:
    """Every object of ``kind`` in a plan, in order, and one subject for each list that is empty, missing or not
    complete on the way. With ``through``, only objects in that list of ``parent``."""
    root = Scope({vocabulary.root: data}, {vocabulary.root: ()})
    for route in vocabulary.routes.get(kind, ()):
        if through and (not route or route[-1] != (parent, through)):
            continue
        yield from _along(vocabulary, route, 0, root, kind)


def _along(
    vocabulary: Vocabulary, route: tuple[tuple[str, str], ...], at: int, scope: Scope, target: str
) -> Iterator[Subject]:
    if at == len(route):
        yield Subject(ITEM, scope, target, target, scope.paths[target])
        return
    kind, name = route[at]
    inner = vocabulary.kinds[kind].fields[name].items
    path = (*scope.paths[kind], name)
    value = scope.nodes[kind].get(name)
    if vocabulary.kinds[kind].fields[name].type == "object":
        if type(value) is dict:
            yield from _along(vocabulary, route, at + 1, scope.inside(inner, value, path), target)
        elif value != NONE:
            yield Subject(MISSING, _phantom(vocabulary, route, at, scope.inside(inner, {}, path)), target, kind, path)
        return
    if value is None or value == NOT_APPLICABLE:
        phantom = _phantom(vocabulary, route, at, _beyond(scope, kind, name, inner))
        yield Subject(MISSING, phantom, target, kind, path)
        return
    if not value and type(value) is list:
        yield Subject(EMPTY, scope, target, kind, path)
    steps = item_steps(path, value)
    for index, item in enumerate(value):
        yield from _along(vocabulary, route, at + 1, scope.inside(inner, item, (*steps, index)), target)
    if type(value) is Incomplete:
        for unstated in unstated_items(scope, kind, name, inner, value):
            yield Subject(REST, _phantom(vocabulary, route, at, unstated), target, kind, path)


def _phantom(vocabulary: Vocabulary, route: tuple[tuple[str, str], ...], at: int, scope: Scope) -> Scope:
    for kind, name in route[at + 1 :]:
        field = vocabulary.kinds[kind].fields[name]
        path = (*scope.paths[kind], name)
        scope = scope.inside(field.items, {}, path if field.type == "object" else (*path, BEYOND))
    return scope
