"""Where the shipped packs, schemas and templates lie: in a checkout, an editable install or a wheel alike."""

from __future__ import annotations

import os.path

from standardcheck.typing_light import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_HERE = os.path.dirname(os.path.realpath(__file__))


def data_path(name: str) -> str:
    """The folder ``rules``, ``schemas`` or ``templates``: the checkout's where there is one, else the wheel's."""
    checkout = os.path.dirname(os.path.dirname(_HERE))
    if os.path.isfile(os.path.join(checkout, "pyproject.toml")) and os.path.isdir(os.path.join(checkout, name)):
        return os.path.join(checkout, name)
    return os.path.join(_HERE, "_data", name)


def data_dir(name: str) -> Path:
    """The same as a ``Path``."""
    from pathlib import Path

    return Path(data_path(name))
