"""What every engine is asked for: the rules that a plan fails, and where."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version
from typing import NamedTuple

Fail = tuple[str, str]
"""A rule of ``rules/bench`` without ``bench.``, and the JSON pointer of the object that fails it."""


class Engine(NamedTuple):
    """An engine that has read its rules, ready for any number of plans.

    ``fails`` takes a plan as JSON text; it raises whatever the engine raises when it cannot evaluate the plan.
    ``cannot`` says why a rule is not expressed, ``roundabout`` what it took where the language has no word for it.
    """

    name: str
    package: str
    fails: Callable[[bytes], list[Fail]]
    cannot: dict[str, str]
    roundabout: dict[str, str]

    @property
    def version(self) -> str:
        """The version of the installed package."""
        return version(self.package)


def pointer(community: int, facility: int | None = None, inner: str = "", item: int = 0) -> str:
    """The JSON pointer of a community, of one of its facilities, or of an item of a list in that."""
    found = f"/city/communities/{community}"
    if facility is not None:
        found += f"/facilities/{facility}"
    return f"{found}/{inner}/{item}" if inner else found


def list_of(rule: str) -> str:
    """The list of a facility that the objects of a rule stand in; empty for rules of facilities and communities."""
    kind = rule.partition(".")[0]
    return f"{kind}s" if kind in ("ramp", "door", "part", "toilet") else ""
