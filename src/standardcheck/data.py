"""Where the shipped packs, schemas and templates lie: in a checkout, an editable install or a wheel alike."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def data_dir(name: str) -> Path:
    """The folder ``name`` (``rules``, ``schemas`` or ``templates``): a checkout's own, else the wheel's."""
    checkout = _HERE.parents[1]
    if (checkout / "pyproject.toml").is_file() and (checkout / name).is_dir():
        return checkout / name
    return _HERE / "_data" / name
