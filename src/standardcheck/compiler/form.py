"""The typed form of a rule: what every reader of rules (interpreter, generator, wording) works on.

Nodes are named tuples of plain values, so that a form can be written as JSON and read again unchanged.
Numbers are in base units. A *kind* on a node says on which object of the scope its path starts.
"""

from __future__ import annotations

from standardcheck.typing_light import Any, NamedTuple, TypeAlias


class Fact(NamedTuple):
    """A field of the object of ``kind`` in scope; several fields lead through single child objects.

    An item of a list of plain values has no kind; ``enum`` is the enumeration that it is of, if it is of one.
    """

    kind: str
    fields: tuple[str, ...]
    enum: str = ""


class Literal(NamedTuple):
    """A value written in the rule: number, text, flag, or a tuple of values (``set_name`` if it is a named set)."""

    value: Any
    set_name: str = ""


class Param(NamedTuple):
    """A parameter seen from ``kind``: its table keys, if any, are resolved there."""

    name: str
    kind: str


class Derived(NamedTuple):
    """A derived quantity of the object of ``kind`` in scope."""

    name: str
    kind: str


class Arithmetic(NamedTuple):
    """``add``, ``subtract``, ``multiply``, ``divide``, ``smallest``, ``largest`` or ``round_up`` (to ``step``)."""

    op: str
    args: tuple[Any, ...]
    step: Any = None


class Items(NamedTuple):
    """The objects in a list of the object of ``kind``, or in lists of lists; they are of kind ``item``.

    ``item`` is empty for a list of plain values.
    """

    kind: str
    fields: tuple[str, ...]
    item: str


class Aggregate(NamedTuple):
    """``count``, ``sum``, ``min``, ``max`` or ``share`` over items."""

    op: str
    items: Items
    of: Any = None
    where: Any = None
    distinct: Fact | None = None


class Compare(NamedTuple):
    """``left`` compared with ``right`` by a comparison, membership or date operator."""

    op: str
    left: Any
    right: Any


class Present(NamedTuple):
    """Whether a fact is stated as a value (true), as ``none`` (false), or not at all (unknown)."""

    fact: Fact
    expected: bool


class Group(NamedTuple):
    """``all``, ``any``, ``not``, ``k_of`` (at least ``k``) or ``one_of`` (alternatives with ``labels``)."""

    op: str
    items: tuple[Any, ...]
    k: int = 0
    labels: tuple[Any, ...] = ()


class If(NamedTuple):
    """``then`` where the condition holds, ``otherwise`` (default: met) where it does not."""

    condition: Any
    then: Any
    otherwise: Any = None


class Quantified(NamedTuple):
    """``each``, ``some`` or ``none`` of the items (that meet ``where``) satisfy a condition."""

    op: str
    items: Items
    where: Any
    satisfies: Any


class Allowance(NamedTuple):
    """An exception of a rule: met where both conditions hold."""

    id: str
    title: dict[str, str]
    when: Any
    require: Any
    clause: tuple[str, str]


class TableRow(NamedTuple):
    """A row of a table: the condition on its keys, and the value or why there is none."""

    when: Any
    value: Any
    undecided: dict[str, str] | None


class Edition(NamedTuple):
    """The value of a parameter between two days (``until`` is exclusive), or its table."""

    since: str
    until: str
    clause: tuple[str, str]
    value: Any
    has_table: bool
    origin: tuple[str, str, int]
    """Pack, file and line that set the value."""
    text: str
    """The value as written."""


class Parameter(NamedTuple):
    """A parameter with its editions, newest last, and every earlier origin of its values (``replaced``)."""

    name: str
    label: dict[str, str]
    unit: tuple[str, str, str]
    """Factor to base units, and the unit's name in zh and en."""
    enum: str
    editions: tuple[Edition, ...]
    replaced: tuple[Edition, ...]
    soft_breaches: tuple[str, ...]


class DerivedForm(NamedTuple):
    """A derived quantity: for which kind, its unit to show, and its expression."""

    name: str
    kind: str
    label: dict[str, str]
    unit: tuple[str, str, str]
    enum: str
    expression: Any


class RuleForm(NamedTuple):
    """A rule ready to run."""

    id: str
    pack: str
    draft: bool
    ledger: tuple[str, ...]
    clause: tuple[str, str]
    force: str
    modifiers: tuple[str, ...]
    grade: str
    title: dict[str, str]
    note: dict[str, str] | None
    since: str
    until: str
    kind: str
    through: str
    """The list field of the parent through which alone objects are taken; empty: through every list."""
    parent: str
    applies: Any
    require: Any
    manual: bool
    question: dict[str, str] | None
    allowances: tuple[Allowance, ...]
    remedy: dict[str, str] | None
    origin: tuple[str, str, int]


class DocumentForm(NamedTuple):
    """A document that clauses are cited from."""

    id: str
    title: dict[str, str]
    number: str
    status: str
    since: str
    until: str
    earlier_not_encoded: bool
    note: dict[str, str] | None


class PackForm(NamedTuple):
    """A pack that a rule set was resolved from."""

    id: str
    title: dict[str, str]
    version: str
    draft: bool
    digest: str


class Program(NamedTuple):
    """A whole rule set in typed form: everything that is needed to check plans, and nothing else."""

    packs: tuple[PackForm, ...]
    documents: dict[str, DocumentForm]
    params: dict[str, Parameter]
    tables: dict[str, dict[str, tuple[tuple[TableRow, ...], ...]]]
    """Rows of table parameters: by name, by the kind they are seen from, one tuple an edition."""
    sets: dict[str, tuple[str, ...]]
    set_labels: dict[str, dict[str, str]]
    derived: dict[str, DerivedForm]
    rules: tuple[RuleForm, ...]
    """In the order of the standard (:mod:`standardcheck.compiler.order`)."""
    digest: str


Expression: TypeAlias = Fact | Literal | Param | Derived | Arithmetic | Aggregate
Condition: TypeAlias = Compare | Present | Group | If | Quantified

NODE_TYPES: dict[str, Any] = {
    cls.__name__: cls
    for cls in (
        Fact, Literal, Param, Derived, Arithmetic, Items, Aggregate, Compare, Present, Group, If, Quantified,
        Allowance, TableRow, Edition, Parameter, DerivedForm, RuleForm, DocumentForm, PackForm, Program,
    )
}  # fmt: skip
"""Every node type by name: what :mod:`standardcheck.compiler.store` may read back."""


def leaves(node: Any) -> list[Any]:
    """The leaf conditions below ``node``, in order of writing (those inside quantifiers included)."""
    match node:
        case Group(items=items):
            return [leaf for item in items for leaf in leaves(item)]
        case If(condition, then, otherwise):
            return leaves(condition) + leaves(then) + (leaves(otherwise) if otherwise is not None else [])
        case None:
            return []
        case _:
            return [node]
