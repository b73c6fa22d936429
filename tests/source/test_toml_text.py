"""TOML: the places of keys and values, against ``tomllib`` on generated documents, and what a broken text gets."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from standardcheck.errors import UnreadableSource
from standardcheck.source.snippet import snippet
from standardcheck.source.toml_text import Path, locate, read_toml

# -- documents ---------------------------------------------------------------------------------------------------

TRICKY = (
    "",
    "a",
    "b",
    "paths",
    "ключ",
    "路径",
    "a.b",
    "[t]",
    "x = 1",
    "#no",
    '"',
    "'",
    "\\",
    "]",
    "}",
    ",",
    "\t",
    "é\n",
)
names = st.sampled_from(TRICKY) | st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=5)
texts = st.sampled_from((*TRICKY, "[[x]]\nb = 2", "'''", '"""', '""', "''", "a # b", "{c = 1}")) | names
space = st.sampled_from(("", " ", "\t", "  "))
gap = st.sampled_from(("", " ", "\n", "\r\n", " # [x] = ]\n", '\n\n# "\n\t'))


def basic(text: str, many: bool = False) -> str:
    """A text in double quotes, every character that is not plain as an escape."""
    return "".join(
        char if (char.isprintable() and char not in '"\\') or (many and char == "\n") else f"\\U{ord(char):08x}"
        for char in text
    )


@st.composite
def strings(draw: st.DrawFn) -> str:
    text = draw(texts)
    forms = [f'"{basic(text)}"', f'"""{basic(text, True)}"""' if text[:1] != "\n" else f'"""\n{basic(text, True)}"""']
    plain = all(char.isprintable() or char == "\t" for char in text)
    if plain and "'" not in text:
        forms.append(f"'{text}'")
    if all(char.isprintable() or char in "\t\n" for char in text) and "'''" not in text and text[:1] != "\n":
        forms += [f"'''{text}'''"] if not text.endswith("'''") else []
    if plain and '"' not in text and "\\" not in text:
        forms += [f'"""{text}\\\n   """', f'"""{text}"""""'] if not text.endswith('"') else []
    return draw(st.sampled_from(forms))


scalars = strings() | st.sampled_from(
    ("1", "-0", "+1_000", "0xff", "0.5", "-inf", "nan", "1e5", "true", "false", "1979-05-27", "07:32:00.5",
     "1979-05-27T07:32:00Z", "1979-05-27 07:32:00", "1979-05-27 07:32:00.5+08:00")
)  # fmt: skip


@st.composite
def keys(draw: st.DrawFn) -> str:
    name = draw(names)
    forms = [f'"{basic(name)}"']
    if name and name.isascii() and name.replace("-", "").replace("_", "").isalnum():
        forms.append(name)
    if all(char.isprintable() or char == "\t" for char in name) and "'" not in name:
        forms.append(f"'{name}'")
    return draw(st.sampled_from(forms))


@st.composite
def dotted(draw: st.DrawFn) -> str:
    steps = draw(st.lists(keys(), min_size=1, max_size=3))
    return "".join(f"{'.' * (at > 0)}{draw(space)}{step}{draw(space)}" for at, step in enumerate(steps))


@st.composite
def pairs(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    return f"{draw(dotted())}={draw(space)}{draw(inner)}"


@st.composite
def arrays(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(inner, max_size=3))
    body = ",".join(f"{draw(gap)}{item}{draw(gap)}" for item in items)
    end = f",{draw(gap)}" if items and draw(st.booleans()) else draw(gap)
    return f"[{body}{end}]"


@st.composite
def inlines(draw: st.DrawFn, inner: st.SearchStrategy[str]) -> str:
    items = draw(st.lists(pairs(inner), max_size=3))
    return "{" + ",".join(f"{draw(space)}{item}{draw(space)}" for item in items) + "}"


values = st.recursive(scalars, lambda inner: arrays(inner) | inlines(inner), max_leaves=6)


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for _ in range(draw(st.integers(0, 7))):
        kind = draw(st.sampled_from(("pair", "pair", "table", "entry", "comment")))
        line = {
            "pair": lambda: draw(pairs(values)),
            "table": lambda: f"[{draw(dotted())}]",
            "entry": lambda: f"[[{draw(dotted())}]]",
            "comment": lambda: '# [a]\n# b = """',
        }[kind]()
        lines.append(f"{draw(space)}{line}{draw(space)}{draw(st.sampled_from(('', '# x = 1')))}")
    return draw(st.sampled_from(("\n", "\r\n"))).join(lines) + draw(st.sampled_from(("", "\n")))


# -- places ------------------------------------------------------------------------------------------------------


def paths(node: Any, above: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every path of a document and what is there."""
    steps = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, value in steps:
        yield (*above, step), value
        yield from paths(value, (*above, step))


def same(one: Any, other: Any) -> bool:
    return repr(one) == repr(other)  # NaN equals itself here


def assert_located(text: str, data: dict[str, Any]) -> None:
    found = locate(text)
    there = dict(paths(data))
    assert {*found.keys, *found.values} == set(there)
    for path, value in there.items():
        span = found.values.get(path)
        if span is not None:
            assert same(tomllib.loads(f"it = {text[slice(*span)]}")["it"], value), path
        else:
            assert isinstance(value, dict | list), path
        if isinstance(path[-1], str):
            assert list(tomllib.loads(f"{text[slice(*found.keys[path])]} = 1")) == [path[-1]], path


@given(documents())
def test_every_key_and_value_is_found_where_it_stands(text: str) -> None:
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return  # a key twice: nothing is located in what is no TOML
    assert_located(text, data)


HARD = r'''
# [not] = "a table"
"x.y"."z\u0041" = """
[not]
b = 1 \""" ""\""""
quotes = """"two" at the end"""""
literal = @@@'one' # no comment@@@
path = 'C:\new' # 'comment'
list = [ # ]
  { a.b = 'x = 1', "c" = 2 }, [ [ ], "]" ],
  1979-05-27 07:32:00, # last
]
[ t . "u" ]
v = {}
[[t.entries]]
k = 1
[t.entries.below]
d = true
[[ t . entries ]]
k = 2
t.u = "own"
[tool.'standardcheck']
as-of = 2026-01-01
'''.replace("@@@", "'''")


def test_what_looks_like_a_key_and_is_none_fools_nobody() -> None:
    data = tomllib.loads(HARD)
    assert len(dict(paths(data))) == 29
    assert_located(HARD, data)
    assert_located(HARD.replace("\n", "\r\n"), data)


def test_places_are_lines_and_columns() -> None:
    document = read_toml(HARD.encode(), "f.toml")
    assert str(document.place(("tool", "standardcheck", "as-of"))) == "f.toml:23:9"
    assert str(document.place(("tool", "standardcheck", "as-of"), key=True)) == "f.toml:23:1"
    assert str(document.place(("tool", "standardcheck"))) == "f.toml:22:7"
    assert str(document.place(("t", "entries", 1, "k"))) == "f.toml:20:5"
    assert str(document.place(("t", "entries", 1))) == "f.toml:19:8"
    assert str(document.place(("list", 1, 1))) == "f.toml:10:38"
    assert str(document.place(("tool", "standardcheck", "no", "such"))) == "f.toml:22:7"
    assert str(document.place(())) == "f.toml:1:1"


# -- what is no TOML ---------------------------------------------------------------------------------------------


BROKEN = [
    ("a 1\n", "toml-equals", "1:3"),
    ("\na = yes\n", "toml-value", "2:5"),
    ("a = 2026-02-30\n", "toml-value", "1:5"),
    ("a = \n", "toml-value", "1:5"),
    ('a = [1,\n"b"\n', "toml-open-bracket", "2:4"),
    ('a = ["b"\n"c"]\n', "toml-open-bracket", "2:1"),
    ("a = {b = 1\n", "toml-open-bracket", "1:11"),
    ('a = "b\nc = 1\n', "toml-open-quote", "1:7"),
    ("a = 1\na = 2\n", "toml-twice", "2:1"),
    ("[a]\n[a]\n", "toml-twice", "2:1"),
    ("a = 1 2\n", "toml-after-value", "1:7"),
    ("= 1\n", "toml-statement", "1:1"),
    ("a. = 1\n", "toml-key", "1:4"),
    ('a = "C:\\data"\n', "toml-backslash", "1:8"),
    ("路径 = 1\n", "toml-statement", "1:1"),
    ("a = 1\n[t\n", "toml-syntax", "2:3"),
    (f"a = {'9' * 5000}\n", "toml-syntax", "1:1"),
    (f"a = {'[' * 5000}{']' * 5000}\n", "toml-too-deep", "1:1"),
]


@pytest.mark.parametrize(("text", "code", "place"), BROKEN)
def test_a_broken_text_has_its_fault_where_it_is(text: str, code: str, place: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_toml(text.encode(), "f.toml")
    (fault,) = caught.value.faults
    assert (fault.code, str(fault.place)) == (code, f"f.toml:{place}")
    assert all(fault.message(language).strip("。.") for language in ("zh", "en"))
    assert snippet(fault)


@pytest.mark.parametrize("raw", [b"a = '\xff'\n", b"a = 1\0\n"])
def test_bytes_that_are_no_text_are_refused(raw: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read_toml(raw, "f.toml")


def test_a_byte_order_mark_is_no_fault() -> None:
    assert read_toml(b"\xef\xbb\xbfa = 1\n", "f.toml").data == {"a": 1}
