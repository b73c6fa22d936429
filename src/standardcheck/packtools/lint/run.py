"""Running the checks over packs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import NamedTuple

from standardcheck.errors import Fault, FaultyInput
from standardcheck.packtools.diagnostics import Diagnostic, in_reading_order
from standardcheck.packtools.ledger.read import Ledger
from standardcheck.packtools.library import load_packs
from standardcheck.packtools.lint.checks import CHECKS
from standardcheck.packtools.lint.view import View, names_used
from standardcheck.plan.conform import Conform
from standardcheck.ruleset.packs import Pack, PackFiles
from standardcheck.ruleset.resolve import read_chain


class Options(NamedTuple):
    """``today`` as YYYY-MM-DD, after how many days a review is too old, and which codes count."""

    today: str
    review_after: int = 365
    codes: Collection[str] = tuple(CHECKS)


class Result(NamedTuple):
    """The packs that were looked at, what was found in them, and the faults of packs that do not load."""

    packs: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]
    faults: tuple[Fault, ...]


def chosen_codes(select: Iterable[str], ignore: Iterable[str]) -> tuple[str, ...]:
    """The codes that begin with one of ``select`` (default: all) and with none of ``ignore``."""
    wanted, unwanted = tuple(select) or ("",), tuple(ignore)
    return tuple(code for code in CHECKS if code.startswith(wanted) and not code.startswith(unwanted))


def lint(
    wanted: Sequence[str], known: Mapping[str, PackFiles], conform: Conform, ledger: Ledger | None, options: Options
) -> Result:
    """Look at packs. What does not load is left out and its faults are given; a pack's own files only are judged."""
    loaded, faults = load_packs(wanted, known, conform.vocabulary)
    used = _used([pack.resolved.packs for pack in loaded], known)
    found: list[Diagnostic] = []
    for pack in loaded:
        names = frozenset(used.get(pack.id, ()))
        view = View(pack.resolved, pack.program, conform, names, ledger, options.today, options.review_after)
        found += [each for code in options.codes for each in CHECKS[code].run(view)]
    return Result(tuple(pack.id for pack in loaded), in_reading_order(found), faults)


def _used(chains: list[tuple[Pack, ...]], known: Mapping[str, PackFiles]) -> dict[str, set[str]]:
    """For each pack, the names that it or a pack that extends it uses."""
    read = {chain[-1].id for chain in chains}
    for name in known:
        if chains and name not in read:
            with suppress(FaultyInput):  # reported, if it was asked for
                chains.append(read_chain(name, known))
    used: dict[str, set[str]] = {}
    for chain in chains:
        names = {name for document, _ in chain[-1].files for name in names_used(document.data)}
        for below in chain:
            used.setdefault(below.id, set()).update(names)
    return used
