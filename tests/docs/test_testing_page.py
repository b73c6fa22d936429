"""docs/testing-rules.md shows what the program prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from standardcheck.cli.root import command
from standardcheck.ruleset.documents import EquivalentFile
from standardcheck.source import read_yaml

PAGE = (Path(__file__).parents[2] / "docs" / "testing-rules.md").read_text(encoding="utf-8")


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The rule file of the worked example, in a pack."""
    (tmp_path / "demo").mkdir()
    manifest = 'pack: demo\ntitle: {zh: 演示, en: demonstration}\nversion: "1"\n'
    (tmp_path / "demo" / "pack.yaml").write_text(manifest, encoding="utf-8")
    found = re.search(r"```yaml\n(documents:.*?)```", PAGE, re.DOTALL)
    assert found
    file = tmp_path / "demo" / "rules.yaml"
    file.write_text(found[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return file


def printed(*arguments: str) -> str:
    return CliRunner().invoke(command, ["rules", "test", "demo", "--lang", "en", *arguments]).stdout


def shown() -> list[str]:
    return re.findall(r"```text\n\$ standardcheck rules test demo[^\n]*\n(.*?)```", PAGE, re.DOTALL)


def test_the_worked_example_prints_what_the_page_shows(rules: Path) -> None:
    gaps, failure = shown()
    assert printed("--suggest") == gaps
    text = rules.read_text(encoding="utf-8")
    rules.write_text(text.replace("rise: 900 mm", "rise: 700 mm"), encoding="utf-8")
    assert printed() == failure


def test_the_list_of_equivalent_mutants_is_one() -> None:
    found = re.search(r"```yaml\n(equivalent:.*?)```", PAGE, re.DOTALL)
    assert found
    entries = EquivalentFile.model_validate(read_yaml(found[1].encode(), "page").data)
    assert len(entries.equivalent) == len(entries.unreachable) == 1
