"""Reports for the tests of output formats: a short one with every outcome, and what hostile text becomes."""

from __future__ import annotations

import copy
import io
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import standardcheck as sc

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "cli" / "packs" / "small"
PLANS = ROOT / "tests" / "writers" / "plans"

HOSTILE = (
    "<script>alert(1)</script><b onload=x>bold</b><!-- -->",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "\x1b[31mred\x1b[0m\x9b2J",
    "::error file=x::boom",
    "中::stop-commands::x",
    "##[add-mask]x ##vso[task.setvariable variable=x]y",
    "\u202egnirts\u2066 \u200bnothing\ufeff",
    "\x00\x07\x08\x7f\x85\ufffe\uffff",
    "a\r\nb\n::warning::y\u2028::error::z",
    "%0A::error::x %25",
    "| a | [x](javascript:alert(1)) ![i](http://e.example) @octocat #12 GH-12 `code` www.evil.example $x$",
    "1. [ ] *one* __two__ ~~three~~ \\| &lt; &#64;",
    "]]> <![CDATA[ &amp; <!ENTITY x> {0} {{1}}",
    "x # SKIP nothing\n...\n---\nnot ok 99",
    'a "quoted", with; comma\t\\',
    "字" * 60_000,
)


@cache
def rules() -> sc.RuleSet:
    """The small rule pack of the tests of the command line."""
    return sc.load_ruleset(SMALL)


def data_of(*plans: Any, as_of: str | None = None) -> dict[str, Any]:
    """A report as data."""
    out = io.StringIO()
    sc.write_report(sc.check_many(plans, rules(), as_of=as_of), out, "json")
    data: dict[str, Any] = json.loads(out.getvalue())
    return data


@cache
def _short() -> str:
    here = Path.cwd()
    os.chdir(ROOT)  # reports show paths as they were given
    try:
        return json.dumps(data_of("tests/writers/plans/short.yaml"))
    finally:
        os.chdir(here)


def short() -> dict[str, Any]:
    """A report of one plan: passes, failures, open ones, one to be judged, and a fault of the plan."""
    data: dict[str, Any] = json.loads(_short())
    return data


def whole() -> dict[str, Any]:
    """The short report with every outcome and disposition, and a plan that could not be read."""
    data = short()
    findings = data["plans"][0]["findings"]
    failed = [finding for finding in findings if finding["outcome"] == "fail"]
    waiver = {"who": "bureau", "reason": "old building", "granted": "2025-01-01", "until": "2025-12-31"}
    for disposition, said in (("waived", {"waiver": waiver}), ("baseline", {})):
        disposed = {"disposition": disposition, "fingerprint": disposition[0] * 16, **said}
        findings.append(copy.deepcopy(failed[0]) | disposed)
    findings.append(copy.deepcopy(failed[0]) | {"outcome": "error", "fingerprint": "0" * 16})
    manual = next(finding for finding in findings if finding["outcome"] == "manual")
    for at, answer in enumerate(("met", "not_met")):
        decision = {"who": "reviewer", "when": "2025-02-01", "answer": answer, "remark": "seen on site"}
        decided = {"disposition": "decided", "fingerprint": f"d{at}" * 8, "decision": decision}
        findings.append(copy.deepcopy(manual) | decided)
    data["plans"][0] |= {"today": "2025-06-01", "standing": "non_compliant"}
    counts = data["plans"][0]["counts"]["dispositions"]
    counts |= {"waived": 1, "baseline": 1, "decided": 2}
    fault = data["plans"][0]["faults"][0]
    data["unreadable"].append({"file": "broken.yaml", "faults": [fault | {"position": None, "line_text": None}]})
    data["exit_code"] = 4
    return data


def stands(finding: dict[str, Any]) -> bool:
    """Whether somebody still has to act on a finding: nobody has answered for it, or the answer is “not met”."""
    return finding["disposition"] == "open" or finding.get("decision", {}).get("answer") == "not_met"


def hostile_plan(texts: tuple[str, ...] = HOSTILE) -> dict[str, Any]:
    """A plan whose every text is hostile."""
    facilities = [
        {
            "id": f"f{at}{text[:80]}",
            "name": text,
            "form": "complex",
            "gfa": {"value": 1, "unit": "m2", "source": text, "note": text},
            "is_model": at % 2 == 0,
            "functions": [{"kind": "health"}],
        }
        for at, text in enumerate(texts)
    ]
    return {
        "id": texts[0],
        "title": texts[4],
        "submitted_on": "2025-03-01",
        "city": {
            "code": "320500",
            "communities": [{"id": "c", "name": texts[9], "facilities": facilities, texts[4]: 1}],
        },
    }


def hostile() -> dict[str, Any]:
    """The report of a hostile plan in a file with a hostile name, and of one that cannot be read."""
    plan = sc.read_plan(json.dumps(hostile_plan()).encode(), rules(), name="::error::x.json")
    data = data_of(plan)
    assert data["plans"][0]["findings"]
    fault = data["plans"][0]["faults"][0]
    data["unreadable"].append({"file": "##[error]\n::x", "faults": [fault]})
    return data


def flooded(node: Any, text: str, key: str = "") -> Any:
    """Report data with ``text`` in every place that takes any text: of a plan, of a rule pack, of the file system."""
    if isinstance(node, dict):
        return {name: value if name == "as_of" else flooded(value, text, name) for name, value in node.items()}
    if isinstance(node, list):
        return [flooded(value, text, key) for value in node]
    free = ("zh", "en", "file", "title", "id", "number", "version", "line_text", "source", "note", "pack")
    free = (*free, "who", "reason", "remark", "identity")
    return text if isinstance(node, str) and key in free else node


def written(data: dict[str, Any], format_: str, **options: Any) -> Any:
    """A report in a format: text, or bytes where the format is binary."""
    from standardcheck.writers import writer

    pieces = list(writer(format_).write(data, **{"language": "en", **options}))
    return (b"" if pieces and isinstance(pieces[0], bytes) else "").join(pieces)
