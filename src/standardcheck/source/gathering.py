"""Gathering the faults of one text, to raise them together."""

from __future__ import annotations

from standardcheck.errors import Fault, Place, UnreadableSource
from standardcheck.source.lines import Lines
from standardcheck.typing_light import Any

# Characters of a text that are quoted in a message.
_LONGEST = 80


class Gathering:
    """Faults found so far in one text, each at an offset."""

    __slots__ = ("_file", "_found", "_last", "_lines", "_most", "_text")

    def __init__(self, text: str, file: str, most: int) -> None:
        self._text = text
        self._file = file
        self._most = most
        self._lines: Lines | None = None
        # Many faults on one line of megabytes share its text.
        self._last: tuple[int, str] = (0, "")
        self._found: list[tuple[int, int, Fault]] = []

    def __len__(self) -> int:
        return len(self._found)

    @property
    def lines(self) -> Lines:
        """The lines of the text, cut when first needed: most texts have no fault."""
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines

    def add(self, code: str, offset: int, length: int = 1, /, **args: Any) -> None:
        """Keep one fault and go on; too many faults end the reading."""
        line, column = self.lines.line_and_column(offset)
        if line != self._last[0]:
            self._last = line, self.lines.line_text(line)
        line_text = self._last[1]
        end = min(column + length, len(line_text) + 1) if length > 1 else None
        shortened = {name: _short(value) for name, value in args.items()}
        place = Place(self._file, line, column, end)
        self._found.append((offset, len(self._found), Fault(code, shortened, place, line_text)))
        if len(self._found) >= self._most:
            raise self.refusal()

    def stop(self, code: str, offset: int, length: int = 1, /, **args: Any) -> UnreadableSource:
        """Keep a last fault; the caller raises what is returned."""
        self.add(code, offset, length, **args)
        return self.refusal()

    def refusal(self) -> UnreadableSource:
        """Everything found, in order of place."""
        return UnreadableSource(fault for _, _, fault in sorted(self._found, key=lambda found: found[:2]))

    def raise_any(self) -> None:
        """Raise if anything was found."""
        if self._found:
            raise self.refusal()


def _short(value: Any) -> Any:
    return value[:_LONGEST] + "…" if isinstance(value, str) and len(value) > _LONGEST else value


def refuse(code: str, file: str, /, **args: Any) -> UnreadableSource:
    """One fault of a file as a whole, placed at its beginning."""
    return UnreadableSource([Fault(code, args, Place(file))])
