"""Numbers and units of a comparison, as the report shows them: a sheet can then reckon with them."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

Data = dict[str, Any]
_SHOWN = re.compile(r"([+-]?\d+(?:\.\d+)?)(?: (\S.*))?")
_AT_THE_END = re.compile(r"(?:^|\s)([+-]?\d+(?:\.\d+)?)(?: ([^\d\s].*))?$")


class Figure(NamedTuple):
    """A number with its unit, or nothing."""

    number: float | None = None
    unit: str = ""


def measured(leaf: Data, language: str) -> Figure:
    """The measured value, where it is one number."""
    if not _is_number(leaf["measured"].get("value")):
        return Figure()
    return _figure(_SHOWN.fullmatch(leaf["measured"]["text"][language]))


def limit(leaf: Data, language: str) -> Figure:
    """The limit, where it is one number."""
    if not _is_number(leaf["required"].get("value")):
        return Figure()
    return _figure(_AT_THE_END.search(leaf["required"]["text"][language]))


def margin(leaf: Data, language: str) -> Figure:
    """How far the measured value lies on the right or wrong side of the limit."""
    text = leaf.get("margin", {}).get("text")
    return _figure(_SHOWN.fullmatch(text[language])) if text else Figure()


def percent(leaf: Data) -> float | None:
    """The same, in per cent of the limit."""
    text = leaf.get("margin", {}).get("percent", "")
    return _figure(_SHOWN.fullmatch(text)).number


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figure(match: re.Match[str] | None) -> Figure:
    return Figure(float(match[1]), match[2] or "") if match else Figure()
