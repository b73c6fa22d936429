"""One way in for every text: which format it is in, and its reader."""

from __future__ import annotations

import os.path

from standardcheck.errors import UnreadableSource
from standardcheck.source.decoding import read_bytes
from standardcheck.source.document import Document
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.typing_light import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_FORMATS = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}
FORMATS = ("json", "yaml")


def format_of(file: str) -> str | None:
    """The format that a file has by its ending, if it says."""
    return _FORMATS.get(os.path.splitext(file)[1].lower())


def read_file(
    path: str | Path, file: str | None = None, format: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Document:
    """Read a file; ``file`` is the name shown to the user, by default the path."""
    file = str(path) if file is None else file
    return read_source(read_bytes(path, file, limits), file, format, limits)


def read_source(raw: bytes, file: str, format: str | None = None, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a text as ``format``, else by the ending of ``file``, else by what it looks like."""
    if format is None:
        format = format_of(file)
    if format == "json":
        return read_json(raw, file, limits)
    if format is None and raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        return _read_either(raw, file, limits)
    return read_yaml(raw, file, limits)


def _read_either(raw: bytes, file: str, limits: Limits) -> Document:
    """Read as JSON, and as YAML what has not the form of JSON."""
    try:
        return read_json(raw, file, limits)
    except UnreadableSource as refusal:
        if not any(fault.code.startswith("json-") for fault in refusal.faults):
            raise
        try:
            return read_yaml(raw, file, limits)
        except UnreadableSource:
            raise refusal from None


def read_json(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a JSON text."""
    from standardcheck.source import json_text  # here, since a YAML plan is read without loading orjson

    return json_text.read_json(raw, file, limits)


def read_yaml(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a YAML text; every fault that can be found is raised together."""
    from standardcheck.source import yaml_text  # here, since a JSON plan is read without loading PyYAML

    return yaml_text.read_yaml(raw, file, limits)
