"""What changed between two reports: between two submissions of the same plans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from standardcheck.check.report import OPEN_OUTCOMES

Data = dict[str, Any]

CHANGES_VERSION = "1.1"
_OPEN = frozenset(str(outcome) for outcome in OPEN_OUTCOMES)


def changes(old: Data, new: Data, renamed: Mapping[str, str] | None = None) -> Data:
    """The changes as plain data, plans in the order of the new report.

    Plans are matched by their id, else by their path, else by the name of their file. ``renamed`` gives the paths that
    files had by those that they have, where somebody knows. ``new`` are findings that
    nobody had to act on before; ``fixed`` those that have passed or no longer apply; ``gone`` those whose object or
    rule is no longer there; ``changed`` those that came out otherwise, or say something else.
    """
    pairs, removed, ambiguous = _matched(old["plans"], new["plans"], renamed or {})
    plans = [_plan(before, after, old, new) for before, after in pairs if before is not None]
    now_unreadable = {_name(entry["file"]) for entry in new["unreadable"]}
    found: Data = {
        "changes_version": CHANGES_VERSION,
        "report_versions": {"old": old["report_version"], "new": new["report_version"]},
        "plans": plans,
        "added": [_head(after) for before, after in pairs if before is None],
        "removed": [_head(plan) | {"unreadable": _name(plan["file"]) in now_unreadable} for plan in removed],
        "unreadable": {side: [e["file"] for e in data["unreadable"]] for side, data in (("old", old), ("new", new))},
        "ambiguous_ids": ambiguous,
    }
    found["is_changed"] = bool(
        found["added"]
        or found["removed"]
        or found["unreadable"]["old"] != found["unreadable"]["new"]
        or any(plan["is_changed"] for plan in plans)
    )
    return found


def _head(plan: Data) -> Data:
    return {"file": plan["file"], "title": plan["title"], "verdict": plan["verdict"]}


# -- which plan is which -----------------------------------------------------------------------------------------


def _matched(
    old: list[Data], new: list[Data], renamed: Mapping[str, str]
) -> tuple[list[tuple[Data | None, Data]], list[Data], list[str]]:
    """Every new plan with the old one it follows, the old ones that are left, and ids that name several plans."""
    left = list(old)
    found: dict[int, Data] = {}
    for old_key, new_key in (
        (_id, _id),
        (_file, lambda plan: renamed.get(plan["file"], plan["file"])),
        (_file, _file),
        (_base_name, _base_name),
    ):
        known = _single(left, old_key)
        for plan_key, plan in _single([p for p in new if id(p) not in found], new_key).items():
            before = known.get(plan_key)
            if before is not None and (old_key is _id or _may_be_same(before, plan)):
                found[id(plan)] = before
                left = [p for p in left if p is not before]
    ambiguous = sorted(_ids(old) | _ids(new))
    return [(found.get(id(plan)), plan) for plan in new], left, ambiguous


def _id(plan: Data) -> str | None:
    own: str | None = plan.get("id")
    return own


def _file(plan: Data) -> str | None:
    return str(plan["file"])


def _base_name(plan: Data) -> str | None:
    return _name(plan["file"])


def _name(file: str) -> str:
    return file.replace("\\", "/").rpartition("/")[2]


def _may_be_same(before: Data, after: Data) -> bool:
    """Whether no ids speak against a match by file; ids that several plans have say nothing."""
    return _id(before) == _id(after) or _id(before) is None or _id(after) is None


def _single(plans: Iterable[Data], key: Callable[[Data], str | None]) -> dict[str, Data]:
    """Plans by a key that only one of them has."""
    found: dict[str, list[Data]] = {}
    for plan in plans:
        name = key(plan)
        if name is not None:
            found.setdefault(name, []).append(plan)
    return {name: same[0] for name, same in found.items() if len(same) == 1}


def _ids(plans: list[Data]) -> set[str]:
    """Ids that several plans of one report have."""
    own = [plan["id"] for plan in plans if "id" in plan]
    return {name for name in own if own.count(name) > 1}


# -- one plan ----------------------------------------------------------------------------------------------------


def _plan(before: Data, after: Data, old: Data, new: Data) -> Data:
    was, now = _by_identity(before["findings"]), _by_identity(after["findings"])
    came = [f for key, f in now.items() if _open(f) and not (key in was and _open(was[key]))]
    both = [(was[key], f) for key, f in now.items() if key in was and _open(f) and _open(was[key])]
    left = [(f, now.get(key)) for key, f in was.items() if _open(f) and not (key in now and _open(now[key]))]
    old_faults, new_faults = _faults(before), _faults(after)
    found: Data = {
        "id": after.get("id"),
        "title": after["title"],
        "file": {"old": before["file"], "new": after["file"]},
        "verdict": {"old": before["verdict"], "new": after["verdict"]},
        "counts": {"old": before["counts"]["outcomes"], "new": after["counts"]["outcomes"]},
        "cautions": list(_cautions(before, after, old, new)),
        "new": [_finding(f) for f in came],
        "changed": [{"old": _finding(a), "new": _finding(b)} for a, b in both if _said(a) != _said(b)],
        "fixed": [_finding(f) | {"now": after_["outcome"]} for f, after_ in left if after_ is not None],
        "gone": [_finding(f) for f, after_ in left if after_ is None],
        "new_faults": [fault for key, fault in new_faults.items() if key not in old_faults],
        "fixed_faults": [fault for key, fault in old_faults.items() if key not in new_faults],
    }
    lists = ("new", "changed", "fixed", "gone", "new_faults", "fixed_faults")
    found["is_changed"] = before["verdict"] != after["verdict"] or any(found[name] for name in lists)
    return found


def _by_identity(findings: list[Data]) -> dict[tuple[str, int], Data]:
    """Findings by fingerprint; objects without an id may share one, and are then told apart by their order."""
    seen: dict[str, int] = {}
    found = {}
    for finding in findings:
        key = finding["fingerprint"]
        seen[key] = seen.get(key, 0) + 1
        found[key, seen[key]] = finding
    return found


def _open(finding: Data) -> bool:
    return finding["outcome"] in _OPEN


def _said(finding: Data) -> tuple[Any, ...]:
    return finding["outcome"], finding["disposition"], finding["severity"], finding["message"]


def _finding(finding: Data) -> Data:
    """What names a finding and says what came out."""
    names = ("rule", "title", "clause", "severity", "outcome", "disposition", "fingerprint", "message", "position")
    return {name: finding[name] for name in names} | {"subject": finding["subject"]}


def _faults(plan: Data) -> dict[tuple[Any, ...], Data]:
    """Faults by what they are, not by the line they are in."""
    return {(fault["code"], fault["pointer"], fault["line_text"]): fault for fault in plan["faults"]}


def _cautions(before: Data, after: Data, old: Data, new: Data) -> Iterator[Data]:
    """Why a change may not come from the plan."""
    packs = [", ".join(f"{pack['id']} {pack['version']}" for pack in plan["packs"]) for plan in (before, after)]
    if [pack["digest"] for pack in before["packs"]] != [pack["digest"] for pack in after["packs"]]:
        yield {"code": "other_rules", "old": packs[0], "new": packs[1]}
    if before["as_of"]["date"] != after["as_of"]["date"]:
        yield {"code": "other_date", "old": before["as_of"]["date"], "new": after["as_of"]["date"]}
    for code, sides in (
        ("narrowed", (before["partial"], after["partial"])),
        ("listed", (not old["complete"], not new["complete"])),
    ):
        if any(sides):
            yield {"code": code, "which": {(True, True): "both", (True, False): "old"}.get(sides, "new_report")}
