"""What ``rules test`` found, as data for JSON and as JUnit XML."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from xml.etree import ElementTree

from standardcheck.packtools.examples import name_of
from standardcheck.packtools.mutants import Mutant
from standardcheck.packtools.mutation import KILLED, UNUSED, Trial
from standardcheck.packtools.testing import PackTest
from standardcheck.packtools.testing_text import coverage_totals, missing_text, mutant_text, mutant_totals
from standardcheck.packtools.to_exercise import Item
from standardcheck.ruleset.packs import Origin
from standardcheck.wording import LANGUAGES

TEST_VERSION = 1
"""Of the JSON form; raised when it changes in a way that breaks readers."""

Data = dict[str, Any]


def tests_data(tests: Iterable[PackTest]) -> Data:
    """All tests as plain data."""
    packs = [_pack(test) for test in tests]
    return {"test_version": TEST_VERSION, "clean": all(pack["clean"] for pack in packs), "packs": packs}


def _pack(test: PackTest) -> Data:
    data: Data = {
        "pack": test.pack,
        "clean": test.clean,
        "rules": test.rules,
        "examples": {"total": len(test.results), "failed": [_failure(failure) for failure in test.failures]},
    }
    if test.coverage is not None:
        data["coverage"] = {
            "totals": {kind: {"done": done, "of": of} for kind, (done, of) in coverage_totals(test.coverage).items()},
            "rules": [_rule(covered) for covered in test.coverage],
        }
    if test.trials is not None:
        data["mutation"] = _mutation(test)
    if test.stale:
        data["stale"] = [
            {**entry.entry.model_dump(exclude_none=True), **_place(entry.origin), "state": entry.state}
            for entry in test.stale
        ]
    if test.suggestions or test.unsuggested:
        data["suggestions"] = [
            {"rule": each.rule, **_place(test.origins[each.rule]), "example": each.example, "yaml": each.yaml()}
            for each in test.suggestions
        ]
        data["unsuggested"] = [_mutant(e) if isinstance(e, Mutant) else _item(e) for e in test.unsuggested]
    return data


def _place(origin: Origin) -> Data:
    place = origin.place()
    return {"file": place.file, "line": place.line, "column": place.column}


def _failure(failure: Any) -> Data:
    result, example = failure.result, failure.result.case.example
    return {
        "rule": result.rule,
        "name": {language: name_of(example, language) for language in LANGUAGES},
        **_place(result.origin),
        "expected": example.expect,
        "got": result.outcome,
        "problems": [{language: problem.message(language) for language in LANGUAGES} for problem in result.problems],
        "why": failure.why,
    }


def _rule(covered: Any) -> Data:
    return {
        "rule": covered.rule,
        **_place(covered.origin),
        "examples": covered.examples,
        "exercised": [item.what for item in covered.items if item.key in covered.shown],
        "unreachable": [item.what for item in covered.items if item.key in covered.unreachable],
        "missing": [_item(item) for item in covered.missing],
    }


def _item(item: Item) -> Data:
    message = {language: missing_text(item, language) for language in LANGUAGES}
    return {"rule": item.rule, "what": item.what, **_place(item.origin), "message": message}


def _mutation(test: PackTest) -> Data:
    trials = test.trials or ()
    totals = mutant_totals(trials)
    listed: Data = {"totals": {kind: {"killed": killed, "of": of} for kind, (killed, of) in totals.items()}}
    for trial in trials:
        if trial.state != KILLED:
            listed.setdefault(trial.state, []).append(_mutant(trial.mutant))
    listed["killed"] = sum(trial.state == KILLED for trial in trials)
    return listed


def _mutant(mutant: Mutant) -> Data:
    return {
        mutant.owner[0]: mutant.owner[1],
        "place": mutant.place,
        "change": mutant.change,
        "kind": mutant.kind,
        "before": mutant.before,
        "after": mutant.after,
        **_place(mutant.origin),
    }


# -- JUnit -------------------------------------------------------------------------------------------------------

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tests_junit(tests: Iterable[PackTest], language: str) -> str:
    """The examples as JUnit test cases; with coverage and mutants, a case for each rule, parameter or derived
    quantity, which fails with what is missing or survives."""
    root = ElementTree.Element("testsuites")
    for test in tests:
        cases = [(result.rule, name_of(result.case.example, language), "") for result in test.results]
        wrong = {id(failure.result): failure for failure in test.failures}
        said = ["\n".join(_said(wrong[id(r)], language)) if id(r) in wrong else "" for r in test.results]
        _suite(root, test.pack, [(c[0], c[1], text) for c, text in zip(cases, said, strict=True)])
        if test.coverage is not None:
            _suite(root, f"{test.pack} coverage", [(c.rule, c.rule, _missing(c, language)) for c in test.coverage])
        if test.trials is not None:
            _suite(root, f"{test.pack} mutants", list(_owners(test.trials, language)))
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _said(failure: Any, language: str) -> list[str]:
    lines = [f"{failure.result.origin.place()}: {problem.message(language)}" for problem in failure.result.problems]
    return [*lines, *([failure.why[language]] if failure.why else [])]


def _missing(covered: Any, language: str) -> str:
    return "\n".join(f"{item.origin.place()}: {missing_text(item, language)}" for item in covered.missing)


def _owners(trials: tuple[Trial, ...], language: str) -> Iterable[tuple[str, str, str]]:
    owners: dict[tuple[str, str], list[str]] = {}
    for trial in trials:
        if trial.state != UNUSED:
            lines = owners.setdefault(trial.mutant.owner, [])
            if trial.state == "survived":
                lines.append(mutant_text(trial.mutant, "survived", language))
    return [(kind, name, "\n".join(lines)) for (kind, name), lines in owners.items()]


def _suite(root: ElementTree.Element, name: str, cases: list[tuple[str, str, str]]) -> None:
    failures = sum(bool(text) for _, _, text in cases)
    suite = ElementTree.SubElement(root, "testsuite", name=name, tests=str(len(cases)), failures=str(failures))
    for owner, case, text in cases:
        element = ElementTree.SubElement(suite, "testcase", classname=_xml(owner), name=_xml(case))
        if text:
            ElementTree.SubElement(element, "failure", message=_xml(text.partition("\n")[0])).text = _xml(text)


def _xml(text: str) -> str:
    """Text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
