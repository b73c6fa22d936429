"""``standardcheck params``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from standardcheck.cli.configured import Configured, config_options
from standardcheck.cli.packs import open_rules, place_options
from standardcheck.cli.terminal import language_option, page_width, reported, rules_option

if TYPE_CHECKING:
    from standardcheck.check.display import Display
    from standardcheck.compiler.form import Program


@click.command("params", cls=Configured)
@click.argument("name", required=False)
@rules_option
@place_options
@language_option
@config_options
def command(name: str | None, rules: str | None, no_cache: bool, as_of: str | None, code: str, language: str) -> None:
    """Show the limits on a date in a place; with NAME, where it comes from."""
    from standardcheck.errors import UsageError
    from standardcheck.hints import near
    from standardcheck.writers.layout import wrap

    with reported(language):
        display, program, day = open_rules(rules, no_cache, as_of, code)
        if name is not None and name.lstrip("$") not in program.params:
            raise UsageError("unknown-param", name=name, hint=near(name, program.params))
        for each in [name.lstrip("$")] if name is not None else sorted(program.params):
            for at, line in enumerate(param_lines(display, program, each, day, language, chain=name is not None)):
                for wrapped in wrap(line, page_width(), "  " if at else ""):
                    click.echo(wrapped)


def param_lines(
    display: Display, program: Program, name: str, day: str, language: str, chain: bool = False
) -> Iterator[str]:
    """A parameter with its value on a day; with ``chain``, every edition and whatever it replaced."""
    from standardcheck.packtools.sentences import edition_at, value_lines
    from standardcheck.wording import catalogue

    words = catalogue(language).RULES
    parameter = program.params[name]
    yield f"${name}  {parameter.label[language]}"
    found = edition_at(parameter, day)
    if found is None:
        yield "  " + words["no_value"].format(day=day)
    for index, edition in enumerate(parameter.editions):
        if not chain and (found is None or index != found[0]):
            continue
        document, number = edition.clause
        held = words["until" if edition.until else "since"].format(since=edition.since, until=edition.until)
        yield "  " + words["clause"].format(document=document, number=number, held=held, pack=edition.origin[0])
        for value in value_lines(display, program, parameter, index, edition):
            yield f"    {value[language]}"
        if chain:
            yield f"    {edition.origin[1]}:{edition.origin[2]}"
    if chain:
        for old in parameter.replaced:
            yield "  " + words["replaced"].format(
                value=old.text or "table",
                document=old.clause[0],
                number=old.clause[1],
                since=old.since,
                pack=old.origin[0],
            )
        for breach in parameter.soft_breaches:
            yield "  " + words["soft"].format(breach=breach)
