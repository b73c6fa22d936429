"""The tables of the rule language's reference page, made from the operator table and its wording."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from standardcheck.compiler.operators import AGGREGATES, ARITHMETIC, COMPARISONS, CONNECTIVES, QUANTIFIERS
from standardcheck.wording import catalogue

_TIGHTENS = {+1: "raising it", -1: "lowering it", 0: "–"}
_ARITIES = {"many": "a list of conditions", "one": "a condition", "alternatives": "a list of `{label, require}`"}


def comparisons() -> str:
    """Comparisons, with what they take."""
    rows = [
        (
            f"`{name}`",
            ", ".join(entry.types),
            "a list of values or a `$set`" if entry.right == "many" else "a value, `$name` or `{field: path}`",
            _TIGHTENS[entry.tightens],
            "true" if entry.absence_holds else "false",
            _meaning(name),
        )
        for name, entry in COMPARISONS.items()
    ]
    rows.append(("`present`", "every field", "`true` or `false`", "–", "`present: false` is true", _meaning("present")))
    return _table(("operator", "of", "takes", "a limit is tightened by", "of a known absence", "meaning"), rows)


def connectives() -> str:
    """Logical operators."""
    rows = [(f"`{name}`", _ARITIES[entry.arity], _meaning(name)) for name, entry in CONNECTIVES.items()]
    rows += [(f"`{name}`", "a condition", _meaning(name)) for name in ("if", "then", "else")]
    rows.append(("`k`", "a whole number", _meaning("k")))
    return _table(("key", "takes", "meaning"), rows)


def quantifiers() -> str:
    """Quantifiers and what stands beside them."""
    rows = [(f"`{name}`", "a path to a list", _meaning(name)) for name in QUANTIFIERS]
    rows += [(f"`{name}`", "a condition", _meaning(name)) for name in ("where", "satisfies")]
    rows.append(("`it`", "a test", _meaning("it")))
    return _table(("key", "takes", "meaning"), rows)


def aggregates() -> str:
    """Aggregates and what stands beside them."""
    rows = [(f"`{name}`", "a path to a list", _meaning(name)) for name in AGGREGATES]
    rows += [
        ("`of`", "an expression", _meaning("of")),
        ("`where`", "a condition", _meaning("where")),
        ("`distinct`", "a path", _meaning("distinct")),
    ]
    return _table(("key", "takes", "meaning"), rows)


def arithmetic() -> str:
    """Operators of expressions."""
    takes = {"subtract": "two expressions", "divide": "two expressions", "round_up": "an expression"}
    rows = [(f"`{name}`", takes.get(name, "a list of expressions"), _meaning(name)) for name in ARITHMETIC]
    rows += [("`to`", "a quantity", _meaning("to")), ("`lookup`", "a `$name`", _meaning("lookup"))]
    return _table(("key", "takes", "meaning"), rows)


SECTIONS: dict[str, Callable[[], str]] = {
    "comparisons": comparisons,
    "connectives": connectives,
    "quantifiers": quantifiers,
    "aggregates": aggregates,
    "arithmetic": arithmetic,
}
"""The generated parts of docs/rule-language.md, by the name in their marker."""


def _meaning(key: str) -> str:
    text: str = catalogue("en").MEANINGS[key]
    return text


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
