"""Bytes of a file, and the text they are."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager

from standardcheck.errors import UnreadableSource
from standardcheck.source.gathering import Gathering, refuse
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.typing_light import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from pathlib import Path

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def read_bytes(path: str | Path, file: str | None = None, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of a file, refused before more than ``limits.size`` of them are in memory."""
    file = str(path) if file is None else file
    with opened(path, file) as stream:
        return read_stream(stream, file, limits)


@contextmanager
def opened(path: str | Path, file: str) -> Iterator[BinaryIO]:
    """A file open for reading. Raises ``UnreadableSource`` where it cannot be opened or read."""
    try:
        with open(path, "rb") as stream:
            yield stream
    except FileNotFoundError:
        raise refuse("file-not-found", file, file=file) from None
    except IsADirectoryError:
        raise refuse("file-is-directory", file, file=file) from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        reason = getattr(error, "strerror", None) or str(error)
        raise refuse("file-unreadable", file, file=file, reason=reason) from None


def read_stream(stream: BinaryIO, file: str, limits: Limits = DEFAULT_LIMITS) -> bytes:
    """The bytes of an open binary stream, bounded as in :func:`read_bytes`."""
    raw = stream.read(limits.size + 1)
    check_size(raw, file, limits)
    return raw


def check_size(raw: bytes, file: str, limits: Limits) -> None:
    """Refuse more bytes than the limit."""
    if len(raw) > limits.size:
        raise refuse("too-large", file, limit=f"{limits.size / 1024 / 1024:g} MiB")


def decode(raw: bytes, file: str) -> str:
    """The text of ``raw``: by its byte order mark, else UTF-8, else GB 18030."""
    if raw.startswith(_UTF_16):
        return _decode_as("utf-16", raw, file)
    try:
        text = str(raw, "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-8")  # the former is a module to load
    except UnicodeDecodeError as error:
        return _decode_chinese(raw, file, error)
    if "\0" in text:
        raise refuse("not-text", file)
    return text


def decode_utf_8(raw: bytes, file: str) -> str:
    """The text of ``raw``, which has to be UTF-8 unless a byte order mark says UTF-16."""
    if raw.startswith(_UTF_16):
        return _decode_as("utf-16", raw, file)
    try:
        return str(raw, "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _damaged(raw, file, error) from None


def _decode_as(encoding: str, raw: bytes, file: str) -> str:
    try:
        text = str(raw, encoding)
    except UnicodeDecodeError:
        raise refuse("not-text", file) from None
    if "\0" in text:
        raise refuse("not-text", file)
    return text


def _decode_chinese(raw: bytes, file: str, error: UnicodeDecodeError) -> str:
    # Damaged UTF-8 often passes for GB 18030 and would come out as rubbish. Chinese text in GB 18030 read as
    # UTF-8 is wrong nearly everywhere; damaged UTF-8 is wrong here and there.
    lenient = str(raw, "utf-8", "replace")
    wrong = lenient.count("\ufffd")
    right = sum(char > "\u07ff" for char in lenient) - wrong
    if right > 4 * wrong:
        raise _damaged(raw, file, error)
    return _decode_as("gb18030", raw, file)


def _damaged(raw: bytes, file: str, error: UnicodeDecodeError) -> UnreadableSource:
    if b"\0" in raw:
        return refuse("not-text", file)
    before = str(raw[: error.start], "utf-8-sig")
    text = before + str(raw[error.start :], "utf-8", "replace")
    return Gathering(text, file, most=2).stop("not-utf-8", len(before), byte=f"0x{raw[error.start]:02X}")
