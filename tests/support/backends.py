"""The ways to evaluate a program. A suite runs on every backend named here, and all must say the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from standardcheck.check.evaluate import evaluate, in_force
from standardcheck.check.findings import Finding
from standardcheck.check.fused import FusedFindings
from standardcheck.compiler.form import Program
from standardcheck.compiler.generated.engine import Engine
from standardcheck.compiler.interpret import Interpreter
from standardcheck.vocabulary.model import Vocabulary

Backend: TypeAlias = Callable[[Program, Vocabulary, str, dict[str, Any]], list[Finding]]
"""From a program, a date and the checked data of a plan to findings, in the order of rules and of the plan."""


def interpreted(program: Program, vocabulary: Vocabulary, as_of: str, data: dict[str, Any]) -> list[Finding]:
    """The reference interpreter."""
    rules = [rule for rule in program.rules if in_force(rule, as_of)]
    return list(evaluate(Interpreter(program, vocabulary, as_of), data, rules))


def generated(program: Program, vocabulary: Vocabulary, as_of: str, data: dict[str, Any]) -> list[Finding]:
    """Generated functions, all rules fused into one; a fault of theirs is raised."""
    engine = Engine(program, vocabulary, as_of, [rule for rule in program.rules if in_force(rule, as_of)])
    return list(FusedFindings(engine, data, engine.run(data)))


BACKENDS: dict[str, Backend] = {"interpreter": interpreted, "generated": generated}
