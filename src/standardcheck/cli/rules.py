"""``standardcheck rules``."""

from __future__ import annotations

from itertools import groupby

import click

from standardcheck.cli.packs import known_words, open_rules, place_options
from standardcheck.cli.terminal import heading, language_option, page_width, reported, rules_option


@click.group("rules")
def command() -> None:
    """Read the rules: which there are, what each says, and where its numbers come from."""


@command.command("list")
@rules_option
@place_options
@click.option("--only", multiple=True, metavar="WHAT", help="Rule id (or its start), clause, ledger id or severity.")
@language_option
def list_(
    rules: str | None, no_cache: bool, as_of: str | None, code: str, only: tuple[str, ...], language: str
) -> None:
    """List the rules in force, by document and clause."""
    from standardcheck.check.evaluate import in_force, standard_order
    from standardcheck.check.run import selector
    from standardcheck.wording import catalogue
    from standardcheck.writers.layout import wrap

    with reported(language):
        _, program, day = open_rules(rules, no_cache, as_of, code)
        known_words(only, program.rules)
        select = selector(only, ())
        chosen = [r for r in standard_order(program) if in_force(r, day) and (select is None or select(r))]
        words = catalogue(language)
        for document, group in groupby(chosen, key=lambda r: r.clause[0]):
            heading(f"{program.documents[document].title[language]}  {document}")
            for rule in group:
                marks = " ".join([words.FORCES[rule.force], *rule.ledger])
                head = f"{rule.clause[1]}  {rule.title[language]} [{marks}]  {rule.id}"
                for line in wrap(head, page_width(), "  ", "      "):
                    click.echo(line)


@command.command("show")
@click.argument("rule_id", metavar="RULE")
@rules_option
@place_options
@language_option
def show(rule_id: str, rules: str | None, no_cache: bool, as_of: str | None, code: str, language: str) -> None:
    """Show a rule as a plain sentence, with its limits on a date in a place. RULE is an id or a ledger id."""
    from standardcheck.cli.params import param_lines
    from standardcheck.errors import UsageError
    from standardcheck.hints import near
    from standardcheck.packtools.sentences import params_of, rule_sentence
    from standardcheck.wording import catalogue
    from standardcheck.writers.layout import wrap

    with reported(language):
        display, program, day = open_rules(rules, no_cache, as_of, code)
        chosen = [rule for rule in program.rules if rule_id == rule.id or rule_id in rule.ledger]
        if not chosen:
            names = [name for rule in program.rules for name in (rule.id, *rule.ledger)]
            raise UsageError("unknown-selection", word=rule_id, hint=near(rule_id, names))
        words, width = catalogue(language), page_width()
        for rule in chosen:
            document = program.documents[rule.clause[0]]
            heading(f"{rule.id}  {rule.title[language]}")
            for line in wrap(f"{document.title[language]} {document.number} {rule.clause[1]}", width, "  "):
                click.echo(line)
            force = ", ".join([words.FORCES[rule.force], *(words.MODIFIERS[m] for m in rule.modifiers)])
            held = words.RULES["until" if rule.until else "since"].format(since=rule.since, until=rule.until)
            click.echo(f"  {force}; {words.TEXT['grade'].format(grade=rule.grade)}; {held}; {', '.join(rule.ledger)}")
            for line in wrap(rule_sentence(display, rule)[language], width, "  "):
                click.echo(line)
            for note in (rule.note, document.note):
                if note:
                    for line in wrap(note[language], width, "  " + words.TEXT["notice"]):
                        click.echo(line)
            for name in params_of(program, rule):
                for line in param_lines(display, program, name, day, language):
                    for wrapped in wrap(line, width, "    "):
                        click.echo(wrapped)
            click.echo(f"  {rule.origin[1]}:{rule.origin[2]}")
