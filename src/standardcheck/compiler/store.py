"""A program as JSON and back: data only, so that a cached rule set can be trusted with nothing but its digest.

A program is a table of rows: each is a node, a tuple or a dictionary whose parts are plain values, or what earlier
rows hold; the last is the program. What occurs often is written, and read, once. The columns of the table are written
one after the other, which is read faster than row by row.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from standardcheck.compiler.form import NODE_TYPES, Program
from standardcheck.typing_light import Any, TypeAlias

FORM_VERSION = 5
"""Raised whenever the typed form changes, so that no stored program is read by another version."""

Row: TypeAlias = tuple[int, list[Any], "list[int] | None"]
"""What makes the row (an index of :data:`_MAKERS`), its parts, and which parts are not what they seem: a number
there stands for what the row of that number holds, a list for a tuple of plain values."""


def dump(program: Program) -> str:
    """The program as JSON text."""
    rows: dict[str, tuple[int, Row]] = {}
    _reference(program, rows)
    columns = list(zip(*(row for _, row in rows.values()), strict=True))
    return json.dumps([FORM_VERSION, *columns], ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes) -> Program:
    """The program stored as ``text``. Raises ``ValueError`` if it was stored by another version or is damaged."""
    try:
        version, *columns = json.loads(text)
        program = _read(*columns) if version == FORM_VERSION else None
    except (TypeError, KeyError, IndexError, AttributeError) as damaged:
        raise ValueError("not a stored program") from damaged
    if not isinstance(program, Program):
        raise ValueError("not a stored program")
    return program


def _reference(node: Any, rows: dict[str, tuple[int, Row]]) -> int | None:
    """The number of the row that holds ``node``; the rows it needs are added. Nothing for a plain value, which stands
    for itself. Equal text is equal value and type."""
    if _is_plain(node):
        return None
    if isinstance(node, dict):
        if all(type(value) is str for value in node.values()):
            return None
        maker, inner = "dict", [part for pair in node.items() for part in pair]
    elif isinstance(node, tuple):
        maker, inner = type(node).__name__ if hasattr(node, "_fields") else "", list(node)
    else:
        maker, inner = "number", [str(node)]
    numbers = [None if _is_plain_tuple(part) else _reference(part, rows) for part in inner]
    parts = [part if number is None else number for part, number in zip(inner, numbers, strict=True)]
    marked = [at for at, number in enumerate(numbers) if number is not None or _is_plain_tuple(inner[at])]
    row: Row = (_MAKER_NAMES.index(maker), parts, marked or None)
    return rows.setdefault(json.dumps(row), (len(rows), row))[0]


def _is_plain(node: Any) -> bool:
    return node is None or isinstance(node, str | bool | int | float)


def _is_plain_tuple(node: Any) -> bool:
    return type(node) is tuple and all(map(_is_plain, node))


def _read(makers: list[int], all_parts: list[list[Any]], all_marked: list[list[int] | None]) -> Any:
    made: list[Any] = []
    for maker, parts, marked in zip(makers, all_parts, all_marked, strict=True):
        if marked:
            for at in marked:
                part = parts[at]
                parts[at] = made[part] if type(part) is int else tuple(part)
        made.append(_MAKERS[maker](parts))
    return made[-1]


def _pairs(parts: list[Any]) -> dict[str, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _number(parts: list[Any]) -> Any:
    from fractions import Fraction

    return Fraction(*parts)


_MAKER_NAMES = ("", "dict", "number", *NODE_TYPES)
_MAKERS: tuple[Callable[[list[Any]], Any], ...] = (
    tuple,
    _pairs,
    _number,
    *(cls._make for cls in NODE_TYPES.values()),
)
