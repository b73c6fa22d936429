"""Reading plans: one strict way from bytes to a checked :class:`Plan`."""

from __future__ import annotations

from standardcheck.errors import Fault
from standardcheck.plan.conform import Conform
from standardcheck.plan.model import Path, Plan
from standardcheck.source import Document, read_file, read_source
from standardcheck.typing_light import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path as FilePath


def plan_from_file(path: str | FilePath, conform: Conform) -> Plan:
    """Read a YAML or JSON file. Raises ``UnreadableSource`` when its text cannot be read."""
    return plan_from_document(read_file(str(path)), conform)


def plan_from_bytes(raw: bytes, name: str, conform: Conform, format: str | None = None) -> Plan:
    """Read a plan from memory; ``name`` is what messages call it."""
    return plan_from_document(read_source(raw, name, format), conform)


def plan_from_document(document: Document, conform: Conform) -> Plan:
    """Check a document that has been read. Faults of single facts are kept on the plan, not raised."""
    data, faults = conform(document.data)
    placed = sorted(
        (_placed(document, path, fault) for path, fault in faults),
        key=lambda fault: (fault.place.line, fault.place.column) if fault.place else (0, 0),
    )
    return Plan(document.file, data, tuple(placed), document.digest, document)


_ABOUT_KEYS = frozenset(("unknown-field",))


def _placed(document: Document, path: Path, fault: Fault) -> Fault:
    place = document.place(path, key=fault.code in _ABOUT_KEYS)
    return fault._replace(place=place, line_text=document.line_text(place.line))
