"""The engine knows no domain: nothing in its code names what the plan vocabulary names."""

from __future__ import annotations

import ast
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(path for suffix in ("py", "js", "css") for path in (ROOT / "src").rglob(f"*.{suffix}"))
SCHEMA = json.loads((ROOT / "schemas" / "plan.schema.json").read_text(encoding="utf-8"))

ALLOWED = {
    "above": "an ordinary word",
    "below": "an ordinary word",
    "beside": "an ordinary word",
    "block": "of YAML",
    "builder": "the class that builds a program",
    "children": "of a node of a tree",
    "class": "a word of Python",
    "completion": "a value for every open fact; what a shell offers",
    "extension": "part of the name of a module, typing_extensions",
    "counter": "what counts",
    "factory": "an argument of pydantic's",
    "full_width": "of characters and colons",
    "function": "of Python",
    "general": "rules that are not local",
    "gradient": "a quantity",
    "height": "of a drawing on a page",
    "household": "part of an example in help texts: area per household",
    "justification": "a word of SARIF",
    "length": "a quantity",
    "level": "of nesting",
    "location": "a word of SARIF and of GitLab, and the address that a browser shows",
    "lower": "a method of text",
    "manual": "a word of the rule language",
    "middle": "of a line of text",
    "medium": "a precision of SARIF",
    "mixed": "of several kinds",
    "office": "the extra that reads and writes spreadsheets",
    "operator": "what stands between two operands",
    "ordinary": "an ordinary word",
    "other": "an ordinary word",
    "part": "of a rule, a text, a share",
    "person": "whoever decides a manual finding",
    "place": "line and column; where a plan is for",
    "plan": "what is checked",
    "position": "line and column",
    "reason": "why a value is unknown",
    "room": "left in a line",
    "scheme": "of colours",
    "shape": "of data",
    "single": "an object field that holds one child",
    "threshold": "of the garbage collector",
    "title": "of a document or a rule",
    "total": "of a sum, of all plans",
    "upper": "a method of text",
    "whole": "a number without a fraction; all of a share",
    "width": "of the terminal",
    "位置": "line and column",
    "其他": "an ordinary word",
    "名称": "an ordinary word",
    "形式": "of a text",
    "类别": "a kind of the vocabulary",
    "编号": "of a rule or a clause",
    "说明": "an explanation",
    "面积": "a quantity",
}
"""Ordinary words that the engine needs in a meaning of its own, each with that meaning."""


def words() -> set[str]:
    """Every name of the vocabulary: kinds, fields of five letters or more, enum values, countable units, and the
    Chinese labels of all of them."""
    found: set[str] = set(SCHEMA["x-counts"])
    labels: list[dict[str, str]] = [*SCHEMA["x-counts"].values()]
    for entry in SCHEMA["$defs"].values():
        if "x-kind" in entry:
            found.add(entry["x-kind"])
            labels.append(entry["x-label"])
            found |= {name for name in entry["properties"] if len(name) >= 5}
            labels += [spec["x-label"] for spec in entry["properties"].values() if "x-label" in spec]
        elif entry.get("x-type") == "enum":
            found |= {name for name in entry["x-values"] if len(name) >= 5}
            labels += entry["x-values"].values()
    return found | {label["zh"] for label in labels if len(label["zh"]) >= 2}


@lru_cache
def said(path: Path) -> str:
    """The code of a module without comments and docstrings: they may give examples from any field."""
    if path.suffix != ".py":
        return path.read_text(encoding="utf-8")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        body: list[Any] = getattr(node, "body", [])
        if isinstance(body, list):
            for at, statement in enumerate(body):
                if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
                    body[at] = ast.Pass()
    return ast.unparse(tree)


def mentions(word: str, text: str) -> bool:
    """Whether a text has the word, alone or as a part of a longer name, singular or plural."""
    if not word.isascii():
        return word in text
    plural = f"(?:{word}s?|{word[:-1]}ies)" if word.endswith("y") else f"{word}s?"
    return re.search(rf"(?<![A-Za-z]){plural}(?![A-Za-z])", text, re.IGNORECASE) is not None


def test_no_module_names_what_the_vocabulary_names() -> None:
    wanted = {word for word in words() if word not in ALLOWED and word.removesuffix("s") not in ALLOWED}
    assert len(wanted) > 300
    found = [f"{p.relative_to(ROOT)}: {w}" for p in SOURCES for w in sorted(wanted) if mentions(w, said(p))]
    assert not found


def test_no_more_is_allowed_than_the_vocabulary_forbids() -> None:
    assert not set(ALLOWED) - words()


@pytest.mark.parametrize("text", ["ramp_width = 1", "x = 'the ramps'", "city_code", "养老"])
def test_the_search_finds_what_it_looks_for(text: str) -> None:
    assert any(mentions(word, text) for word in ("ramp", "city", "养老"))
