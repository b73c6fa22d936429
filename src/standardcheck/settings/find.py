"""Finding the configuration: from a folder upwards. Imported at every start, so it imports next to nothing."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable

from standardcheck.typing_light import NamedTuple

OWN, SHARED = "standardcheck.toml", "pyproject.toml"

_MENTIONED = rb"tool[\"']?\s*(?:\.\s*[\"']?standardcheck|[\]=])"
"""What is in every pyproject.toml with our table: its whole name, or the table ``tool`` with all that is in it."""


class Found(NamedTuple):
    """A file that holds our settings, or has to be read to know."""

    path: str
    raw: bytes


def find(start: str, read: Callable[[str], bytes | None], is_there: Callable[[str], bool]) -> Found | None:
    """The configuration for a folder (a whole path): the nearest one, not beyond the root of a repository.

    ``read`` gives the bytes of a regular file or nothing, ``is_there`` says whether anything has a name.
    Raises ``UnreadableSource`` for a pyproject.toml that names us and is no TOML.
    """
    folder = start
    while True:
        for name in (OWN, SHARED):
            path = os.path.join(folder, name)
            raw = read(path)
            if raw is not None and (name == OWN or holds_ours(raw, path)):
                return Found(path, raw)
        above = os.path.dirname(folder)
        if above == folder or is_there(os.path.join(folder, ".git")):
            return None
        folder = above


def holds_ours(raw: bytes, path: str) -> bool:
    """Whether a pyproject.toml has our table; it is parsed only if it may have."""
    if b"standardcheck" not in raw or not re.search(_MENTIONED, raw):
        return False
    from standardcheck.source.toml_text import read_toml

    tool = read_toml(raw, path).data.get("tool")
    return isinstance(tool, dict) and "standardcheck" in tool


def on_disk(path: str) -> bytes | None:
    """The bytes of a regular file; nothing where there is none. Raises ``UnreadableSource`` where it cannot be read."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return None
    except (OSError, ValueError):
        return None
    from standardcheck.source.decoding import read_bytes

    return read_bytes(path)
