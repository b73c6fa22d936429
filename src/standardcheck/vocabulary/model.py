"""The plan vocabulary as typed kinds and fields."""

from __future__ import annotations

from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.numbers import Number, canonical, decimal_text, exact, gradient_text
from standardcheck.vocabulary.units import Dimensions, Unit, UnitTable

NUMERIC = ("number", "integer")

Label = dict[str, str]
"""A text in every language: ``{"zh": …, "en": …}``."""


_RUN_PARTS = frozenset(n for n in range(1, 101) if 100 % n == 0)
"""Denominators of an n that two decimals write exactly."""

_MANY_PLACES = 12


class Promise(NamedTuple):
    """A value of an enum field that promises an item elsewhere (annotation ``x-implies``).

    An item stating ``value`` inside an object of kind ``of`` promises that its list ``list`` holds an item whose
    ``field`` is one of ``any_of``.
    """

    of: str
    list: str
    field: str
    any_of: dict[str, tuple[str, ...]]


class Field(NamedTuple):
    """One field of a kind. Numbers are kept in the base units of ``dimensions``."""

    name: str
    type: str
    """``number``, ``integer``, ``flag``, ``enum``, ``text``, ``date``, ``list`` or ``object``."""
    label: Label
    help: Label
    quantity: str = ""
    unit: Unit | None = None
    """The unit of a bare number, and the unit in which values are shown."""
    minimum: Number | None = None
    maximum: Number | None = None
    excludes_minimum: bool = False
    enum: str = ""
    items: str = ""
    """Kind of the items of a list, or of a single object; an enum's or shape's name for lists of values."""
    items_are_objects: bool = False
    may_be_incomplete: bool = False
    references: str = ""
    promise: Promise | None = None
    self_declared: bool = False
    """Whether the value is the submitter's own claim (“real difficulty”): what rests on it says so."""
    pattern: str = ""
    """What the whole of a text must match (annotation ``x-pattern``); ``help`` says in words what that is."""

    @property
    def dimensions(self) -> Dimensions:
        """Dimensions of a numeric field, in base units."""
        return self.unit.dimensions if self.unit else ()

    @property
    def is_scaled(self) -> bool:
        """Whether a bare number is in another unit than the base unit."""
        return self.unit is not None and self.unit.factor != "1"

    def text_of(self, value: Number) -> str:
        """A number of base units as text in the field's own unit, without the unit's name; not rounded to sight."""
        if self.quantity == "gradient" and 0 < value < 1 and (1 / exact(value)).denominator in _RUN_PARTS:
            return gradient_text(value)
        if self.unit is not None and self.is_scaled:
            value = canonical(exact(value) / self.unit.exact_factor)
        return decimal_text(value, _MANY_PLACES)

    @property
    def is_numeric(self) -> bool:
        """Whether values are numbers."""
        return self.type in NUMERIC

    @property
    def excludes_zero(self) -> bool:
        """Whether natural bounds keep 0 out, so that the value can neither be ``none`` nor spoil a division."""
        low, high = self.minimum, self.maximum
        above = low is not None and (low > 0 or (low == 0 and self.excludes_minimum))
        return above or (high is not None and high < 0)


class Bond(NamedTuple):
    """How two fields of one object are bound by what they mean (annotation ``x-consistent`` of a kind).

    ``field`` is ``at_most`` (of numbers) or ``on_or_before`` (of days) the field ``other``; or, where the field
    ``other`` is ``given``, it is ``at_least``, ``at_most`` or ``equals`` a ``value``. A plan that
    states anything else contradicts itself, whatever the standards ask for.
    """

    field: str
    op: str
    other: str
    given: bool | str | None = None
    value: int | float | bool | None = None


class Tie(NamedTuple):
    """How a field is bound by several facts, of its object or of others (annotation ``x-consistent`` of a kind, too).

    A path is a field of the object; ``kind.field``, a field of an object around it; or ``reference.field``, a field of
    the object that a field of it names. Where the facts under ``when`` are among their values, ``field`` is
    ``at_most``, ``at_least`` or ``about`` an amount, or one of the values (``in``). ``how`` says what the amount is
    made of: a ``fact``, the ``sum`` or ``product`` of several, the ``ratio`` of two, the ``total`` of a field over a
    list (``value`` then says over which items), the ``count`` of a list, or a ``value``. ``within`` is the share of
    the amount by which figures may differ from it because they are rounded.
    """

    field: str
    op: str
    how: str
    terms: tuple[str, ...]
    value: Any
    within: float
    when: tuple[tuple[str, tuple[Any, ...]], ...]

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths of all facts that have a part in it, but for items of a list; ``field`` is first."""
        made_of = self.terms if self.how in ("fact", "sum", "product", "ratio") else ()
        return (self.field, *made_of, *(path for path, _ in self.when))


class Kind(NamedTuple):
    """A kind of object in a plan, with what identifies and names it, and what its fields have to do with each other."""

    name: str
    label: Label
    help: Label
    identity: str
    title: str
    bonds: tuple[Bond, ...]
    fields: dict[str, Field]
    ties: tuple[Tie, ...] = ()


class Enum(NamedTuple):
    """A closed set of values with their labels, in the order of the schema."""

    name: str
    values: dict[str, Label]


class Vocabulary(NamedTuple):
    """Everything a plan may say. Built by :func:`standardcheck.vocabulary.load.load_vocabulary`."""

    name: str
    version: str
    root: str
    kinds: dict[str, Kind]
    enums: dict[str, Enum]
    units: UnitTable
    as_of_path: tuple[str, ...]
    pack_code_path: tuple[str, ...]
    routes: dict[str, tuple[tuple[tuple[str, str], ...], ...]]
    """For each kind, every way from the root: pairs (kind, field)."""
    counts: dict[str, Any]
    """Names and spellings of the countable units (``x-counts`` of the schema)."""
    time_zone: str
    """Where its rules hold, as ``+08:00`` (``x-time-zone`` of the schema)."""
    digest: str

    def parents(self, kind: str) -> list[str]:
        """Kinds that may enclose ``kind``, nearest first."""
        found: list[str] = []
        for route in self.routes.get(kind, ()):
            for above, _ in reversed(route):
                if above not in found:
                    found.append(above)
        return found
