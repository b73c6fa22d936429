"""Conditions as phrases: ``floor area at least 600 m² and form complex``. Made from the typed form alone."""

from __future__ import annotations

from typing import Any

from standardcheck.check.display import Display, both
from standardcheck.compiler.form import Compare, Group, If, Present, Quantified
from standardcheck.vocabulary.model import Label


def phrase(display: Display, node: Any) -> Label:
    """A condition as a phrase in every language."""
    match node:
        case Compare():
            key = "compare_equals" if node.op == "equals" else "compare"
            return both("phrases", key, left=display.label(node.left), test=display.test(node))
        case Present():
            return both("phrases", "compare", left=display.label(node.fact), test=display.test(node))
        case Group("not", (item,)):
            return both("phrases", "not", item=phrase(display, item))
        case Group(op, items, k, labels):
            return _group(display, op, items, k, labels)
        case If(condition, then, otherwise):
            args = {"condition": phrase(display, condition), "then": phrase(display, then)}
            if otherwise is None:
                return both("phrases", "if", **args)
            return both("phrases", "if_else", **args, otherwise=phrase(display, otherwise))
        case Quantified(op, items, where, satisfies):
            args = {"items": display.items_label(items), "satisfies": phrase(display, satisfies)}
            if where is None:
                return both("phrases", op, **args)
            return both("phrases", f"{op}_where", **args, where=phrase(display, where))
        case _:
            return display.label(node)


def _group(display: Display, op: str, items: tuple[Any, ...], k: int, labels: tuple[Any, ...]) -> Label:
    parts = [phrase(display, item) for item in items]
    nested = [isinstance(item, Group | If) for item in items]
    parts = [
        both("phrases", "nested", item=part) if deep else part
        for part, deep in zip(parts, nested, strict=True)
    ]
    if labels:
        parts = [
            both("phrases", "alternative", label=label, item=part)
            for label, part in zip(labels, parts, strict=True)
        ]
    joined = parts[0]
    joint = "and" if op == "all" else "or"
    if op == "k_of":
        joint = "semicolon"
    for part in parts[1:]:
        joined = both("phrases", joint, left=joined, right=part)
    return both("phrases", "k_of", k=k, items=joined) if op == "k_of" else joined
