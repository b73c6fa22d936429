"""Saved reports: read and checked."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from standardcheck.cli.terminal import EXIT_NOT_CHECKED


def read_report(name: str, language: str) -> dict[str, Any]:
    """A saved report, checked against its format. Leaves with code 4 if it is none."""
    from standardcheck.check.format import refusal
    from standardcheck.wording import sentence

    try:
        with click.open_file(name, "rb") as stream:
            data: dict[str, Any] = json.loads(stream.read())
        why = refusal(data)
    except (OSError, ValueError, RecursionError) as error:
        why = getattr(error, "strerror", None) or " ".join(str(error).split())[:200]
    if why:
        said = sentence(language, "faults", "not-a-report", {"file": name, "why": why})
        click.echo(f"standardcheck: {said}", err=True)
        sys.exit(EXIT_NOT_CHECKED)
    return data
