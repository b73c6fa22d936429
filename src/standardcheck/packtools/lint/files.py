"""Checks of the files of a pack as text, and the mending of what can safely be mended."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from standardcheck.packtools.diagnostics import Diagnostic, at_origin
from standardcheck.packtools.lint.view import View
from standardcheck.ruleset.packs import Origin

_MODELINE = "# yaml-language-server:"
_SCHEMA = "ruleset.schema.json"


def no_schema_line(view: View) -> Iterator[Diagnostic]:
    """A file that does not tell an editor which schema it follows."""
    documents = [view.pack.manifest_origin.document, *(document for document, _ in view.pack.files)]
    for document in documents:
        if not _has_modeline(document.text):
            yield at_origin("SC401", "warning", Origin(view.pack.id, document, ()), file=Path(document.file).name)


def _has_modeline(text: str) -> bool:
    """Whether one of the comments at the head of a file names the schema."""
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            return False
        if line.startswith(_MODELINE):
            return True
    return False


def add_schema_line(file: Path) -> bool:
    """Put the line before everything else; false where no schema lies beside the packs, or nothing is to be done.

    The file keeps its bytes otherwise, and is replaced only when the new one has been written whole.
    """
    schema = _schema_near(file)
    raw = file.read_bytes()
    if schema is None or not _is_utf_8(raw) or _has_modeline(raw.decode("utf-8-sig")):
        return False
    mark = b"\xef\xbb\xbf" if raw.startswith(b"\xef\xbb\xbf") else b""
    line = f"{_MODELINE} $schema={Path(os.path.relpath(schema, file.parent)).as_posix()}\n"
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        part.write_bytes(mark + line.encode() + raw[len(mark) :])
        part.chmod(file.stat().st_mode & 0o7777)
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return True


def _schema_near(file: Path) -> Path | None:
    """The schema of rule files: in a folder above, or in ``schemas`` there, within a repository at most."""
    for folder in list(file.resolve().parents)[:4]:
        for place in (folder / _SCHEMA, folder / "schemas" / _SCHEMA):
            if place.is_file():
                return place
    return None


def _is_utf_8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
