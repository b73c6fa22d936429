"""Rego, run by rego-cpp (``regopy``): deny rules in ``bench.rego``, compiled once to a bundle."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson

from others.answers import Engine, Fail, list_of, pointer

SOURCE = Path(__file__).with_name("bench.rego")
ENTRY = "bench/deny"

ROUNDABOUT = {
    "facility.approval": "days compare as text (regopy has no time built-ins), which is right for ISO dates",
}


def engine() -> Engine:
    """The engine with its rules compiled. Raises ``ImportError`` where regopy is not installed."""
    from regopy import Input, Interpreter

    interpreter = Interpreter()
    interpreter.add_module(SOURCE.name, SOURCE.read_text(encoding="utf-8"))
    bundle = interpreter.build(None, [ENTRY])

    def fails(text: bytes) -> list[Fail]:
        interpreter.set_input(Input(orjson.loads(text)))
        output = interpreter.query_bundle_entrypoint(bundle, ENTRY)
        if not output.ok():
            raise RuntimeError(str(output))
        return [_fail(*found) for found in output.results[0].expressions[0]]

    return Engine("Rego (rego-cpp)", "regopy", fails, {}, ROUNDABOUT)


def _fail(rule: str, *at: Any) -> Fail:
    community, facility, item = (*at, None, None)[:3]
    return rule, pointer(community, facility, list_of(rule) if item is not None else "", item or 0)
