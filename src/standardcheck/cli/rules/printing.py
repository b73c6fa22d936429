"""What the tools for rule authors print: diagnostics with the line they are about, and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import page_width, use_colour

if TYPE_CHECKING:
    from standardcheck.packtools.diagnostics import Diagnostic

_COLOURS = {"error": "red", "warning": "yellow"}


def echo_diagnostics(found: Iterable[Diagnostic], language: str) -> None:
    """Print diagnostics to standard output, as faults of a rule file are printed."""
    from standardcheck.source import clean
    from standardcheck.source.snippet import snippet_of
    from standardcheck.wording import catalogue

    words, width = catalogue(language).LINT, page_width()
    coloured = use_colour("auto", False)
    for each in found:
        kind = words["severity"][each.severity]
        kind = click.style(kind, fg=_COLOURS[each.severity], bold=True) if coloured else kind
        said = clean(each.message(language)).replace("\n", " ")
        click.echo(f"{clean(str(each.place))}: {kind}: {said} [{each.code}]", color=coloured)
        if each.line_text is not None:
            click.echo(snippet_of(each.line_text, each.place.line, each.place.column, each.place.end_column, width))
        click.echo(words["suggestion"].format(text=clean(each.suggestion(language)).replace("\n", " ")))


def json_text(data: Any) -> str:
    """Plain data as JSON for people and programs."""
    import json

    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def grid(rows: Sequence[Sequence[str]], width: int, least: int = 12) -> Iterator[str]:
    """Rows of cells in columns that line up, wide characters counted as two; cells that are too long are wrapped.

    No column is narrower than ``least`` cells of the terminal unless its texts are: a table of many columns is wider
    than ``width`` rather than unreadable.
    """
    from standardcheck.writers.layout import harmless, width_of, wrap

    shown = [[harmless(cell) for cell in row] for row in rows]
    natural = [max(width_of(cell) for cell in column) for column in zip(*shown, strict=True)]
    widths = _fitted(natural, width - 2 * (len(natural) - 1), least)
    for row in shown:
        wrapped = [
            list(wrap(cell, max(size, 20))) if width_of(cell) > size else [cell]
            for cell, size in zip(row, widths, strict=True)
        ]
        for at in range(max(len(lines) for lines in wrapped)):
            parts = [lines[at] if at < len(lines) else "" for lines in wrapped]
            padded = (part + " " * (size - width_of(part)) for part, size in zip(parts, widths, strict=True))
            yield "  ".join(padded).rstrip()


def _fitted(natural: list[int], room: int, least: int) -> list[int]:
    """Widths that fit into ``room``: the widest columns give way, none below ``least``."""
    widths = list(natural)
    while sum(widths) > room:
        widest = max(range(len(widths)), key=lambda at: widths[at])
        if widths[widest] <= least:
            break
        widths[widest] -= 1
    return widths
