"""A measured value as a bar, with the limit marked: inline SVG, drawn from a record of evidence.

The same figures stand beside it as text, so readers who cannot see it miss nothing.
"""

from __future__ import annotations

from typing import Any

from standardcheck.writers.html.build import Html, el, join

Data = dict[str, Any]
WIDTH, HEIGHT, TOP, THICK = 200, 26, 9, 8
ROOM = 1.2
LARGEST = 1e15
_UPWARDS = ("at_least", "more_than")
_DOWNWARDS = ("at_most", "less_than")


def bar(leaf: Data) -> Html | None:
    """The bar of a comparison of numbers; ``None`` for any other comparison."""
    limit = leaf["required"].get("value")
    span = _span(leaf["measured"])
    if span is None or not is_number(limit) or leaf["negated"]:
        return None
    if leaf["operator"] not in (*_UPWARDS, *_DOWNWARDS, "equals", "not_equals"):
        return None
    low = min(0.0, span[0], limit)
    high = max(0.0, span[1], limit)
    size = (high - low) * ROOM or 1.0
    return _drawn(span, float(limit), leaf, low, size)


def _drawn(span: tuple[float, float], limit: float, leaf: Data, low: float, size: float) -> Html:
    def at(value: float) -> float:
        return round((value - low) / size * WIDTH, 1)

    start, end = (at(span[0]), at(span[1])) if span[0] != span[1] else sorted((at(0.0), at(span[1])))
    mark = at(limit)
    allowed = _allowed(leaf["operator"], mark)
    state = {True: "good", False: "bad", None: "open"}[leaf["holds"]]
    return el(
        "svg",
        el("rect", x=0, y=TOP, width=WIDTH, height=THICK, class_="track"),
        el("rect", x=allowed[0], y=TOP + THICK + 2, width=allowed[1], height=2, class_="allowed") if allowed else None,
        el("rect", x=start, y=TOP, width=max(round(end - start, 1), 1.5), height=THICK, class_=state),
        limit_mark(mark, TOP, THICK),
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        class_="bar",
        aria_hidden="true",
    )


def _allowed(operator: str, mark: float) -> tuple[float, float] | None:
    """Where values on the right side of the limit lie: start and width."""
    if operator in _UPWARDS:
        return mark, round(WIDTH - mark, 1)
    return (0.0, mark) if operator in _DOWNWARDS else None


def limit_mark(x: float, top: int, thick: int) -> Html:
    """The mark of a limit: a line across the bar with a head above it."""
    return join(
        el("line", x1=x, x2=x, y1=top - 4, y2=top + thick + 5, class_="limit"),
        el("path", d=f"M{round(x - 4, 1)} {top - 9}h8l-4 6z", class_="head"),
    )


def _span(measured: Data) -> tuple[float, float] | None:
    value, bounds = measured.get("value"), measured.get("bounds")
    if value is not None and is_number(value):
        return float(value), float(value)
    if bounds and all(is_number(bound) for bound in bounds):
        return float(bounds[0]), float(bounds[1])
    return None


def is_number(value: Any) -> bool:
    """Whether a value of the report is a number that can be drawn (and not a truth value)."""
    if not isinstance(value, int | float) or isinstance(value, bool):
        return False
    return -LARGEST < value < LARGEST
