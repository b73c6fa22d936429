"""SARIF 2.1.0, everything that a report has: for archives, viewers and tools that read the whole standard.

GitHub reads a part of it only and misreads some: for it there is ``sarif-github``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote

from standardcheck.writers.common import (
    DEFAULT_LANGUAGE,
    Data,
    Words,
    beginning,
    caps,
    fault_place,
    is_absolute,
    json_text,
    relative,
    settled,
    shortened,
    unmet,
)
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import one_line

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "standardcheck/v1"
LEVELS = {"violation": "error", "advice": "warning", "note": "note"}

_KINDS = {"pass": "pass", "fail": "fail", "unknown": "open", "manual": "review", "not_applicable": "notApplicable"}
_PRECISION = {"A": "very-high", "B": "high", "C": "medium", "recalled": "low"}
_URGENCY = {"error": "error", "warning": "warning", "note": "recommendation"}
_LOCALES = {"zh": "zh-CN", "en": "en-US"}
_SEMANTIC = re.compile(r"\d+\.\d+\.\d+(?:[-+].*)?")
_ROOT = "%SRCROOT%"
_MOST = 1024


def wants(options: Data) -> Data:
    """Every finding, without trees."""
    return _wants(options, complete=True)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, root: str | None = None, **_: Any) -> Iterator[str]:
    """One run with all results. ``root`` is the folder that file names are made relative to."""
    run = Run(data, language, root)
    for plan in data["plans"]:
        for finding in plan["findings"]:
            if finding["outcome"] != "error":
                run.results.append(_complete(run, plan, finding))
    _states(run.words, run.results, [f for p in data["plans"] for f in p["findings"] if f["outcome"] != "error"])
    yield json_text(run.log())


def _complete(run: Run, plan: Data, finding: Data) -> Data:
    """A result that keeps outcome, disposition and everything around the finding."""
    failed = finding["outcome"] == "fail" or unmet(finding)
    result = run.result(plan, finding, LEVELS[finding["severity"]] if failed else "none")
    result["kind"] = "fail" if failed else _KINDS[finding["outcome"]]
    related = run.related(finding)
    if related:
        result["relatedLocations"] = related
    return result


def _states(words: Words, results: list[Data], findings: list[Data]) -> None:
    """Waivers and baseline; the standard wants each on all results of a run or on none."""
    seen = {finding["disposition"] for finding in findings}
    for result, finding in zip(results, findings, strict=True):
        if "waived" in seen:
            waived = finding["disposition"] == "waived" and settled(finding)
            result["suppressions"] = [_suppression(words, finding)] if waived else []
        if "baseline" in seen:
            result["baselineState"] = "unchanged" if finding["disposition"] == "baseline" else "new"


def _suppression(words: Words, finding: Data) -> Data:
    found: Data = {"kind": "external", "status": "accepted"}
    if words.answered(finding):
        found["justification"] = words.answered(finding)
    return found


def literal(text: str) -> str:
    """Text of a message: braces would be placeholders, ``[…](…)`` a link."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


class Run:
    """The run that is written: rules as they are used, artifacts, results."""

    def __init__(self, data: Data, language: str, root: str | None) -> None:
        self.data, self.root = data, root
        self.words = Words(language)
        self.rules: dict[str, Data] = {}
        self.results: list[Data] = []
        self.left_out = ""

    def log(self) -> Data:
        """The whole file."""
        return {"$schema": SCHEMA, "version": "2.1.0", "runs": [self._run()]}

    def _run(self) -> Data:
        data = self.data
        locale = _LOCALES[self.words.language]
        packs = dict.fromkeys(pack["id"] for plan in data["plans"] for pack in plan["packs"])
        version = data["tool"]["version"]
        driver: Data = {"name": data["tool"]["name"], "version": version, "language": locale}
        if _SEMANTIC.fullmatch(version):
            driver["semanticVersion"] = version
        invocation = self._invocation()  # the notices name rules, too
        return {
            "tool": {"driver": driver | {"rules": [entry["rule"] for entry in self.rules.values()]}},
            "automationDetails": {"id": f"standardcheck/{'+'.join(packs) or 'none'}/"},
            "invocations": [invocation],
            "originalUriBaseIds": {_ROOT: {"description": {"text": self.words.say("source_root")}}},
            "artifacts": [
                {
                    "location": self._artifact(plan["file"]),
                    "roles": ["analysisTarget"],
                    "hashes": {"sha-256": plan["digest"].removeprefix("sha256:")},
                }
                for plan in data["plans"]
            ],
            "results": self.results,
            "columnKind": "unicodeCodePoints",
            "language": locale,
            "properties": {
                "ruleSet": data["rule_set"]["digest"],
                "plans": [self._plan(plan) for plan in data["plans"]],
            },
        }

    def _plan(self, plan: Data) -> Data:
        return {
            "file": one_line(relative(plan["file"], self.root)),
            "title": None if plan["title"] is None else one_line(plan["title"]),
            "asOf": plan["as_of"]["date"],
            "verdict": plan["verdict"],
            "partial": plan["partial"],
            "packs": [f"{pack['id']} {pack['version']}" for pack in plan["packs"]],
        }

    # -- rules -----------------------------------------------------------------------------------------------

    def rule_index(self, plan: Data, finding: Data) -> int:
        """The place of the finding's rule among those of the run; it is added on first use."""
        found = self.rules.get(finding["rule"])
        if found is None:
            found = self.rules[finding["rule"]] = {"index": len(self.rules), "rule": self._rule(plan, finding)}
        index: int = found["index"]
        return index

    def _rule(self, plan: Data, finding: Data) -> Data:
        words = self.words
        title = words.of(finding["title"])
        level = LEVELS[finding["severity"]]
        clause = words.say("clause", clause=words.clause(plan, finding), force=words.forces[finding["force"]])
        note = words.say("note", note=words.of(finding["note"])) if "note" in finding else ""
        ledger = words.say("ledger", ledger=words.comma.join(map(one_line, finding["ledger"])))
        grade = words.say("grade", grade=finding["grade"])
        helping = "\n".join(line for line in (clause, ledger, grade, note) if line)
        full = "\n".join(line for line in (title, clause, note) if line)
        return {
            "id": finding["rule"],
            "shortDescription": {"text": shortened(literal(title), _MOST)},
            "fullDescription": {"text": shortened(literal(full), _MOST)},
            "help": {"text": literal(helping)},
            "defaultConfiguration": {"level": level},
            "properties": {
                "tags": [finding["clause"]["document"], finding["force"], *finding["ledger"]][:20],
                "precision": _PRECISION[finding["grade"]],
                "problem.severity": _URGENCY[level],
                "grade": finding["grade"],
                "draft": finding["draft"],
            },
        }

    # -- results ---------------------------------------------------------------------------------------------

    def result(self, plan: Data, finding: Data, level: str) -> Data:
        """A result with its place and what it is known by."""
        return {
            "ruleId": finding["rule"],
            "ruleIndex": self.rule_index(plan, finding),
            "level": level,
            "message": {"text": self.message(finding)},
            "locations": [self.location(finding["position"], finding["subject"])],
            "partialFingerprints": {FINGERPRINT: finding["fingerprint"]},
            "properties": {
                "outcome": finding["outcome"],
                "disposition": finding["disposition"],
                "severity": finding["severity"],
                "clause": f"{finding['clause']['document']} {finding['clause']['number']}",
            },
        }

    def message(self, finding: Data) -> str:
        """What came out, and what would mend it."""
        said = filter(None, (self.words.about(finding), self.words.answered(finding)))
        return literal("\n".join((*said, *self.words.mending(finding))))

    def location(self, place: Data, subject: Data | None = None) -> Data:
        """A place in a plan; every one has a file and a line."""
        region = {"startLine": place["line"], "startColumn": place["column"]}
        end = place.get("end_column")
        if end is not None and end > place["column"]:
            region["endColumn"] = end
        found: Data = {"physicalLocation": {"artifactLocation": self._artifact(place["file"]), "region": region}}
        if subject is not None:
            found["logicalLocations"] = [
                {
                    "name": self.words.of(subject["label"]),
                    "fullyQualifiedName": one_line(subject["pointer"]) or "/",
                    "kind": "object",
                }
            ]
        return found

    def _artifact(self, file: str) -> Data:
        path = relative(file, self.root)
        if is_absolute(path):
            return {"uri": "file://" + ("" if path.startswith("/") else "/") + quote(path, safe="/:")}
        return {"uri": quote(path), "uriBaseId": _ROOT}

    def related(self, finding: Data) -> list[Data]:
        """Where the deciding facts stand, and those that are missing."""
        own = finding["position"]
        said = [(entry["position"], entry["label"]) for entry in (*finding["evidence"], *finding["needs"])]
        found = {}
        for place, label in said:
            if place != own:
                key = (place["file"], place["line"], place["column"], self.words.of(label))
                found[key] = self.location(place) | {"message": {"text": literal(key[-1])}}
        return [location | {"id": at} for at, location in enumerate(found.values(), start=1)]

    # -- what is no result -----------------------------------------------------------------------------------

    def _invocation(self) -> Data:
        data = self.data
        found: Data = {"executionSuccessful": not data["unreadable"], "exitCode": data["exit_code"]}
        notices = [*self._errors(data["plans"]), *self._faults(), *self._caps()]
        if notices:
            found["toolExecutionNotifications"] = notices
        if self.left_out:
            found["toolConfigurationNotifications"] = [{"level": "warning", "message": {"text": self.left_out}}]
        return found

    def _errors(self, plans: Iterable[Data]) -> Iterator[Data]:
        for plan in plans:
            for finding in plan["findings"]:
                if finding["outcome"] == "error":
                    yield {
                        "level": "error",
                        "message": {"text": literal(self.words.about(finding))},
                        "locations": [self.location(finding["position"], finding["subject"])],
                        "associatedRule": {"id": finding["rule"], "index": self.rule_index(plan, finding)},
                    }

    def _faults(self) -> Iterator[Data]:
        for plan in self.data["plans"]:
            yield from (self._fault(plan["file"], fault, "fault") for fault in plan["faults"])
        for entry in self.data["unreadable"]:
            yield from (self._fault(entry["file"], fault, "unreadable") for fault in entry["faults"])

    def _caps(self) -> Iterator[Data]:
        for plan in self.data["plans"]:
            for code, message in caps(self.words, plan):
                yield {
                    "level": "warning",
                    "descriptor": {"id": code},
                    "message": {"text": literal(message)},
                    "locations": [self.location(beginning(plan["file"]))],
                }

    def _fault(self, file: str, fault: Data, key: str) -> Data:
        return {
            "level": "error",
            "descriptor": {"id": fault["code"]},
            "message": {"text": literal(self.words.say(key, message=self.words.of(fault["message"])))},
            "locations": [self.location(fault_place(file, fault))],
        }
