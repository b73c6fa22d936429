"""Values as YAML on one line, as rule files are written."""

from __future__ import annotations

import json
import re
from typing import Any

from standardcheck.errors import FaultyInput
from standardcheck.source import read_yaml

_PLAIN = re.compile(r"[^\s\-?:,\[\]{}#&*!|>'\"%@`=][^\n\r\t,\[\]{}#:'\"`\\]*")


class Quoted(str):
    """Text that is written in quotes whatever it is: numbers of clauses."""

    __slots__ = ()


def flow(value: Any) -> str:
    """A value on one line: ``{from: 2024-01-01, value: 600 m2}``."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {flow(part)}" for key, part in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(part) for part in value) + "]"
    return scalar(value)


def scalar(value: Any) -> str:
    """A plain value; text is quoted where it would be read as anything else."""
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    if not isinstance(value, str):
        return str(value)
    if not isinstance(value, Quoted) and _PLAIN.fullmatch(value) and _reads_as(value, value):
        return value
    return json.dumps(value, ensure_ascii=False)


def _reads_as(text: str, value: str) -> bool:
    try:
        return bool(read_yaml(f"[{text}]".encode(), "").data == [value])
    except (FaultyInput, UnicodeEncodeError):
        return False
