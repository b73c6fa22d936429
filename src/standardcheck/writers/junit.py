"""JUnit XML as Jenkins, GitLab and others read it (``junit-10.xsd``): a suite a plan, a case a finding.

A failure of the plan is a failure; what cannot be decided, waits for a person or could not be evaluated is an error;
what does not apply, is waived or was there before is skipped, so that counts agree with the report.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree as ET

from standardcheck.writers.common import DEFAULT_LANGUAGE, Data, Words, caps, settled, unmet
from standardcheck.writers.common import wants as _wants
from standardcheck.writers.layout import one_line


def wants(options: Data) -> Data:
    """Every finding, without trees."""
    return _wants(options, complete=True)


def write(data: Data, *, language: str = DEFAULT_LANGUAGE, **_: Any) -> Iterator[str]:
    """One file with all suites. No times: a report holds none."""
    words = Words(language)
    suites = [_suite(words, plan) for plan in data["plans"]]
    suites += [_unreadable(words, entry) for entry in data["unreadable"]]
    root = _element("testsuites", name=data["tool"]["name"])
    for key in ("tests", "failures", "errors"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in suites)))
    root.extend(suites)
    ET.indent(root, " ")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield ET.tostring(root, encoding="unicode").replace("##[", "#&#35;[").replace("##vso[", "#&#35;vso[")
    yield "\n"


def _suite(words: Words, plan: Data) -> ET.Element:
    cases = [_fault(words, fault, "fault") for fault in plan["faults"]]
    cases += [_error(f"plan.{code}", message, message, code) for code, message in caps(words, plan)]
    cases += [_case(words, plan, finding) for finding in plan["findings"]]
    suite = _counted(plan["file"], cases)
    properties = ET.Element("properties")
    about = {
        "title": plan["title"] or "",
        "verdict": plan["verdict"],
        "partial": str(plan["partial"]).lower(),
        "as_of": plan["as_of"]["date"],
        **({"today": plan["today"]} if "today" in plan else {}),
        "packs": ", ".join(f"{pack['id']} {pack['version']}" for pack in plan["packs"]),
        "digest": plan["digest"],
    }
    properties.extend(_element("property", name=name, value=value) for name, value in about.items())
    suite.insert(0, properties)
    return suite


def _unreadable(words: Words, entry: Data) -> ET.Element:
    return _counted(entry["file"], [_fault(words, fault, "unreadable") for fault in entry["faults"]])


def _counted(name: str, cases: list[ET.Element]) -> ET.Element:
    results = [child.tag for case in cases for child in case]
    suite = _element(
        "testsuite",
        name=name,
        tests=str(len(cases)),
        failures=str(results.count("failure")),
        errors=str(results.count("error")),
        skipped=str(results.count("skipped")),
    )
    suite.extend(cases)
    return suite


def _case(words: Words, plan: Data, finding: Data) -> ET.Element:
    title = words.say("about", label=words.of(finding["title"]), message=words.of(finding["subject"]["label"]))
    case = _element("testcase", classname=f"{finding['clause']['document']}.{finding['rule']}", name=title)
    tag = _tag(finding)
    if tag:
        kind = finding["severity"] if tag == "failure" else finding["outcome"]
        message = words.of(finding["message"])
        if settled(finding):
            answer = words.answered(finding) or words.result(finding)
            message = words.say("about", label=answer, message=message)
        said = _element(tag, type=kind, message=message)
        if tag != "skipped":
            said.text = "\n".join(words.details(plan, finding))
        case.append(said)
    return case


def _tag(finding: Data) -> str:
    outcome = finding["outcome"]
    if outcome == "pass":
        return ""
    if outcome == "not_applicable" or settled(finding):
        return "skipped"
    return "failure" if outcome == "fail" or unmet(finding) else "error"


def _fault(words: Words, fault: Data, key: str) -> ET.Element:
    message = words.of(fault["message"])
    place = fault["position"]
    at = words.say("place", file=one_line(place["file"]), line=place["line"], column=place["column"]) if place else None
    return _error(f"plan.{fault['code']}", message, words.say(key, message=message), fault["code"], at)


def _error(classname: str, name: str, message: str, kind: str, text: str | None = None) -> ET.Element:
    case = _element("testcase", classname=classname, name=name)
    said = _element("error", type=kind, message=message)
    said.text = text
    case.append(said)
    return case


def _element(tag: str, **attributes: str) -> ET.Element:
    return ET.Element(tag, {name: one_line(value) for name, value in attributes.items()})
