"""A pack of the toy standard, given as plain data, ready for the tools that test packs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from standardcheck.compiler.build import build
from standardcheck.packtools.testing import Bench, PackTest, Wanted, examine
from standardcheck.ruleset.documents import EquivalentMutant, Unreachable
from standardcheck.ruleset.packs import Excused, Origin
from support.toy import conform, resolved, vocabulary


def bench(
    *files: Mapping[str, Any],
    equivalent: tuple[dict[str, Any], ...] = (),
    unreachable: tuple[dict[str, Any], ...] = (),
) -> Bench:
    """The pack ``made`` of rule files given as plain data, with the entries of its equivalent-mutants.yaml."""
    made = resolved(*files)
    program = build(made, vocabulary())
    origin = Origin("made", made.packs[0].files[0][0], ())
    excused = Excused(
        tuple((EquivalentMutant(**entry), origin) for entry in equivalent),
        tuple((Unreachable(**entry), origin) for entry in unreachable),
    )
    return Bench("made", made, program, conform(), {form.id for form in program.rules}, excused)


def examined(*files: Mapping[str, Any], coverage: bool = True, mutate: bool = True, **more: Any) -> PackTest:
    """What testing a made pack found out."""
    suggest = more.pop("suggest", False)
    return examine(bench(*files, **more), Wanted(coverage, mutate, suggest))


def example(expect: str, name: str = "", **more: Any) -> dict[str, Any]:
    """An example as plain data: what is not a key of an example is a fact of the object."""
    keys = ("within", "as_of", "needs", "exception", "because")
    said = {key: more.pop(key) for key in keys if key in more}
    return {"name": name or f"{expect} {more}", "given": more, "expect": expect, **said}
