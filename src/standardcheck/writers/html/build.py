"""HTML by construction: whatever is not markup made here is text, and is escaped.

:class:`Html` is made in this module only. Everything else that is put into an element is text: it is escaped, and
characters that steer or hide are made visible. Joining ``Html`` with ``str`` by hand gives a ``str``, which is
escaped again: a mistake shows on the page, and opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from typing import TypeAlias

from standardcheck.source.snippet import clean


class Html(str):
    """Markup that this module made."""

    __slots__ = ()


Child: TypeAlias = "str | int | Iterable[Child] | None"
Value: TypeAlias = str | int | float | bool | None

_ELEMENTS = """
article b body button caption code dd details div dl dt fieldset footer form h1 h2 h3 h4 head header html input label
legend li line main mark meta nav noscript ol option output p path pre rect section select span summary svg table tbody
td th thead title tr ul a
"""
_TAGS = frozenset(_ELEMENTS.split())
_VOID = frozenset(("input", "meta"))
_ATTRIBUTES = re.compile(
    r"(?:class|id|lang|for|name|type|value|checked|hidden|role|tabindex|scope|href|content|charset|http-equiv|"
    r"start|x|y|x1|x2|y1|y2|d|width|height|viewBox|"
    r"data-[a-z]+|aria-[a-z]+)"
)
NOTHING = Html("")


@lru_cache(maxsize=1 << 15)
def text(value: str) -> Html:
    """Text as it may stand on a page: on one line, since a line could be a command to whoever prints the page."""
    return Html(_inert(escape(clean(value).replace("\n", " "))))


def _inert(escaped: str) -> str:
    """Escaped text in which no CI runner sees a command, should the page be printed to its log."""
    return escaped.replace("##", "&#35;#")


def join(*children: Child) -> Html:
    """Children one after the other; text is escaped."""
    return Html("".join(_pieces(children)))


def el(tag: str, /, *children: Child, **attributes: Value) -> Html:
    """An element. Attribute names lose a trailing ``_``, other ``_`` are hyphens; ``None`` and ``False`` leave one out.

    Raises ``ValueError`` for tags and attributes that no page needs, scripts and outside addresses among them.
    """
    if tag not in _TAGS:
        raise ValueError(f"<{tag}> is not an element of our pages")
    head = "".join(
        _attribute(name, value) for name, value in attributes.items() if value is not None and value is not False
    )
    if tag in _VOID:
        return Html(f"<{tag}{head}>")
    return Html(f"<{tag}{head}>{''.join(_pieces(children))}</{tag}>")


def inline(tag: str, source: str, **attributes: Value) -> Html:
    """A script or a style sheet of ours, or data in a script element; the source must not be able to end it."""
    if tag not in ("script", "style") or re.search(r"</|<!--", source):
        raise ValueError(f"this cannot stand in <{tag}>")
    head = "".join(_attribute(name, value) for name, value in attributes.items())
    return Html(f"<{tag}{head}>{source}</{tag}>")


def document(root: Html) -> Html:
    """A whole page."""
    return Html(f"<!doctype html>\n{root}\n")


def _pieces(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str):
            yield text(child)
        elif isinstance(child, int):
            yield str(child)
        elif child is not None:
            yield from _pieces(child)


def _attribute(name: str, value: Value) -> str:
    name = _name(name)
    if value is True:
        return f" {name}"
    if name == "href" and not str(value).startswith("#"):
        raise ValueError("links lead to places of the same page only")
    return f' {name}="{text(str(value))}"'


@cache
def _name(name: str) -> str:
    written = name.rstrip("_").replace("_", "-")
    if not _ATTRIBUTES.fullmatch(written):
        raise ValueError(f"{written} is not an attribute of our pages")
    return written
