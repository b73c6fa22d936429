"""The text of a generated function that walks through a plan: its lines, and what they refer to."""

from __future__ import annotations

from typing import Any


class WalkText:
    """A function while it is written, from names in a vocabulary and nothing else; ``space`` is what it refers to."""

    def __init__(self, space: dict[str, Any]) -> None:
        self.space = space
        self.lines: list[str] = []

    def line(self, depth: int, *lines: str) -> None:
        """Write lines at a depth."""
        self.lines += [" " * depth + line for line in lines]

    def constant(self, value: Any) -> str:
        """A name for a value."""
        name = f"C{len(self.space)}"
        self.space[name] = value
        return name

    def load(self, name: str, lines: list[str]) -> Any:
        """The function of that name, whose whole text is ``lines``."""
        exec(compile("\n".join(lines), f"<{name}>", "exec"), self.space)  # never text from a plan
        return self.space[name]
