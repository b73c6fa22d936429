"""Formats and encodings."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.errors import UnreadableSource
from standardcheck.source import Limits, decode, read_bytes, read_file, read_source, read_stream
from standardcheck.source.json_text import within_bounds
from standardcheck.source.limits import DEFAULT_LIMITS

TEXT = "名称: 幼儿园\n面积: 30\n"
DATA = {"名称": "幼儿园", "面积": 30}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_the_encoding_is_recognised(encoding: str) -> None:
    assert decode(TEXT.encode(encoding), "p.yaml") == TEXT
    assert read_source(TEXT.encode(encoding), "p.yaml").data == DATA


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_of_either_order_is_recognised_by_its_mark(order: str) -> None:
    assert decode(("\ufeff" + TEXT).encode(f"utf-16-{order}"), "p.yaml") == TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_unicode(encoding: str) -> None:
    assert read_source('{"名称": "幼儿园", "面积": 30}'.encode(encoding), "p.json").data == DATA


def test_a_few_wrong_bytes_do_not_turn_utf_8_into_gb_18030() -> None:
    raw = ("名称: 幼儿园与社区服务站\n" * 10).encode().replace("园".encode(), b"\xe5\x9b", 1)
    with pytest.raises(UnreadableSource, match="not UTF-8"):
        decode(raw, "p.yaml")


@pytest.mark.parametrize(
    ("file", "format", "raw"),
    [
        ("p.json", None, b'{"a": 1}'),
        ("P.JSON", None, b'{"a": 1}'),
        ("p.yaml", None, b"a: 1"),
        ("p.yml", None, b"a: 1"),
        ("p.yaml", None, b'{"a": 1}'),
        ("<stdin>", None, b' \n{"a": 1}'),
        ("<stdin>", None, b"\xef\xbb\xbf{a: 1}"),
        ("<stdin>", None, b"{a: 1} # flow style"),
        ("<stdin>", None, b"a: 1"),
        ("p.txt", "json", b'{"a": 1}'),
        ("p.json", "yaml", b"a: 1"),
    ],
)
def test_the_format_is_asked_for_or_named_or_seen(file: str, format: str | None, raw: bytes) -> None:
    assert read_source(raw, file, format).data == {"a": 1}


def test_json_with_a_fault_that_yaml_would_not_see_stays_json() -> None:
    with pytest.raises(UnreadableSource, match="NaN is not a number"):
        read_source(b'{"a": NaN}', "<stdin>")


def test_what_is_neither_is_reported_as_the_json_it_looks_like() -> None:
    with pytest.raises(UnreadableSource, match="ends too early"):
        read_source(b'{"a": [1', "<stdin>")


def test_the_size_limit_holds_before_the_file_is_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(1 << 40)  # sparse: a terabyte would not fit
    with pytest.raises(UnreadableSource, match="larger than 8 MiB"):
        read_bytes(path)


def test_an_endless_stream_is_refused() -> None:
    with Path("/dev/zero").open("rb") as stream, pytest.raises(UnreadableSource, match="larger than 1 MiB"):
        read_stream(stream, "<stdin>", Limits(size=1024 * 1024))


def test_a_stream_is_read(tmp_path: Path) -> None:
    assert read_stream(io.BytesIO(b"a: 1"), "<stdin>") == b"a: 1"
    (tmp_path / "p.yaml").write_bytes(b"a: 1")
    document = read_file(tmp_path / "p.yaml", "p.yaml")
    assert (document.file, document.data) == ("p.yaml", {"a": 1})


def test_a_json_plan_is_read_without_loading_the_yaml_library() -> None:
    code = (
        "import sys; from standardcheck.source import read_source; read_source(b'{}', 'p.json'); "
        "sys.exit('yaml' in sys.modules or 'fractions' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@given(st.lists(st.text('ab"\\\\é,:', max_size=90) | st.lists(st.integers(0, 9), max_size=40), max_size=6))
def test_bounds_that_a_look_at_the_bytes_shows(data: list[Any]) -> None:
    """What is said to be within bounds is: no text is too long, and there are not too many nodes."""
    limits = DEFAULT_LIMITS._replace(scalar=64, nodes=90)
    raw = json.dumps(data, ensure_ascii=False).encode()
    if within_bounds(raw, limits):
        assert all(len(item) <= limits.scalar for item in data if isinstance(item, str))
        assert 1 + sum(1 + (len(item) if isinstance(item, list) else 0) for item in data) <= limits.nodes


def test_a_long_text_of_short_ones_is_within_bounds() -> None:
    assert within_bounds(json.dumps([{"name": "梧桐里"}] * 20_000, ensure_ascii=False).encode())
    assert not within_bounds(json.dumps(["a", "b" * 70_000]).encode())
    assert not within_bounds(json.dumps([0] * 1_000_001).encode())
