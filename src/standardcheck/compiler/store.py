"""A program as JSON and back: data only, so that a cached rule set can be trusted with nothing but its digest.

A program is a table of rows: each is a node, a tuple or a dictionary whose parts are plain values, or what earlier
rows hold; the last is the program. What occurs often is written, and read, once.
"""

from __future__ import annotations

import json
from collections.abc import Callable

from standardcheck.compiler.form import NODE_TYPES, Program
from standardcheck.typing_light import Any

FORM_VERSION = 4
"""Raised whenever the typed form changes, so that no stored program is read by another version."""

Row = list[Any]
"""What makes the row (a key of :data:`_MAKERS`), its parts, and the numbers of the parts that are not what they seem: a
number there stands for what the row of that number holds, a list for a tuple of plain values."""


def dump(program: Program) -> str:
    """The program as JSON text."""
    rows: dict[str, int] = {}
    _reference(program, rows)
    return f"[{FORM_VERSION},[{','.join(rows)}]]"


def load(text: str | bytes) -> Program:
    """The program stored as ``text``. Raises ``ValueError`` if it was stored by another version or is damaged."""
    try:
        version, rows = json.loads(text)
        program = _read(rows) if version == FORM_VERSION else None
    except (TypeError, KeyError, IndexError, AttributeError) as damaged:
        raise ValueError("not a stored program") from damaged
    if not isinstance(program, Program):
        raise ValueError("not a stored program")
    return program


def _reference(node: Any, rows: dict[str, int]) -> int | None:
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
    marked = (at for at, number in enumerate(numbers) if number is not None or _is_plain_tuple(inner[at]))
    row = [maker, parts, *marked]
    text = json.dumps(row, ensure_ascii=False, separators=(",", ":"))
    return rows.setdefault(text, len(rows))


def _is_plain(node: Any) -> bool:
    return node is None or isinstance(node, str | bool | int | float)


def _is_plain_tuple(node: Any) -> bool:
    return type(node) is tuple and all(map(_is_plain, node))


def _read(rows: list[Row]) -> Any:
    made: list[Any] = []
    makers = _MAKERS
    for maker, parts, *references in rows:
        for at in references:
            part = parts[at]
            parts[at] = made[part] if type(part) is int else tuple(part)
        made.append(makers[maker](parts))
    return made[-1]


def _pairs(parts: list[Any]) -> dict[str, Any]:
    return dict(zip(parts[::2], parts[1::2], strict=True))


def _number(parts: list[Any]) -> Any:
    from fractions import Fraction

    return Fraction(*parts)


_MAKERS: dict[str, Callable[[list[Any]], Any]] = {
    "": tuple,
    "dict": _pairs,
    "number": _number,
    **{name: cls._make for name, cls in NODE_TYPES.items()},
}
