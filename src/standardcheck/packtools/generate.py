"""Writes the files of a checkout that are made from code: schemas, reference tables, the page of commands.

``python -m standardcheck.packtools.generate`` writes them; with ``--check`` it only names those that differ from
what is committed, and fails if there are any.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from standardcheck.packtools.lint.page import PAGES
from standardcheck.packtools.reference import SECTIONS
from standardcheck.packtools.schemas import Schema, disposition_schema, report_schema, ruleset_schema

ROOT = Path(__file__).resolve().parents[3]

MARKER = re.compile(r"(<!-- generated: (?P<name>[a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
"""What lies between two markers of a page is made by the section of that name."""


def files() -> Iterator[tuple[str, str]]:
    """Every generated file as path and text."""
    yield "schemas/ruleset.schema.json", _json(ruleset_schema())
    yield "schemas/report.schema.json", _json(report_schema())
    for name in ("waivers", "decisions"):
        yield f"schemas/{name}.schema.json", _json(disposition_schema(name))
    yield "docs/rule-language.md", _filled(ROOT / "docs" / "rule-language.md", SECTIONS)
    yield "docs/lint.md", _filled(ROOT / "docs" / "lint.md", PAGES)
    yield "docs/cli.md", _filled(ROOT / "docs" / "cli.md", {"commands": _commands})


def _json(schema: Schema) -> str:
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


def _filled(page: Path, sections: dict[str, Callable[[], str]]) -> str:
    """A page with the parts between its markers made anew."""
    return MARKER.sub(
        lambda match: f"{match[1]}{sections[match['name']]()}{match[3]}", page.read_text(encoding="utf-8")
    )


# -- the page of commands: what the program itself says ----------------------------------------------------------


def _commands() -> str:
    return "".join(
        f"## standardcheck {' '.join(command)}\n\n```text\n{text}```\n\n" if command else f"```text\n{text}```\n\n"
        for command, text in _helps(())
    )


def _helps(command: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    text = _help(command)
    yield command, text
    listed = text.partition("\nCommands:\n")[2].partition("\n\n")[0]
    for name in re.findall(r"^  ([a-z-]+) ", listed, re.MULTILINE):
        yield from _helps((*command, name))


def _help(command: tuple[str, ...]) -> str:
    environment = {**os.environ, "COLUMNS": "100", "LC_ALL": "C.UTF-8", "NO_COLOR": "1"}
    return subprocess.run(
        [sys.executable, "-m", "standardcheck", *command, "--help"],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env=environment,
    ).stdout


def main(arguments: list[str]) -> int:
    """Write or check the files. Returns the exit code."""
    different = []
    for name, text in files():
        path = ROOT / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            different.append(name)
            if "--check" not in arguments:
                path.write_text(text, encoding="utf-8")
    for name in different:
        print(f"{name}: {'differs from what the code says' if '--check' in arguments else 'written'}")
    if different and "--check" in arguments:
        print("Run: python -m standardcheck.packtools.generate")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
