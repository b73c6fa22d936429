"""The public face: read plans, load rules, check, write. See docs/library.md."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import date

from standardcheck.check.findings import Outcome
from standardcheck.check.report import report_data
from standardcheck.check.run import Report, Selector, Unreadable, check_plan
from standardcheck.compiler.library import RuleSet
from standardcheck.data import data_path
from standardcheck.errors import Fault, Place, StandardCheckError, UnreadableSource, UsageError
from standardcheck.plan.model import Plan
from standardcheck.plan.read import plan_from_bytes, plan_from_document, plan_from_file
from standardcheck.ruleset.packs import MANIFEST, find_packs, read_files
from standardcheck.source import Document
from standardcheck.typing_light import TYPE_CHECKING, Any, BinaryIO, TextIO
from standardcheck.writers import writer

if TYPE_CHECKING:
    from pathlib import Path

    from standardcheck.check.disposition_files import Source
    from standardcheck.check.dispositions import Given

__all__ = [
    "Outcome",
    "Plan",
    "Report",
    "RuleSet",
    "StandardCheckError",
    "check",
    "check_many",
    "load_ruleset",
    "read_plan",
    "write_report",
]


def load_ruleset(rules: str | Path | None = None, *, cache: str | Path | None = None) -> RuleSet:
    """Load rule packs once, to check any number of plans with.

    ``rules``: nothing for the shipped packs, of which one is chosen for each plan by its place and date; the id
    of a pack; or the path of a pack, or of a folder of packs. A single pack is then used for every plan.
    ``cache``: a folder where compiled rule sets may be kept. Raises ``InvalidRuleSet`` when a pack is wrong
    (at the latest on first use) and ``UsageError`` when there is none.
    """
    shipped = data_path("rules")
    search = [shipped]
    forced = None
    if rules is not None:
        place = str(rules)
        if os.path.isfile(os.path.join(place, MANIFEST)):
            whole = os.path.realpath(place)
            search, forced = [place, os.path.dirname(whole), shipped], os.path.basename(whole)
        elif os.path.isdir(place):
            search = [place, shipped]
        else:
            forced = place
    folders = find_packs(search)
    if forced is not None and forced not in folders:
        from standardcheck.hints import near

        raise UsageError("pack-unknown", pack=forced, hint=near(forced, folders))
    packs = {name: read_files(folder) for name, folder in folders.items()}
    with open(os.path.join(data_path("schemas"), "plan.schema.json"), "rb") as file:
        schema = file.read()
    return RuleSet(schema, packs, forced, None if cache is None else str(cache))


def read_plan(source: str | Path | bytes | dict[str, Any], rules: RuleSet, *, name: str = "plan") -> Plan:
    """Read a plan from a file, from bytes (YAML or JSON), or from plain data.

    Faults of single facts are kept on the plan and count as not stated. Raises ``UnreadableSource`` when the
    text itself cannot be read.
    """
    if isinstance(source, dict):
        import json

        return plan_from_bytes(json.dumps(source, allow_nan=False).encode(), name, rules.conform, "json")
    if isinstance(source, bytes):
        return plan_from_bytes(source, name, rules.conform)
    return plan_from_file(source, rules.conform)


def check(
    plan: Plan,
    rules: RuleSet,
    *,
    as_of: str | date | None = None,
    select: Selector | None = None,
    waivers: Source | None = None,
    decisions: Source | None = None,
    baseline: Source | None = None,
    today: str | date | None = None,
) -> Report:
    """Check one plan as of a date (default: the date that the plan itself states).

    ``waivers``, ``decisions`` and ``baseline`` are files (path, bytes or plain data) of what people have said about
    findings; ``today`` is the day on which waivers are judged. Raises ``InvalidDispositions`` for a file with faults,
    ``UsageError`` for waivers without a ``today``.
    """
    given = _given(waivers, decisions, baseline, today)
    return _disposed(Report((check_plan(plan, rules, as_of, select),), (), rules.digest), given)


def check_many(
    plans: Iterable[Plan | Document | str | Path],
    rules: RuleSet,
    *,
    as_of: str | date | None = None,
    select: Selector | None = None,
    waivers: Source | None = None,
    decisions: Source | None = None,
    baseline: Source | None = None,
    today: str | date | None = None,
) -> Report:
    """Check several plans. One that cannot be read, or has no date or pack to be judged by, is reported and does
    not stop the rest. Raises ``UsageError`` when that is so for all, ``InvalidRuleSet`` when the packs are wrong.

    ``waivers``, ``decisions``, ``baseline`` and ``today`` as in :func:`check`.
    """
    given = _given(waivers, decisions, baseline, today)
    done, unreadable, refused = [], [], []
    for source in plans:
        try:
            done.append(check_plan(_as_plan(source, rules), rules, as_of, select))
        except UnreadableSource as faulty:
            unreadable.append(Unreadable(_name(source), faulty.faults))
        except UsageError as usage:
            refused.append(usage)
            fault = Fault(usage.code, usage.args_, Place(_name(source)))
            unreadable.append(Unreadable(_name(source), (fault,)))
    if refused and len(refused) == len(unreadable) and not done:
        raise refused[0]
    return _disposed(Report(tuple(done), tuple(unreadable), rules.digest), given)


def _given(
    waivers: Source | None, decisions: Source | None, baseline: Source | None, today: str | date | None
) -> Given | None:
    """What people have said; read before any plan is checked, so that its faults are known at once."""
    if waivers is None and decisions is None and baseline is None:
        return None
    from standardcheck.check.disposition_files import read_given

    return read_given(waivers, decisions, baseline, today)


def _disposed(report: Report, given: Given | None) -> Report:
    if given is None:
        return report
    from standardcheck.check.dispositions import dispose

    return dispose(report, given)


def _as_plan(source: Plan | Document | str | Path, rules: RuleSet) -> Plan:
    if isinstance(source, Plan):
        return source
    if isinstance(source, Document):
        return plan_from_document(source, rules.conform)
    return plan_from_file(source, rules.conform)


def _name(source: Plan | Document | str | Path) -> str:
    return source.file if isinstance(source, Plan | Document) else str(source)


def write_report(report: Report | dict[str, Any], to: TextIO | BinaryIO, format: str = "text", **options: Any) -> None:
    """Write a report (or the data of a saved one) in a format. Options are the format's own.

    ``docx``, ``pdf`` and ``xlsx`` need a binary stream. Raises ``Unwritable`` where this machine cannot write a format.
    """
    chosen = writer(format)
    data = (
        report
        if isinstance(report, dict)
        else report_data(report, **chosen.wants({**options, "plans": len(report.plans)}))
    )
    for piece in chosen.write(data, **options):
        to.write(piece)  # text or bytes, as the format says


def iter_files(places: Iterable[str]) -> Iterator[str]:
    """The plan files in files and folders, folders in order of name."""
    for place in places:
        if os.path.isdir(place):
            from pathlib import Path

            yield from (
                str(file)
                for file in sorted(Path(place).rglob("*"))
                if file.suffix.lower() in (".yaml", ".yml", ".json") and file.is_file()
            )
        else:
            yield place
