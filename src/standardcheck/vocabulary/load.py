"""Read the annotated JSON Schema of a plan into a :class:`Vocabulary`.

Only annotations and local references are read here; checking a plan against the schema is done by functions
compiled from the vocabulary (``plan.conform``), with ``jsonschema`` as their oracle in the tests.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from standardcheck.errors import Fault, InvalidVocabulary
from standardcheck.source.digests import sha256_hex
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import NUMERIC, Bond, Enum, Field, Kind, Promise, Vocabulary
from standardcheck.vocabulary.numbers import Number, canonical, exact
from standardcheck.vocabulary.ties import Routes, TieReader
from standardcheck.vocabulary.units import NO_DIMENSION, Unit, UnitTable, UnknownUnit

# fmt: off
RESERVED = frozenset((
    "all", "any", "not", "if", "then", "else", "k_of", "k", "one_of", "each", "some", "none", "satisfies",
    "where", "count", "sum", "min", "max", "share", "distinct", "of", "at_least", "at_most", "more_than",
    "less_than", "equals", "not_equals", "in", "not_in", "present", "before", "after", "on_or_before",
    "on_or_after", "add", "subtract", "multiply", "divide", "smallest", "largest", "round_up", "to", "lookup",
    "expression", "label", "require", "items", "incomplete", "value", "unit", "source", "page", "as_of", "note",
))
# fmt: on
"""Words of the rule language and of the long form: no field may be called so."""

_PREFIX = "#/$defs/"


def load_vocabulary(raw: bytes) -> Vocabulary:
    """The vocabulary written in the schema ``raw``.

    Raises :class:`InvalidVocabulary` naming every field that is not annotated as it must be.
    """
    return _Loader(json.loads(raw), digest_of(raw)).load()


def digest_of(raw: bytes) -> str:
    """``sha256:…`` of a schema."""
    return "sha256:" + sha256_hex(raw)


class _Loader:
    def __init__(self, schema: dict[str, Any], digest: str) -> None:
        self.schema = schema
        self.digest = digest
        self.defs: dict[str, Any] = schema.get("$defs", {})
        self.units = UnitTable(schema.get("x-counts", {}))
        self.faults: list[Fault] = []
        self.entries: list[tuple[str, dict[str, Any]]] = []
        """Entries of ``x-consistent`` that are more than a bond between two fields, with their kind."""

    def load(self) -> Vocabulary:
        enums = {
            name: Enum(name, entry["x-values"]) for name, entry in self.defs.items() if entry.get("x-type") == "enum"
        }
        kinds = {entry["x-kind"]: self._kind(entry) for entry in self.defs.values() if "x-kind" in entry}
        root = self.schema.get("x-root", "")
        if root not in kinds:
            self._fault("vocabulary-no-root", root=root)
        routes = _routes(root, kinds) if root in kinds else {}
        self._ties(kinds, routes, enums)
        if self.faults:
            raise InvalidVocabulary(self.faults)
        roles = self.schema.get("x-roles", {})
        return Vocabulary(
            name=self.schema.get("x-vocabulary", ""),
            version=self.schema.get("x-version", ""),
            root=root,
            kinds=kinds,
            enums=enums,
            units=self.units,
            as_of_path=_path(roles.get("as_of")),
            pack_code_path=_path(roles.get("pack_code")),
            routes=routes,
            counts=self.schema.get("x-counts", {}),
            time_zone=self.schema.get("x-time-zone", "+00:00"),
            digest=self.digest,
        )

    def _fault(self, code: str, **args: Any) -> None:
        self.faults.append(Fault(code, args))

    def _kind(self, entry: dict[str, Any]) -> Kind:
        name = entry["x-kind"]
        fields = {key: self._field(name, key, spec) for key, spec in entry.get("properties", {}).items()}
        label = entry.get("x-label") or {"zh": name, "en": name}
        return Kind(
            name,
            label,
            entry.get("x-help", label),
            entry.get("x-identity", ""),
            entry.get("x-name", ""),
            tuple(self._bonds(name, fields, entry.get("x-consistent", ()))),
            fields,
        )

    def _bonds(self, kind: str, fields: dict[str, Field], entries: list[dict[str, Any]]) -> Iterator[Bond]:
        for entry in entries:
            bond = _bond(entry, fields)
            if bond is None:
                self.entries.append((kind, entry))
            else:
                yield bond

    def _ties(self, kinds: dict[str, Kind], routes: Routes, enums: dict[str, Enum]) -> None:
        """Give each kind the ties that its entries tell; this takes all kinds, for a tie may reach beyond its own."""
        for name, entry in self.entries:
            made = TieReader(name, kinds, routes, enums).tie(entry)
            if made is None:
                self._fault("vocabulary-bond", kind=name, entry=json.dumps(entry, ensure_ascii=False))
            else:
                kinds[name] = kinds[name]._replace(ties=(*kinds[name].ties, made))

    def _field(self, kind: str, name: str, spec: dict[str, Any]) -> Field:
        target, merged = self._resolve(spec)
        type_ = merged.get("x-type") or ("object" if "x-kind" in merged else "")
        if name in RESERVED:
            self._fault("vocabulary-reserved", kind=kind, field=name)
        if not type_ or "x-label" not in spec:
            self._fault("vocabulary-not-annotated", kind=kind, field=name)
        label = spec.get("x-label") or {"zh": name, "en": name}
        items = merged.get("x-items", "") or (merged.get("x-kind", "") if type_ == "object" else "")
        low, high = merged.get("x-minimum"), merged.get("x-maximum")
        unit = self._unit(kind, name, merged) if type_ in NUMERIC else None
        implies = merged.get("x-implies")
        return Field(
            name=name,
            type=type_,
            label=label,
            help=spec.get("x-help", label),
            quantity=merged.get("x-quantity", ""),
            unit=unit,
            minimum=_in_base(low, unit),
            maximum=_in_base(high, unit),
            excludes_minimum=bool(merged.get("x-exclusive-minimum")),
            enum=target if type_ == "enum" else "",
            items=items.removeprefix(_PREFIX),
            items_are_objects=type_ == "object" or (bool(items) and not items.startswith(_PREFIX)),
            may_be_incomplete=bool(merged.get("x-may-be-incomplete")),
            self_declared=bool(merged.get("x-self-declared")),
            references=merged.get("x-references", ""),
            pattern=self._pattern(kind, name, merged),
            promise=implies
            and Promise(
                implies["of"],
                implies["list"],
                implies["field"],
                {value: tuple(uses) for value, uses in implies["values"].items()},
            ),
        )

    def _resolve(self, spec: dict[str, Any]) -> tuple[str, dict[str, Any]]:
        reference = spec.get("$ref", "")
        if not reference:
            return "", spec
        name = reference.removeprefix(_PREFIX)
        if not reference.startswith(_PREFIX) or name not in self.defs:
            self._fault("vocabulary-bad-reference", reference=reference)
            return "", spec
        return name, {**self.defs[name], **spec}

    def _pattern(self, kind: str, name: str, spec: dict[str, Any]) -> str:
        pattern: str = spec.get("x-pattern", "")
        try:
            re.compile(pattern)
        except re.error as fault:
            self._fault("vocabulary-bad-pattern", kind=kind, field=name, pattern=pattern, error=str(fault))
        return pattern

    def _unit(self, kind: str, name: str, spec: dict[str, Any]) -> Unit:
        text = spec.get("x-unit", "")
        if not text:
            return Unit(NO_DIMENSION, "1", "", "")
        try:
            return self.units.unit(text)
        except UnknownUnit:
            self._fault("vocabulary-unknown-unit", kind=kind, field=name, unit=text)
            return Unit(NO_DIMENSION, "1", "", "")


def _bond(entry: dict[str, Any], fields: dict[str, Field]) -> Bond | None:
    """``{field, at_most: field}``, ``{field, on_or_before: field}`` or ``{when: {field: value}, field, at_least:
    value}`` as a bond; ``None`` if it is none of these, or its fields cannot be compared."""
    when = entry.get("when")
    ops = [key for key in entry if key not in ("field", "when")]
    field, op = fields.get(str(entry.get("field"))), ops[0] if len(ops) == 1 else ""
    if field is None:
        return None
    if when is None:
        other = fields.get(entry[op]) if op and type(entry[op]) is str else None
        fits = other is not None and other.type in _BOUND.get(op, ()) and _alike(field, other)
        return Bond(field.name, op, other.name) if fits and other is not None else None
    return _conditional(field, op, entry.get(op), fields, when)


def _conditional(field: Field, op: str, value: Any, fields: dict[str, Field], when: dict[str, Any]) -> Bond | None:
    name = next(iter(when), "") if len(when) == 1 else ""
    other, given = fields.get(name), when.get(name)
    flag = other is not None and other.type == "flag" and type(given) is bool
    word = other is not None and other.type == "enum" and type(given) is str
    return Bond(field.name, op, name, given, value) if (flag or word) and _takes(field, op, value) else None


def _takes(field: Field, op: str, value: Any) -> bool:
    """Whether a field may be bound by a value as it is written: a flag, or a number in base units."""
    if op == "equals":
        return field.type == "flag" and type(value) is bool
    plain = field.is_numeric and not field.is_scaled
    return plain and op in ("at_least", "at_most") and type(value) in (int, float)


_BOUND = {"at_most": NUMERIC, "on_or_before": ("date",)}
"""What a field may be bound by another to be, and the types of both."""


def _alike(field: Field, other: Field) -> bool:
    """Whether bare numbers of two fields mean the same."""
    return (field.type in NUMERIC) is (other.type in NUMERIC) and field.unit == other.unit


def _in_base(bound: Number | None, unit: Unit | None) -> Number | None:
    if bound is None or unit is None or unit.factor == "1":
        return bound
    return canonical(exact(bound) * unit.exact_factor)


def _path(text: str | None) -> tuple[str, ...]:
    return tuple(text.split(".")) if text else ()


def _routes(root: str, kinds: dict[str, Kind]) -> Routes:
    found: dict[str, list[tuple[tuple[str, str], ...]]] = {root: [()]}
    queue: list[tuple[str, tuple[tuple[str, str], ...]]] = [(root, ())]
    while queue:
        kind, route = queue.pop(0)
        for field in kinds[kind].fields.values():
            if field.items_are_objects and field.items in kinds and all(above != field.items for above, _ in route):
                longer = (*route, (kind, field.name))
                found.setdefault(field.items, []).append(longer)
                queue.append((field.items, longer))
    return {kind: tuple(routes) for kind, routes in found.items()}
