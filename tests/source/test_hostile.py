"""Hostile texts end in a message, soon, without recursion and without a crash."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import pytest

from standardcheck.errors import UnreadableSource
from standardcheck.source import Document, read_source, snippet

from .hostile import ACCEPTED, REFUSED

# A second is what a reader may take on a quiet machine; tests run several at once on a busy one.
SECONDS = 5.0


def timed(call: Callable[[], Document]) -> Document:
    start = time.process_time()
    try:
        return call()
    finally:
        assert time.process_time() - start < SECONDS


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_text_is_refused_in_time(name: str) -> None:
    raw = REFUSED[name]()
    with pytest.raises(UnreadableSource) as caught:
        timed(lambda: read_source(raw, name))
    start = time.process_time()
    pictures = [snippet(fault) for fault in caught.value.faults]
    assert time.process_time() - start < SECONDS
    assert all(len(message) < 2_000 for message in str(caught.value).split("\n"))
    assert all(pictures) and all(len(picture) < 1_000 for picture in pictures)


@pytest.mark.parametrize("name", ACCEPTED)
def test_an_unusual_text_is_read_in_time(name: str) -> None:
    raw = ACCEPTED[name]()
    document = timed(lambda: read_source(raw, name))
    assert document.place(()).line >= 1


@pytest.mark.parametrize("raw", [b"[" * 100_000, b"{" * 100_000, b"- " * 100_000, b'{"a":' * 100_000])
@pytest.mark.parametrize("file", ["p.yaml", "p.json", "<stdin>"])
def test_depth_does_not_depend_on_the_stack_that_is_left(raw: bytes, file: str) -> None:
    limit = sys.getrecursionlimit()
    try:
        sys.setrecursionlimit(400)
        with pytest.raises(UnreadableSource):
            read_source(raw, file)
    finally:
        sys.setrecursionlimit(limit)
