"""PyYAML imported without compiling its patterns does what it does otherwise."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = r"""
import re, sys
compiled = re.compile
if sys.argv[1] == "light":
    from standardcheck.cli.light_patterns import import_lightly
    import_lightly("fractions", "yaml")
import yaml
from fractions import Fraction
from yaml import Loader
assert re.compile is compiled
read = yaml.load("a: 2024-05-01\nb: [yes, ~, 1_000, 0x1F, 1.5e+3, '1', 12:30:45]\nc: 2001-12-14t21:59:43-05:00", Loader)
print(read, Fraction(" -3/7 "), Fraction("1.5e2"))
for text in ("a: \x01", "a: [1"):
    try:
        yaml.load(text, Loader)
    except yaml.YAMLError as error:
        print(error)
print(type(re.compile("a")).__name__)
"""


def said(how: str) -> str:
    done = subprocess.run([sys.executable, "-c", PROGRAM, how], capture_output=True, text=True, check=True)
    return done.stdout


def test_patterns_on_demand_change_nothing() -> None:
    light = said("light")
    assert light == said("plainly")
    assert "special characters are not allowed" in light
    assert light.splitlines()[-1] == "Pattern"
