"""The documentation says what the program does: its code runs, its generated parts and its links are right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import standardcheck
from standardcheck.packtools import generate
from standardcheck.packtools.reference import SECTIONS
from standardcheck.packtools.schemas import ruleset_schema
from standardcheck.source import read_yaml

ROOT = Path(__file__).parents[2]
PAGES = sorted([*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")])


def test_every_generated_file_is_up_to_date() -> None:
    different = [name for name, text in generate.files() if (ROOT / name).read_text(encoding="utf-8") != text]
    assert different == [], "run: python -m standardcheck.packtools.generate"


def test_check_names_what_differs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(generate, "files", lambda: [("README.md", "something else")])
    before = (ROOT / "README.md").read_bytes()
    assert generate.main(["--check"]) == 1
    assert "README.md" in capsys.readouterr().out
    assert (ROOT / "README.md").read_bytes() == before


def test_the_reference_has_every_table() -> None:
    page = (ROOT / "docs" / "rule-language.md").read_text(encoding="utf-8")
    assert {match["name"] for match in generate.MARKER.finditer(page)} == set(SECTIONS)


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert "://" in target or (page.parent / target).exists(), target


def test_the_examples_of_the_rule_language_fit_its_schema() -> None:
    page = (ROOT / "docs" / "rule-language.md").read_text(encoding="utf-8")
    blocks = [
        read_yaml(block.encode(), "page").data for block in re.findall(r"```yaml\n([a-z].*?)```", page, re.DOTALL)
    ]
    assert len(blocks) >= 4
    for block in blocks:
        faults = jsonschema.Draft202012Validator(ruleset_schema()).iter_errors(block)
        assert [f"{fault.json_path}: {fault.message}" for fault in faults] == []


def library_example() -> dict[str, Any]:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    codes = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert len(codes) == 2
    names: dict[str, Any] = {"stream_example": codes[1]}
    exec(compile(codes[0], "docs/library.md", "exec"), names)
    return names


def test_the_stream_of_the_library_page_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = library_example()
    monkeypatch.chdir(tmp_path)
    plan = json.loads((ROOT / "fixtures" / "plans" / "medium-city.json").read_text(encoding="utf-8"))
    Path("plans.ndjson").write_text(f"{json.dumps(plan)}\n[]\n", encoding="utf-8")
    exec(compile(names["stream_example"], "docs/library.md", "exec"), names)
    first, second = Path("results.ndjson").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["verdict"] == names["examine"]("one", json.dumps(plan).encode())["verdict"]
    assert json.loads(second)["line"] == 2
    assert names["summary"].plans == 2


def test_the_approval_system_of_the_library_page_works() -> None:
    system = library_example()
    plans = ROOT / "fixtures" / "plans"
    submissions = {
        name: (plans / name).read_bytes() for name in ("all-pass.yaml", "early-stage.yaml", "medium-city.json")
    }
    submissions["broken"] = b"title: [unfinished"
    submissions["undated"] = b"{}"
    answers = {answer["number"]: answer for answer in system["examine_all"](submissions)}
    assert list(answers) == list(submissions)
    assert answers["broken"]["state"] == answers["undated"]["state"] == "returned"
    assert "--as-of" in answers["undated"]["why"]
    assert answers["early-stage.yaml"]["to_supply"]
    for name in ("all-pass.yaml", "early-stage.yaml", "medium-city.json"):
        saved = json.loads(answers[name]["report"])
        verdict = saved["plans"][0]["verdict"]
        assert answers[name]["state"] == {"compliant": "accepted", "non_compliant": "refused"}.get(verdict, "waiting")
        assert bool(answers[name]["to_mend"]) is (verdict == "non_compliant")
    assert answers["all-pass.yaml"]["state"] == "accepted"
    assert (
        system["examine"]("again", submissions["medium-city.json"])["to_mend"] == answers["medium-city.json"]["to_mend"]
    )


def test_the_library_page_names_all_ten_names() -> None:
    page = (ROOT / "docs" / "library.md").read_text(encoding="utf-8")
    assert [name for name in standardcheck.__all__ if f"`{name}" not in page] == []
