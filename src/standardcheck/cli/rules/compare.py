"""``standardcheck rules compare``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from standardcheck.cli.terminal import cache_folder, language_option, output, page_width, reported, rules_option

if TYPE_CHECKING:
    from standardcheck.compiler.library import RuleSet
    from standardcheck.packtools.compare import Cell, Column, Comparison, Line

FORMATS = ("text", "json", "csv", "markdown")


@click.command("compare")
@click.option(
    "--by",
    multiple=True,
    required=True,
    metavar="FIELD=VALUE,VALUE…",
    help="What the columns are: places, by the field of a plan that holds their code; or dates, "
    "`date=2024-01-01,2026-01-01`. With both, every place on every date.",
)
@click.option("--all", "all_", is_flag=True, help="Show limits and rules that are the same everywhere, too.")
@click.option("--format", "format_", type=click.Choice(FORMATS), default="text", show_default=True)
@click.option("-o", "--output", "target", metavar="FILE", help="Write to FILE.")
@rules_option
@click.option("--code", default="", metavar="CODE", help="The place whose dates are compared (GB/T 2260).")
@click.option("--as-of", metavar="DATE", help="Date, YYYY-MM-DD. Default: today.")
@language_option
def command(
    by: tuple[str, ...],
    all_: bool,
    format_: str,
    target: str | None,
    rules: str | None,
    no_cache: bool,
    code: str,
    as_of: str | None,
    language: str,
) -> None:
    """Show the limits of several places, or of several dates, side by side, and the rules that are not the same."""
    from standardcheck import api
    from standardcheck.packtools.compare import compare

    with reported(language):
        ruleset = api.load_ruleset(rules, cache=cache_folder(no_cache))
        found = compare(_columns(ruleset, by, code, as_of), ruleset)
        shown = found if all_ else _differing(found)
        text = {"json": _json, "csv": _csv, "markdown": _markdown, "text": _text}[format_](shown, found, language)
        with output(target, language) as stream:
            stream.write(text)


def _columns(ruleset: RuleSet, by: tuple[str, ...], code: str, as_of: str | None) -> list[Column]:
    from datetime import date

    from standardcheck.errors import UsageError
    from standardcheck.packtools.compare import column
    from standardcheck.vocabulary.dates import is_date

    place = ".".join(ruleset.vocabulary.pack_code_path)
    chosen: dict[str, list[str]] = {}
    for each in by:
        name, _, values = each.partition("=")
        listed = list(dict.fromkeys(value.strip() for value in values.split(",") if value.strip()))
        if name not in (place, "date") or not listed:
            raise UsageError("compare-by", found=each, place=place)
        if name in chosen:
            raise UsageError("compare-twice", name=name)
        chosen[name] = listed
    for name, option, given in ((place, "--code", code), ("date", "--as-of", as_of)):
        if name in chosen and given:
            raise UsageError("compare-both", name=name, option=option)
    days = chosen.get("date") or [as_of or date.today().isoformat()]
    for day in days:
        if not is_date(day):
            raise UsageError("bad-as-of", found=day)
    columns = [column(ruleset, where, day) for where in chosen.get(place, [code]) for day in days]
    if len(columns) < 2:
        raise UsageError("compare-one")
    return columns


def _differing(found: Comparison) -> Comparison:
    """The parameters and rules that are not the same in every column; of a table, the rows that are not."""
    params = ((own, *(row for row in rows if row.differs)) for own, *rows in found.params if own.differs)
    return found._replace(params=tuple(params), rules=tuple(line for line in found.rules if line.differs))


# -- formats -----------------------------------------------------------------------------------------------------


def _json(shown: Comparison, whole: Comparison, language: str) -> str:
    from standardcheck.cli.rules.printing import json_text

    columns = [{"code": each.code, "as_of": each.day, "pack": each.pack, "local": each.local} for each in shown.columns]
    params = [
        {**_line_data(own), **({"rows": [_line_data(row) for row in rows]} if rows else {})}
        for own, *rows in shown.params
    ]
    return json_text({"columns": columns, "params": params, "rules": [_line_data(line) for line in shown.rules]})


def _line_data(line: Line) -> dict[str, Any]:
    named = {"when": line.when} if line.when is not None else {"name": line.name, "label": line.label}
    return {**named, "differs": line.differs, "cells": [_cell_data(cell) for cell in line.cells]}


def _cell_data(cell: Cell) -> dict[str, Any]:
    clause = None if cell.clause is None else {"document": cell.clause[0], "number": cell.clause[1]}
    return {"state": cell.state, "text": cell.text, "clause": clause, "pack": cell.pack}


def _words(language: str) -> dict[str, str]:
    from standardcheck.wording import catalogue

    words: dict[str, str] = catalogue(language).COMPARE
    return words


def _heads(found: Comparison, language: str) -> list[str]:
    """What stands over each column: place and pack, and the date where dates differ."""
    words = _words(language)
    dated = len({each.day for each in found.columns}) > 1
    placed = len({each.code for each in found.columns}) > 1
    heads = []
    for each in found.columns:
        parts = [each.day] if dated else []
        parts += [each.code or words["everywhere"]] if placed or each.code else []
        parts.append(each.pack)
        if each.code and not each.local:
            parts.append(words["no_local"])
        if each.program.packs[-1].draft:
            parts.append(words["draft_pack"])
        heads.append(" ".join(parts).replace(" （", "（"))
    return heads


def _param_rows(found: Comparison, language: str) -> list[list[str]]:
    rows = []
    for lines in found.params:
        for line in lines:
            first = f"{line.label[language]} ${line.name}" if line.when is None else f"· {line.when[language]}"
            rows.append([first, *(cell.text[language] for cell in line.cells)])
    return rows


def _rule_rows(found: Comparison, language: str) -> list[list[str]]:
    return [
        [f"{line.label[language]} {line.name}", *(cell.text[language] for cell in line.cells)] for line in found.rules
    ]


def _rules_title(shown: Comparison, words: dict[str, str]) -> str:
    return words["rules" if all(line.differs for line in shown.rules) else "rules_all"]


def _text(shown: Comparison, whole: Comparison, language: str) -> str:
    from standardcheck.cli.rules.printing import grid

    words, heads = _words(language), _heads(shown, language)
    days = {each.day for each in shown.columns}
    as_of = words["as_of_each"] if len(days) > 1 else words["as_of"].format(day=shown.columns[0].day)
    lines = [f"{words['params']} · {as_of}", ""]
    if shown.params:
        lines += grid([[words["parameter"], *heads], *_param_rows(shown, language)], page_width())
    else:
        lines.append(words["same"])
    if len(shown.params) < len(whole.params):
        lines += ["", words["shown"].format(shown=len(shown.params), all=len(whole.params))]
    lines += ["", _rules_title(shown, words), ""]
    if shown.rules:
        lines += grid([[words["rule"], *heads], *_rule_rows(shown, language)], page_width())
    else:
        lines.append(words["same_rules"])
    return "\n".join(lines) + "\n"


def _csv(shown: Comparison, whole: Comparison, language: str) -> str:
    import csv
    from io import StringIO

    words = _words(language)
    written = StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([_no_formula(cell) for cell in ("", "id", words["parameter"], *_heads(shown, language))])
    kinds = [(words["parameter"], line) for lines in shown.params for line in lines]
    kinds += [(words["rule"], line) for line in shown.rules]
    for kind, line in kinds:
        said = line.label[language] if line.when is None else line.when[language]
        cells = (kind, line.name, said, *(cell.text[language] for cell in line.cells))
        writer.writerow([_no_formula(cell) for cell in cells])
    return written.getvalue()


def _no_formula(text: str) -> str:
    """A text that no spreadsheet takes for a formula; control characters in a visible form."""
    from standardcheck.source import clean

    text = clean(text).replace("\n", " ")
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text


def _markdown(shown: Comparison, whole: Comparison, language: str) -> str:
    words, heads = _words(language), _heads(shown, language)
    tables = [(words["params"], words["parameter"], _param_rows(shown, language), words["same"])]
    tables.append((_rules_title(shown, words), words["rule"], _rule_rows(shown, language), words["same_rules"]))
    parts = []
    for title, first, rows, nothing in tables:
        rule = "| " + " | ".join(["---"] * (len(heads) + 1)) + " |"
        lines = [_markdown_row([first, *heads]), rule, *(_markdown_row(row) for row in rows)]
        parts.append(f"## {title}\n\n" + ("\n".join(lines) if rows else nothing) + "\n")
    return "\n".join(parts)


def _markdown_row(cells: list[str]) -> str:
    import re

    from standardcheck.writers.layout import harmless

    escaped = (re.sub(r"([\\`*_\[\]<>|#~$])", r"\\\1", harmless(cell)) for cell in cells)
    return "| " + " | ".join(escaped) + " |"
