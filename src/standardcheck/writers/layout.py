"""Lines for terminals: wide characters counted as two cells, text from plans made harmless."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from standardcheck.source.snippet import cells, clean

# What runners obey; compiled when a text may hold it.
_AT_A_START = r"(?<![!-~])::"
_ANYWHERE = r"##(?=\[|vso\[)"
_LINE_START = r"^((?:\s|\x1b\[[0-9;]*m)*)::"

_OPENING = frozenset("“‘（《【([")
_NARROW_WORDS = re.compile(r" *(?:[(\[]+[^(\[]?)?[^ (\[]*", re.DOTALL)
"""What :func:`words` finds in printable ASCII, where no character is wide."""
_NO_BREAK_BEFORE = frozenset("，。；：、！？）》”’％,.;:!?)%…")


def harmless(text: str) -> str:
    """Text as it may be printed: on one line, no control characters, nothing that a CI runner would obey.

    A runner obeys ``::`` where a line begins, which may be wherever a text is wrapped, and ``##[`` anywhere.
    """
    line = inert(one_line(text))
    return re.sub(_AT_A_START, r"\\::", line) if "::" in line else line


def one_line(text: str) -> str:
    """Text on one line, with every character that would be obeyed or not be seen in a visible form."""
    return clean(text).replace("\n", " ")


def inert(line: str) -> str:
    """A whole line so that no CI runner takes it for a command."""
    if "##" in line:
        line = re.sub(_ANYWHERE, r"#\\#", line)
    return re.sub(_LINE_START, r"\1\\::", line) if "::" in line else line


def width_of(text: str) -> int:
    """How many terminal cells a text takes."""
    return len(text) if text.isascii() else sum(map(cells, text))


def wrap(text: str, width: int, first: str = "", rest: str | None = None) -> Iterator[str]:
    """Lines of at most ``width`` cells; broken at blanks, or between wide characters."""
    rest = " " * width_of(first) if rest is None else rest
    line, used, limit = first, width_of(first), max(width, 20)
    if used + width_of(text) <= limit:
        yield (first + text).rstrip()
        return
    empty = True
    for token in words(text):
        size = width_of(token)
        if used + size > limit and not empty:
            yield line.rstrip()
            line, used, token = rest, width_of(rest), token.lstrip()
            size = width_of(token)
        line += token
        used += size
        empty = False
    yield line.rstrip()


def words(text: str) -> Iterable[str]:
    """The pieces between which a line may be broken; together they are the text."""
    return filter(None, _NARROW_WORDS.findall(text)) if text.isascii() and text.isprintable() else _glued(_tokens(text))


def _glued(tokens: Iterator[str]) -> Iterator[str]:
    """Tokens with the closing marks after them, which never begin a line."""
    held = ""
    for token in tokens:
        if held and token in _NO_BREAK_BEFORE:
            held += token
            continue
        if held:
            yield held
        held = token
    if held:
        yield held


def _tokens(text: str) -> Iterator[str]:
    """Words with the blanks before them; every wide character is a word, with an opening mark before it."""
    word = ""
    for char in text:
        if word and word[-1] in _OPENING:
            word += char
            if cells(char) > 1 and char not in _OPENING:
                yield word
                word = ""
        elif char in _OPENING:
            if word.strip():
                yield word
                word = ""
            word += char
        elif cells(char) > 1:
            if word:
                yield word
            yield char
            word = ""
        elif char == " ":
            if word.strip():
                yield word
                word = ""
            word += char
        else:
            word += char
    if word:
        yield word
