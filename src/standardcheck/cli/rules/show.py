"""``standardcheck rules show``."""

from __future__ import annotations

import click

from standardcheck.cli.configured import Configured, config_options
from standardcheck.cli.packs import open_rules, place_options
from standardcheck.cli.terminal import heading, language_option, page_width, reported, rules_option


@click.command("show", cls=Configured)
@click.argument("rule_id", metavar="RULE")
@rules_option
@place_options
@language_option
@config_options
def command(rule_id: str, rules: str | None, no_cache: bool, as_of: str | None, code: str, language: str) -> None:
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
