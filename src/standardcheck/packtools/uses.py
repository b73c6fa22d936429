"""Which parameters and derived quantities a rule uses, and which rules each of them can change."""

from __future__ import annotations

from typing import Any

from standardcheck.compiler.form import Derived, Param, Program


def users(program: Program) -> dict[tuple[str, str], tuple[str, ...]]:
    """For each rule, parameter and derived quantity, the rules that it can change."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for rule in program.rules:
        for name in uses_of(program, (rule.applies, rule.require, rule.allowances)):
            found.setdefault(name, {})[rule.id] = None
        found[("rule", rule.id)] = {rule.id: None}
    return {name: tuple(rules) for name, rules in found.items()}


def uses_of(program: Program, node: Any) -> set[tuple[str, str]]:
    """The parameters and derived quantities below a node, those inside tables and derived quantities included."""
    found: set[tuple[str, str]] = set()
    _gather(program, node, found)
    return found


def _gather(program: Program, node: Any, found: set[tuple[str, str]]) -> None:
    if isinstance(node, Param):
        if ("param", node.name) not in found:
            found.add(("param", node.name))
            _gather(program, program.tables.get(node.name, {}).get(node.kind, ()), found)
    elif isinstance(node, Derived):
        if ("derived", node.name) not in found:
            found.add(("derived", node.name))
            _gather(program, program.derived[node.name].expression, found)
    elif isinstance(node, tuple):
        for part in node:
            _gather(program, part, found)
