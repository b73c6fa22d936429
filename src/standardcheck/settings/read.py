"""Reading a configuration strictly: every fault at once, each at its place."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple

from standardcheck.errors import Fault, InvalidSettings, UnreadableSource
from standardcheck.hints import near, shown
from standardcheck.settings import FAIL_ON
from standardcheck.settings.places import is_pattern
from standardcheck.source.toml_text import Path, Step, TomlDocument, read_toml
from standardcheck.vocabulary.dates import is_date
from standardcheck.wording import LANGUAGES

TABLE = ("tool", "standardcheck")


class Settings(NamedTuple):
    """What a configuration says. Paths lead from the folder that the file was read for; nothing said is ``None``."""

    file: str
    """The name shown to the user."""
    digest: str
    document: TomlDocument
    table: Path
    """Where the settings stand in the document."""
    paths: tuple[str, ...] | None = None
    packs: str | None = None
    as_of: str | None = None
    fail_on: tuple[str, ...] | None = None
    waivers: str | None = None
    decisions: str | None = None
    baseline: str | None = None
    lang: str | None = None
    only: tuple[str, ...] | None = None
    skip: tuple[str, ...] | None = None

    def word_fault(self, key: str, word: str, code: str, /, **args: Any) -> Fault:
        """A fault of one entry of a list."""
        listed: tuple[str, ...] = getattr(self, key.replace("-", "_")) or ()
        path = (*self.table, key, *([listed.index(word)] if word in listed else []))
        return self.document.fault(code, path, **args)


class Around(NamedTuple):
    """What a configuration is read in: where paths lead, and what is there."""

    folder: str
    """The folder of the file, as a whole path."""
    base: str
    """The folder that resolved paths are seen from, as a whole path."""
    is_file: Callable[[str], bool]
    is_folder: Callable[[str], bool]
    names: Callable[[str], Iterable[str]]
    """The names in a folder, for suggestions."""
    packs: Callable[[str], Collection[str]]
    """The ids of the rule packs in a folder, or of the one that it is."""
    shipped: str
    """The folder of the shipped packs, as a whole path."""


def read_settings(raw: bytes, file: str, around: Around, may_lack: Collection[str] = ()) -> Settings:
    """The settings of a file. Raises ``InvalidSettings`` with everything that is wrong with them.

    ``may_lack`` are keys whose files are about to be made.
    """
    try:
        document = read_toml(raw, file)
    except UnreadableSource as unreadable:
        raise InvalidSettings(unreadable.faults) from None
    own = os.path.basename(file) != "pyproject.toml"  # noqa: PTH119
    path: Path = () if own else TABLE
    reading = _Reading(document, path, around, may_lack)
    values = reading.values()
    if reading.faults:
        raise InvalidSettings(
            sorted(reading.faults, key=lambda f: (f.place.line, f.place.column) if f.place else (0, 0)),
            values.get("lang"),
        )
    return Settings(file, "sha256:" + hashlib.sha256(raw).hexdigest(), document, path, **values)


class _Reading:
    """One document held against what may stand in it."""

    def __init__(self, document: TomlDocument, table: Path, around: Around, may_lack: Collection[str]) -> None:
        self.document, self.table, self.around, self.may_lack = document, table, around, may_lack
        self.faults: list[Fault] = []

    def values(self) -> dict[str, Any]:
        """The settings by the names of the fields; those with a fault are left out."""
        given: Any = self.document.data
        for step in self.table:
            given = given.get(step) if isinstance(given, dict) else given
        if not isinstance(given, dict):
            self._no_table(given)
            return {}
        found = {}
        for key, value in given.items():
            if self._is_known(key):
                before = len(self.faults)
                read = KEYS[key](self, key, value)
                if len(self.faults) == before:
                    found[key.replace("-", "_")] = read
        return found

    def fault(self, code: str, *path: Step, on_key: bool = False, **args: Any) -> None:
        """Remember a fault at a place below our table."""
        self.faults.append(self.document.fault(code, (*self.table, *path), on_key, **args))

    def _no_table(self, found: Any) -> None:
        if found is not None:
            self.fault("settings-table", key=".".join(TABLE), found=shown(found))
        else:
            self.fault("settings-none", file=self.document.file)

    def _is_known(self, key: str) -> bool:
        if key in KEYS:
            return True
        if not self.table and key in TABLE:
            self.fault("settings-at-top", key, on_key=True, file=self.document.file)
        else:
            known = {"files": "paths", "rules": "packs", "language": "lang"}
            hint = known.get(key) or near(key.replace("_", "-").lower(), KEYS)
            self.fault("settings-unknown-key", key, on_key=True, key=shown(key), hint=hint, known=", ".join(KEYS))
        return False

    # -- values --------------------------------------------------------------------------------------------------

    def text(self, key: str, value: Any) -> str:
        if not isinstance(value, str):
            self.fault("settings-text", key, key=key, found=shown(value))
        elif not value.strip():
            self.fault("settings-empty", key, key=key)
        return str(value)

    def texts(self, key: str, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list):
            self.fault("settings-list", key, key=key, found=shown(value))
            return ()
        for at, item in enumerate(value):
            if not isinstance(item, str):
                self.fault("settings-item", key, at, key=key, found=shown(item))
            elif not item.strip():
                self.fault("settings-empty", key, at, key=key)
        return tuple(map(str, value))

    def day(self, key: str, value: Any) -> str:
        from datetime import date, datetime

        text = value.isoformat() if isinstance(value, date) and not isinstance(value, datetime) else value
        if not isinstance(text, str) or not is_date(text):
            self.fault("settings-day", key, key=key, found=shown(value))
        return str(text)

    def language(self, key: str, value: Any) -> str:
        if self._is_text(key, value):
            self._choice(value, LANGUAGES, key)
        return str(value)

    def severities(self, key: str, value: Any) -> tuple[str, ...]:
        listed = self.texts(key, value)
        for at, item in enumerate(listed):
            if isinstance(value[at], str) and item.strip():
                self._choice(item, FAIL_ON, key, at)
        return tuple(dict.fromkeys(listed))

    def file(self, key: str, value: Any) -> str:
        if not self._is_text(key, value):
            return ""
        path = self._whole(value)
        if self.around.is_folder(path):
            self.fault("settings-not-file", key, key=key, path=shown(value))
        elif key not in self.may_lack and not self.around.is_file(path):
            self._missing(value, key)
        return self._seen(path)

    def places(self, key: str, value: Any) -> tuple[str, ...]:
        listed = self.texts(key, value)
        if isinstance(value, list) and not value:
            self.fault("settings-empty", key, key=key)
        for at, item in enumerate(listed):
            path = self._whole(item)
            is_there = is_pattern(item) or self.around.is_file(path) or self.around.is_folder(path)
            if isinstance(value[at], str) and item.strip() and not is_there:
                self._missing(item, key, at)
        return tuple(self._seen(self._whole(item)) for item in listed)

    def pack(self, key: str, value: Any) -> str:
        """A folder seen from the configuration's, else the id of a shipped pack; both as the path of the folder."""
        if not self._is_text(key, value):
            return ""
        path, around = self._whole(value), self.around
        if around.is_folder(path):
            if not around.packs(path):
                self.fault("settings-no-pack", key, path=shown(value))
            seen = self._seen(path)  # never without its name, by which what lies beside it is found
            whole = os.path.basename(seen) not in (".", "..")  # noqa: PTH119
            return seen if whole else os.path.join(seen, "..", os.path.basename(path))  # noqa: PTH118, PTH119
        if os.path.basename(value) != value or value in (".", ".."):  # noqa: PTH119
            self._missing(value, key)
        elif value not in around.packs(around.shipped):
            known = [*around.packs(around.shipped), *around.names(around.folder)]
            folder, hint = shown(around.folder), near(value, known)
            self.fault("settings-unknown-pack", key, found=shown(value), folder=folder, hint=hint)
        return os.path.join(around.shipped, value)  # noqa: PTH118

    # -- parts ---------------------------------------------------------------------------------------------------

    def _is_text(self, key: str, value: Any) -> bool:
        before = len(self.faults)
        self.text(key, value)
        return len(self.faults) == before

    def _choice(self, found: str, known: Collection[str], key: str, *more: int) -> None:
        if found not in known:
            hint, all_ = near(found, known), ", ".join(known)
            self.fault("settings-choice", key, *more, key=key, found=shown(found), hint=hint, known=all_)

    def _missing(self, value: str, *path: Step) -> None:
        folder, name = os.path.split(self._whole(value))
        hint = near(name, self.around.names(folder))
        if hint:
            hint = value[: len(value) - len(name)] + hint if value.endswith(name) else hint
        self.fault("settings-no-path", *path, path=shown(value), folder=shown(self.around.folder), hint=hint)

    def _whole(self, value: str) -> str:
        return os.path.normpath(os.path.join(self.around.folder, value))  # noqa: PTH118

    def _seen(self, path: str) -> str:
        """A whole path as it is seen from the working folder."""
        try:
            return os.path.relpath(path, self.around.base)
        except ValueError:  # another drive
            return path


KEYS: dict[str, Callable[[_Reading, str, Any], Any]] = {
    "paths": _Reading.places,
    "packs": _Reading.pack,
    "as-of": _Reading.day,
    "fail-on": _Reading.severities,
    "waivers": _Reading.file,
    "decisions": _Reading.file,
    "baseline": _Reading.file,
    "lang": _Reading.language,
    "only": _Reading.texts,
    "skip": _Reading.texts,
}
"""Every setting, and what reads its value."""


def around_on_disk(folder: str, base: str) -> Around:
    """The files as they are."""
    from pathlib import Path as FilePath

    from standardcheck.data import data_dir
    from standardcheck.ruleset.packs import list_packs

    def names(place: str) -> list[str]:
        try:
            return sorted(os.listdir(place))  # noqa: PTH208
        except (OSError, ValueError):
            return []

    return Around(
        folder=folder,
        base=base,
        is_file=os.path.isfile,
        is_folder=os.path.isdir,
        names=names,
        packs=lambda place: list_packs([FilePath(place)]),
        shipped=str(data_dir("rules")),
    )
