"""Read the entries of ``x-consistent`` that bind a field by several facts, or by facts of other objects.

An entry is ``{field, OP: AMOUNT}``, perhaps with ``within`` (a share, for rounded figures) and ``when`` (facts and the
value or values that they must have). ``OP`` is ``at_most``, ``at_least`` or ``about``. The amount is a path,
``{sum: […]}``, ``{product: […]}``, ``{ratio: [one, other]}``, ``{total: list.field}`` (with ``where``, of some items),
``{count: list}``, or, with ``when``, a number in base units. ``in`` takes the values that a flag or a word may have;
a list under ``when`` is 0 if it is stated to be empty.
Names, types and dimensions are checked here.
"""

from __future__ import annotations

from collections import Counter

from standardcheck.typing_light import Any, TypeAlias
from standardcheck.vocabulary.model import NUMERIC, Enum, Field, Kind, Tie
from standardcheck.vocabulary.units import NO_DIMENSION, Dimensions

Routes: TypeAlias = "dict[str, tuple[tuple[tuple[str, str], ...], ...]]"
"""For each kind, every way from the root: pairs (kind, field)."""

_Right: TypeAlias = tuple[str, tuple[str, ...], Any]
"""What a field is bound by: how it is made, of what, and a value."""

_AMOUNTS = ("at_most", "at_least", "about")
_KEYS = frozenset((*_AMOUNTS, "in", "field", "when", "within"))


class TieReader:
    """Reads the entries of one kind."""

    def __init__(self, kind: str, kinds: dict[str, Kind], routes: Routes, enums: dict[str, Enum]) -> None:
        self.fields = kinds[kind].fields
        self.kinds = kinds
        self.enums = enums
        ways = [{above for above, _ in route} for route in routes.get(kind, ())]
        self.around = set.intersection(*ways) if ways else set()
        """The kinds that are around an object of the kind wherever it stands."""

    def tie(self, entry: dict[str, Any]) -> Tie | None:
        """The entry as a tie; ``None`` if it names what is not there, or binds what cannot be compared."""
        op = next((key for key in entry if key in (*_AMOUNTS, "in")), "")
        field, within = self.fields.get(str(entry.get("field"))), entry.get("within", 0)
        if field is None or not _KEYS.issuperset(entry) or len(entry) != 2 + ("when" in entry) + ("within" in entry):
            return None
        when = self._when(entry["when"]) if "when" in entry else ()
        right = (
            self._values(field, entry[op]) if op == "in" else self._amount(field, op, entry.get(op), "when" in entry)
        )
        if when is None or right is None or type(within) not in (int, float) or not 0 <= within < 1:
            return None
        how, terms, value = right
        return Tie(field.name, op, how, terms, value, within, when)

    def at(self, path: Any) -> Field | None:
        """The field at the end of a path; ``None`` if it leads nowhere."""
        first, dot, last = path.partition(".") if type(path) is str else ("", "", "")
        if not dot:
            return self.fields.get(first)
        through = self.fields.get(first)
        if through is not None:
            kind = through.references if through.type == "text" else ""
        else:
            kind = first if first in self.around else ""
        return self.kinds[kind].fields.get(last) if kind else None

    def _when(self, entry: Any) -> tuple[tuple[str, tuple[Any, ...]], ...] | None:
        """The conditions of an entry: paths, and the values of each."""
        if type(entry) is not dict or not entry:
            return None
        made = []
        for path, given in entry.items():
            field, values = self.at(path), tuple(given) if type(given) is list else (given,)
            if field is None or not values or not all(self._takes(field, value) for value in values):
                return None
            made.append((path, values))
        return tuple(made)

    def _takes(self, field: Field, value: Any) -> bool:
        if field.type == "enum":
            return type(value) is str and value in self.enums[field.enum].values
        if field.type == "list":
            return type(value) is int and value == 0
        return type(value) is {"flag": bool, "integer": int}.get(field.type)

    def _values(self, field: Field, values: Any) -> _Right | None:
        fits = field.type in ("flag", "enum") and type(values) is list and values
        return ("value", (), tuple(values)) if fits and all(self._takes(field, value) for value in values) else None

    def _amount(self, field: Field, op: str, right: Any, given: bool) -> _Right | None:
        if not field.is_numeric:
            return None
        if type(right) is str:
            other = self.at(right)
            return ("fact", (right,), None) if other is not None and _alike(field, other) else None
        if type(right) in (int, float):
            return ("value", (), right) if given else None
        if type(right) is not dict or not right:
            return None
        how, terms = next(iter(right.items()))
        if how in ("total", "count"):
            return self._over_list(field, how, right) if op == "at_least" else None
        if len(right) != 1:
            return None
        return (how, tuple(terms), None) if type(terms) is list and self._made_of(field, how, terms) else None

    def _made_of(self, field: Field, how: str, terms: list[Any]) -> bool:
        """Whether an amount of several facts is of the dimension of the field. A number of things counts as a number
        where it multiplies."""
        found = [self.at(path) for path in terms]
        facts = [fact for fact in found if fact is not None and fact.is_numeric]
        if len(facts) != len(terms) or len(facts) < 2:
            return False
        if how == "sum":
            return all(_alike(field, fact) for fact in facts)
        if how == "product":
            return _alike(field, facts[0]) and all(fact.type == "integer" for fact in facts[1:])
        return how == "ratio" and len(facts) == 2 and facts[1].excludes_zero and _quotient(*facts) == field.dimensions

    def _over_list(self, field: Field, how: str, right: dict[str, Any]) -> _Right | None:
        """An amount over a list, or over those items that meet ``where``: what is stated of it is the least that it
        comes to, for nothing of it is negative."""
        name, _, inner = right[how].partition(".") if type(right[how]) is str else ("", "", "")
        items = self.fields.get(name)
        if items is None or items.type != "list":
            return None
        if how == "count":
            return (how, (name,), ()) if len(right) == 1 and not inner and field.type == "integer" else None
        item = TieReader(items.items, self.kinds, {}, self.enums) if items.items_are_objects else None
        where = item._when(right["where"]) if item and "where" in right else ()
        term = item.fields.get(inner) if item and len(right) == 1 + ("where" in right) else None
        adds = term is not None and _alike(field, term) and term.minimum is not None and term.minimum >= 0
        return (how, (right[how],), where) if adds and where is not None else None


def _alike(field: Field, other: Field) -> bool:
    return other.type in NUMERIC and field.dimensions == other.dimensions


def _quotient(over: Field, under: Field) -> Dimensions:
    powers = Counter(dict(over.dimensions))
    powers.subtract(dict(under.dimensions))
    return tuple(sorted((name, power) for name, power in powers.items() if power)) or NO_DIMENSION
