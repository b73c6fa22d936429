"""Read JSON text straight into checked data, as long as nothing about it is unusual.

A typed decoder holds every value to the type, bounds and enum of its field while it reads; whether it dropped
anything is seen from what it read. What types cannot say is looked at afterwards, by a generated function
(``plan.typed_look``). A text with anything else in it is declined; it is left to
:class:`standardcheck.plan.fast_conform.FastConform`.

Few of the fields of a vocabulary are stated in most plans, and types of few fields are read faster: the reader learns
which fields there are, and goes back to all of them for a plan that has others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import ceil, floor, inf
from typing import Annotated, Any, Literal, NamedTuple, TypedDict

import msgspec

from standardcheck.plan.conform import Unfit
from standardcheck.plan.fast_conform import FastConform
from standardcheck.plan.kind_tables import Unusual
from standardcheck.plan.model import NONE, NOT_APPLICABLE
from standardcheck.plan.open_promises import Open, keep_open
from standardcheck.plan.tie_look import looker
from standardcheck.plan.typed_look import Look, write_look
from standardcheck.source.json_text import nothing_lost
from standardcheck.vocabulary.model import Field, Vocabulary

_DECLINED = (msgspec.MsgspecError, Unusual, Unfit, UnicodeDecodeError, RecursionError)
_MARKED = Literal["none", "n/a"]

_LEARNING = 50, 2000
"""Plans, or objects of plans, that state fields not known before, after which what is known is put to use."""

_USUAL = 0.1
"""Share of the objects of a kind that state a field which is asked for in each of them."""


class _Way(NamedTuple):
    """How texts are read: a decoder, and what looks at its data, object by object and at ties between them."""

    decode: Callable[[bytes], Any]
    look: Look
    ties: Callable[[dict[str, Any]], list[Open] | None]

    def read(self, text: bytes) -> dict[str, Any] | None:
        """The data as written; ``None`` if not all of the text is in it."""
        data: dict[str, Any] = self.decode(text)
        return data if nothing_lost(text, data) else None

    def checked(self, data: dict[str, Any]) -> dict[str, Any] | None:
        """The checked form of data that were read; ``None`` if facts do not fit each other."""
        self.look(data)
        unknown = self.ties(data)
        if unknown is None:
            return None
        keep_open(unknown)
        return data


class TypedReader:
    """Reads plans of one vocabulary; not to be shared between threads, as the check that it leaves the rest to."""

    def __init__(self, fast: FastConform) -> None:
        self.fast = fast
        self._vocabulary = fast.vocabulary
        self._plans = self._used = 0
        """Plans noted since what is known was put to use, and objects noted before."""
        self._objects: Counter[str] = Counter()
        self._stated: Counter[tuple[str, str]] = Counter()
        self._short: _Way | None = None
        self._whole: _Way | None = None
        if not _is_recursive(self._vocabulary) and len(_promising(self._vocabulary)) <= 1:
            self._whole = self._way(self._fields(lambda pair: True), None)

    def __call__(self, text: bytes) -> dict[str, Any] | None:
        """The checked data of a plan; ``None`` if something about it is unusual."""
        try:
            if self._short is not None:
                data = self._short.read(text)
                if data is not None:
                    return self._short.checked(data)
            return self._read_whole(text)
        except _DECLINED:
            return None

    def _read_whole(self, text: bytes) -> dict[str, Any] | None:
        """Read with the types of all fields, and learn which of them are stated."""
        data = None if self._whole is None else self._whole.read(text)
        if data is None or self._whole is None:
            return None
        self._note(self._vocabulary.root, data)
        checked = self._whole.checked(data)
        self._plans, objects = self._plans + 1, self._objects.total() - self._used
        if self._plans >= _LEARNING[0] or objects >= _LEARNING[1]:
            self._plans, self._used = 0, self._objects.total()
            self._short = self._way(self._fields(lambda pair: self._stated[pair] > 0), self._usual())
        return checked

    def _way(self, fields: dict[str, list[Field]], usual: set[tuple[str, str]] | None) -> _Way:
        types = _Types(self._vocabulary, fields)
        decode = msgspec.json.Decoder(types.of(self._vocabulary.root)).decode
        stated = {(kind, field.name) for kind, chosen in fields.items() for field in chosen}
        return _Way(decode, write_look(self.fast, fields, usual), looker(self._vocabulary, stated))

    def _fields(self, chosen: Callable[[tuple[str, str]], bool]) -> dict[str, list[Field]]:
        """Some fields of each kind; those that are stated first come first, which is where the decoder looks first."""
        order = {pair: at for at, pair in enumerate(self._stated)}
        return {
            kind.name: sorted(
                (field for field in kind.fields.values() if chosen((kind.name, field.name))),
                key=lambda field: order.get((kind.name, field.name), len(order)),
            )
            for kind in self._vocabulary.kinds.values()
        }

    def _usual(self) -> set[tuple[str, str]]:
        return {pair for pair, times in self._stated.items() if times >= _USUAL * self._objects[pair[0]]}

    def _note(self, kind: str, node: dict[str, Any]) -> None:
        """Note which fields objects have."""
        self._objects[kind] += 1
        for name, value in node.items():
            self._stated[kind, name] += 1
            inner = self._vocabulary.kinds[kind].fields[name].items
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

    def __init__(self, vocabulary: Vocabulary, fields: dict[str, list[Field]]) -> None:
        self.vocabulary = vocabulary
        self.fields = fields
        self._made: dict[str, Any] = {}

    def of(self, kind: str) -> Any:
        """The type of the objects of a kind: a dictionary none of whose keys has to be there."""
        if kind not in self._made:
            types = {field.name: self._value(field) for field in self.fields[kind]}
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
