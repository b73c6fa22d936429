"""``standardcheck rules list``."""

from __future__ import annotations

from itertools import groupby

import click

from standardcheck.cli.configured import Configured, config_options
from standardcheck.cli.packs import known_words, open_rules, place_options
from standardcheck.cli.terminal import heading, language_option, page_width, reported, rules_option


@click.command("list", cls=Configured)
@rules_option
@place_options
@click.option("--only", multiple=True, metavar="WHAT", help="Rule id (or its start), clause, ledger id or severity.")
@language_option
@config_options
def command(
    rules: str | None, no_cache: bool, as_of: str | None, code: str, only: tuple[str, ...], language: str
) -> None:
    """List the rules in force, by document and clause."""
    from standardcheck.check.evaluate import rules_in_force
    from standardcheck.check.run import selector
    from standardcheck.wording import catalogue
    from standardcheck.writers.layout import wrap

    with reported(language):
        _, program, day = open_rules(rules, no_cache, as_of, code)
        known_words(only, program.rules)
        select = selector(only, ())
        chosen = [r for r in rules_in_force(program, day) if select is None or select(r)]
        words = catalogue(language)
        for document, group in groupby(chosen, key=lambda r: r.clause[0]):
            heading(f"{program.documents[document].title[language]}  {document}")
            for rule in group:
                marks = " ".join([words.FORCES[rule.force], *rule.ledger])
                head = f"{rule.clause[1]}  {rule.title[language]} [{marks}]  {rule.id}"
                for line in wrap(head, page_width(), "  ", "      "):
                    click.echo(line)
