"""Runs what stands in ``action.yml`` and in the templates of pipelines the way their runners do."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .reports import ROOT

BASH = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""As GitHub calls ``shell: bash``; GitLab's shells stop at the first failure, too."""

_EXPRESSION = re.compile(r"\$\{\{ *(inputs|steps)\.([a-z-]+)(?:\.outputs\.([a-z-]+))? *\}\}")
_FILES = {"GITHUB_OUTPUT": "output", "GITHUB_STEP_SUMMARY": "summary"}


class Run(NamedTuple):
    """What an action did."""

    code: int
    log: str
    commands: list[str]
    """Lines that the runner obeys: those between ``stop-commands`` and its token are none."""
    summary: str
    outputs: dict[str, str]


def action() -> dict[str, Any]:
    """action.yml."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return read


def environment_for(folder: Path, home: Path) -> Path:
    """A folder ``bin`` with ``python`` and the ``standardcheck`` under test, as the action's first step makes one."""
    found = folder / "bin"
    found.mkdir(parents=True)
    (found / "python").symlink_to(sys.executable)
    script = found / "standardcheck"
    script.write_text(
        f'#!/bin/sh\nPYTHONPATH="{home / "src"}" exec "{sys.executable}" -m standardcheck "$@"\n', encoding="utf-8"
    )
    script.chmod(0o755)
    return found


def run_action(repository: Path, temp: Path, inputs: dict[str, str], bin_: Path | None = None) -> Run:
    """Run the action's scripts in a repository. With ``bin_`` its installing step is taken as done."""
    manifest = action()
    given = {name: entry.get("default", "") for name, entry in manifest["inputs"].items()} | inputs
    assert given.keys() == manifest["inputs"].keys(), "an input that the action has not"
    steps: dict[str, dict[str, str]] = {}
    code, log, summary = 0, "", ""
    for step in manifest["runs"]["steps"]:
        if bin_ is not None and step["id"] == "install":
            steps["install"] = {"bin": str(bin_)}
            continue
        if not _wanted(step.get("if"), code, steps):
            continue
        done, more, outputs = _step(step, given, steps, repository, temp)
        steps[step["id"]] = outputs
        code, log, summary = code or done.returncode, log + done.stdout, summary + more
    said = {name: _filled(entry["value"], given, steps) for name, entry in manifest["outputs"].items()}
    return Run(code, log, _obeyed(log), summary, said)


def _wanted(condition: str | None, code: int, steps: dict[str, dict[str, str]]) -> bool:
    if condition is None:
        return code == 0
    assert condition == "always() && steps.check.outputs.report != ''"
    return bool(steps.get("check", {}).get("report"))


def _step(
    step: dict[str, Any], given: dict[str, str], steps: dict[str, dict[str, str]], repository: Path, temp: Path
) -> tuple[subprocess.CompletedProcess[str], str, dict[str, str]]:
    assert (step["shell"], "${{" in step["run"]) == ("bash", False)
    files = {name: temp / f"{step['id']}.{kind}" for name, kind in _FILES.items()}
    for file in files.values():
        file.write_bytes(b"")
    script = temp / f"{step['id']}.sh"
    script.write_text(step["run"], encoding="utf-8")
    done = subprocess.run(
        [*BASH, str(script)],
        cwd=repository,
        env={
            **os.environ,
            **{name: str(file) for name, file in files.items()},
            **{name: _filled(value, given, steps) for name, value in step["env"].items()},
            "RUNNER_TEMP": str(temp),
            "GITHUB_WORKSPACE": str(repository),
            "GITHUB_ACTION_PATH": given.get("action-path", str(ROOT)),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
        timeout=300,
    )
    summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return done, summary, _outputs(files["GITHUB_OUTPUT"].read_text(encoding="utf-8"))


def _filled(text: str, given: dict[str, str], steps: dict[str, dict[str, str]]) -> str:
    def value(match: re.Match[str]) -> str:
        kind, name, output = match.groups()
        return given[name] if kind == "inputs" else steps.get(name, {}).get(output, "")

    filled = _EXPRESSION.sub(value, text)
    assert _EXPRESSION.fullmatch(text), text
    return filled


def _outputs(text: str) -> dict[str, str]:
    """``name=value`` and ``name<<delimiter``, as the runner reads them."""
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        name, equals, value = line.partition("=")
        if equals and "<<" not in name:
            found[name] = value
            continue
        name, _, delimiter = line.partition("<<")
        found[name] = "\n".join(iter(lambda: next(lines), delimiter))
    return found


def _obeyed(log: str) -> list[str]:
    found, stopped = [], ""
    for line in (line.lstrip() for line in log.splitlines()):
        if stopped:
            stopped = "" if line == f"::{stopped}::" else stopped
        elif line.startswith("::stop-commands::"):
            stopped = line.removeprefix("::stop-commands::")
        elif line.startswith(("::", "##[", "##vso[")):
            found.append(line)
    assert not stopped
    return found
