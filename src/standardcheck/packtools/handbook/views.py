"""What the pages of a handbook show, as data: packs, documents, rules, limits and examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from standardcheck.vocabulary.model import Label


class ExampleView(NamedTuple):
    """A case: what is given, and how the rule decides it."""

    name: Label
    given: tuple[Label, ...]
    outcome: str
    needs: tuple[Label, ...]
    exception: Label | None
    as_of: str


class LimitRow(NamedTuple):
    """A value of a limit: where and when it holds, for which keys, by which clause, and where it is written.

    ``when`` is ``None`` unless the value stands in a table; ``open`` says that the clause gives none.
    """

    pack: str
    verb: str
    """``base``, or how a local pack changes it: ``set`` or ``tighten``."""
    since: str
    until: str
    when: Label | None
    value: Label
    open: bool
    document: str
    """Page of the document that sets it."""
    clause: str
    origin: str


class LimitView(NamedTuple):
    """A parameter that a rule uses, with its values in every pack that gives one."""

    name: str
    label: Label
    rows: tuple[LimitRow, ...]


class ExceptionView(NamedTuple):
    """A relaxation in words."""

    title: Label
    when: Label
    require: Label
    clause: str
    """Empty where it is the rule's own."""


class RuleView(NamedTuple):
    """A rule as its section shows it."""

    key: str
    id: str
    pack: str
    document: str
    clause: str
    title: Label
    force: str
    modifiers: tuple[str, ...]
    grade: str
    ledger: tuple[str, ...]
    since: str
    until: str
    kind: str
    replaces: bool
    sentence: Label
    question: Label | None
    exceptions: tuple[ExceptionView, ...]
    note: Label | None
    remedy: Label | None
    limits: tuple[LimitView, ...]
    examples: tuple[ExampleView, ...]
    origin: str


class DocumentView(NamedTuple):
    """A document with its rules from all packs, in the order of its clauses."""

    key: str
    id: str
    pack: str
    title: Label
    number: str
    status: str
    since: str
    until: str
    superseded_by: str
    earlier_not_encoded: bool
    note: Label | None
    rules: tuple[RuleView, ...]
    limits: tuple[LimitView, ...]
    """Limits that it sets and that no rule of its own page shows."""


class PackView(NamedTuple):
    """A pack: which plans it is for, and what it builds on."""

    id: str
    title: Label
    version: str
    draft: bool
    unverified: bool
    extends: str
    codes: tuple[str, ...] | None
    """Prefixes of the codes of places; ``None`` for a pack that is used only when asked for."""
    since: str
    until: str
    note: Label | None
    digest: str
    rules: int


class KindView(NamedTuple):
    """A kind of object, and the rules about it."""

    name: str
    label: Label
    rules: tuple[RuleView, ...]


class Handbook(NamedTuple):
    """All that the pages are made of."""

    packs: tuple[PackView, ...]
    documents: tuple[DocumentView, ...]
    kinds: tuple[KindView, ...]

    def rules(self) -> Iterator[RuleView]:
        """Every rule once, by document and clause."""
        for document in self.documents:
            yield from document.rules
