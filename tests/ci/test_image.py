"""The Dockerfile: no daemon is needed to see that its first stage builds from what .dockerignore lets in."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from support.reports import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", "")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What ``COPY . .`` copies."""
    folder = tmp_path_factory.mktemp("context")
    everything, *allowed = (
        line for line in (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines() if line[:1] in "*!"
    )
    assert everything == "*"
    for name in (line[1:] for line in allowed if line.startswith("!")):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    return folder


def test_the_first_stage_builds_a_whole_wheel(context: Path, tmp_path: Path) -> None:
    (command,) = re.findall(r"^RUN (pip wheel .*)$", DOCKERFILE, re.MULTILINE)
    arguments = [part.replace("/dist", str(tmp_path)) for part in command.split()[1:]]
    subprocess.run([sys.executable, "-m", "pip", *arguments], cwd=context, check=True, timeout=300)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    for folder in ("rules", "schemas", "templates"):
        shipped = {
            path.relative_to(ROOT).as_posix()
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        assert {f"standardcheck/_data/{name}" for name in shipped} <= set(names)
    assert "standardcheck/cli/init.py" in names


def test_it_runs_as_nobody_in_particular() -> None:
    lines = DOCKERFILE.splitlines()
    assert lines[-2:] == ['ENTRYPOINT ["standardcheck"]', 'CMD ["--help"]']
    user = next(line for line in lines if line.startswith("USER "))
    assert user == "USER 1000"
    assert lines.index(user) > max(n for n, line in enumerate(lines) if line.startswith("RUN "))
    assert all(":" in line and ":latest" not in line for line in lines if line.startswith("FROM "))


def test_it_checks_where_nothing_may_be_written(context: Path, tmp_path: Path) -> None:
    """As the image with ``--read-only``: a cache folder that cannot be made is done without."""
    plan = ROOT / "fixtures" / "plans" / "all-pass.yaml"
    done = subprocess.run(
        [sys.executable, "-m", "standardcheck", "check", "-q", "--lang", "en", str(plan)],
        env={"PYTHONPATH": str(context / "src"), "STANDARDCHECK_CACHE_DIR": "/dev/null/cache"},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "COMPLIANT" in done.stdout
