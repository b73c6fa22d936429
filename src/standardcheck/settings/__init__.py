"""The configuration of a check: ``standardcheck.toml``, or ``[tool.standardcheck]`` in ``pyproject.toml``."""

from __future__ import annotations

FAIL_ON = ("violation", "advice", "note", "unknown")
"""What ``--fail-on`` may name: severities of rules that fail, and what is binding and undecided."""
