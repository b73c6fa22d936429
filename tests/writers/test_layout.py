"""Short ways through the layout of text come out where the long ones do."""

from __future__ import annotations

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from standardcheck.source.snippet import UNPRINTABLE, clean
from standardcheck.writers.layout import _glued, _tokens, width_of, words, wrap

TEXTS = st.text(st.sampled_from("ab .,:#([)]\n宽（）“”，é́"), max_size=60)


@given(st.text(st.sampled_from("ab .,:#([)]{\n\t\x1b"), max_size=60))
def test_ascii_is_broken_where_the_long_way_breaks_it(text: str) -> None:
    assert list(words(text)) == list(_glued(_tokens(text)))


@given(TEXTS)
def test_words_are_the_whole_text(text: str) -> None:
    assert "".join(words(text)) == text


@given(TEXTS, st.integers(20, 40), st.sampled_from(["", "  ", "标：", "    ✗ "]))
def test_what_fits_is_one_line_and_no_line_is_broken_without_need(text: str, width: int, first: str) -> None:
    lines = list(wrap(text, width, first))
    assert (len(lines) == 1) or width_of(first) + width_of(text) > width
    if width_of(first) + width_of(text) <= width:
        assert lines == [(first + text).rstrip()]


def test_every_character_that_is_made_visible_is_one_that_python_does_not_print() -> None:
    characters = map(chr, range(sys.maxunicode + 1))
    assert not [hex(ord(c)) for c in characters if c.isprintable() and re.match(UNPRINTABLE, c)]


def test_a_line_feed_stays() -> None:
    assert clean("a\nb\x1bc") == "a\nb\\x1bc"
