"""How much of a text is read before it is refused."""

from __future__ import annotations

from standardcheck.typing_light import NamedTuple


class Limits(NamedTuple):
    """Bounds on one text, checked while it is read: a hostile text costs no more than they allow."""

    size: int = 8 * 1024 * 1024
    """Bytes in the file."""
    depth: int = 32
    """Levels of nesting."""
    nodes: int = 1_000_000
    """Keys, values, lists and mappings together."""
    scalar: int = 64 * 1024
    """Characters in one piece of text."""
    number: int = 64
    """Characters in one number."""
    faults: int = 100
    """Faults gathered before reading stops."""


DEFAULT_LIMITS = Limits()
