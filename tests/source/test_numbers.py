"""A number is what was written."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.errors import UnreadableSource
from standardcheck.source import read_json, read_yaml


def yaml(text: str) -> Any:
    return read_yaml(f"v: {text}".encode(), "p.yaml").data["v"]


def json(text: str) -> Any:
    return read_json(f'{{"v":{text}}}'.encode(), "p.json").data["v"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "1:12",
            "1:59:59",
            "12:30",
            "no",
            "yes",
            "on",
            "off",
            "y",
            "n",
            "012",
            "00.5",
            "-012",
            "0x1F",
            "0o17",
            "0b1",
        ),
        *(
            "1_000",
            "1 000",
            "1,5",
            "330cm",
            "330 cm",
            "5%",
            "２",
            "²",
            "1e",
            "e5",
            "1-2",
            "+-1",
            ".",
            "..",
            ".e1",
            "+",
        ),
        *("nan", "inf", "NaN", "Infinity", "-Infinity", "nul", "True1", "nULL", "<=", "=", "~x"),
        *("2024-05-01", "2024-05-01 10:00", "2024-05-01T10:00:00Z"),
    ],
)
def test_what_is_no_number_of_yaml_1_2_stays_text_as_written(text: str) -> None:
    assert yaml(text) == text


@pytest.mark.parametrize("text", ["''", '"1"', "'true'", "! 12", "! true", '"~"'])
def test_quoted_and_non_specific_scalars_are_text(text: str) -> None:
    assert yaml(text) == text.strip("!").strip().strip("'\"")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("~", None),
        ("null", None),
        ("Null", None),
        ("", None),
        ("true", True),
        ("True", True),
        ("FALSE", False),
    ],
)
def test_words_of_yaml_1_2(text: str, value: object) -> None:
    assert yaml(text) is value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("+5", 5),
        ("12345678901234567890123", 12345678901234567890123),
        ("1e3", 1000.0),
        ("4.10", 4.1),
        (".5", 0.5),
        ("6.", 6.0),
        ("-1.5E-3", -0.0015),
        ("0.1", 0.1),
        ("123456789.012345", 123456789.012345),
        ("0.30000000000000000000", 0.3),
        ("0.3000000000000000001", Fraction(3000000000000000001, 10**19)),
        ("116.39745637883765", Fraction("116.39745637883765")),
        ("1234567890123456.0", 1234567890123456.0),
        ("1.2345678901234567e300", Fraction("1.2345678901234567e300")),
        ("0e999999999", 0.0),
    ],
)
def test_the_value_of_a_number(text: str, value: object) -> None:
    read = yaml(text)
    assert read == value
    assert type(read) is type(value) or text == "1234567890123456.0"


@given(st.from_regex(r"-?(0|[1-9][0-9]{0,25})(\.[0-9]{1,25})?([eE][-+]?[0-9]{1,2})?", fullmatch=True))
def test_a_number_is_exact_and_the_same_in_json_and_yaml(text: str) -> None:
    value = json(text)
    assert type(value) is type(yaml(text))
    assert value == yaml(text)
    written = Decimal(text)
    read = Decimal(repr(value)) if isinstance(value, float) else value
    assert Fraction(read) == Fraction(written)
    assert isinstance(value, int) == text.lstrip("-").isdigit()


@pytest.mark.parametrize("text", ["1e309", "-1e309", "1e-320", "1.5e-999999999", "9.9e999999999"])
@pytest.mark.parametrize("read", [json, yaml])
def test_a_number_that_cannot_be_kept_is_refused(text: str, read: Any) -> None:
    with pytest.raises(UnreadableSource, match="too large or too small"):
        read(text)
