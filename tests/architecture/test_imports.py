"""A command starts fast: it imports what it needs and no more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "fixtures" / "plans"
HEAVY = (
    "annotated_types",
    "asyncio",
    "attrs",
    "email",
    "html",
    "http",
    "importlib.metadata",
    "importlib.resources",
    "jsonschema",
    "logging",
    "multiprocessing",
    "numpy",
    "pydantic",
    "pydantic_core",
    "referencing",
    "rich",
    "rpds",
    "socket",
    "ssl",
    "tempfile",
    "typing_extensions",
    "xml",
)
NOT_FOR_A_SMALL_PLAN = (
    "_hashlib",
    "bz2",
    "click",
    "dataclasses",
    "encodings.utf_8_sig",
    "hashlib",
    "importlib",
    "inspect",
    "locale",
    "pathlib",
    "random",
    "shutil",
    "string",
    "subprocess",
    "tomllib",
    "typing",
    "zipfile",
    "standardcheck.cli.check",
    "standardcheck.compiler.build",
    "standardcheck.compiler.generated",
    "standardcheck.settings.read",
    "standardcheck.source.toml_text",
    "standardcheck.vocabulary.load",
    "standardcheck.wording.zh",
)
"""What ``check`` of one small YAML plan does without. Modules that it goes through take what they need of ``typing``
from ``standardcheck.typing_light``, and digests from ``standardcheck.source.digests``."""
PROGRAM = """
import sys
there = set(sys.modules)  # what this environment itself loads at every start
import json
from standardcheck.cli import main
code = 0
try:
    main(sys.argv[1:])
except SystemExit as leaving:
    code = leaving.code
print(json.dumps([code, sorted(set(sys.modules) - there)]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that has been filled."""
    folder = tmp_path_factory.mktemp("cache")
    for plan in ("small-city.yaml", "medium-city.json"):
        imported(folder, "check", str(PLANS / plan))
    return folder


def imported(cache: Path, *arguments: str, folder: Path | None = None) -> set[str]:
    """The modules that a command has imported when it is done."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src"), "STANDARDCHECK_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        env=environment,
        cwd=folder,
        capture_output=True,
        timeout=120,
        check=False,
    )
    code, modules = json.loads(done.stderr.splitlines()[-1])
    assert code in (None, 0, 1, 3), done.stderr.decode()
    return set(modules)


@pytest.mark.parametrize(
    ("arguments", "also_not"),
    [
        (("--help",), ("yaml", "orjson", "standardcheck.api", "standardcheck.compiler", "standardcheck.source")),
        (("--version",), ("yaml", "orjson", "standardcheck.api")),
        (("check", "--help"), ("yaml", "orjson", "standardcheck.api", "standardcheck.compiler")),
        (
            ("check", str(PLANS / "small-city.yaml")),
            ("orjson", "standardcheck.ruleset.documents", *NOT_FOR_A_SMALL_PLAN),
        ),
        (("check", str(PLANS / "small-city.yaml"), "--lang", "zh", "--explain", "--all"), ("difflib",)),
        (("check", str(PLANS / "medium-city.json")), ("yaml", "standardcheck.ruleset.documents")),
        (("rules", "list"), ("orjson", "yaml")),
        (("schema", "plan"), ("orjson", "yaml", "standardcheck.api")),
        (("completion", "bash"), ("orjson", "yaml", "standardcheck.api")),
    ],
    ids=lambda value: " ".join(Path(word).name for word in value),
)
def test_nothing_heavy_is_imported(cache: Path, arguments: tuple[str, ...], also_not: tuple[str, ...]) -> None:
    modules = imported(cache, *arguments)
    assert not modules.intersection((*HEAVY, *also_not))


def test_leaving_does_not_look_for_cycles() -> None:
    program = """
import atexit, gc, sys
from standardcheck.cli import YOUNG, main
atexit.register(lambda: print(gc.get_freeze_count() > 0, gc.get_threshold()[0] == YOUNG))
main(["--version"])
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert done.stdout.splitlines()[-1] == b"True True"


def test_the_package_itself_imports_nothing_but_its_names() -> None:
    program = "import sys, standardcheck; print(*[m for m in sys.modules if m.startswith('standardcheck')])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, check=True)
    assert set(done.stdout.split()) == {b"standardcheck", b"standardcheck.typing_light"}


def test_check_is_the_function_and_not_the_package_of_that_name() -> None:
    program = "from standardcheck import Outcome, check, check_many; assert callable(check), check"
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True)


def test_the_ten_names_are_there() -> None:
    import standardcheck

    assert len(standardcheck.__all__) == 10
    assert all(getattr(standardcheck, name) is not None for name in standardcheck.__all__)
    with pytest.raises(AttributeError):
        _ = standardcheck.no_such_name  # type: ignore[attr-defined]


def test_without_a_configuration_none_is_parsed_and_git_is_not_called(cache: Path, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["standardcheck>=0.1"]\n', encoding="utf-8")
    modules = imported(cache, "check", str(PLANS / "small-city.yaml"), folder=tmp_path)
    unwanted = (
        "tomllib",
        "subprocess",
        "standardcheck.settings.read",
        "standardcheck.history",
        "standardcheck.cli.compared",
    )
    assert modules.isdisjoint(unwanted)
    (tmp_path / "standardcheck.toml").write_text("as-of = 2026-01-01\n", encoding="utf-8")
    modules = imported(cache, "check", str(PLANS / "small-city.yaml"), folder=tmp_path)
    assert {"tomllib", "standardcheck.settings.read"} <= modules
    assert modules.isdisjoint(HEAVY)
