"""What a comparison asks for, as a phrase: names for values, one value as one value, a limit marked as a name."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from standardcheck.check.display import Display
from standardcheck.compiler.form import Compare, Fact, Literal, Param
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.wording import LANGUAGES, catalogue, sentence

ROOT = Path(__file__).parents[2]
VOCABULARY = load_vocabulary((ROOT / "schemas" / "plan.schema.json").read_bytes())
LEVEL = Fact("community", ("circle_level",))
ITEM = Fact("", ("it",), "circle_level")
LABEL = {"zh": "门净宽下限", "en": "least clear width of a door"}


def phrase(op: str, left: Fact, right: Any) -> dict[str, str]:
    limit = SimpleNamespace(label=LABEL, unit=("1", "m", "m"), enum="")
    program: Any = SimpleNamespace(params={"limit": limit}, derived={}, set_labels={"levels": LABEL})
    return Display(VOCABULARY, program).test(Compare(op, left, right))


@pytest.mark.parametrize("left", [LEVEL, ITEM])
def test_values_of_an_enumeration_go_by_their_names(left: Fact) -> None:
    assert phrase("in", left, Literal(("min5", "block"))) == {
        "zh": "为五分钟生活圈居住区、居住街坊之一",
        "en": "one of 5-minute neighbourhood, neighbourhood block",
    }


@pytest.mark.parametrize("named", ["", "levels"])
def test_a_list_of_one_is_that_one(named: str) -> None:
    alone = Literal(("min5",), named)
    assert phrase("in", LEVEL, alone) == {"zh": "为五分钟生活圈居住区", "en": "5-minute neighbourhood"}
    assert phrase("not_in", LEVEL, alone) == {"zh": "不为五分钟生活圈居住区", "en": "other than 5-minute neighbourhood"}


def test_a_limit_whose_value_is_not_said_is_marked_as_a_name() -> None:
    assert phrase("at_least", Fact("door", ("clear_width",)), Param("limit", "door")) == {
        "zh": "不小于 “门净宽下限”",
        "en": "at least “least clear width of a door”",
    }


def test_a_target_of_being_something_says_为_once() -> None:
    being = phrase("equals", LEVEL, Literal("min5"))["zh"]
    assert sentence("zh", "modals_is", "target", {}) + being == "目标为五分钟生活圈居住区"
    assert sentence("zh", "modals", "target", {}) + "不小于 3" == "目标为不小于 3"
    for language in LANGUAGES:
        assert set(catalogue(language).MODALS_IS) == set(catalogue(language).MODALS)


@pytest.mark.parametrize(
    ("written", "one", "many"),
    [
        ("bed/1000 person", "bed/1000 persons", "beds/1000 persons"),
        ("m2/100 household", "m²/100 households", "m²/100 households"),
        ("m2/person", "m²/person", "m²/person"),
    ],
)
def test_a_ratio_of_counts_has_a_plural(written: str, one: str, many: str) -> None:
    forms, _, plural = VOCABULARY.units.unit(written).forms.partition("|")
    assert (forms, plural or forms) == (one, many)
