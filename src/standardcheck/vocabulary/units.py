"""Units: what may be written after a number, and what it means in base units.

Physical units are known here; countable units (persons, beds, …) come from the vocabulary. Every countable unit
is a dimension of its own, so that persons never compare with beds.
"""

from __future__ import annotations

import re
import unicodedata

from standardcheck.typing_light import TYPE_CHECKING, Any, NamedTuple, TypeAlias
from standardcheck.vocabulary.numbers import Number, canonical, exact, parse_decimal
from standardcheck.wording import LANGUAGES, catalogue

if TYPE_CHECKING:
    from fractions import Fraction

Dimensions: TypeAlias = tuple[tuple[str, int], ...]
"""Sorted pairs of base dimension and exponent: area is ``(("length", 2),)``."""

NO_DIMENSION: Dimensions = ()


class Unit(NamedTuple):
    """One spelling of a unit: its dimensions, the factor to the base unit, and how to print it."""

    dimensions: Dimensions
    factor: str
    zh: str
    en: str
    plural: str = ""

    @property
    def exact_factor(self) -> Fraction:
        """The factor to base units."""
        from fractions import Fraction

        return Fraction(self.factor)

    @property
    def forms(self) -> str:
        """The English name for one and for many, as ``day|days``; one form where they are the same."""
        return f"{self.en}|{self.plural}" if self.plural and self.plural != self.en else self.en


LENGTH: Dimensions = (("length", 1),)
AREA: Dimensions = (("length", 2),)
TIME: Dimensions = (("time", 1),)

_PHYSICAL: tuple[tuple[str, Unit], ...] = (
    ("m 米 meter metre meters metres", Unit(LENGTH, "1", "m", "m")),
    ("cm 厘米 公分", Unit(LENGTH, "1/100", "cm", "cm")),
    ("mm 毫米", Unit(LENGTH, "1/1000", "mm", "mm")),
    ("km 千米 公里", Unit(LENGTH, "1000", "km", "km")),
    ("m2 m^2 sqm 平方米 平米", Unit(AREA, "1", "m²", "m²")),
    ("ha 公顷 hectare hectares", Unit(AREA, "10000", "ha", "ha")),
    ("km2 平方千米 平方公里", Unit(AREA, "1000000", "km²", "km²")),
    ("亩 mu", Unit(AREA, "2000/3", "亩", "mu")),
    ("% 百分之", Unit(NO_DIMENSION, "1/100", "%", "%")),
    ("‰", Unit(NO_DIMENSION, "1/1000", "‰", "‰")),
    ("s 秒 second seconds", Unit(TIME, "1", "s", "s")),
    ("min 分 分钟 minute minutes", Unit(TIME, "60", "min", "min")),
    ("h 小时 hour hours", Unit(TIME, "3600", "h", "h")),
    ("day 日 天 days", Unit(TIME, "86400", "天", "day", "days")),
    ("month 月 个月 months", Unit((("month", 1),), "1", "个月", "month", "months")),
    ("year 年 years", Unit((("month", 1),), "12", "年", "year", "years")),
)

UNITS: dict[str, Unit] = {spelling: unit for spellings, unit in _PHYSICAL for spelling in spellings.split()}

_MULTIPLES = {"百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

MAX_QUANTITY = 100
"""Characters a quantity may have: what is longer is no quantity, and costs nothing to refuse."""

_NUMBER = r"[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,3})?"
# Compiled when a text is first read as a quantity: in most plans none is.
_QUANTITY = rf"(?s:\s*({_NUMBER})\s*(.*?)\s*$)"
_RATIO = r"\s*(\d+(?:\.\d+)?)\s*[:/]\s*(\d+(?:\.\d+)?)\s*$"
_MULTIPLIED = r"(?:(\d+)\s*)?([百千万亿]?)\s*(.*)$"


class UnknownUnit(ValueError):
    """The text after the number is no unit. ``args[0]`` is that text."""


class Quantity(NamedTuple):
    """A number in base units with its dimensions, and whether it was written as ``1:n`` or with a unit."""

    value: Number
    dimensions: Dimensions
    form: str
    """``bare`` (no unit), ``ratio`` (1:n), ``share`` (% or ‰) or ``unit``."""


def counts_as_units(counts: dict[str, Any]) -> dict[str, Unit]:
    """The countable units of a vocabulary (``x-counts``) by every spelling."""
    table: dict[str, Unit] = {}
    for name, entry in counts.items():
        unit = Unit(((name, 1),), "1", entry["zh"], entry["en"], entry.get("plural", entry["en"]))
        for spelling in (
            name,
            entry["zh"],
            entry["en"],
            entry.get("plural", ""),
            *entry.get("spellings", ()),
        ):
            if spelling:
                table[spelling] = unit
    return table


class UnitTable:
    """All units that a vocabulary knows."""

    __slots__ = ("_by_spelling",)

    def __init__(self, counts: dict[str, Any]) -> None:
        self._by_spelling = UNITS | counts_as_units(counts)

    def spellings(self) -> list[str]:
        """Every spelling, for suggestions."""
        return list(self._by_spelling)

    def unit(self, text: str) -> Unit:
        """The unit written as ``text``: ``m2``, ``百户``, ``m2/100 household``, ``bed per 1000 person``.

        Raises :class:`UnknownUnit`.
        """
        text = " ".join(unicodedata.normalize("NFKC", text).replace("²", "2").split())
        if text in self._by_spelling:
            return self._by_spelling[text]
        parts = re.split(r"\s*/\s*|\s+per\s+|\s*每\s*", text)
        if len(parts) > 2:
            raise UnknownUnit(text)
        above = self._simple(parts[0])
        if len(parts) == 1:
            return above
        below = self._simple(parts[1])
        below_en = (below.plural or below.en) if below.factor != "1" else below.en
        return Unit(
            divide_dimensions(above.dimensions, below.dimensions),
            str(_fraction(above.factor) / _fraction(below.factor)),
            f"{above.zh}/{below.zh}",
            f"{above.en}/{below_en}",
            f"{above.plural}/{below_en}" if above.plural else "",
        )

    def _simple(self, text: str) -> Unit:
        known = self._by_spelling.get(text)
        if known is not None:
            return known
        match = re.match(_MULTIPLIED, text)
        assert match is not None
        digits, multiple, rest = match.groups()
        unit = self._by_spelling.get(rest)
        if unit is None or not (digits or multiple):
            raise UnknownUnit(text)
        times = int(digits or 1) * _MULTIPLES.get(multiple, 1)
        if times == 0:
            raise UnknownUnit(text)
        label = f"{digits or ''}{multiple}"
        return Unit(
            unit.dimensions,
            str(_fraction(unit.factor) * times),
            f"{label}{unit.zh}" if label.endswith(tuple(_MULTIPLES)) else f"{times}{unit.zh}",
            f"{times} {unit.plural or unit.en}",
            f"{times} {unit.plural or unit.en}",
        )

    def quantity(self, text: str) -> Quantity:
        """The quantity written as ``text``: ``600 m2``, ``90 cm``, ``1:12``, ``35 %``, ``12``.

        Raises ``ValueError`` when there is no number, :class:`UnknownUnit` when the unit is unknown.
        """
        if len(text) > MAX_QUANTITY:
            raise ValueError(text)
        folded = unicodedata.normalize("NFKC", text).strip()
        ratio = re.match(_RATIO, folded)
        if ratio:
            above, below = (_fraction(part) for part in ratio.groups())
            if not below:
                raise ValueError(text)
            return Quantity(canonical(above / below), NO_DIMENSION, "ratio")
        match = re.match(_QUANTITY, folded)
        if match is None:
            raise ValueError(text)
        digits, unit_text = match.groups()
        number = parse_decimal(digits)
        if not unit_text:
            return Quantity(number, NO_DIMENSION, "bare")
        unit = self.unit(unit_text)
        form = "share" if unit.factor in ("1/100", "1/1000") and not unit.dimensions else "unit"
        return Quantity(canonical(exact(number) * _fraction(unit.factor)), unit.dimensions, form)


def _fraction(text: str) -> Fraction:
    from fractions import Fraction

    return Fraction(text)


def multiply_dimensions(*many: Dimensions) -> Dimensions:
    """The dimensions of a product."""
    total: dict[str, int] = {}
    for dimensions in many:
        for name, power in dimensions:
            total[name] = total.get(name, 0) + power
    return tuple(sorted((name, power) for name, power in total.items() if power))


def divide_dimensions(above: Dimensions, below: Dimensions) -> Dimensions:
    """The dimensions of a quotient."""
    return multiply_dimensions(above, tuple((name, -power) for name, power in below))


_NAMED = {LENGTH: "length", AREA: "area", TIME: "time", NO_DIMENSION: "number"}


def dimensions_label(dimensions: Dimensions, units: UnitTable) -> dict[str, str]:
    """What dimensions are called in every language: ``area``, ``area/household``, ``number``."""
    return {language: _dimensions(dimensions, units, language) for language in LANGUAGES}


def _dimensions(dimensions: Dimensions, units: UnitTable, language: str) -> str:
    over = tuple(pair for pair in dimensions if pair[1] > 0)
    if over in _NAMED and (over or not dimensions):
        above = _word(_NAMED[over], units, language)
    else:
        above = "·".join(_power(name, power, units, language) for name, power in over) or "1"
    below = "·".join(_power(name, -power, units, language) for name, power in dimensions if power < 0)
    return f"{above}/{below}" if below else above


def _power(name: str, power: int, units: UnitTable, language: str) -> str:
    word = _word(name, units, language)
    return word if power == 1 else f"{word}^{power}"


def _word(name: str, units: UnitTable, language: str) -> str:
    """The word for a base quantity; a countable unit stands for the number of what it counts."""
    words: dict[str, str] = catalogue(language).DIMENSIONS
    if name in words:
        return words[name]
    unit = units.unit(name)
    return unit.zh if language == "zh" else unit.en
