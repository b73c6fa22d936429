"""Facts of several objects, or more than two of one, that cannot all be so, by the ties of the vocabulary.

They are looked for when a plan has been read, on its checked data, whichever way it was read: :func:`looker` writes a
function that says whether there are any, :func:`misfits` finds them. None of the facts of a tie that does not hold is
used, as with a bond that is broken (:mod:`standardcheck.plan.bonds`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache, cached_property

from standardcheck.errors import Fault
from standardcheck.plan.bonds import shown
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Incomplete, Path, pointer
from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.model import Field, Kind, Tie, Vocabulary
from standardcheck.vocabulary.numbers import NEAR, Number, canonical, exact
from standardcheck.wording import LANGUAGES, sentence


class Found(NamedTuple):
    """One fact: the object that it is a fact of, with its kind and path, and the name of the field."""

    kind: Kind
    node: dict[str, Any]
    path: Path
    name: str

    @property
    def field(self) -> Field:
        """The field of the fact."""
        return self.kind.fields[self.name]

    @property
    def place(self) -> Path:
        """Where the fact stands."""
        return (*self.path, self.name)


class Misfit(NamedTuple):
    """A tie that does not hold, with its facts: that of ``field`` first, then the ``others``, then those ``given``
    (the conditions); ``unused`` are those that must not be used."""

    tie: Tie
    field: Found
    others: tuple[Found, ...]
    given: tuple[Found, ...]
    unused: tuple[Found, ...]
    amount: Any
    """What ``field`` is bound by, as far as that is one number."""


class Around(NamedTuple):
    """An object with those around it, by kind: nodes and paths."""

    nodes: dict[str, dict[str, Any]]
    paths: dict[str, Path]

    def inside(self, kind: str, node: dict[str, Any], path: Path) -> Around:
        """The same with one more object inside."""
        return Around({**self.nodes, kind: node}, {**self.paths, kind: path})


class Named:
    """The objects of a plan that others refer to, looked for when the first is asked for."""

    def __init__(self, vocabulary: Vocabulary, data: dict[str, Any]) -> None:
        self.vocabulary = vocabulary
        self.data = data

    def __call__(self, kind: str, name: Any) -> tuple[dict[str, Any], Path] | None:
        """The object of a kind with an id, and its path."""
        return self._by_id.get((kind, name)) if type(name) is str else None

    @cached_property
    def _by_id(self) -> dict[tuple[str, str], tuple[dict[str, Any], Path]]:
        found: dict[tuple[str, str], tuple[dict[str, Any], Path]] = {}
        for kind, around in objects(self.vocabulary, self.data):
            node = around.nodes[kind.name]
            if kind.identity and type(node.get(kind.identity)) is str:
                found.setdefault((kind.name, node[kind.identity]), (node, around.paths[kind.name]))
        return found


def objects(vocabulary: Vocabulary, data: dict[str, Any]) -> Iterator[tuple[Kind, Around]]:
    """Every object of a checked plan, from the root inwards."""
    yield from _inside(vocabulary, vocabulary.kinds[vocabulary.root], Around({}, {}), data, ())


def _inside(
    vocabulary: Vocabulary, kind: Kind, around: Around, node: dict[str, Any], path: Path
) -> Iterator[tuple[Kind, Around]]:
    here = around.inside(kind.name, node, path)
    yield kind, here
    for name, value in node.items():
        field = kind.fields.get(name)
        if field is None or not field.items_are_objects:
            continue
        inner = vocabulary.kinds[field.items]
        if type(value) is dict:
            yield from _inside(vocabulary, inner, here, value, (*path, name))
        elif isinstance(value, list):
            steps = value.steps if type(value) is Incomplete else ()
            for at, item in enumerate(value):
                yield from _inside(vocabulary, inner, here, item, (*path, name, *steps, at))


def misfits(vocabulary: Vocabulary, data: dict[str, Any]) -> list[Misfit]:
    """The ties that the facts of a checked plan do not keep, in the order of the plan."""
    named = Named(vocabulary, data)
    return [
        _misfit(vocabulary, tie, kind, around, named)
        for kind, around in objects(vocabulary, data)
        for tie in kind.ties
        if breaks(tie, kind, around.nodes, named)
    ]


def breaks(tie: Tie, kind: Kind, nodes: dict[str, dict[str, Any]], named: Named) -> bool:
    """Whether the facts of an object of ``kind``, and of those around it (``nodes``, by kind), do not keep a tie."""
    left = _value(tie.field, kind, nodes, named)
    if left is None or left == NONE:
        return False
    for path, allowed in tie.when:
        if not meets(_value(path, kind, nodes, named), allowed):
            return False
    if tie.op == "in":
        return left not in tie.value
    right = _amount(tie, kind, nodes, named)
    return right is not None and right != NONE and not _keeps(tie.op, left, right, tie.within)


def meets(value: Any, allowed: tuple[Any, ...]) -> bool:
    """Whether a fact is known to be one of some values; that there is none of something is 0, of a list as well."""
    if type(value) is list:
        value = len(value)
    return value in allowed or (value == NONE and any(type(one) is int and one == 0 for one in allowed))


@cache
def _steps(path: str) -> tuple[str, str]:
    first, _, last = path.partition(".")
    return first, last


def _value(path: str, kind: Kind, nodes: dict[str, dict[str, Any]], named: Named) -> Any:
    """What is stated at the end of a path seen from an object; ``None`` if nothing is that could be compared."""
    first, last = _steps(path)
    if not last:
        value = nodes[kind.name].get(first)
    elif first in kind.fields:
        found = named(kind.fields[first].references, nodes[kind.name].get(first))
        value = found and found[0].get(last)
    else:
        value = nodes.get(first, {}).get(last)
    return None if value == NOT_APPLICABLE else value


def _fact(vocabulary: Vocabulary, path: str, kind: Kind, around: Around, named: Named) -> Found | None:
    """The fact at the end of a path seen from an object; ``None`` if it refers to nothing."""
    first, dot, last = path.partition(".")
    if not dot:
        return Found(kind, around.nodes[kind.name], around.paths[kind.name], path)
    through = kind.fields.get(first)
    if through is None:
        return Found(vocabulary.kinds[first], around.nodes[first], around.paths[first], last)
    target = vocabulary.kinds[through.references]
    found = named(target.name, around.nodes[kind.name].get(first))
    return found and Found(target, *found, last)


def _amount(tie: Tie, kind: Kind, nodes: dict[str, dict[str, Any]], named: Named) -> Any:
    """The amount that a field is bound by; ``None`` if it is not known. Of a list, the least that it comes to."""
    if tie.how == "value":
        return tie.value
    if tie.how in ("total", "count"):
        return _over_list(tie, nodes[kind.name])
    terms = [_value(path, kind, nodes, named) for path in tie.terms]
    if tie.how == "sum":
        terms = [0 if value == NONE else value for value in terms]
    return None if None in terms or NONE in terms else _MADE[tie.how](terms)


def _over_list(tie: Tie, node: dict[str, Any]) -> Number | None:
    name, _, inner = tie.terms[0].partition(".")
    items = node.get(name)
    if not isinstance(items, list):
        return None
    return len(items) if tie.how == "count" else _sum([item[inner] for item in _counted(tie, items, inner)])


def _counted(tie: Tie, items: list[Any], inner: str) -> list[dict[str, Any]]:
    """The items of a list that state what is added up, and are surely among those meant."""
    return [
        item
        for item in items
        if item.get(inner) not in (None, NONE, NOT_APPLICABLE)
        and all(meets(item.get(name), allowed) for name, allowed in tie.value)
    ]


def _sum(terms: list[Number]) -> Number:
    return canonical(sum(map(exact, terms), exact(0)))


def _product(terms: list[Number]) -> Number:
    made = exact(1)
    for term in terms:
        made *= exact(term)
    return canonical(made)


_MADE: dict[str, Callable[[list[Any]], Number]] = {
    "fact": lambda terms: terms[0],
    "sum": _sum,
    "product": _product,
    "ratio": lambda terms: canonical(exact(terms[0]) / exact(terms[1])),
}


def _keeps(op: str, left: Number, right: Number, within: float) -> bool:
    """Whether a number is at most, at least or about another, give or take a share of that."""
    most, least = float(right) * (1 + within), float(right) * (1 - within)
    near = NEAR * (abs(float(left)) + abs(most))
    low, high = float(left) - least, float(left) - most
    if abs(low) > near and abs(high) > near:
        return (op == "at_least" or high <= 0) and (op == "at_most" or low >= 0)
    beyond = exact(left) - exact(right)
    room = exact(right) * exact(within)
    return (op == "at_least" or beyond <= room) and (op == "at_most" or -beyond <= room)


def _misfit(vocabulary: Vocabulary, tie: Tie, kind: Kind, around: Around, named: Named) -> Misfit:
    conditions = [path for path, _ in tie.when]
    made_of = [path for path in tie.paths[1:] if path not in conditions]
    others = [*_facts(vocabulary, made_of, kind, around, named), *_items(vocabulary, tie, kind, around)]
    given = _facts(vocabulary, conditions, kind, around, named)
    field = _facts(vocabulary, [tie.field], kind, around, named)[0]
    own = [fact for path, fact in zip(conditions, given, strict=True) if not _refers(kind, path)]
    references = [Found(kind, field.node, field.path, path.split(".")[0]) for path in conditions if _refers(kind, path)]
    amount = None if tie.op == "in" else _amount(tie, kind, around.nodes, named)
    return Misfit(tie, field, tuple(others), tuple(given), (field, *others, *own, *references), amount)


def _refers(kind: Kind, path: str) -> bool:
    """Whether a path leads through a reference: then the reference may be what is wrong, and is not used."""
    first, dot, _ = path.partition(".")
    return bool(dot) and first in kind.fields


def _facts(vocabulary: Vocabulary, paths: list[str], kind: Kind, around: Around, named: Named) -> list[Found]:
    found = [_fact(vocabulary, path, kind, around, named) for path in paths]
    return [fact for fact in found if fact is not None]


def _items(vocabulary: Vocabulary, tie: Tie, kind: Kind, around: Around) -> list[Found]:
    """The facts of a list that an amount is made of; a list that is counted is one fact."""
    if tie.how not in ("total", "count"):
        return []
    node, path = around.nodes[kind.name], around.paths[kind.name]
    name, _, inner = tie.terms[0].partition(".")
    if tie.how == "count":
        return [Found(kind, node, path, name)]
    items = node[name]
    steps = (*path, name, *(items.steps if type(items) is Incomplete else ()))
    counted = {id(item) for item in _counted(tie, items, inner)}
    item_kind = vocabulary.kinds[kind.fields[name].items]
    return [Found(item_kind, item, (*steps, at), inner) for at, item in enumerate(items) if id(item) in counted]


_TOLD = 6
"""Facts of a list that are named one by one; more are counted."""


def fault_of(misfit: Misfit) -> tuple[Path, Fault]:
    """What is wrong, told at the field that is bound, with the place of every fact that has a part in it."""
    tie, field = misfit.tie, misfit.field
    args = {
        "fact": {language: _told(field, language) for language in LANGUAGES},
        "right": {language: _right(misfit, language) for language in LANGUAGES},
        "given": {language: _given(misfit, language) for language in LANGUAGES},
    }
    return field.place, Fault(f"misfit-{tie.op}", args, pointer=pointer(field.place))


def _told(fact: Found, language: str) -> str:
    """A fact: what it is called, what is stated and where."""
    value = fact.node.get(fact.name)
    found = str(len(value)) if isinstance(value, list) else shown(value, fact.field)
    args = {"kind": fact.kind.label, "label": fact.field.label, "found": found, "place": pointer(fact.place)}
    return sentence(language, "ties", "stated", args)


def _right(misfit: Misfit, language: str) -> str:
    tie, field = misfit.tie, misfit.field.field
    if tie.how == "value":
        values = tie.value if type(tie.value) is tuple else (tie.value,)
        return sentence(language, "ties", "value", {"values": [shown(value, field) for value in values]})
    named = [_told(fact, language) for fact in misfit.others[:_TOLD]]
    more = len(misfit.others) - _TOLD
    args = {"facts": named, "first": named[0], "second": named[-1], "more": more, "comes": shown(misfit.amount, field)}
    return sentence(language, "ties", f"{tie.how}-more" if more > 0 else tie.how, args)


def _given(misfit: Misfit, language: str) -> str:
    facts = [_told(fact, language) for fact in misfit.given]
    return sentence(language, "ties", "given", {"facts": facts}) if facts else ""
