"""The order of the standard: rules by document, as the packs name them, then by clause, then as written."""

from __future__ import annotations

import re
from collections.abc import Iterable

from standardcheck.compiler.form import RuleForm


def standard_order(rules: Iterable[RuleForm], documents: Iterable[str]) -> tuple[RuleForm, ...]:
    """Rules in the order of ``documents``, then of clauses; what is of no document named there comes last."""
    place = {name: at for at, name in enumerate(documents)}
    return tuple(sorted(rules, key=lambda r: (place.get(r.clause[0], len(place)), clause_key(r.clause[1]))))


def clause_key(number: str) -> tuple[tuple[int, int, str], ...]:
    """Sorts ``4.10`` after ``4.9``."""
    return tuple(
        (0, int(part), "") if part.isdigit() else (1, 0, part) for part in re.findall(r"\d+|[^\d.\s]+", number)
    )
