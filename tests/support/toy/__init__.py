"""A second, tiny standard of another field: aquaria. Its vocabulary, packs and plans are data beside this file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from standardcheck.compiler.build import build
from standardcheck.compiler.form import Program
from standardcheck.compiler.library import RuleSet
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import PackFiles, list_packs, read_files
from standardcheck.ruleset.resolve import Resolved, read_chain, resolve
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.vocabulary.model import Vocabulary

HERE = Path(__file__).parent
SCHEMA = (HERE / "vocabulary.json").read_bytes()
PACKS = {name: read_files(folder) for name, folder in list_packs([HERE / "packs"]).items()}
AS_OF = "2024-06-01"
"""The day on which tests judge unless they say otherwise."""

CLAUSE = {"document": "code", "number": "1"}


@lru_cache
def vocabulary() -> Vocabulary:
    """The vocabulary of aquaria."""
    return load_vocabulary(SCHEMA)


@lru_cache
def conform() -> Conform:
    """Its checks for plans."""
    return Conform(vocabulary())


def rule_set(*packs: str, forced: str | None = None) -> RuleSet:
    """A rule set of the toy packs (default: all of them)."""
    return RuleSet(SCHEMA, {name: PACKS[name] for name in packs or PACKS}, forced)


def resolved(*files: Mapping[str, Any]) -> Resolved:
    """A resolved pack of rule files given as plain data, with a document to cite."""
    document = {"title": label("a code"), "status": "mandatory_code", "from": "2020-01-01"}
    manifest = {"pack": "made", "title": label("made for a test"), "version": "1"}
    contents = [("pack.yaml", manifest), ("0.yaml", {"documents": {"code": document}})]
    contents += [(f"{at}.yaml", dict(file)) for at, file in enumerate(files, start=1)]
    made = PackFiles("made", "made", tuple((name, json.dumps(data).encode()) for name, data in contents))
    return resolve(read_chain("made", {"made": made}))


def program_of(*files: Mapping[str, Any]) -> Program:
    """The program of rule files given as plain data."""
    return build(resolved(*files), vocabulary())


def rule(id_: str = "test.rule", **parts: Any) -> dict[str, Any]:
    """A rule as plain data: for each tank, unless ``parts`` say otherwise."""
    head = {"id": id_, "clause": CLAUSE, "force": "must", "grade": "A", "title": label(id_), "for": "tank"}
    return {**head, **parts}


def parameter(quantity: str, value: Any = None, **parts: Any) -> dict[str, Any]:
    """A parameter with one edition as plain data; ``table`` or ``values`` instead of a value as keywords."""
    of = {key: parts.pop(key) for key in ("of", "unit", "tailorable") if key in parts}
    values = parts.pop("values", None)
    if values is None:
        edition = {"from": "2020-01-01", "clause": CLAUSE}
        values = [{**edition, **({"value": value} if value is not None else parts)}]
    return {"label": label(quantity), "quantity": quantity, **of, "values": values}


def label(text: str) -> dict[str, str]:
    """The same text in every language."""
    return {"zh": text, "en": text}


def plan(*tanks: Mapping[str, Any], **root: Any) -> dict[str, Any]:
    """A plan as plain data with these tanks."""
    return {**root, "tanks": [dict(tank) for tank in tanks]}
