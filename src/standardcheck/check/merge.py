"""Many saved reports into one."""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

from standardcheck.check.verdict import exit_code
from standardcheck.errors import UsageError

Data = dict[str, Any]


class Merged(NamedTuple):
    """A report, and what a person should know of how it came about: keys of ``wording.MERGE`` with arguments."""

    data: Data
    remarks: tuple[tuple[str, dict[str, Any]], ...]


def merge(reports: list[tuple[str, Data]]) -> Merged:
    """One report of several, given with their names; plans stay in the order given.

    A plan with the same content, date and packs, and the same result, is kept once. Raises ``UsageError`` if the
    reports are of different versions of the format.
    """
    first_name, first = reports[0]
    for name, data in reports:
        if data["report_version"] != first["report_version"]:
            versions = {"found": data["report_version"], "first": first["report_version"]}
            raise UsageError("reports-differ", file=name, first_file=first_name, **versions)
    gathered = _Gathered()
    for name, data in reports:
        for plan in data["plans"]:
            gathered.plan(name, plan)
        for entry in data["unreadable"]:
            gathered.unreadable(entry)
    tools = list(dict.fromkeys(data["tool"]["version"] for _, data in reports))
    rules = sorted({data["rule_set"]["digest"] for _, data in reports})
    if len(tools) > 1:
        gathered.remarks.append(("tools", {"versions": ", ".join(tools)}))
    if len(rules) > 1:
        gathered.remarks.append(("rules", {}))
    merged = {
        "report_version": first["report_version"],
        "tool": {"name": first["tool"]["name"], "version": ", ".join(tools)},
        "rule_set": {"digest": rules[0] if len(rules) == 1 else _joint(rules)},
        **_configuration([data for _, data in reports]),
        "exit_code": exit_code(
            (p["standing" if "standing" in p else "verdict"] for p in gathered.plans), bool(gathered.entries), False
        ),
        "complete": all(data["complete"] for _, data in reports),
        "plans": gathered.plans,
        "unreadable": gathered.entries,
    }
    return Merged(merged, tuple(gathered.remarks))


def _configuration(reports: list[Data]) -> Data:
    """The configuration of the run, where all reports have the same."""
    found = [data.get("configuration") for data in reports]
    return {"configuration": found[0]} if found[0] is not None and found.count(found[0]) == len(found) else {}


class _Gathered:
    def __init__(self) -> None:
        self.plans: list[Data] = []
        self.entries: list[Data] = []
        self.remarks: list[tuple[str, dict[str, Any]]] = []
        self.seen: dict[tuple[Any, ...], list[tuple[str, Data]]] = {}

    def plan(self, report: str, plan: Data) -> None:
        """Keep a plan, unless the same is there."""
        key = (plan["digest"], plan["as_of"]["date"], tuple((p["id"], p["digest"]) for p in plan["packs"]))
        same = self.seen.setdefault(key, [])
        for kept_from, kept in same:
            if _result(kept) == _result(plan):
                self.remarks.append(("once", {"file": plan["file"], "report": kept_from}))
                return
        if same:
            self.remarks.append(("differ", {"file": plan["file"]}))
        same.append((report, plan))
        self.plans.append(plan)

    def unreadable(self, entry: Data) -> None:
        if entry not in self.entries:
            self.entries.append(entry)


def _result(plan: Data) -> Data:
    """What must agree for two to be the same: everything but where the file lay and who gave the date."""
    findings = [(f["fingerprint"], f["outcome"], f["disposition"], f["severity"]) for f in plan["findings"]]
    return {key: plan[key] for key in ("verdict", "partial", "counts", "caps")} | {"findings": sorted(findings)}


def _joint(digests: list[str]) -> str:
    """What several rule sets are known by: the digest of their digests."""
    return "sha256:" + hashlib.sha256("\n".join(digests).encode()).hexdigest()
