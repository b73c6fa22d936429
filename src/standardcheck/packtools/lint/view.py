"""What a check sees: one pack within its chain, and everything known around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from standardcheck.compiler.form import Derived, Param, Program, RuleForm
from standardcheck.packtools.ledger.read import Ledger
from standardcheck.packtools.lint.reasoning import Reasoner
from standardcheck.packtools.sentences import params_of
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.documents import Rule
from standardcheck.ruleset.packs import Origin, Pack
from standardcheck.ruleset.resolve import Resolved
from standardcheck.vocabulary.model import Vocabulary

EVER, NEVER = "0000-01-01", "9999-12-31"


class View:
    """One pack to be looked at. What it reports lies in the pack itself, not in those that it extends.

    ``used`` are the names of parameters, sets, derived quantities and documents that any pack of the family uses;
    ``today`` and ``review_after`` (days) judge dates of review.
    """

    def __init__(
        self,
        resolved: Resolved,
        program: Program,
        conform: Conform,
        used: frozenset[str],
        ledger: Ledger | None,
        today: str,
        review_after: int,
    ) -> None:
        self.resolved, self.program, self.conform = resolved, program, conform
        self.used, self.ledger = used, ledger
        self.today, self.review_after = today, review_after
        self._reasoners: dict[str, Reasoner] = {}
        self._days: dict[tuple[str, ...], list[str]] = {}

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary of plans."""
        return self.conform.vocabulary

    @property
    def pack(self) -> Pack:
        """The pack that is looked at."""
        return self.resolved.packs[-1]

    def mine(self, table: Mapping[str, tuple[Any, Origin]]) -> Iterator[tuple[str, Any, Origin]]:
        """The entries of a table that the pack itself makes: name, entry, origin."""
        for name, (entry, origin) in table.items():
            if origin.pack == self.pack.id:
                yield name, entry, origin

    @cached_property
    def forms(self) -> dict[str, RuleForm]:
        """Every rule of the chain in typed form, by id."""
        return {form.id: form for form in self.program.rules}

    def rules(self) -> Iterator[tuple[Rule, Origin, RuleForm]]:
        """The rules that the pack itself adds or replaces."""
        for name, rule, origin in self.mine(self.resolved.rules):
            yield rule, origin, self.forms[name]

    # -- days ------------------------------------------------------------------------------------------------

    def reasoner(self, day: str) -> Reasoner:
        """The reasoner of a day."""
        if day not in self._reasoners:
            self._reasoners[day] = Reasoner(self.program, self.vocabulary, day)
        return self._reasoners[day]

    def days(self, *forms: RuleForm) -> list[str]:
        """A day from each stretch in which all of the rules are in force and no limit of theirs changes."""
        key = tuple(form.id for form in forms)
        if key not in self._days:
            self._days[key] = self._find_days(*forms)
        return self._days[key]

    def _find_days(self, *forms: RuleForm) -> list[str]:
        since = max(form.since or EVER for form in forms)
        until = min(form.until or NEVER for form in forms)
        if since >= until:
            return []
        days = {since}
        for form in forms:
            for name in params_of(self.program, form):
                for edition in self.program.params[name].editions:
                    days |= {day for day in (edition.since, edition.until) if since < day < until}
        return sorted(days)

    def reasoners(self, *forms: RuleForm) -> list[Reasoner]:
        """A reasoner for each of :meth:`days`."""
        return [self.reasoner(day) for day in self.days(*forms)]

    def uncovered(self, name: str, form: RuleForm) -> tuple[str, str] | None:
        """The first stretch of a rule's life in which a parameter has no value, as since and until (or ``""``)."""
        since, until = form.since or EVER, form.until or NEVER
        editions = self.program.params[name].editions
        marks = [EVER, *(day for e in editions for day in (e.since, e.until or NEVER)), NEVER]
        for gap_since, gap_until in list(pairwise(marks))[::2]:
            start, end = max(since, gap_since), min(until, gap_until)
            if start < end:
                return start, "" if end == NEVER else end
        return None


def names_used(data: Any) -> set[str]:
    """Every ``$name`` in the plain data of a rule file, without the sign."""
    if isinstance(data, str):
        return {data[1:]} if data.startswith("$") else set()
    if isinstance(data, dict):
        return {name for pair in data.items() for part in pair for name in names_used(part)}
    return {name for part in data for name in names_used(part)} if isinstance(data, list) else set()


def mentions(node: Any, kind: type[Param] | type[Derived]) -> Iterator[Any]:
    """Every node of a kind in a typed form, in order."""
    if isinstance(node, kind):
        yield node
    elif isinstance(node, tuple):
        for part in node:
            yield from mentions(part, kind)
