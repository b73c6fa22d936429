"""A plan: checked plain data, the faults found in it, and where everything stands.

The data keeps the shape of the file. Within it every number is in base units, and three texts are marks:
``"none"`` (stated that there is none) and ``"n/a"`` (declared not applicable); a fact not stated is absent or
``None``. A list stated ``none`` is empty; a list marked incomplete is an :class:`Incomplete`.
"""

from __future__ import annotations

from standardcheck.errors import Fault, Place
from standardcheck.typing_light import Any, NamedTuple, Protocol

NONE = "none"
"""Mark of a known absence."""

NOT_APPLICABLE = "n/a"
"""Mark of a value declared not applicable: unknown to the rules, and said so."""

ORIGINS = "@"
"""Key under which an object keeps source, page, date and note of facts given in the long form."""

Path = tuple[str | int, ...]


class Incomplete(list[Any]):
    """A list that may have more items than are stated.

    ``promised`` holds, for a list that is incomplete because another fact promises an item (annotation
    ``x-implies``), pairs of field and the values one of which the missing item must have.
    """

    __slots__ = ("promised", "stated", "steps")

    def __init__(
        self,
        items: list[Any],
        promised: tuple[tuple[str, tuple[str, ...]], ...] = (),
        stated: bool = True,
        steps: tuple[str, ...] = (),
    ) -> None:
        super().__init__(items)
        self.promised = promised
        self.stated = stated
        """Whether the plan itself says that the list is incomplete."""
        self.steps = steps
        """Path steps between the list's field and its items in the file (``items`` in the long form)."""


class Positions(Protocol):
    """What a plan needs of the document it was read from."""

    def place(self, path: Path, key: bool = False) -> Place:
        """Where the value (or key) at ``path`` stands."""

    def line_text(self, line: int) -> str:
        """Line ``line`` as written."""


class Plan(NamedTuple):
    """A plan as read: a value, never changed afterwards.

    ``data`` is the checked tree, ``faults`` what was wrong in it (those facts count as not stated), ``digest``
    ``sha256:…`` of the bytes it was read from.
    """

    file: str
    data: dict[str, Any]
    faults: tuple[Fault, ...]
    digest: str
    positions: Positions | None = None
    line: int = 1

    def place(self, path: Path) -> Place:
        """Where the fact at ``path`` stands, or its nearest enclosing object."""
        if self.positions is None:
            return Place(self.file, self.line, 1)
        return self.positions.place(path)


def standing_at(data: Any, path: Path) -> Any:
    """What stands at a path of checked data; ``None`` where nothing does."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and step == "items":
            continue
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def pointer(path: Path) -> str:
    """The JSON pointer of a path: ``("city", "communities", 0)`` is ``/city/communities/0``."""
    plain = "/".join(map(str, path))
    if "~" not in plain and plain.count("/") == len(path) - 1:
        return f"/{plain}"
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
