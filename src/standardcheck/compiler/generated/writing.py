"""Writing Python text: lines, names that are already bound, and constants."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Names:
    """Constants and functions that generated code refers to, each under a name of its own."""

    def __init__(self) -> None:
        self.space: dict[str, Any] = {}
        self._by_value: dict[Any, str] = {}
        self._count = 0

    def fresh(self, prefix: str) -> str:
        """A name that is not in use."""
        self._count += 1
        return f"{prefix}{self._count}"

    def constant(self, value: Any, prefix: str = "C", key: Any = None) -> str:
        """The name of a constant; values with the same ``key`` share one."""
        if key is not None and key in self._by_value:
            return self._by_value[key]
        name = self.fresh(prefix)
        self.space[name] = value
        if key is not None:
            self._by_value[key] = name
        return name


class Text:
    """The body of one function while it is written.

    ``bound`` says which things have been worked out, and in which local: what is bound in a block is forgotten
    at its end, since the block may not be run. ``surrender`` is what a helper returns to leave a question to the
    interpreter; in the function of a kind it is empty, and the interpreter is asked on the spot about an object at the
    end of ``route``. ``slots`` name the locals that keep what the rule now being written measures and requires.
    """

    def __init__(self, names: Names, surrender: str = "", route: int = 0) -> None:
        self.names = names
        self.surrender = surrender
        self.route = route
        self.slots: tuple[str, str] | None = None
        self.lines: list[str] = []
        self.bound: dict[Any, str] = {}
        self._depth = 1

    def line(self, text: str) -> None:
        """Write one line."""
        self.lines.append("\t" * self._depth + text)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Write a compound statement."""
        self.line(head)
        kept = dict(self.bound)
        self._depth += 1
        at = len(self.lines)
        yield
        if len(self.lines) == at:
            self.line("pass")
        self._depth -= 1
        self.bound = kept

    def bind(self, key: Any, expression: str, prefix: str = "t") -> str:
        """A local holding the value of ``expression``, worked out at most once."""
        name = self.bound.get(key)
        if name is None:
            name = self.names.fresh(prefix)
            self.line(f"{name} = {expression}")
            self.bound[key] = name
        return name

    def measured(self, expression: str) -> str:
        """``expression``, kept on the way as what the rule measures."""
        return f"{self.slots[0]} := {expression}" if self.slots else expression

    def required(self, expression: str) -> str:
        """``expression``, kept on the way as what the rule requires."""
        return f"{self.slots[1]} := {expression}" if self.slots and self.slots[1] else expression

    def keep_measured(self, expression: str) -> None:
        """Keep what the rule measures."""
        if self.slots:
            self.line(f"{self.slots[0]} = {expression}")

    def function(self, name: str, parameters: list[str]) -> str:
        """The whole text of the function."""
        return "\n".join([f"def {name}({', '.join(parameters)}):", *self.lines, ""])
