"""Pictures of lines, and text made safe to print."""

from __future__ import annotations

from unicodedata import east_asian_width

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.errors import Fault, Place
from standardcheck.source import clean, snippet


def picture(line: str, column: int, end: int | None = None, width: int = 80) -> list[str]:
    return snippet(Fault("x", {}, Place("p.yaml", 12, column, end), line), width).split("\n")


def cells(text: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def test_the_whole_picture() -> None:
    assert picture("  slope: 1:12  # 坡度", 10, 14) == [
        "  --> p.yaml:12:10",
        "   |",
        "12 |   slope: 1:12  # 坡度",
        "   |          ^^^^",
    ]


def test_wide_characters_take_two_cells() -> None:
    assert picture("名称：幼儿园", 4, 7)[2:] == ["12 | 名称：幼儿园", "   |       ^^^^^^"]


def test_combining_characters_take_no_cell() -> None:
    assert picture("e\u0301: 1", 5, 6)[3] == "   |    ^"


def test_tabs_are_expanded() -> None:
    assert picture("\ta", 2)[2:] == ["12 |     a", "   |     ^"]


def test_control_characters_are_shown_and_the_caret_still_fits() -> None:
    assert picture("a\x1b[2Jb\u202ec", 6)[2:] == ["12 | a\\x1b[2Jb\\u202ec", "   |         ^"]


def test_the_caret_may_stand_after_the_end() -> None:
    assert picture("a:", 3)[2:] == ["12 | a:", "   |   ^"]
    assert picture("", 1)[2:] == ["12 |", "   | ^"]


def test_a_long_line_is_cut_around_the_column() -> None:
    lines = picture("面积" * 1_000 + "X" + "层数" * 1_000, 2_001, width=40)
    assert cells(lines[2]) <= 40
    text = lines[2].removeprefix("12 | ")
    assert text.startswith("…") and text.endswith("…")
    assert cells(text[: text.index("X")]) == lines[3].index("^") - len("   | ")


def test_a_fault_without_place_has_no_picture() -> None:
    assert snippet(Fault("x", {})) == ""


def test_a_fault_without_line_has_only_its_place() -> None:
    assert snippet(Fault("x", {}, Place("p\n\x1b.yaml", 3))) == " --> p\\x0a\\x1b.yaml:3:1"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\nb", "a\nb"),
        ("a\tb\r", "a\\x09b\\x0d"),
        ("\u202eabc\u2066", "\\u202eabc\\u2066"),
        ("\u200b\ufeff", "\\u200b\\ufeff"),
        ("\x85\u2028", "\\x85\\u2028"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("幼儿园 é \\x1b", "幼儿园 é \\x1b"),
    ],
)
def test_clean_shows_what_a_terminal_would_obey_or_hide(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(), st.integers(1, 200), st.none() | st.integers(1, 250), st.integers(10, 120))
def test_any_line_has_a_picture_of_four_safe_lines(line: str, column: int, end: int | None, width: int) -> None:
    lines = picture(line, column, end, width)
    assert len(lines) == 4
    assert all(clean(text) == text for text in lines)
    assert set(lines[3]) <= set(" |^") and "^" in lines[3]


@given(st.text())
def test_clean_is_idempotent_and_safe(text: str) -> None:
    shown = clean(text)
    assert clean(shown) == shown
    assert not any(char < " " and char != "\n" for char in shown)
    shown.encode()
