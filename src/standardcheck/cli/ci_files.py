"""The files that make a repository check its plans: which there are, and their text from ``templates/``.

Nothing is written here. A template is a whole file with ``@NAME@`` where a value stands, always inside double quotes.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from standardcheck import __version__
from standardcheck.errors import UsageError

SOURCE = "https://standardcheck.invalid/_fill_in_/standardcheck"
"""Stands for the address of this project's repository wherever nobody has given it with ``--source``. It leads nowhere:
``.invalid`` never resolves, and no owner on GitHub can have such a name."""

REV = f"v{__version__}"
PLAN = "plans/plan.yaml"

_HOLE = re.compile("@([A-Z]+)@")
_ADDRESS = re.compile(r"[A-Za-z0-9][^\s\"'\\$`]*")
_FOLDER = re.compile(r"[^\x00-\x1f\x7f\"'\\$`:*?<>|]+")


class File(NamedTuple):
    """A file to write."""

    path: str
    text: str
    shared: bool = False
    """Whether other tools use it, too, so that one that is there is added to by its owner."""
    kept: bool = False
    """Whether one that is there is the owner's, and as good."""


def ci_files(systems: tuple[str, ...], plan: str, source: str, rev: str, language: str) -> list[File]:
    """The files for these systems (``github``, ``gitlab``, ``pre-commit``) and a plan in a folder of its own.

    Raises ``UsageError`` where a value cannot stand in them.
    """
    for option, value in (("--source", source), ("--rev", rev)):
        if not _ADDRESS.fullmatch(value):
            raise UsageError("init-bad-value", option=option, found=value)
    folder = _folder(plan)
    values = {
        "SOURCE": source,
        "REV": rev,
        "ACTION": "/".join(source.removesuffix("/").removesuffix(".git").replace(":", "/").split("/")[-2:]),
        "FOLDER": folder,
        "FILES": f"^{re.escape(folder)}/.*\\.(ya?ml|json)$",
    }
    found = [file for system in dict.fromkeys(systems) for file in _FILES[system]]
    found.append(File("standardcheck.toml", "standardcheck.{}.toml", kept=True))
    return [file._replace(text=_filled(file.text.format(language), values)) for file in found]


_FILES = {
    "github": (File(".github/workflows/standardcheck.yml", "github.{}.yml"),),
    "gitlab": (
        File(".gitlab/standardcheck.yml", "gitlab.{}.yml"),
        File(".gitlab-ci.yml", "gitlab-ci.{}.yml", shared=True),
    ),
    "pre-commit": (File(".pre-commit-config.yaml", "pre-commit.{}.yaml", shared=True),),
}


def starter(plan: str, language: str) -> File:
    """The starter plan, which finds the schema for editors at the top of the repository."""
    from standardcheck.data import data_dir

    text = (data_dir("schemas") / f"starter.{language}.yaml").read_text(encoding="utf-8")
    up = "../" * (len(PurePosixPath(plan).parts) - 1)
    return File(plan, text.replace("$schema=plan.schema.json", f"$schema={up}plan.schema.json", 1), kept=True)


def has_plans(folder: Path) -> bool:
    """Whether a folder holds a plan already."""
    from standardcheck.api import iter_files

    return folder.is_dir() and next(iter_files([str(folder)]), None) is not None


def _folder(plan: str) -> str:
    path = PurePosixPath(plan.replace("\\", "/"))
    folder = path.parent.as_posix()
    if path.is_absolute() or ".." in path.parts or folder == "." or not _FOLDER.fullmatch(folder):
        raise UsageError("init-no-folder", file=plan)
    return folder


def _filled(name: str, values: dict[str, str]) -> str:
    from standardcheck.data import data_dir

    text = (data_dir("templates") / name).read_text(encoding="utf-8")
    return _HOLE.sub(lambda hole: json.dumps(values[hole[1]], ensure_ascii=False)[1:-1], text)
