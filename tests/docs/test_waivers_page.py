"""docs/waivers.md: its files are read, and do what the page says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from standardcheck.check.disposition_files import read_decisions, read_waivers
from standardcheck.packtools.schemas import disposition_schema
from standardcheck.source import read_yaml
from support.disposing import MODEL, SMALL, checked, codes, plan

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "waivers.md").read_text(encoding="utf-8")
WAIVERS = re.findall(r"```yaml\n(waivers:.*?)```", PAGE, re.DOTALL)
DECISIONS = re.findall(r"```yaml\n(decisions:.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", WAIVERS, ids=["en", "zh"])
def test_a_waiver_of_the_page_holds(text: str) -> None:
    assert len(read_waivers(text.encode())) == 1
    found = checked(plan(SMALL), waivers=text.encode())
    assert (found.verdict, found.counts.dispositions["waived"], codes(found)) == ("compliant", 1, [])


def test_the_decision_of_the_page_is_stale_as_it_says() -> None:
    (text,) = DECISIONS
    assert len(read_decisions(text.encode())) == 1
    assert codes(checked(plan(MODEL), decisions=text.encode())) == ["decision_stale"]


@pytest.mark.parametrize(("name", "texts"), [("waivers", WAIVERS), ("decisions", DECISIONS)])
def test_the_schemas_take_what_the_page_shows_and_want_every_key(name: str, texts: list[str]) -> None:
    schema = disposition_schema(name)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    assert texts
    for text in texts:
        data = read_yaml(text.encode(), "page").data
        assert validator.is_valid(data)
        for key in set(data[name][0]) - {"authority", "remark"}:
            short = json.loads(json.dumps(data))
            del short[name][0][key]
            assert not validator.is_valid(short), key
