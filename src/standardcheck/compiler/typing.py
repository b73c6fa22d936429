"""Types of expressions, and the checks a rule author wants to hear about before any plan is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from standardcheck.vocabulary.model import Field, Label, Vocabulary
from standardcheck.vocabulary.numbers import Number
from standardcheck.vocabulary.units import (
    AREA,
    LENGTH,
    NO_DIMENSION,
    TIME,
    Dimensions,
    dimensions_label,
    divide_dimensions,
)
from standardcheck.wording import LANGUAGES, catalogue

MONTHS: Dimensions = (("month", 1),)


class Type(NamedTuple):
    """What an expression yields: ``number`` (with dimensions and natural bounds), ``enum``, ``flag``, ``text`` or
    ``date``. ``unit`` is how to show it: factor to base units and names in zh and en."""

    name: str
    dimensions: Dimensions = NO_DIMENSION
    enum: str = ""
    low: Number | None = None
    high: Number | None = None
    excludes_zero: bool = False
    unit: tuple[str, str, str] = ("1", "", "")
    field: Field | None = None

    def fits(self, other: Type) -> bool:
        """Whether the two may be compared."""
        return self.name == other.name and self.dimensions == other.dimensions and self.enum == other.enum


def type_of_field(field: Field, vocabulary: Vocabulary) -> Type:
    """The type of a field's value."""
    if field.is_numeric:
        unit = field.unit
        shown = (unit.factor, unit.zh, unit.forms) if unit else ("1", "", "")
        if field.quantity == "gradient":
            shown = ("1", "1:", "1:")
        elif field.quantity == "share":
            shown = ("1/100", "%", "%")
        return Type("number", field.dimensions, "", field.minimum, field.maximum, field.excludes_zero, shown, field)
    return Type(field.type, enum=field.enum, field=field)


def type_label(name: str) -> Label:
    """What a type is called in every language."""
    return {language: catalogue(language).TYPES[name] for language in LANGUAGES}


def type_labels(names: Iterable[str]) -> tuple[Label, ...]:
    """What several types are called."""
    return tuple(map(type_label, names))


def type_text(type_: Type, vocabulary: Vocabulary) -> Label:
    """A type in full: the dimensions of a number, the enumeration of a value."""
    if type_.name == "number":
        return dimensions_label(type_.dimensions, vocabulary.units)
    return {language: f"{word} {type_.enum}".strip() for language, word in type_label(type_.name).items()}


_PLAIN: dict[str, tuple[Dimensions, ...]] = {
    "area": (AREA,),
    "length": (LENGTH,),
    "gradient": (NO_DIMENSION,),
    "share": (NO_DIMENSION,),
    "number": (NO_DIMENSION,),
    "count": (NO_DIMENSION,),
    "duration": (TIME, MONTHS),
}


def dimensions_of(quantity: str, vocabulary: Vocabulary) -> tuple[Dimensions, ...] | None:
    """The dimensions that a named quantity may have (``area per household``); ``None`` if it is no quantity."""
    above, _, below = quantity.partition(" per ")
    tops, bottoms = _plain(above.strip(), vocabulary), _plain(below.strip(), vocabulary) if below else None
    if tops is None or (below and bottoms is None):
        return None
    if bottoms is None:
        return tops
    return tuple(divide_dimensions(top, bottom) for top in tops for bottom in bottoms)


def _plain(name: str, vocabulary: Vocabulary) -> tuple[Dimensions, ...] | None:
    if name in _PLAIN:
        return _PLAIN[name]
    counted = vocabulary.counts
    return (((name, 1),),) if name in counted else None


def quantity_names(vocabulary: Vocabulary) -> list[str]:
    """Every simple quantity name, for suggestions."""
    return [*_PLAIN, *vocabulary.counts, "enum"]


def shown_unit(quantity: str, text: str | None, vocabulary: Vocabulary, sample: Any = None) -> tuple[str, str, str]:
    """Factor and names of the unit to show values of a quantity in. Raises ``UnknownUnit``."""
    if quantity == "gradient":
        return ("1", "1:", "1:")
    if text is None and quantity == "share":
        return ("1/100", "%", "%")
    if text is None and isinstance(sample, str) and sample.strip()[:1] in "+-.0123456789":
        parts = sample.strip().split(maxsplit=1)
        digits = parts[0] if parts else ""
        text = parts[1] if len(parts) == 2 else digits.lstrip("+-.0123456789") or None
    if text is None:
        return ("1", "", "")
    unit = vocabulary.units.unit(text)
    return (unit.factor, unit.zh, unit.forms)
