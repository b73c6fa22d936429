"""``standardcheck rules diff``."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

import click

from standardcheck.cli.terminal import (
    EXIT_NOT_CHECKED,
    colour_option,
    language_option,
    output,
    page_width,
    reported,
    use_colour,
)

STYLES: dict[str, dict[str, Any]] = {
    "heading": {"bold": True},
    "title": {"bold": True},
    "place": {"dim": True},
    "old": {"fg": "red"},
    "new": {"fg": "green"},
}


@click.command("diff")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option("--corpus", multiple=True, metavar="PLANS", help="Plans, or folders of plans, to judge by both.")
@click.option("--as-of", metavar="DATE", help="Date of judgement of the plans. Default: the date each plan states.")
@click.option("--format", "format_", type=click.Choice(("text", "json", "markdown")), default="text", show_default=True)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@click.option("--exit-code", is_flag=True, help="Exit 1 if the rules differ or any plan comes out otherwise.")
@language_option
@colour_option
def command(
    old: str,
    new: str,
    corpus: tuple[str, ...],
    as_of: str | None,
    format_: str,
    target: str | None,
    exit_code: bool,
    language: str,
    colour: str,
) -> None:
    """Show what changed between two states of the packs, and which plans come out otherwise.

    OLD and NEW are folders of packs, or a pack each.

    \b
    standardcheck rules diff ../before/rules rules
    standardcheck rules diff ../before/rules rules --corpus plans/ --as-of 2026-01-01
    """
    from standardcheck.packtools.diff import diff
    from standardcheck.packtools.packset import load_packs

    with reported(language):
        before, after = load_packs(old), load_packs(new)
        data = diff(before, after)
        if corpus:
            data |= _corpus(before, after, corpus, as_of)
        with output(target, language) as stream:
            for piece in _written(data, format_, language, use_colour(colour, target is not None)):
                stream.write(piece + "\n")
    if data.get("unreadable"):
        sys.exit(EXIT_NOT_CHECKED)
    if exit_code and (data["changes"] or data.get("plans")):
        sys.exit(1)


def _corpus(before: Any, after: Any, corpus: Iterable[str], as_of: str | None) -> dict[str, Any]:
    from standardcheck import api
    from standardcheck.errors import UsageError
    from standardcheck.packtools.diff_corpus import compare

    files = list(api.iter_files(corpus))
    if not files:
        raise UsageError("no-plans", where=", ".join(corpus))
    return compare(files, before.ruleset(), after.ruleset(), as_of)._asdict()


def _written(data: dict[str, Any], format_: str, language: str, coloured: bool) -> Iterator[str]:
    from standardcheck.packtools import diff_text
    from standardcheck.writers.layout import harmless, wrap

    if format_ == "json":
        import json

        yield json.dumps(data, ensure_ascii=False, indent=2)
        return
    lines = diff_text.lines(data, language)
    if format_ == "markdown":
        yield from diff_text.markdown(lines)
        return

    def broken(text: str, first: str, rest: str) -> Iterable[str]:
        return wrap(harmless(text), page_width(), first, rest)

    for style, text in diff_text.text_lines(lines, broken):
        yield click.style(text, **STYLES[style]) if coloured and style in STYLES else text
