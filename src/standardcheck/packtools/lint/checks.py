"""Every check of ``standardcheck rules lint``: one table. docs/lint.md is made from it.

To add a check, write a function from a :class:`View` to diagnostics in the module of its topic, add an entry here, and
word the code in every catalogue: ``DIAGNOSTICS``, ``SUGGESTIONS`` and ``CHECKS``. The tests ask for a pack that
triggers it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from standardcheck.packtools.diagnostics import Diagnostic
from standardcheck.packtools.lint import declared, files, logic, written
from standardcheck.packtools.lint.view import View


class Check(NamedTuple):
    """A check: its code, the gravest severity it gives, what finds it, and whether ``--fix`` mends it."""

    code: str
    severity: str
    run: Callable[[View], Iterator[Diagnostic]]
    fixable: bool = False


CHECKS: dict[str, Check] = {
    check.code: check
    for check in (
        Check("SC101", "error", written.no_ledger),
        Check("SC102", "error", written.titles),
        Check("SC103", "error", written.examples),
        Check("SC104", "warning", written.cautions),
        Check("SC105", "warning", written.reviews),
        Check("SC201", "error", declared.dates),
        Check("SC202", "error", declared.cases),
        Check("SC203", "warning", declared.unused_params),
        Check("SC204", "warning", declared.unused_sets),
        Check("SC205", "warning", declared.unused_derived),
        Check("SC206", "warning", declared.idle_changes),
        Check("SC301", "error", logic.never_holds),
        Check("SC302", "warning", logic.never_binds),
        Check("SC303", "warning", logic.never_met),
        Check("SC304", "error", logic.exceptions),
        Check("SC305", "error", logic.contradictions),
        Check("SC401", "warning", files.no_schema_line, fixable=True),
    )
}
