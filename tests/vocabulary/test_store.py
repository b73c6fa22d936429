"""A stored vocabulary is the one that was read from the schema."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path

import pytest
from tests.support.toy import SCHEMA

from standardcheck.compiler.library import RuleSet
from standardcheck.vocabulary import store
from standardcheck.vocabulary.load import load_vocabulary
from standardcheck.vocabulary.model import Vocabulary

SHIPPED = (Path(__file__).parents[2] / "schemas" / "plan.schema.json").read_bytes()


def comparable(vocabulary: Vocabulary) -> tuple[object, ...]:
    """Everything in it, units by spelling, and whole numbers told from others."""
    units = {spelling: vocabulary.units.unit(spelling) for spelling in vocabulary.units.spellings()}
    return (*vocabulary._replace(units=None), units, repr(vocabulary.kinds))  # type: ignore[arg-type]


@pytest.mark.parametrize("schema", [SHIPPED, SCHEMA], ids=["shipped", "toy"])
def test_what_is_stored_is_read_as_it_was(schema: bytes) -> None:
    made = load_vocabulary(schema)
    assert comparable(store.load(store.dump(made))) == comparable(made)


def test_a_bound_that_is_no_decimal_stays_exact() -> None:
    made = load_vocabulary(SHIPPED)
    kind = made.kinds[made.root]
    field = next(f for k in made.kinds.values() for f in k.fields.values() if f.is_numeric)
    odd = field._replace(minimum=Fraction(1, 3), maximum=Fraction(2, 3))
    changed = made._replace(kinds={kind.name: kind._replace(fields={odd.name: odd})})
    again = store.load(store.dump(changed)).kinds[kind.name].fields[odd.name]
    assert (again.minimum, again.maximum) == (Fraction(1, 3), Fraction(2, 3))


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"kinds": [[1]]}', '{"units": [["m"]], "kinds": []}'])
def test_a_damaged_one_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        store.load(text)


def test_a_damaged_one_in_the_cache_only_costs_time(tmp_path: Path) -> None:
    first = RuleSet(SHIPPED, {}, cache=tmp_path)
    (stored,) = tmp_path.rglob("vocabulary.json")
    kept = stored.read_text(encoding="utf-8")
    assert comparable(RuleSet(SHIPPED, {}, cache=tmp_path).vocabulary) == comparable(first.vocabulary)
    for damage in ("", kept[:-5], json.dumps({"name": "other"})):
        stored.write_text(damage, encoding="utf-8")
        assert comparable(RuleSet(SHIPPED, {}, cache=tmp_path).vocabulary) == comparable(first.vocabulary)
        assert stored.read_text(encoding="utf-8") == kept


def test_another_schema_has_another_place_in_the_cache(tmp_path: Path) -> None:
    RuleSet(SHIPPED, {}, cache=tmp_path)
    toy = RuleSet(SCHEMA, {}, cache=tmp_path)
    assert comparable(toy.vocabulary) == comparable(load_vocabulary(SCHEMA))
    assert len(list(tmp_path.rglob("vocabulary.json"))) == 2
