"""A program as JSON and back: data only, so that a cached rule set can be trusted with nothing but its digest."""

from __future__ import annotations

import json
from typing import Any

from standardcheck.compiler.form import NODE_TYPES, Program

FORM_VERSION = 1
"""Raised whenever the typed form changes, so that no stored program is read by another version."""


def dump(program: Program) -> str:
    """The program as JSON text."""
    return json.dumps([FORM_VERSION, _encode(program)], ensure_ascii=False, separators=(",", ":"))


def load(text: str | bytes) -> Program:
    """The program stored as ``text``. Raises ``ValueError`` if it was stored by another version or is damaged."""
    try:
        version, data = json.loads(text)
        program = _decode(data) if version == FORM_VERSION else None
    except (TypeError, KeyError, IndexError, AttributeError) as damaged:
        raise ValueError("not a stored program") from damaged
    if not isinstance(program, Program):
        raise ValueError("not a stored program")
    return program


def _encode(node: Any) -> Any:
    if isinstance(node, tuple):
        name = type(node).__name__ if hasattr(node, "_fields") else ""
        return [name, *(_encode(part) for part in node)]
    if isinstance(node, dict):
        return {key: _encode(value) for key, value in node.items()}
    if node is None or isinstance(node, str | bool | int | float):
        return node
    return {"\0fraction": str(node)}


def _decode(data: Any) -> Any:
    if type(data) is list:
        parts = [_decode(part) if type(part) in (list, dict) else part for part in data[1:]]
        return NODE_TYPES[data[0]]._make(parts) if data[0] else tuple(parts)
    if type(data) is dict:
        if "\0fraction" in data:
            from fractions import Fraction

            return Fraction(data["\0fraction"])
        return {key: _decode(value) if type(value) in (list, dict) else value for key, value in data.items()}
    return data
