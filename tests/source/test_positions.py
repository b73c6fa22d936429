"""Every key and every value is found where it was written."""

from __future__ import annotations

import pickle

import pytest

from standardcheck.errors import Place
from standardcheck.source import Document, read_json, read_source, read_yaml

PLAN = """\
# 方案
名称: 滨河小区
facilities:
- id: F-1   # 编号
  area: 30
  rooms: [{use: 活动室}, 'a b']
-
  id: "F-2"
note: |
  两行
  文字
empty:
"""

JSON = '{"名称": "滨河小区",\r\n "facilities": [{"area": 30, "用途": "a\\nb"}, []]}'


@pytest.fixture
def plan() -> Document:
    return read_yaml(PLAN.encode(), "plan.yaml")


@pytest.mark.parametrize(
    ("path", "line", "column", "end"),
    [
        ((), 2, 1, None),
        (("名称",), 2, 5, 9),
        (("facilities",), 4, 1, None),
        (("facilities", 0), 4, 3, None),
        (("facilities", 0, "id"), 4, 7, 10),
        (("facilities", 0, "area"), 5, 9, 11),
        (("facilities", 0, "rooms"), 6, 10, None),
        (("facilities", 0, "rooms", 0, "use"), 6, 17, 20),
        (("facilities", 0, "rooms", 1), 6, 23, 28),
        (("facilities", 1, "id"), 8, 7, 12),
        (("note",), 9, 7, None),
        (("empty",), 12, 7, None),
    ],
)
def test_the_place_of_a_value(plan: Document, path: tuple[str | int, ...], line: int, column: int, end: int) -> None:
    assert plan.place(path) == Place("plan.yaml", line, column, end)


@pytest.mark.parametrize(
    ("path", "line", "column", "end"),
    [
        (("名称",), 2, 1, 3),
        (("facilities", 0, "area"), 5, 3, 7),
        (("facilities", 0, "rooms", 0, "use"), 6, 12, 15),
        (("facilities", 1), 8, 3, None),
    ],
)
def test_the_place_of_a_key(plan: Document, path: tuple[str | int, ...], line: int, column: int, end: int) -> None:
    assert plan.place(path, key=True) == Place("plan.yaml", line, column, end)


@pytest.mark.parametrize(
    "path",
    [("facilities", 0, "missing"), ("facilities", 0, "missing", "deeper"), ["facilities", 0]],
)
def test_what_is_missing_is_where_its_parent_is(plan: Document, path: tuple[str | int, ...]) -> None:
    assert plan.place(path) == plan.place(("facilities", 0))
    assert plan.place(path, key=True) == plan.place(("facilities", 0))


def test_a_path_that_fits_nothing_is_the_whole_document(plan: Document) -> None:
    assert plan.place((0,)) == plan.place((-1, "x")) == plan.place(())


def test_a_step_into_a_scalar_ends_at_the_scalar(plan: Document) -> None:
    assert plan.place(("名称", 0)) == plan.place(("名称",))


def test_places_in_json_are_found_when_asked_for() -> None:
    document = read_json(JSON.encode(), "plan.json")
    assert document.place(("名称",)) == Place("plan.json", 1, 8, 14)
    assert document.place(("facilities", 0, "area")) == Place("plan.json", 2, 26, 28)
    assert document.place(("facilities", 0, "area"), key=True) == Place("plan.json", 2, 18, 24)
    assert document.place(("facilities", 0, "用途")) == Place("plan.json", 2, 36, 42)
    assert document.place(("facilities", 1)) == Place("plan.json", 2, 45, None)


def test_a_byte_order_mark_takes_no_column() -> None:
    for raw, file in (b"\xef\xbb\xbfa: 1", "p.yaml"), (b'\xef\xbb\xbf{"a": 1}', "p.json"):
        document = read_source(raw, file)
        assert document.place(()).column == 1
        assert not document.line_text(1).startswith("\ufeff")


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_every_line_break_ends_a_line(line_break: str) -> None:
    document = read_yaml(f"a: 1{line_break}b: 2{line_break}c: 3".encode(), "p.yaml")
    assert document.place(("c",)) == Place("p.yaml", 3, 4, 5)
    assert [document.line_text(line) for line in range(5)] == ["", "a: 1", "b: 2", "c: 3", ""]


def test_no_other_character_ends_a_line() -> None:
    document = read_json('{"a": "\u2028\x85", "b": 1}'.encode(), "p.json")
    assert document.place(("b",)).line == 1


def test_the_digest_is_of_the_bytes() -> None:
    document = read_yaml(b"a: 1\r\n", "p.yaml")
    assert document.digest == "sha256:db9bda4272ee21cda5ff1d213fa8366a2cca3143c5a795bdcd5f75a85106033d"
    assert document.digest != read_yaml(b"a: 1\n", "p.yaml").digest
    assert document.text == "a: 1\r\n"


def test_a_document_can_be_sent_to_another_process() -> None:
    for document in read_yaml(PLAN.encode(), "plan.yaml"), read_json(JSON.encode(), "plan.json"):
        twin = pickle.loads(pickle.dumps(document))
        assert twin.data == document.data
        assert twin.place(("facilities", 0, "area")) == document.place(("facilities", 0, "area"))
        assert twin.digest == document.digest
