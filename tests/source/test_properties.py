"""What is written is what is read, where it was written; and two readers of one text agree."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import orjson
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from standardcheck.errors import UnreadableSource
from standardcheck.source import DEFAULT_LIMITS, Document, read_json, read_source, read_yaml
from standardcheck.source.json_scan import scan_json
from standardcheck.source.json_text import nothing_lost

CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u2028\u2029\ufeff\ufffe\uffff"
)
TEXTS = st.text(CHARACTERS, max_size=12) | st.sampled_from(
    [
        "",
        "no",
        "1:12",
        "012",
        "面积：30",
        "a: b",
        "a #b",
        "- a",
        "<<",
        "null",
        ".inf",
        "&a",
        "*a",
        "!t",
        "a\\n\"b'",
    ]
)
NUMBERS = st.integers(-(10**30), 10**30) | st.decimals(-(10**6), 10**6, places=4).map(float)
DATA = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
BOXES = st.dictionaries(TEXTS, DATA, max_size=4) | st.lists(DATA, max_size=4)


class Writer:
    """Writes YAML in a mixture of styles, and notes where it wrote what."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.text = ""
        self.places: dict[tuple[Any, ...], tuple[int, int]] = {}

    def note(self, path: tuple[Any, ...]) -> None:
        line = self.text.count("\n") + 1
        self.places[path] = line, len(self.text) - self.text.rfind("\n")

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        if value.isascii() and value.isalpha() and len(value) > 5:
            return value
        if self.draw(st.booleans()):
            return "'" + value.replace("'", "''") + "'"
        return json.dumps(value, ensure_ascii=False)

    def write(self, value: Any, path: tuple[Any, ...], indent: int, flow: bool) -> None:
        if not isinstance(value, dict | list):
            self.note(path)
            self.text += self.scalar(value)
        elif flow or not value or self.draw(st.booleans()):
            self.flow(value, path)
        else:
            self.block(value, path, indent)

    def flow(self, value: Any, path: tuple[Any, ...]) -> None:
        self.note(path)
        self.text += "{" if isinstance(value, dict) else "["
        for number, (step, child) in enumerate(steps(value)):
            self.text += ", " if number else ""
            if isinstance(value, dict):
                self.key(step, path)
            self.write(child, (*path, step), 0, True)
        self.text += "}" if isinstance(value, dict) else "]"

    def block(self, value: Any, path: tuple[Any, ...], indent: int) -> None:
        if path:
            self.text += "\n"
        for number, (step, child) in enumerate(steps(value)):
            self.text += " " * indent if number or path else ""
            if not number:
                self.note(path)
            if isinstance(value, dict):
                self.key(step, path)
            else:
                self.text += "- "
            self.write(child, (*path, step), indent + 2, False)
            self.text += "" if self.text.endswith("\n") else "\n"

    def key(self, key: str, path: tuple[Any, ...]) -> None:
        self.note((*path, key, "key"))
        self.text += self.scalar(key) + ": "


def steps(value: Any) -> Iterator[tuple[Any, Any]]:
    return iter(value.items()) if isinstance(value, dict) else iter(enumerate(value))


def check_places(document: Document, places: dict[tuple[Any, ...], tuple[int, int]]) -> None:
    for path, expected in places.items():
        is_key = bool(path) and path[-1] == "key" and path not in values(document.data)
        place = document.place(path[:-1] if is_key else path, key=is_key)
        assert (place.line, place.column) == expected, path


def values(data: Any) -> set[tuple[Any, ...]]:
    found: set[tuple[Any, ...]] = {()}
    if isinstance(data, dict | list):
        for step, child in steps(data):
            found |= {(step, *rest) for rest in values(child)}
    return found


@given(st.data(), BOXES)
@settings(max_examples=300, deadline=None)
def test_yaml_of_any_style_is_read_back_with_its_places(data: st.DataObject, value: Any) -> None:
    writer = Writer(data.draw)
    writer.write(value, (), 0, False)
    document = read_yaml(writer.text.encode(), "p.yaml")
    assert typed(document.data) == typed(value)
    check_places(document, writer.places)


@given(BOXES, st.sampled_from([None, 2]), st.booleans())
@settings(max_examples=300, deadline=None)
def test_json_is_read_back_and_both_of_its_readers_agree(value: Any, indent: int | None, ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii)
    document = read_json(text.encode(), "p.json")
    scanned, _ = scan_json(text, "p.json", DEFAULT_LIMITS)
    assert typed(document.data) == typed(scanned) == typed(value)
    for path in values(value):
        start = document.lines.start_of(document.place(path).line) + document.place(path).column - 1
        written, _ = json.JSONDecoder().raw_decode(text, start)
        inner = value
        for step in path:
            inner = inner[step]
        assert written == inner


JSON_PIECES = st.sampled_from(
    [
        '{"a":1}',
        '"a"',
        ":",
        " :",
        ",",
        "{",
        "}",
        "[",
        "]",
        "1",
        "-0",
        "1.50",
        "1e5",
        "12345678901234567890",
        "NaN",
        "0.1234567890123456789",
        "true",
        "null",
        " ",
        "\n",
        '"a":',
        '"\\u0061":',
        '"\\":"',
        '"\\ud800"',
        "01",
        "1e-400",
    ]
)


@given(st.lists(JSON_PIECES, max_size=14).map("".join))
@settings(max_examples=2_000, deadline=None)
def test_the_fast_reader_of_json_accepts_only_what_the_strict_one_does(text: str) -> None:
    raw = f'{{"x":[{text}]}}'.encode()
    assert outcome(raw, "p.json") == scan_outcome(raw)


@given(st.lists(st.tuples(st.sampled_from(["a", "b", "\\u0061"]), st.sampled_from(["1", '"\\":"', '{"a":1}']))))
@settings(deadline=None)
def test_no_duplicate_key_slips_through_the_fast_reader_of_json(members: list[tuple[str, str]]) -> None:
    raw = ("{" + ",".join(f'"{key}":{value}' for key, value in members) + "}").encode()
    keys = [json.loads(f'"{key}"') for key, _ in members]
    assert (outcome(raw, "p.json") is None) == (len(set(keys)) < len(keys))


@given(st.lists(JSON_PIECES, max_size=14).map("".join))
@settings(max_examples=2_000, deadline=None)
def test_what_the_fast_parser_read_is_said_to_be_all_only_if_the_strict_one_agrees(text: str) -> None:
    raw = f'{{"x":[{text}]}}'.encode()
    try:
        data = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return
    if nothing_lost(raw, data):
        assert typed(data) == scan_outcome(raw)


KEYS = st.sampled_from(["a", "b", "\\u0061", "c:"])
WRITTEN = st.sampled_from(["1", "0.1", '":"', '"\\u003a"', '{"a":1}', "[]"])


@given(st.lists(st.tuples(KEYS, WRITTEN), min_size=1), st.sampled_from([":", ": ", " :"]), st.integers(0))
@settings(max_examples=500, deadline=None)
def test_a_key_that_was_left_out_is_noticed(members: list[tuple[str, str]], colon: str, at: int) -> None:
    raw = ("{" + ",".join(f'"{key}"{colon}{value}' for key, value in members) + "}").encode()
    data = orjson.loads(raw)
    if len(data) < len(members):
        assert not nothing_lost(raw, data)
    del data[list(data)[at % len(data)]]
    assert not nothing_lost(raw, data)


def test_what_is_written_plainly_is_said_to_be_all() -> None:
    plain = (b'{"a":1,"b":[0.1,"x:y",null]}', b'{ "a": 1, "b": "x:y" }', '{"a":"甲"}'.encode(), b'{"a": "\\u7532"}')
    for raw in plain:
        assert nothing_lost(raw, orjson.loads(raw))
    assert not nothing_lost(b'{"a":0.12345678901234567890}', {"a": 0.12345678901234568})
    assert not nothing_lost(b'{"a":1e-400}', {"a": 0.0})
    assert not nothing_lost(b"{}", {"a": 2**70})


def outcome(raw: bytes, file: str) -> Any:
    try:
        return typed(read_source(raw, file).data)
    except UnreadableSource:
        return None


def scan_outcome(raw: bytes) -> Any:
    try:
        return typed(scan_json(raw.decode(), "p.json", DEFAULT_LIMITS)[0])
    except UnreadableSource:
        return None


def typed(value: Any) -> Any:
    """``value`` with its types, so that 1, 1.0 and True differ, and with the order of its keys."""
    if isinstance(value, dict):
        return "dict", [(key, typed(child)) for key, child in value.items()]
    if isinstance(value, list):
        return "list", [typed(child) for child in value]
    return type(value).__name__, value


YAML_PIECES = st.sampled_from(
    [
        "a",
        "b: ",
        "- ",
        "  ",
        "\n",
        "\n  ",
        "\n- ",
        "[",
        "]",
        "{",
        "}",
        ", ",
        "'",
        '"',
        "|\n",
        ">\n",
        "# c\n",
        "? ",
        ": ",
        "1",
        "012",
        "1.5",
        "~",
        "true",
        "&a ",
        "*a",
        "!t ",
        "! ",
        "---\n",
        "...\n",
        "<<: ",
        "面积：",
        "\u3000",
        "\t",
        "%TAG",
        "\r\n",
        "\ufeff",
        "\x85",
        "\u2028",
        "\x07",
        "1:12",
        ".nan",
        "@",
        "%",
        "\\",
    ]
)


@given(st.lists(YAML_PIECES, max_size=16).map("".join))
@settings(max_examples=2_000, deadline=None)
def test_whatever_is_read_as_yaml_has_the_shape_and_the_words_that_libyaml_sees(text: str) -> None:
    try:
        document = read_yaml(text.encode(), "p.yaml")
    except UnreadableSource as refusal:
        assert refusal.faults and str(refusal)
        return
    assert same(document.data, yaml.load(text, Loader=yaml.CBaseLoader))
    for path in values(document.data):
        document.place(path)


def same(ours: Any, theirs: Any) -> bool:
    """Whether two readings agree, when theirs has only text for scalars."""
    if isinstance(ours, dict):
        return list(ours) == list(theirs) and all(same(ours[key], theirs[key]) for key in ours)
    if isinstance(ours, list):
        return len(ours) == len(theirs) and all(map(same, ours, theirs))
    if isinstance(ours, str):
        return bool(ours == theirs)
    return isinstance(theirs, str) and (ours is None or theirs.lower() in ("true", "false") or ours == float(theirs))


@given(st.binary(max_size=60), st.sampled_from(["p.yaml", "p.json", "<stdin>"]))
@settings(max_examples=1_000, deadline=None)
def test_any_bytes_are_read_or_refused(raw: bytes, file: str) -> None:
    outcome(raw, file)


@given(st.data(), BOXES)
@settings(max_examples=500, deadline=None)
def test_a_damaged_text_is_read_or_refused(data: st.DataObject, value: Any) -> None:
    writer = Writer(data.draw)
    writer.write(value, (), 0, False)
    raw = bytearray(writer.text.encode())
    assume(raw)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=2))
        assume(raw)
    outcome(bytes(raw), "p.yaml")
