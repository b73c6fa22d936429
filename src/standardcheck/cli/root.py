"""The root of the command line: its commands, and what --help says of them all."""

from __future__ import annotations

import click

from standardcheck import __version__
from standardcheck.cli.groups import lazy_group

COMMANDS = ("check", "review", "rules", "params", "schema", "report", "init", "completion")
"""Commands in the order of --help; the module of this package of the same name holds each."""

EPILOG = """\b
Exit codes:
  0  compliant, or all that is left is in the baseline
  1  an open violation outside the baseline, or what --fail-on names
  2  wrong usage, or a wrong configuration
  3  undetermined: nothing fails, something cannot be decided
  4  could not check: no plan, an unreadable plan or rule set, a report not written
"""


@click.command(
    cls=lazy_group(__package__, COMMANDS),
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="standardcheck")
def command() -> None:
    """Check construction plans against standards written as data, and show why.

    Begin with `standardcheck init plan.yaml`, then `standardcheck check plan.yaml`.
    """
