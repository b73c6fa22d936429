"""Facts of one object that contradict each other, by the bonds of the vocabulary between its fields.

What is bound is bound by what the words mean: a plan that states otherwise is wrong somewhere, and nobody can say in
which of the two facts. So neither is used.
"""

from __future__ import annotations

from collections.abc import Callable

from standardcheck.errors import Fault
from standardcheck.plan.model import NONE, NOT_APPLICABLE, Path, pointer
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Bond, Field, Kind
from standardcheck.vocabulary.numbers import compare

_UNSTATED = (None, NONE, NOT_APPLICABLE)

_HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "at_most": lambda left, right: compare(left, right) <= 0,
    "at_least": lambda left, right: compare(left, right) >= 0,
    "on_or_before": lambda left, right: bool(left <= right),
    "equals": lambda left, right: bool(left == right),
}


def broken(bonds: tuple[Bond, ...], facts: dict[str, Any]) -> list[Bond]:
    """The bonds that the facts of an object break, as they stand in the checked form of a plan."""
    return [bond for bond in bonds if _breaks(bond, facts)]


def _breaks(bond: Bond, facts: dict[str, Any]) -> bool:
    left, right = facts.get(bond.field), facts.get(bond.other)
    if left in _UNSTATED or right in _UNSTATED:
        return False
    if bond.given is None:
        return not _HOLDS[bond.op](left, right)
    return right == bond.given and not _HOLDS[bond.op](left, bond.value)


_PLAIN: dict[str, tuple[type, ...]] = {
    "at_most": (int, float),
    "at_least": (int, float),
    "on_or_before": (str,),
    "equals": (bool,),
}
"""Types whose values compare as they were read; a quantity with a unit is a text, and is not one of them."""


def surely_kept(bonds: tuple[Bond, ...], node: dict[str, Any]) -> bool:
    """Whether what is stated of an object, as it was read, plainly agrees; what is more than plain is not sure."""
    return all(agree(bond, node.get(bond.field), node.get(bond.other)) for bond in bonds)


def agree(bond: Bond, left: Any, right: Any) -> bool:
    """Whether two facts, as they were read, plainly keep a bond; not sure where a text says how much."""
    if left in _UNSTATED or right in _UNSTATED:
        return True
    if bond.given is not None:
        if right != bond.given:
            return True
        right = bond.value
    plain = _PLAIN[bond.op]
    return type(left) in plain and type(right) in plain and _HOLDS[bond.op](left, right)


def contradiction(kind: Kind, bond: Bond, facts: dict[str, Any], path: Path) -> tuple[Path, Fault]:
    """The fault of a broken bond, at the first of its two facts; it names the place of the other."""
    field, other = kind.fields[bond.field], kind.fields[bond.other]
    code = f"contradiction-{bond.op}" + ("" if bond.given is None else "-given")
    args = {
        "label": field.label,
        "found": shown(facts[bond.field], field),
        "other": other.label,
        "other_found": shown(facts[bond.other], other),
        "bound": shown(bond.value, field),
        "first": pointer((*path, bond.other)),
    }
    place = (*path, bond.field)
    return place, Fault(code, args, pointer=pointer(place))


def shown(value: Any, field: Field) -> str:
    """A value as the plan might write it, in the field's own unit."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, str):
        return str(value)
    return field.text_of(value)
