"""Cells of a sheet of limits: values, lists of values and bands, in and out of the rule language."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, NamedTuple

from standardcheck.compiler.typing import dimensions_of
from standardcheck.hints import near
from standardcheck.packtools.yaml_text import Quoted
from standardcheck.vocabulary.dates import is_date
from standardcheck.vocabulary.model import Label, Vocabulary
from standardcheck.vocabulary.numbers import compare, parse_decimal
from standardcheck.vocabulary.units import Dimensions, UnknownUnit, dimensions_label
from standardcheck.wording import LANGUAGES, catalogue

ANY = ("*", "any", "任意", "不限", "所有", "全部")
"""What says that a row holds whatever the key: a blank does not, it may as well mean “as above”."""

_SEVERAL = re.compile(r"\s*[、;；|｜]\s*")
_NUMBER = r"[-+]?(?:\d+(?:\.\d+)?|\.\d+)"
_TEST = re.compile(rf"(>=|<=|>|<)\s*({_NUMBER})\s*([^<>\s,且]*)\s*(?:且|and|,)?\s*")
_RANGE = re.compile(rf"({_NUMBER})\s*([^\d~至\-]*?)\s*(?:[-~至]|to)\s*({_NUMBER})\s*(.*)$")
_INTERVAL = re.compile(rf"([\[(])\s*({_NUMBER})\s*,\s*({_NUMBER})\s*([\])])\s*(.*)$")
_PLAIN = re.compile(rf"({_NUMBER})\s*(.*)$")
_DASHES = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "〜": "~", "≥": ">=", "≤": "<=", "≧": ">=", "≦": "<=", "；": ";", "｜": "|"}
)

NUMBERS = {">=": "at_least", ">": "more_than", "<=": "at_most", "<": "less_than"}
DATES = {">=": "on_or_after", ">": "after", "<=": "on_or_before", "<": "before"}
SIGNS = {"at_least": "≥", "more_than": ">", "at_most": "≤", "less_than": "<"}
DATE_SIGNS = {"on_or_after": "≥", "after": ">", "on_or_before": "≤", "before": "<"}


class Unreadable(Exception):
    """A cell that cannot be: the code and arguments of the fault."""

    def __init__(self, code: str, **args: Any) -> None:
        super().__init__(code)
        self.code = code
        self.args_ = args


class CellType(NamedTuple):
    """What the cells of a column hold: ``number`` with dimensions, ``enum`` of a name, ``flag``, ``date``, ``text``.

    ``unit`` is that of the column's header; ``field_unit`` whether a bare number has a unit of its own.
    """

    name: str
    enum: str = ""
    dimensions: Dimensions = ()
    unit: str = ""
    field_unit: bool = False


def folded(text: str) -> str:
    """Full-width signs and typographic dashes as plain ones."""
    return unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def quantity_type(quantity: str, of: str, vocabulary: Vocabulary) -> CellType:
    """The type of a parameter's values. Raises :class:`Unreadable` for what is no quantity."""
    if quantity in ("enum", "flag", "date", "text"):
        return CellType(quantity, of)
    allowed = dimensions_of(quantity, vocabulary)
    if allowed is None:
        raise Unreadable("rule-unknown-quantity", quantity=quantity, hint="")
    return CellType("number", dimensions=allowed[0])


# -- in ----------------------------------------------------------------------------------------------------------


def key_test(text: str, type_: CellType, vocabulary: Vocabulary) -> Any:
    """What a key's cell asks, as the rule language writes it; ``None`` for any value."""
    plain = folded(text)
    if plain.lower() in ANY:
        return None
    if type_.name in ("number", "date"):
        return _band(plain, type_, vocabulary)
    if type_.name == "text":  # free text is compared as it is written
        plain = text
    values = [single(part, type_, vocabulary) for part in _parts(plain, type_, vocabulary)]
    if not values:
        raise Unreadable("sheet-bad-band", found=text)
    return values[0] if len(values) == 1 else values


def _parts(text: str, type_: CellType, vocabulary: Vocabulary) -> list[str]:
    """The values that a cell holds; a label that has a separator in it is one value, the longest that fits."""
    pieces = re.split(rf"({_SEVERAL.pattern})", text)  # values, and the marks between them
    labels = vocabulary.enums[type_.enum].values.values() if type_.name == "enum" else ()
    whole = {folded(word) for label in labels for word in label.values()}
    parts, at = [], 0
    while at < len(pieces):
        ends = range(len(pieces), at, -2)
        end = next((end for end in ends if "".join(pieces[at:end]) in whole), at + 1)
        parts.append("".join(pieces[at:end]))
        at = end + 1
    return [part for part in parts if part]


def single(text: str, type_: CellType, vocabulary: Vocabulary) -> Any:
    """One value that is no number: an enum value by name or label, a flag, a day, a text."""
    if type_.name == "flag":
        return _flag(text)
    if type_.name == "enum":
        return _enum(text, type_.enum, vocabulary)
    if type_.name == "date" and not is_date(text):
        raise Unreadable("sheet-not-a-date", found=text)
    return text


def _flag(text: str) -> bool:
    for value in (True, False):
        if text.lower() in {flag_text(value, language) for language in ("", *LANGUAGES)}:
            return value
    raise Unreadable("sheet-not-a-flag", found=text)


def _enum(text: str, enum: str, vocabulary: Vocabulary) -> str:
    values = vocabulary.enums[enum].values
    for name, label in values.items():
        if text == name or text in {folded(word) for word in label.values()}:
            return name
    known = [*values, *(word for label in values.values() for word in label.values())]
    longer = [word for word in known if len(text) > 1 and text in word]
    hint = near(text, known) or (longer[0] if len(longer) == 1 else "")
    raise Unreadable("sheet-unknown-value", found=text, enum=enum, hint=hint)


def _band(text: str, type_: CellType, vocabulary: Vocabulary) -> Any:
    """``≥1000 <3000``, ``[1000,3000)``, ``1000-3000`` (both included), or one value."""
    if type_.name == "date":
        return _date_band(text)
    tests: dict[str, Any] = {}
    for sign, number, unit in _tests(text):
        op = NUMBERS[sign]
        if op in tests:
            raise Unreadable("sheet-bad-band", found=text)
        tests[op] = bound(number, unit, type_, vocabulary)
    if not tests:
        match = _PLAIN.fullmatch(text)
        if match is None:
            raise Unreadable("sheet-bad-band", found=text)
        return bound(match[1], match[2], type_, vocabulary)
    _forward(text, tests, vocabulary)
    return tests


def _tests(text: str) -> list[tuple[str, str, str]]:
    """A band as signs, numbers and units; empty for what is no band."""
    interval = _INTERVAL.fullmatch(text)
    if interval:
        left, low, high, right, unit = interval.groups()
        return [(">=" if left == "[" else ">", low, unit), ("<=" if right == "]" else "<", high, unit)]
    between = _RANGE.fullmatch(text)
    if between:
        low, first, high, unit = between.groups()
        return [(">=", low, first or unit), ("<=", high, unit)]
    found, at = [], 0
    while at < len(text):
        match = _TEST.match(text, at)
        if match is None:
            return []
        found.append((match[1], match[2], match[3]))
        at = match.end()
    return found


def _forward(text: str, tests: dict[str, Any], vocabulary: Vocabulary) -> None:
    lows = [tests[op] for op in ("at_least", "more_than") if op in tests]
    highs = [tests[op] for op in ("at_most", "less_than") if op in tests]
    if len(lows) > 1 or len(highs) > 1:
        raise Unreadable("sheet-bad-band", found=text)
    if lows and highs:
        low, high = (vocabulary.units.quantity(str(part[0])).value for part in (lows, highs))
        if compare(low, high) > 0:
            raise Unreadable("sheet-backward", found=text)


def _date_band(text: str) -> Any:
    tests = {}
    for sign, day in re.findall(r"(>=|<=|>|<)\s*(\d{4}-\d{2}-\d{2})", text):
        tests[DATES[sign]] = day
    rest = re.sub(r"(>=|<=|>|<)\s*\d{4}-\d{2}-\d{2}\s*", "", text)
    if rest or not all(is_date(day) for day in tests.values()):
        if is_date(text):
            return text
        raise Unreadable("sheet-not-a-date", found=text)
    return tests


def bound(number: str, unit: str, type_: CellType, vocabulary: Vocabulary) -> Any:
    """A number of a band: bare in its field's unit, else with the unit of the cell or of the column."""
    unit = unit.strip() or type_.unit
    if not unit:
        if type_.dimensions and not type_.field_unit:
            raise Unreadable("sheet-unit-missing", found=number, want=_dimensions(type_.dimensions, vocabulary))
        return parse_decimal(number)
    text = f"{number} {unit}"
    _check_dimensions(text, type_, vocabulary)
    return text


def value_of(text: str, type_: CellType, vocabulary: Vocabulary) -> Any:
    """A value's cell as a parameter writes it."""
    plain = folded(text)
    if type_.name != "number":
        return single(text if type_.name == "text" else plain, type_, vocabulary)
    if re.fullmatch(r"1\s*:\s*\d+(\.\d+)?", plain):
        _check_dimensions(plain, type_, vocabulary)
        return Quoted(plain.replace(" ", ""))
    match = _PLAIN.fullmatch(plain)
    if match is None:
        raise Unreadable("sheet-not-a-number", found=text)
    number, unit = match[1], match[2].strip() or type_.unit
    if not unit and type_.dimensions:
        raise Unreadable("sheet-unit-missing", found=text, want=_dimensions(type_.dimensions, vocabulary))
    if not unit:
        return parse_decimal(number)
    _check_dimensions(f"{number} {unit}", type_, vocabulary)
    return f"{number} {unit}"


def _dimensions(dimensions: Dimensions, vocabulary: Vocabulary) -> Label:
    return dimensions_label(dimensions, vocabulary.units)


def _check_dimensions(text: str, type_: CellType, vocabulary: Vocabulary) -> None:
    try:
        quantity = vocabulary.units.quantity(text)
    except UnknownUnit as unknown:
        hint = near(str(unknown), vocabulary.units.spellings())
        raise Unreadable("sheet-unknown-unit", unit=str(unknown), hint=hint) from None
    except ValueError:
        raise Unreadable("sheet-not-a-number", found=text) from None
    if quantity.dimensions != type_.dimensions:
        got, want = (
            _dimensions(quantity.dimensions, vocabulary),
            _dimensions(type_.dimensions, vocabulary),
        )
        raise Unreadable("sheet-wrong-dimension", found=text, got=got, want=want)


# -- out ---------------------------------------------------------------------------------------------------------


def test_text(test: Any, labels: dict[str, Any] | None, language: str) -> str:
    """A key's cell. Raises :class:`Unreadable` for a test that no cell says."""
    if isinstance(test, dict):
        return _band_text(test, labels, language)
    if isinstance(test, list):
        return "、".join(_shown(value, labels, language) for value in test)
    return _shown(test, labels, language)


def _band_text(tests: dict[str, Any], labels: dict[str, Any] | None, language: str) -> str:
    parts = []
    for op, operand in tests.items():
        if op in ("equals", "in") and len(tests) == 1 and not _refers(operand):
            return test_text(operand, labels, language)
        sign = SIGNS.get(op) or DATE_SIGNS.get(op)
        if sign is None or _refers(operand) or isinstance(operand, list):
            raise Unreadable("sheet-not-flat")
        parts.append(f"{sign}{str(operand).replace(' ', '')}")
    return " ".join(parts)


def _refers(operand: Any) -> bool:
    return isinstance(operand, dict) or (isinstance(operand, str) and operand.startswith("$"))


def flag_text(value: bool, language: str) -> str:
    """A flag in words of a language, or as the rule language writes it."""
    word = "true" if value else "false"
    return str(catalogue(language).VALUES[word]).strip("“”") if language else word


def _shown(value: Any, labels: dict[str, Any] | None, language: str) -> str:
    if isinstance(value, dict | list) or _refers(value):
        raise Unreadable("sheet-not-flat")
    if isinstance(value, bool):
        return flag_text(value, language if labels is not None else "")
    if labels and value in labels:
        return str(labels[value][language])
    return str(value)
