"""``standardcheck completion``."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class


@click.command("completion")
@click.argument("shell", type=click.Choice(("bash", "zsh", "fish")))
def command(shell: str) -> None:
    """Print the completion script for a shell.

    \b
    bash:  eval "$(standardcheck completion bash)"     in ~/.bashrc
    zsh:   eval "$(standardcheck completion zsh)"      in ~/.zshrc
    fish:  standardcheck completion fish | source      in ~/.config/fish/config.fish
    """
    from standardcheck.cli.root import command as root

    chosen = get_completion_class(shell)
    assert chosen is not None
    click.echo(chosen(root, {}, "standardcheck", "_STANDARDCHECK_COMPLETE").source())
