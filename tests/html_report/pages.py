"""Reports, the pages made of them, and a page read as a tree of elements."""

from __future__ import annotations

import io
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import standardcheck as sc

ROOT = Path(__file__).parents[2]
PLANS = ROOT / "fixtures" / "plans"
Data = dict[str, Any]
_VOID = ("meta", "input")


@cache
def rules() -> sc.RuleSet:
    return sc.load_ruleset()


@cache
def _saved(names: tuple[str, ...]) -> str:
    plans = [sc.read_plan(PLANS / name, rules()) for name in names]
    text = io.StringIO()
    sc.write_report(sc.check_many(plans, rules()), text, "json")
    return text.getvalue()


def report(*names: str) -> Data:
    """The report of shipped plans, as saved and read again; a copy of its own for each caller."""
    data: Data = json.loads(_saved(names))
    return data


def page(data: Data | sc.Report, **options: Any) -> str:
    text = io.StringIO()
    sc.write_report(data, text, "html", **options)
    return text.getvalue()


class Node:
    """An element with what is in it."""

    def __init__(self, tag: str, attributes: dict[str, str | None]) -> None:
        self.tag, self.attributes = tag, attributes
        self.children: list[Node | str] = []

    def all(self, tag: str = "", **wanted: str) -> list[Node]:
        """Every element inside, in order, with a tag and with attributes (``class_``: one of its classes)."""
        found = []
        for child in self.children:
            if isinstance(child, Node):
                if child._fits(tag, wanted):
                    found.append(child)
                found += child.all(tag, **wanted)
        return found

    def one(self, tag: str = "", **wanted: str) -> Node:
        (found,) = self.all(tag, **wanted)
        return found

    def text(self, language: str = "en") -> str:
        """Its text as a reader of a language sees it."""
        parts = []
        for child in self.children:
            if isinstance(child, str):
                parts.append(child)
            elif child.tag not in ("script", "style") and child.attributes.get("lang", language)[:2] == language:  # type: ignore[index]
                parts.append(child.text(language))
        return " ".join("".join(parts).split())

    def _fits(self, tag: str, wanted: dict[str, str]) -> bool:
        classes = (self.attributes.get("class") or "").split()
        return (not tag or self.tag == tag) and all(
            value in classes if name == "class_" else self.attributes.get(name) == value
            for name, value in wanted.items()
        )


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Node("", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in <{tag}>"
        node = Node(tag, dict(attrs))
        self.open[-1].children.append(node)
        if tag not in _VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError("a comment")


def tree(text: str) -> Node:
    """A page as elements; every one is closed in its place, or this fails."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [reader.root]
    return reader.root
