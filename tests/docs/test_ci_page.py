"""docs/ci.md says what the action, the hooks and the templates have."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from standardcheck.cli.ci_files import REV, SOURCE, ci_files
from standardcheck.cli.init import SYSTEMS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")


def test_it_names_every_input_and_output_of_the_action() -> None:
    manifest = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    rows = PAGE.partition("| input | |")[2].partition("Outputs:")[0]
    named = [
        name for row in re.findall(r"^\| (`.*?) \|", rows, re.MULTILINE) for name in re.findall("`([a-z-]+)`", row)
    ]
    assert sorted(named) == sorted(manifest["inputs"])
    outputs = PAGE.partition("Outputs:")[2].partition("\n\n")[0]
    assert all(f"`{name}`" in outputs for name in manifest["outputs"])


def test_it_names_every_file_that_init_writes() -> None:
    table = PAGE.partition("| `--ci` | writes |")[2].partition("\n\n")[0]
    assert all(f"`{file.path}`" in table for file in ci_files(SYSTEMS, "plans/plan.yaml", SOURCE, REV, "en"))


def test_its_yaml_uses_what_there_is() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    hooks, steps, partly, gitlab = blocks
    manifest = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    assert hooks["repos"][0]["rev"] == REV
    assert hooks["repos"][0]["hooks"][0]["id"] in manifest
    assert " ".join(manifest["standardcheck"]["args"]) in PAGE
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    for step in (steps[1], partly[1]):
        assert step["uses"].endswith(f"@{REV}")
        assert step["with"].keys() <= inputs.keys()
    template = yaml.safe_load((ROOT / "templates" / "gitlab.en.yml").read_text(encoding="utf-8"))
    assert gitlab["variables"].keys() <= template["variables"].keys()
