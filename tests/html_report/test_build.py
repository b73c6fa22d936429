"""Elements by construction: what is not made here is text."""

from __future__ import annotations

from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.source.snippet import clean
from standardcheck.writers.html.build import Html, el, inline, join, text

from .pages import tree


def test_text_is_escaped_and_markup_is_kept() -> None:
    assert el("p", "<b>", el("b", "&"), 3, None) == "<p>&lt;b&gt;<b>&amp;</b>3</p>"


def test_markup_joined_by_hand_is_text_again() -> None:
    assert el("p", el("b", "x") + "!") == "<p>&lt;b&gt;x&lt;/b&gt;!</p>"


def test_attributes_are_escaped_and_may_be_left_out() -> None:
    assert el("p", class_='a" onclick="b', hidden=True, id=None) == '<p class="a&quot; onclick=&quot;b" hidden></p>'


def test_zero_is_a_value() -> None:
    assert el("rect", x=0, data_group=0) == '<rect x="0" data-group="0"></rect>'


def test_what_steers_or_hides_is_made_visible() -> None:
    assert text("a\u202eb\x1b[1m\u200b") == "a\\u202eb\\x1b[1m\\u200b"


@pytest.mark.parametrize("tag", ["script", "style", "iframe", "img", "object", "base", "link", "p onclick=x"])
def test_no_element_that_runs_or_loads(tag: str) -> None:
    with pytest.raises(ValueError, match="not an element of our pages"):
        el(tag)


@pytest.mark.parametrize("name", ["onclick", "style", "src", "srcdoc", "action", "formaction", "xlink:href", "x y"])
def test_no_attribute_that_runs_or_loads(name: str) -> None:
    with pytest.raises(ValueError, match="not an attribute of our pages"):
        el("a", **{name: "x"})


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//example.org", "data:text/html,x", " #x", ""])
def test_links_stay_on_the_page(address: str) -> None:
    with pytest.raises(ValueError, match="same page"):
        el("a", "x", href=address)


@pytest.mark.parametrize("source", ["let a = '</script>'", "<!-- x", "</STYLE>"])
def test_a_script_cannot_end_itself(source: str) -> None:
    with pytest.raises(ValueError, match="cannot stand in"):
        inline("script", source)


@given(st.text(st.characters(codec=None, categories=None)), st.text())
def test_any_text_is_read_back_as_that_text(inside: str, value: str) -> None:
    made = el("p", inside, class_=value)
    root = tree(made)
    node = root.one("p")
    assert root.children == [node]
    assert set(node.attributes) == {"class"}
    assert all(isinstance(child, str) for child in node.children)
    assert unescape("".join(map(str, node.children))) == clean(inside).replace("\n", " ")
    made.encode()


def test_joining_gives_markup() -> None:
    assert isinstance(join("a", ["b", el("p")]), Html)
