"""A plan's part of the report, filed for the page: every finding with its anchor, section, document and object."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any, NamedTuple

from standardcheck.writers.common import unmet
from standardcheck.writers.html.groups import Group, groups_of, label_of
from standardcheck.writers.html.words import Text, same

Data = dict[str, Any]

SECTIONS = ("change", "wait", "judge", "advice", "settled", "passed", "idle")
"""What a reader does about a finding, in the order in which the page asks for it."""

SIGNS = {"pass": "✓", "fail": "✗", "unknown": "?", "manual": "☐", "not_applicable": "–", "error": "!"}


class Entry(NamedTuple):
    """A finding with its place on the page."""

    finding: Data
    anchor: str
    section: str
    document: int
    group: int


class View(NamedTuple):
    """One plan as the page shows it."""

    plan: Data
    prefix: str
    language: str
    documents: list[str]
    groups: list[Group]
    labels: dict[str, Text]
    entries: list[Entry]
    complete: bool
    trees: bool

    def of(self, section: str) -> list[Entry]:
        """The entries of a section."""
        return [entry for entry in self.entries if entry.section == section]

    def anchor(self, name: str) -> str:
        """The id of a part of this plan; a page may hold several plans."""
        return f"{self.prefix}-{name}"


def view_of(plan: Data, number: int, language: str, complete: bool) -> View:
    """File the findings of a plan."""
    findings = plan["findings"]
    documents = list(dict.fromkeys([*plan["documents"], *(f["clause"]["document"] for f in findings)]))
    groups, homes = groups_of(findings)
    prefix = f"p{number}"
    entries = [
        Entry(f, f"{prefix}-f{at}", section_of(f), documents.index(f["clause"]["document"]), home)
        for at, (f, home) in enumerate(zip(findings, homes, strict=True), 1)
    ]
    trees = any("tree" in finding for finding in findings)
    return View(plan, prefix, language, documents, groups, label_of(findings), entries, complete, trees)


def document_of(plan: Data, name: str) -> Data:
    """A document that a plan's findings cite; its id stands for one that the report does not describe."""
    known: Data | None = plan["documents"].get(name)
    return known or {"title": same(name), "number": "", "note": None}


def section_of(finding: Data) -> str:
    """Where a finding belongs: what somebody settled is in one place, whatever came out."""
    outcome = finding["outcome"]
    if finding["disposition"] != "open" and not unmet(finding):
        return "settled"
    if outcome == "fail" or unmet(finding):
        return "change" if finding["severity"] == "violation" else "advice"
    return {"unknown": "wait", "error": "wait", "manual": "judge", "pass": "passed", "not_applicable": "idle"}[outcome]


def by_document(entries: Iterable[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """Neighbours of one document together; the report is in the order of the standard."""
    return _runs(entries, lambda entry: entry.document)


def by_rule(entries: Iterable[Entry]) -> Iterator[tuple[str, list[Entry]]]:
    """Neighbours of one rule together."""
    return _runs(entries, lambda entry: entry.finding["rule"])


def _runs(entries: Iterable[Entry], key: Callable[[Entry], Any]) -> Iterator[tuple[Any, list[Entry]]]:
    for value, run in groupby(entries, key):
        yield value, list(run)
