"""A vocabulary as JSON and back: what :mod:`standardcheck.vocabulary.load` made of a schema, ready to be used.

Data only, as a stored program is; reading it costs a fraction of reading the schema.
"""

from __future__ import annotations

import json

from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Bond, Enum, Field, Kind, Promise, Tie, Vocabulary
from standardcheck.vocabulary.units import Unit, UnitTable

_UNIT, _MINIMUM, _MAXIMUM, _PROMISE = map(Field._fields.index, ("unit", "minimum", "maximum", "promise"))


def dump(vocabulary: Vocabulary) -> str:
    """The vocabulary as JSON text. A unit that many fields have is written once."""
    units: dict[Unit, int] = {}
    kinds = [
        [*kind[:-3], kind.bonds, kind.ties, [_field_row(field, units) for field in kind.fields.values()]]
        for kind in vocabulary.kinds.values()
    ]
    enums = {enum.name: enum.values for enum in vocabulary.enums.values()}
    rest = vocabulary._asdict() | {"kinds": kinds, "enums": enums, "units": list(units)}
    return json.dumps(rest, ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes) -> Vocabulary:
    """The vocabulary stored as ``text``. Raises ``ValueError`` if it is damaged."""
    try:
        return _vocabulary(json.loads(text))
    except (TypeError, KeyError, IndexError, AttributeError) as damaged:
        raise ValueError("not a stored vocabulary") from damaged


def _vocabulary(data: dict[str, Any]) -> Vocabulary:
    units = [Unit(_pairs(dimensions), *names) for dimensions, *names in data["units"]]
    kinds = [
        Kind._make([*head, tuple(map(Bond._make, bonds)), _fields(rows, units), tuple(map(_tie, ties))])
        for *head, bonds, ties, rows in data["kinds"]
    ]
    return Vocabulary(
        **data
        | {
            "kinds": {kind.name: kind for kind in kinds},
            "enums": {name: Enum(name, values) for name, values in data["enums"].items()},
            "units": UnitTable(data["counts"]),
            "as_of_path": tuple(data["as_of_path"]),
            "pack_code_path": tuple(data["pack_code_path"]),
            "routes": {kind: tuple(map(_pairs, routes)) for kind, routes in data["routes"].items()},
        }
    )


def _fields(rows: list[list[Any]], units: list[Unit]) -> dict[str, Field]:
    return {row[0]: _field(row, units) for row in rows}


def _tie(row: list[Any]) -> Tie:
    return Tie._make(map(_tuples, row))


def _tuples(value: Any) -> Any:
    return tuple(map(_tuples, value)) if type(value) is list else value


def _field_row(field: Field, units: dict[Unit, int]) -> list[Any]:
    row: list[Any] = list(field)
    row[_UNIT] = None if field.unit is None else units.setdefault(field.unit, len(units))
    for at in (_MINIMUM, _MAXIMUM):
        if type(row[at]) not in (int, float, type(None)):
            row[at] = str(row[at])
    return row


def _field(row: list[Any], units: list[Unit]) -> Field:
    if row[_UNIT] is not None:
        row[_UNIT] = units[row[_UNIT]]
        for at in (_MINIMUM, _MAXIMUM):
            if type(row[at]) is str:
                row[at] = _fraction(row[at])
    if row[_PROMISE] is not None:
        promise = Promise._make(row[_PROMISE])
        any_of = {value: tuple(uses) for value, uses in promise.any_of.items()}
        row[_PROMISE] = promise._replace(any_of=any_of)
    return Field._make(row)


def _fraction(text: str) -> Any:
    from fractions import Fraction

    return Fraction(text)


def _pairs(many: list[list[Any]]) -> tuple[Any, ...]:
    return tuple(map(tuple, many))
