"""Read JSON text straight into checked data, as long as nothing about it is unusual.

A typed decoder holds every value to the type, bounds and enum of its field while it reads. What types cannot say is
looked at afterwards, by one generated function a kind: marks, dates, units, ids, references and promises. It also
counts the keys: whoever reads on compares them with the colons of the text, so that a key that the
vocabulary does not have, or one written twice, is noticed. A text with anything else in it is declined; it is left to
:class:`standardcheck.plan.fast_conform.FastConform`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Set
from math import ceil, floor, inf
from typing import Annotated, Any, Literal, TypedDict

import msgspec

from standardcheck.plan.bonds import agree
from standardcheck.plan.conform import MARKS, Unfit
from standardcheck.plan.fast_conform import FastConform, Pass
from standardcheck.plan.fillers import says_nothing
from standardcheck.plan.kind_tables import Unusual
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Incomplete
from standardcheck.vocabulary.model import Field, Kind, Vocabulary

_DECLINED = (msgspec.MsgspecError, Unusual, Unfit, UnicodeDecodeError, RecursionError)
_MARKED = Literal["none", "n/a"]


_LEARNING = 50
"""Plans after which it is known which fields objects mostly have."""


class TypedReader:
    """Reads plans of one vocabulary; not to be shared between threads, as the check that it leaves the rest to."""

    def __init__(self, fast: FastConform) -> None:
        self.fast = fast
        self._read = 0
        self._seen: set[tuple[str, str]] = set()
        self._decode: Callable[[bytes], Any] | None = None
        vocabulary = fast.vocabulary
        if not _is_recursive(vocabulary) and len(_promising(vocabulary)) <= 1:
            self._decode = msgspec.json.Decoder(_Types(vocabulary).of(vocabulary.root)).decode
            self._look = _Writer(fast).look()

    def __call__(self, text: bytes) -> tuple[dict[str, Any], int] | None:
        """The checked data and how many keys are in it; ``None`` if something about it is unusual."""
        if self._decode is None:
            return None
        run = Pass()
        try:
            data = self._decode(text)
            if self._read < _LEARNING:
                self._learn(data)
            keys = self._look(data, run)
        except _DECLINED:
            return None
        return (data, keys) if self.fast.finish(run, data) else None

    def _learn(self, data: dict[str, Any]) -> None:
        """Note which fields objects have; in the end write the function anew, which then asks for those first."""
        self._read += 1
        self._note(self.fast.vocabulary.root, data)
        if self._read == _LEARNING:
            self._look = _Writer(self.fast, self._seen).look()

    def _note(self, kind: str, node: dict[str, Any]) -> None:
        for name, value in node.items():
            self._seen.add((kind, name))
            inner = self.fast.vocabulary.kinds[kind].fields[name].items
            items = value["items"] if type(value) is dict and "incomplete" in value else value
            for item in items if type(items) is list else (items,):
                if type(item) is dict:
                    self._note(inner, item)


def _is_recursive(vocabulary: Vocabulary) -> bool:
    """Whether an object can hold one of its own kind."""

    def inside(kind: str, around: tuple[str, ...]) -> bool:
        fields = vocabulary.kinds[kind].fields.values()
        inner = {f.items for f in fields if f.type == "object" or f.items_are_objects}
        return kind in around or any(inside(name, (*around, kind)) for name in inner)

    return inside(vocabulary.root, ())


def _promising(vocabulary: Vocabulary) -> set[tuple[str, str]]:
    """The fields that promise something: where there are several, the order in which a plan states them matters."""
    kinds = vocabulary.kinds.values()
    return {(kind.name, field.name) for kind in kinds for field in kind.fields.values() if field.promise is not None}


class _Types:
    """The type of each kind. A field that no type describes well enough is left out, and so declined where stated."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._made: dict[str, Any] = {}

    def of(self, kind: str) -> Any:
        """The type of the objects of a kind: a dictionary none of whose keys has to be there."""
        if kind not in self._made:
            fields = self.vocabulary.kinds[kind].fields.values()
            types = {field.name: self._value(field) for field in fields}
            make: Any = TypedDict
            self._made[kind] = make(kind, {name: made | None for name, made in types.items() if made}, total=False)
        return self._made[kind]

    def _value(self, field: Field) -> Any:
        if field.type == "object":
            return self.of(field.items) | _MARKED
        if field.type == "list":
            return self._list(field)
        if field.type == "enum":
            return Literal[(*self.vocabulary.enums[field.enum].values, NONE, NOT_APPLICABLE)]
        if field.type == "flag":
            return bool | Literal["n/a"]
        if field.is_numeric:
            return _number(field)
        return str if field.type in ("text", "date") else None

    def _list(self, field: Field) -> Any:
        if field.items_are_objects:
            items: Any = list[self.of(field.items)]  # type: ignore[misc]
        elif field.items not in self.vocabulary.enums:
            return None
        else:
            items = list[Literal[tuple(self.vocabulary.enums[field.items].values)]]  # type: ignore[misc]
        if not field.may_be_incomplete:
            return items | _MARKED
        make: Any = TypedDict
        return items | make("Part", {"items": items, "incomplete": bool}) | _MARKED


def _number(field: Field) -> Any:
    """The type of a number as it is written, in the field's own unit; its bounds are those of the base unit, so that
    a number in another unit is checked when it is turned into it."""
    low, high = (-inf if field.minimum is None else field.minimum), (inf if field.maximum is None else field.maximum)
    if field.is_scaled:
        low, high = -inf, inf
    elif type(low) not in (int, float) or type(high) not in (int, float):
        return None
    whole: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    if low != -inf:
        whole["ge"] = floor(low) + 1 if field.excludes_minimum else ceil(low)
        parts["gt" if field.excludes_minimum else "ge"] = float(low)
    if high != inf:
        whole["le"], parts["le"] = floor(high), float(high)
    marks = Literal["n/a"] if field.excludes_zero else _MARKED
    number = Annotated[int, msgspec.Meta(**whole)]
    if field.type == "integer":
        return number | marks
    return number | Annotated[float, msgspec.Meta(**parts)] | marks


class _Writer:
    """Writes the function that looks at what types cannot say, from the names in a vocabulary and nothing else.

    It walks from the root inwards, one block within another. Fields that are not among ``usual`` ones of their kind are
    asked for only in objects that have any such field.
    """

    def __init__(self, fast: FastConform, usual: Set[tuple[str, str]] | None = None) -> None:
        self.fast = fast
        self.usual = usual
        self.vocabulary = fast.vocabulary
        self.space: dict[str, Any] = {
            "Unusual": Unusual, "Incomplete": Incomplete, "MARKS": MARKS, "days": fast.days, "value_of": fast.value_of,
            "note_day": fast.note_day, "agree": agree, "says_nothing": says_nothing,
            "NUMBERS": frozenset((int, float)),
        }  # fmt: skip
        self.lines: list[str] = []

    def look(self) -> Callable[[dict[str, Any], Pass], int]:
        """The function that looks at a whole plan; it says how many keys there are."""
        self.lines += ["def look(n0, run):", " ids, pending, keys = run.ids, run.pending, 0"]
        self._object((self.vocabulary.root,), 1)
        source = "\n".join([*self.lines, " return keys"])
        exec(compile(source, "<typed>", "exec"), self.space)  # of names in the vocabulary, nothing else
        made: Callable[[dict[str, Any], Pass], int] = self.space["look"]
        return made

    def _line(self, depth: int, *lines: str) -> None:
        self.lines += [" " * depth + line for line in lines]

    def _constant(self, value: Any) -> str:
        name = f"C{len(self.space)}"
        self.space[name] = value
        return name

    def _object(self, kinds: tuple[str, ...], depth: int) -> None:
        """Look at the object of the last of ``kinds``, which lies in objects of the others."""
        kind, n = self.vocabulary.kinds[kinds[-1]], f"n{len(kinds) - 1}"
        usual: list[Field] = []
        rare: list[Field] = []
        for field in kind.fields.values():
            is_usual = self.usual is None or (kind.name, field.name) in self.usual
            (usual if is_usual else rare).append(field)
        self._line(depth, f"keys += len({n})")
        self._bonds(kind, usual, n, depth)  # first, while both facts of a bond are as they were written
        mark = len(self.lines)
        self._bonds(kind, rare, n, depth + 1)
        for field in rare:
            self._field(kinds, field, n, depth + 1)
        if len(self.lines) > mark:
            names = self._constant(frozenset(field.name for field in rare))
            self.lines.insert(mark, " " * depth + f"if not {names}.isdisjoint({n}):")
        for field in usual:
            self._field(kinds, field, n, depth)

    def _bonds(self, kind: Kind, fields: list[Field], n: str, depth: int) -> None:
        """Facts that contradict each other are unusual."""
        names = {field.name for field in fields}
        for bond in kind.bonds:
            if bond.field in names:
                sure = "type(v) in NUMBERS and type(w) in NUMBERS and v <= w" if bond.op == "at_most" else "False"
                if bond.given is not None:
                    sure = f"w != {bond.given!r}"
                read = f"v, w = {n}.get({bond.field!r}), {n}.get({bond.other!r})"
                test = f"v is None or w is None or {sure} or agree({self._constant(bond)}, v, w)"
                self._line(depth, read, f"if not ({test}): raise Unusual")

    def _field(self, kinds: tuple[str, ...], field: Field, n: str, depth: int) -> None:
        inner = f"n{len(kinds)}"
        read = f"{n}.get({field.name!r})"
        if field.type == "object":
            self._line(depth, f"{inner} = {read}", f"if type({inner}) is dict:")
            self._object((*kinds, field.items), depth + 1)
        elif field.type == "list":
            self._list(kinds, field, n, depth)
        elif field.is_scaled:
            turned = f"value_of({kinds[-1]!r}, {field.name!r}, v)"
            self._line(depth, f"v = {read}", f"if v is not None: {n}[{field.name!r}] = {turned}")
        else:
            self._text(kinds, field, n, depth)

    def _list(self, kinds: tuple[str, ...], field: Field, n: str, depth: int) -> None:
        name, inner = repr(field.name), f"n{len(kinds)}"
        items = f"v{len(kinds)}"
        self._line(depth, f"{items} = {n}.get({name})", f"if {items}:")
        self._line(depth + 1, f"if type({items}) is str: {items} = {n}[{name}] = [] if {items} == 'none' else {items}")
        if field.may_be_incomplete:
            self._line(
                depth + 1,
                f"elif type({items}) is dict:",
                f" if {items}['incomplete'] is not True: raise Unusual",
                " keys += 2",
                f" {items} = {n}[{name}] = Incomplete({items}['items'], steps=('items',))",
            )
        if field.items_are_objects:
            self._line(depth + 1, f"if type({items}) is not str:", f" for {inner} in {items}:")
            self._object((*kinds, field.items), depth + 3)

    def _text(self, kinds: tuple[str, ...], field: Field, n: str, depth: int) -> None:
        read = f"v = {n}.get({field.name!r})"
        stated = list(self._stated(kinds, field))
        if field.type in ("text", "date"):
            odd = "v in MARKS" if field.type == "date" else "v in MARKS or says_nothing(v)"
            turned = f" if {odd}: {n}[{field.name!r}] = value_of({kinds[-1]!r}, {field.name!r}, v)"
            rest = [" else:", *(f"  {line}" for line in stated)] if stated else []
            self._line(depth, read, "if v is not None:", turned, *rest)
        elif stated:
            self._line(depth, read, "if v is not None and v not in MARKS:", *(f" {line}" for line in stated))

    def _stated(self, kinds: tuple[str, ...], field: Field) -> Iterator[str]:
        """What is to be done about a text that is no mark."""
        kind = self.vocabulary.kinds[kinds[-1]]
        if field.type == "date":
            yield f"if v not in days: note_day({kind.name!r}, {field.name!r}, v)"
        if field.name == kind.identity:
            yield f"p = ({kind.name!r}, v)"
            yield "if p in ids: raise Unusual"
            yield "ids.add(p)"
        if field.references:
            yield f"pending.append(({field.references!r}, v))"
        if field.promise is not None and field.promise.of in kinds:
            holder = len(kinds) - 1 - kinds[::-1].index(field.promise.of)
            made = self._constant(self.fast.promised[id(field.promise)].get)
            yield f"made = {made}(v)"
            yield f"if made is not None: run.promises.append((n{holder}, made))"
