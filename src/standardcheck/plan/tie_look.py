"""A function that says whether the facts of a checked plan keep every tie, for readers that are in a hurry.

It is written from the names in a vocabulary, walks only through kinds that have ties or promises, and compares plain
numbers itself; what is more than that is left to :func:`standardcheck.plan.ties.breaks`.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from typing import Any

from standardcheck.plan.model import NONE, NOT_APPLICABLE
from standardcheck.plan.open_promises import Open
from standardcheck.plan.ties import Named, breaks
from standardcheck.plan.walk_text import WalkText
from standardcheck.vocabulary.model import Field, Kind, Tie, Vocabulary

Look = Callable[[dict[str, Any]], "list[Open] | None"]
"""Says ``None`` of a plan that breaks a tie, and else which promises are not known."""

_MANY = 5
"""Ties from which on it pays to see first whether an object states anything that they are about."""

_SURE = {"at_most": "<=", "at_least": ">="}


def looker(vocabulary: Vocabulary, stated: Set[tuple[str, str]] | None = None) -> Look:
    """The function for plans of one vocabulary that have no more than the ``stated`` fields (``None``: any)."""
    return _Writer(vocabulary, stated).made()


class _Writer(WalkText):
    def __init__(self, vocabulary: Vocabulary, stated: Set[tuple[str, str]] | None) -> None:
        self.vocabulary = vocabulary
        self.stated = stated
        self.ties = {kind.name: self._ties(kind) for kind in vocabulary.kinds.values()}
        named = lambda data: Named(vocabulary, data)  # noqa: E731
        super().__init__({"breaks": breaks, "named_in": named, "NUMBERS": frozenset((int, float))})

    def made(self) -> Look:
        """Write the function and load it."""
        self._object((self.vocabulary.root,), 1)
        head = ["def look_at_ties(n0):", " found, named = [], named_in(n0)"]
        look: Look = self.load("look_at_ties", [*head, *self.lines, " return found"])
        return look

    def _ties(self, kind: Kind) -> tuple[Tie, ...]:
        """The ties of a kind all facts of which may be stated: others are never broken."""
        return tuple(tie for tie in kind.ties if all(self._may_be_stated(kind, path) for path in tie.paths))

    def _may_be_stated(self, kind: Kind, path: str) -> bool:
        first, _, last = path.partition(".")
        return (
            self.stated is None
            or ((kind.name, first) if not last or first in kind.fields else (first, last)) in self.stated
        )

    def _object(self, kinds: tuple[str, ...], depth: int) -> None:
        """Look at the object of the last of ``kinds``, which lies in objects of the others."""
        kind = self.vocabulary.kinds[kinds[-1]]
        ties = self.ties[kind.name]
        inner = [
            f
            for f in kind.fields.values()
            if f.items_are_objects and self._may_be_stated(kind, f.name) and self._matters(f.items, kinds)
        ]
        for field in kind.fields.values():
            if field.promise is not None and field.promise.of in kinds:
                self._promise(kinds, field, depth)
        if len(ties) >= _MANY:
            asked = {self._first_asked(tie)[0] for tie in ties} | {field.name for field in inner}
            self.line(depth, f"if not {self.constant(frozenset(asked))}.isdisjoint(n{len(kinds) - 1}):")
            depth += 1
        for first in dict.fromkeys(self._first_asked(tie)[0] for tie in ties):
            self.line(depth, f"v = n{len(kinds) - 1}.get({first!r})", "if v is not None:")
            for tie in ties:
                if self._first_asked(tie)[0] == first:
                    self._tie(kinds, kind, tie, depth + 1)
        for field in inner:
            self._inner(kinds, field, depth)

    def _inner(self, kinds: tuple[str, ...], field: Field, depth: int) -> None:
        n, inner, items = f"n{len(kinds) - 1}", f"n{len(kinds)}", f"v{len(kinds)}"
        if field.type == "object":
            self.line(depth, f"{inner} = {n}.get({field.name!r})", f"if type({inner}) is dict:")
            self._object((*kinds, field.items), depth + 1)
        else:
            self.line(depth, f"{items} = {n}.get({field.name!r})", f"if {items} and type({items}) is not str:")
            self.line(depth + 1, f"for {inner} in {items}:")
            self._object((*kinds, field.items), depth + 2)

    def _matters(self, kind: str, around: tuple[str, ...]) -> bool:
        """Whether anything in objects of a kind has to be looked at."""
        if kind in around:
            return False
        fields = self.vocabulary.kinds[kind].fields.values()
        if self.ties[kind] or any(f.promise and f.promise.of in (*around, kind) for f in fields):
            return True
        return any(f.items_are_objects and self._matters(f.items, (*around, kind)) for f in fields)

    def _promise(self, kinds: tuple[str, ...], field: Field, depth: int) -> None:
        assert field.promise is not None
        holder = len(kinds) - 1 - kinds[::-1].index(field.promise.of)
        self.line(
            depth,
            f"v = n{len(kinds) - 1}.get({field.name!r})",
            f"if v is None or v == {NOT_APPLICABLE!r}: found.append((n{holder}, {self.constant(field.promise)}))",
        )

    def _tie(self, kinds: tuple[str, ...], kind: Kind, tie: Tie, depth: int) -> None:
        """Ask for what is cheap to know first: that the facts are stated at all."""
        around = ", ".join(f"{name!r}: n{at}" for at, name in enumerate(kinds))
        doubt = f"breaks({self.constant(tie)}, {self.constant(kind)}, {{{around}}}, named)"
        for path in self._first_asked(tie)[1:]:
            self.line(depth, f"if {self._read(kinds, kind, path)} is not None:")
            depth += 1
        for path, allowed in tie.when:
            if path.split(".")[0] not in kind.fields or "." not in path:
                values = self.constant((*allowed, NONE, []) if 0 in allowed else allowed)
                self.line(depth, f"if {self._read(kinds, kind, path)} in {values}:")
            else:
                self.line(depth, f"if {self._read(kinds, kind, path)} is not None:")
            depth += 1
        if tie.how == "fact" and tie.op in _SURE and not tie.within:
            self.line(depth, f"w = {self._read(kinds, kind, tie.terms[0])}")
            sure = f"type(v) in NUMBERS and type(w) in NUMBERS and v {_SURE[tie.op]} w"
            doubt = f"w is not None and not ({sure}) and {doubt}"
        self.line(depth, f"if {doubt}: return None")

    def _first_asked(self, tie: Tie) -> tuple[str, ...]:
        """Facts without which there is nothing to compare, one of the object's own first; the field, which is
        compared, is the only one where it is bound by one fact."""
        if tie.how in ("total", "count"):
            return (tie.terms[0].split(".")[0], tie.field)
        made_of = tie.terms[::-1] if tie.how in ("product", "ratio", "sum") else ()
        return tuple(sorted((*made_of, tie.field), key=lambda path: "." in path))

    def _read(self, kinds: tuple[str, ...], kind: Kind, path: str) -> str:
        """An expression for the fact at the end of a path; for one that is referred to, whether a reference is made."""
        first, _, last = path.partition(".")
        if not last or first in kind.fields:
            return f"n{len(kinds) - 1}.get({first!r})"
        return f"n{kinds.index(first)}.get({last!r})"
