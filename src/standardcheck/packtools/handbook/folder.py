"""A handbook on disk: written beside its place, then put there as a whole."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from standardcheck.errors import UsageError
from standardcheck.packtools.handbook.pages import GENERATOR


def write_folder(target: Path, pages: Iterable[tuple[str, str]]) -> int:
    """Write pages into ``target``, in place of a handbook that is there; returns how many.

    Raises ``UsageError`` when the folder holds anything else, ``OSError`` when it cannot be written; then nothing
    has changed.
    """
    if not _is_ours(target):
        raise UsageError("docs-not-ours", file=str(target))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        number = 0
        for name, text in pages:
            file = part / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8", newline="\n")
            number += 1
        _put(part, target)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return number


def _is_ours(target: Path) -> bool:
    """Nothing there, an empty folder, or a handbook made before."""
    if not target.exists():
        return True
    if not target.is_dir():
        return False
    if not any(target.iterdir()):
        return True
    index = target / "index.html"
    return index.is_file() and GENERATOR in index.read_text(encoding="utf-8", errors="replace")[:2000]


def _put(part: Path, target: Path) -> None:
    old = target.with_name(f".{target.name}.{os.getpid()}.old")
    if target.exists():
        target.replace(old)
    try:
        part.replace(target)
    except OSError:
        if old.exists():
            old.replace(target)
        raise
    shutil.rmtree(old, ignore_errors=True)
