"""What the findings of a plan wait for, each fact once; and where findings belong in a document for people."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from standardcheck.writers.common import settled

Data = dict[str, Any]

SECTIONS = ("change", "wait", "judge", "advice", "settled", "passed", "idle")


class Missing(NamedTuple):
    """A fact to be supplied, and the findings that wait for it."""

    need: Data
    waiting: list[Data]

    @property
    def binding(self) -> int:
        """How many of them are of binding rules."""
        return sum(1 for finding in self.waiting if finding["severity"] == "violation")


def missing_facts(findings: Iterable[Data]) -> list[Missing]:
    """Each fact once; those that binding rules wait for first, else in the order in which findings ask for them."""
    found: dict[str, Missing] = {}
    for finding in findings:
        for need in finding["needs"]:
            found.setdefault(need["path"], Missing(need, [])).waiting.append(finding)
    return sorted(found.values(), key=lambda missing: not missing.binding)


def section_of(finding: Data) -> str:
    """What a reader does about a finding; what somebody settled is in one place, whatever came out."""
    outcome = finding["outcome"]
    if settled(finding):
        return "settled"
    if outcome == "fail":
        return "change" if finding["severity"] == "violation" else "advice"
    return {"unknown": "wait", "error": "wait", "manual": "judge", "pass": "passed", "not_applicable": "idle"}[outcome]


def of_section(plan: Data, section: str) -> list[Data]:
    """The listed findings of a plan that belong to a section, in the order of the standard."""
    return [finding for finding in plan["findings"] if section_of(finding) == section]


def objects_of(findings: Iterable[Data]) -> dict[str, dict[str, str]]:
    """The label of every object that findings know, by its pointer."""
    return {finding["subject"]["pointer"]: finding["subject"]["label"] for finding in findings}


def object_at(path: str, known: dict[str, dict[str, str]]) -> str:
    """The innermost known object that encloses a path: its pointer, or an empty one."""
    steps = path.split("/")
    tried = ("/".join(steps[:end]) for end in range(len(steps), 0, -1))
    return next((pointer for pointer in tried if pointer in known), "")
