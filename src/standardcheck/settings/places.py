"""Patterns of file names: ``*`` and ``?`` within a name, ``[…]`` one of several characters, ``**`` any folders."""

from __future__ import annotations

import os
import re
from fnmatch import translate
from functools import lru_cache
from pathlib import Path

PLAN_ENDINGS = (".yaml", ".yml", ".json")


def is_pattern(text: str) -> bool:
    """Whether a path is a pattern rather than the name of one thing."""
    return any(char in text for char in "*?[")


def is_plan_name(name: str) -> bool:
    """Whether a file is a plan by its name, where a folder or pattern names it among others."""
    return name.lower().endswith(PLAN_ENDINGS)


def selects(place: str, file: str) -> bool:
    """Whether a place (a file, a folder or a pattern, ``/`` between names) means a file: it, or a folder around it.

    Of what is in a folder or meant by a pattern, only files with the ending of a plan count.
    """
    if file == place:
        return True
    if not is_plan_name(file):
        return False
    steps = file.split("/")
    if not is_pattern(place):
        return place in ("", ".") or file.startswith(place.rstrip("/") + "/")
    wanted = tuple(place.split("/"))
    return any(_matches(wanted, tuple(steps[:number])) for number in range(1, len(steps) + 1))


def _matches(wanted: tuple[str, ...], steps: tuple[str, ...]) -> bool:
    if not wanted:
        return not steps
    if wanted[0] == "**":
        return any(_matches(wanted[1:], steps[at:]) for at in range(len(steps) + 1))
    return bool(steps) and _step(wanted[0]).match(steps[0]) is not None and _matches(wanted[1:], steps[1:])


@lru_cache(maxsize=256)
def _step(pattern: str) -> re.Pattern[str]:
    return re.compile(translate(pattern))


def matching(pattern: str) -> list[str]:
    """The plan files that a pattern means, in order of name; links to folders are not followed."""
    slashed = pattern.replace(os.sep, "/")
    steps = slashed.split("/")
    fixed = next(at for at, step in enumerate(steps) if is_pattern(step))
    root = "/".join(steps[:fixed]) or ("/" if slashed.startswith("/") else ".")
    found = []
    for folder, below, names in os.walk(root):
        below[:] = (name for name in below if name != ".git")
        files = (os.path.normpath(os.path.join(folder, name)) for name in names)  # noqa: PTH118
        found += [file for file in files if selects(slashed, file.replace(os.sep, "/")) and os.path.isfile(file)]  # noqa: PTH113
    return sorted(found, key=lambda file: Path(file).parts)
