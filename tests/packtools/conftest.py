"""Copies of packs that a test may change."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = ROOT / "tests" / "cli" / "packs" / "small"

Edit = Callable[..., Path]


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """A copy of the small pack with texts of its rule file replaced, in a folder of the given name."""

    def edited(folder: str, *pairs: tuple[str, str]) -> Path:
        pack = tmp_path / folder / "small"
        shutil.copytree(SMALL, pack)
        file = pack / "rules.yaml"
        text = file.read_text(encoding="utf-8")
        for old, new in pairs:
            assert text.count(old) >= 1, old
            text = text.replace(old, new)
        file.write_text(text, encoding="utf-8")
        return pack

    return edited
