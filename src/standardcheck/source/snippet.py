"""A picture of the line a fault is on, and text made safe to print."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import combining, east_asian_width

from standardcheck.errors import Fault

_TAB = 4

UNPRINTABLE = (
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""C0 but LF, DEL, C1; soft hyphen; what steers direction or takes no room; line separators; lone surrogates and
what is no character. Compiled when a text has one: seldom, and it takes half a millisecond."""


def clean(text: str) -> str:
    """``text`` with every character that a terminal would obey or hide in a visible form; line feeds stay."""
    return text if text.isprintable() else re.sub(UNPRINTABLE, _visible, text)


def snippet(fault: Fault, width: int = 80) -> str:
    """The line of ``fault`` with carets under the place, within ``width`` cells; empty without a place."""
    if fault.place is None:
        return ""
    place = fault.place
    head = f"{' ' * len(str(place.line))}--> {clean(str(place))}".replace("\n", "\\x0a")
    if fault.line_text is None:
        return head
    return f"{head}\n{snippet_of(fault.line_text, place.line, place.column, place.end_column, width)}"


def snippet_of(line_text: str, line: int, column: int, end_column: int | None, width: int = 80) -> str:
    """A line with carets under the columns, within ``width`` cells."""
    number = str(line)
    margin = " " * len(number)
    room = max(width - len(number) - len(" | "), 10)
    text, indent, carets = _picture(line_text, column, end_column, room)
    return f"{margin} |\n{number} | {text}".rstrip() + f"\n{margin} | {' ' * indent}{'^' * carets}"


def _picture(line: str, column: int, end_column: int | None, room: int) -> tuple[str, int, int]:
    """The line cut to ``room`` cells, the cells before the caret, and how many carets."""
    at = min(column - 1, len(line))
    end = min((end_column or column + 1) - 1, len(line))
    skipped = max(0, at - room)  # a line may have millions of characters: look at those near the column
    cells = _cells(line[skipped : at + room])
    at -= skipped
    end -= skipped
    first, last = _window([width for _, width in cells], at, room)
    text = "".join(written for written, _ in cells[first:last])
    cut_before, cut_after = skipped + first > 0, skipped + last < len(line)
    text = "…" * cut_before + text + "…" * cut_after
    before = cut_before + sum(width for _, width in cells[first:at])
    under = sum(width for _, width in cells[at : min(end, last)])
    return text, before, max(1, under)


def _window(widths: list[int], at: int, room: int) -> tuple[int, int]:
    """Which characters to show around ``at``, so that they and two ellipses fit into ``room`` cells."""
    first = last = at
    left = room - 2
    grew = True
    while grew:
        grew = False
        if last < len(widths) and widths[last] <= left:
            left -= widths[last]
            last += 1
            grew = True
        if first > 0 and widths[first - 1] <= left:
            left -= widths[first - 1]
            first -= 1
            grew = True
    return first, last


def _cells(line: str) -> list[tuple[str, int]]:
    """What is shown for each character of the line, and how many cells it takes."""
    shown = []
    for char in line.replace("\n", " "):
        written = " " * _TAB if char == "\t" else clean(char)
        shown.append((written, sum(map(cells, written))))
    return shown


@cache
def cells(char: str) -> int:
    """How many terminal cells a character takes."""
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    if code <= 0xFF:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
