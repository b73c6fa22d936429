"""TOML text to plain data, and where each key and value of it stands.

``tomllib`` reads the text and says nothing of places; :func:`locate` finds them in a text that it has read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from standardcheck.errors import Fault, Place, UnreadableSource
from standardcheck.source.decoding import decode_utf_8
from standardcheck.source.lines import Lines

Step = str | int
Path = tuple[Step, ...]
Span = tuple[int, int]

_AT = re.compile(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", re.DOTALL)
_SPACE = re.compile(r"[ \t]*")
_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^,\]}#\r\n]*[^,\]}#\r\n \t]")
_STRINGS = (
    re.compile(r'"""(?:\\[\s\S]|[^\\])*?"""(?:"{0,2})'),  # the last two may be quotes of the text
    re.compile(r"'''[\s\S]*?'''(?:'{0,2})"),
    re.compile(r'"(?:\\.|[^"\\])*"'),
    re.compile(r"'[^']*'"),
)


class Spans(NamedTuple):
    """Offsets of what stands in a text: from the first character to behind the last."""

    keys: dict[Path, Span]
    """The key of a path; of a table with several headings the first, of an entry of ``[[…]]`` its own heading."""
    values: dict[Path, Span]
    """What is written as a value: nothing for tables that are made of headings and dotted keys."""


class TomlDocument(NamedTuple):
    """One text as plain data, with the place of everything in it."""

    file: str
    """The name shown to the user."""
    data: dict[str, Any]
    lines: Lines
    spans: Spans

    def place(self, path: Sequence[Step], key: bool = False) -> Place:
        """Where the value at ``path`` stands, or its key; what encloses it if there is no such path."""
        start, end = self._span(tuple(path), key)
        line, column = self.lines.line_and_column(start)
        last = min(column + end - start, len(self.lines.line_text(line)) + 1)
        return Place(self.file, line, column, last if last > column else None)

    def fault(self, code: str, path: Sequence[Step], key: bool = False, /, **args: Any) -> Fault:
        """A fault at the place of a value or key."""
        place = self.place(path, key)
        return Fault(code, args, place, self.lines.line_text(place.line))

    def _span(self, path: Path, key: bool) -> Span:
        first, second = (self.spans.keys, self.spans.values) if key else (self.spans.values, self.spans.keys)
        while path:
            found = first.get(path) or second.get(path)
            if found is not None:
                return found
            path = path[:-1]
        return 0, 0


def read_toml(raw: bytes, file: str) -> TomlDocument:
    """Read a TOML text. Raises ``UnreadableSource`` with the place where it is none."""
    import tomllib

    text = decode_utf_8(raw, file)
    lines = Lines(text)
    try:
        return TomlDocument(file, tomllib.loads(text), lines, locate(text))
    except tomllib.TOMLDecodeError as error:
        raise UnreadableSource([_syntax(str(error), file, lines)]) from None
    except ValueError as error:  # a whole number of thousands of digits
        fault = Fault("toml-syntax", {"problem": str(error).partition(";")[0]}, Place(file))
        raise UnreadableSource([fault]) from None
    except RecursionError:
        raise UnreadableSource([Fault("toml-too-deep", {}, Place(file))]) from None


def _syntax(said: str, file: str, lines: Lines) -> Fault:
    """What ``tomllib`` found, at its place."""
    match = _AT.fullmatch(said)
    problem = match[1] if match else said
    place = Place(file, int(match[2]), int(match[3])) if match and match[2] else _end(file, lines)
    known = next((code for words, code in _PROBLEMS if problem.startswith(words)), "toml-syntax")
    shown = lines.line_text(place.line)
    if known == "toml-backslash":  # tomllib stands behind the two characters
        place = place._replace(column=max(1, place.column - 2), end_column=place.column)
    elif known == "toml-twice":  # and here behind the value
        place = place._replace(column=len(shown) - len(shown.lstrip()) + 1, end_column=place.column)
    return Fault(known, {"problem": problem}, place, shown)


def _end(file: str, lines: Lines) -> Place:
    """The end of a text, in the line before the last line break rather than behind it."""
    line, column = lines.line_and_column(len(lines.text))
    if column == 1 and line > 1:
        line, column = line - 1, len(lines.line_text(line - 1)) + 1
    return Place(file, line, column)


_PROBLEMS = (
    ("Expected '=' after a key", "toml-equals"),
    ("Invalid value", "toml-value"),
    ("Invalid date", "toml-value"),
    ("Unclosed array", "toml-open-bracket"),
    ("Unclosed inline table", "toml-open-bracket"),
    ("Unterminated string", "toml-open-quote"),
    ("Illegal character '\\n'", "toml-open-quote"),
    ('Expected "\'"', "toml-open-quote"),
    ("Cannot overwrite a value", "toml-twice"),
    ("Cannot declare", "toml-twice"),
    ("Duplicate inline table key", "toml-twice"),
    ("Cannot redefine namespace", "toml-twice"),
    ("Cannot mutate", "toml-twice"),
    ("Expected newline or end of document", "toml-after-value"),
    ("Invalid statement", "toml-statement"),
    ("Unescaped '\\'", "toml-backslash"),
    ("Invalid initial character for a key part", "toml-key"),
)
"""How the sentences of ``tomllib`` begin, and the code of ours."""


def locate(text: str) -> Spans:
    """Where every key and value of a TOML text stands. The text has been read without a fault."""
    scan = _Scan(text)
    scan.document()
    return Spans(scan.keys, scan.values)


class _Scan:
    """One walk over a text that is known to be right, so that a character or two tell what stands there."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.keys: dict[Path, Span] = {}
        self.values: dict[Path, Span] = {}
        self.numbers: dict[Path, int] = {}  # how many entries an array of tables has so far

    def document(self) -> None:
        table: Path = ()
        while self._next():
            if self.text.startswith("[", self.at):
                table = self._heading()
            else:
                self._pair(table)

    def _next(self) -> str:
        """The next character that means something; the scan stands on it."""
        self._skip(_BLANK)
        return self.text[self.at : self.at + 1]

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self.text, self.at)
        if match is None:
            return ""
        self.at = match.end()
        return match[0]

    def _heading(self) -> Path:
        """``[a.b]`` or ``[[a.b]]``: the table that what follows belongs to."""
        brackets = 2 if self.text.startswith("[[", self.at) else 1
        self.at += brackets
        steps = self._key()
        path: Path = ()
        for name, span in steps[:-1]:
            path = (*path, name)
            self.keys.setdefault(path, span)
            if path in self.numbers:
                path = (*path, self.numbers[path] - 1)
        name, span = steps[-1]
        path = (*path, name)
        self.keys.setdefault(path, span)
        if brackets == 2:
            number = self.numbers[path] = self.numbers.get(path, 0) + 1
            path = (*path, number - 1)
            self.keys[path] = span
        self.at += brackets
        return path

    def _pair(self, table: Path) -> None:
        path = table
        for name, span in self._key():
            path = (*path, name)
            self.keys.setdefault(path, span)
        self.at += 1  # the sign =
        self._skip(_SPACE)
        self._value(path)

    def _key(self) -> list[tuple[str, Span]]:
        """A dotted key, with the scan left behind it and the space that follows."""
        steps = []
        while True:
            self._skip(_SPACE)
            start = self.at
            name = self._string() if self.text[start] in "\"'" else self._skip(_BARE_KEY)
            steps.append((_unquoted(name), (start, self.at)))
            self._skip(_SPACE)
            if not self.text.startswith(".", self.at):
                return steps
            self.at += 1

    def _string(self) -> str:
        return next(found for found in map(self._skip, _STRINGS) if found)

    def _value(self, path: Path) -> None:
        start, first = self.at, self.text[self.at]
        if first in "\"'":
            self._string()
        elif first == "[":
            self._array(path)
        elif first == "{":
            self._inline(path)
        else:
            self._skip(_BARE_VALUE)
        self.values[path] = start, self.at

    def _array(self, path: Path) -> None:
        self.at += 1
        index = 0
        while (char := self._next()) != "]":
            if char == ",":
                self.at += 1
            else:
                self._value((*path, index))
                index += 1
        self.at += 1

    def _inline(self, path: Path) -> None:
        self.at += 1
        while (char := self._next()) != "}":
            if char == ",":
                self.at += 1
            else:
                self._pair(path)
        self.at += 1


def _unquoted(written: str) -> str:
    """The name that a key is written for."""
    if written[0] == "'":
        return written[1:-1]
    if written[0] != '"' or "\\" not in written:
        return written.strip('"')
    import tomllib

    name: str = tomllib.loads(f"name = {written}")["name"]
    return name
