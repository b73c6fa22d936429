"""The object that a finding is filed under, found from places alone, for any vocabulary."""

from __future__ import annotations

from typing import Any

from standardcheck.writers.html.groups import chain, groups_of


def finding(pointer: str, label: str) -> dict[str, Any]:
    return {"subject": {"pointer": pointer, "label": {"zh": label, "en": label}}}


def test_a_pointer_is_read_as_a_chain_of_objects() -> None:
    assert chain("/fleet/ships/items/2/decks/0") == [
        (("fleet",), "/fleet"),
        (("fleet", "ships"), "/fleet/ships/items/2"),
        (("fleet", "ships", "decks"), "/fleet/ships/items/2/decks/0"),
    ]


def test_findings_are_filed_under_the_deepest_kind_that_holds_nearly_all() -> None:
    decks = [finding(f"/fleet/ships/{s}/decks/{d}", f"F / S{s} / D{d}") for s in (0, 10, 9) for d in (0, 1)]
    groups, homes = groups_of([finding("/fleet", "F"), *decks])
    ordered = [f"/fleet/ships/{s}/decks/{d}" for s in (0, 9, 10) for d in (0, 1)]
    assert [group.pointer for group in groups] == [None, *ordered]
    assert homes == [0, 1, 2, 5, 6, 3, 4]


def test_an_incomplete_list_is_the_same_kind_as_a_complete_one() -> None:
    found = [
        finding("/f/ships/0", "F / A"),
        finding("/f/ships/items/1/masts/0", "F / B / m"),
        finding("/f/ships/0/guns/1", "F / A / g"),
    ]
    groups, homes = groups_of(found)
    assert [(group.pointer, group.label["en"]) for group in groups[1:]] == [
        ("/f/ships/0", "F / A"),
        ("/f/ships/items/1", "F / B"),
    ]
    assert homes == [1, 2, 1]


def test_no_common_kind_leaves_everything_to_the_plan_as_a_whole() -> None:
    groups, homes = groups_of([finding("/a/0", "A"), finding("/b/0", "B")])
    assert len(groups) == 1 and homes == [0, 0]


def test_no_findings_at_all() -> None:
    groups, homes = groups_of([])
    assert len(groups) == 1 and homes == []
