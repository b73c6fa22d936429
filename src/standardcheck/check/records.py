"""Evidence as plain records for the report: what was measured, what is required, by how much, and where."""

from __future__ import annotations

from standardcheck.check.display import Display, both
from standardcheck.check.remedy import remedy_of
from standardcheck.check.workings import Workings
from standardcheck.compiler.evidence import Branch, Evidence, Leaf
from standardcheck.compiler.form import Compare, Fact, Param, Present
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.values import FactRef, Value
from standardcheck.plan.model import ORIGINS, Path, Plan, pointer, standing_at
from standardcheck.typing_light import Any
from standardcheck.vocabulary.model import Label
from standardcheck.vocabulary.numbers import canonical, compare, decimal_text, exact

Record = dict[str, Any]

_POSITIONS_KEPT = 1_000
"""A fact is often named in several findings; what names it again does not look for its place again."""


class Recorder:
    """Turns evidence of one plan into records."""

    def __init__(self, interpreter: Interpreter, display: Display, plan: Plan) -> None:
        self.interpreter = interpreter
        self.display = display
        self.plan = plan
        self.workings = Workings(display, plan.data)
        self._positions: dict[Path, Record] = {}

    def leaf(self, leaf: Leaf, negated: bool = False) -> Record:
        """One comparison as a record."""
        node = leaf.node
        left_node = node.fact if isinstance(node, Present) else node.left
        right_node = None if isinstance(node, Present) else node.right
        unit = self.display.unit(left_node, right_node)
        enum = self.display.enum(left_node)
        test = self.display.test(node, leaf.right)
        holds = leaf.holds if not negated or leaf.holds is None else not leaf.holds
        record: Record = {
            "path": pointer(leaf.path),
            "label": self.display.label(left_node),
            "operator": node.op if isinstance(node, Compare) else "present",
            "negated": negated,
            "holds": holds,
            "measured": self._measured(leaf, unit, enum, isinstance(left_node, Fact)),
            "required": {"text": both("operators", "negated", test=test) if negated else test},
            "position": self.position(leaf.path),
        }
        if leaf.right is not None:
            record["required"]["value"] = data_of(leaf.right)
        for side, worked in zip(("measured", "required"), self.workings.of(leaf), strict=True):
            if worked is not None:
                record[side]["working"] = worked
        if unit[2] and unit[2] != "1:":
            record["unit"] = unit[2].partition("|")[0]
        if isinstance(right_node, Param):
            record["parameter"] = self.parameter(right_node.name)
        margin = self._margin(leaf, unit)
        if margin:
            record["margin"] = margin
        origin = self._origin(leaf.path) if isinstance(left_node, Fact) else None
        if origin:
            record["source"] = origin
        if leaf.holds is None:
            record["open"] = [pointer(fact.path) for fact in leaf.facts]
        if holds is False:
            remedy = remedy_of(self.display, self.interpreter, leaf, negated)
            if remedy:
                record["remedy"] = remedy
        return record

    def tree(self, evidence: Evidence, negated: bool = False) -> Record:
        """The whole evidence as nested records."""
        if isinstance(evidence, Leaf):
            return self.leaf(evidence, negated)
        inner = negated != (evidence.op == "not")
        children = [self.tree(child, inner) for child in evidence.children]
        record: Record = {"op": evidence.op, "holds": evidence.holds, "children": children}
        labels = self._labels(evidence)
        if labels:
            record["labels"] = labels
        if evidence.k:
            record["k"] = evidence.k
        if evidence.facts and evidence.holds is None:
            record["open"] = [pointer(fact.path) for fact in evidence.facts]
        return record

    def _labels(self, branch: Branch) -> list[Any]:
        return [pointer(label) if isinstance(label, tuple) else label for label in branch.labels]

    def _measured(self, leaf: Leaf, unit: tuple[str, str, str], enum: str, is_fact: bool) -> Record:
        """The measured value. A fact that is not stated is just that; its natural bounds are no measurement."""
        value = leaf.left
        unstated = is_fact and value.state == "unknown"
        text = both("values", value.reason) if unstated else self.display.worth(value, unit, enum, leaf.right)
        record: Record = {"state": value.state, "text": text}
        if value.is_known:
            record["value"] = data_of(value)
        elif unstated:
            pass
        elif value.low is not None or value.high is not None:
            record["bounds"] = [_number(value.low), _number(value.high)]
        if value.reason:
            record["reason"] = value.reason
        return record

    def _margin(self, leaf: Leaf, unit: tuple[str, str, str]) -> Record | None:
        """How far the measured value is on the right (+) or wrong (-) side of the limit."""
        right = leaf.right
        if right is None or not leaf.left.is_known or not right.is_known or leaf.node.op in ("equals", "not_equals"):
            return None
        if not _is_number(leaf.left.value) or not _is_number(right.value):
            return None
        difference = exact(leaf.left.value) - exact(right.value)
        if leaf.node.op in ("at_most", "less_than"):
            difference = -difference
        record: Record = {"value": _number(canonical(difference))}
        if unit[2] != "1:":
            shown = self.display.value(canonical(difference), unit)
            record["text"] = {lang: f"+{text}" if difference > 0 else text for lang, text in shown.items()}
        if compare(right.value, 0) != 0:
            percent = decimal_text(canonical(difference / abs(exact(right.value)) * 100), 1)
            record["percent"] = f"+{percent} %" if difference > 0 else f"{percent} %"
        return record

    def parameter(self, name: str) -> Record:
        """A parameter, and the chain of where its value came from, the one in force first."""
        parameter = self.interpreter.program.params[name]
        found = self.interpreter.edition(name)
        chain = []
        if found is not None:
            _, edition = found
            chain = [edition, *(old for old in reversed(parameter.replaced) if old is not edition)]
        return {
            "name": name,
            "label": parameter.label,
            "origin": [
                {
                    "pack": edition.origin[0],
                    "clause": {"document": edition.clause[0], "number": edition.clause[1]},
                    "since": edition.since,
                    "value": edition.text or "table",
                }
                for edition in chain
            ],
        }

    def position(self, path: Path) -> Record:
        """File, line and column of a fact, or of what encloses it."""
        found = self._positions.get(path)
        if found is None:
            place = self.plan.place(path)
            found = {"file": place.file, "line": place.line, "column": place.column}
            if len(self._positions) < _POSITIONS_KEPT:
                self._positions[path] = found
        return found

    def _origin(self, path: Path) -> Record | None:
        node = standing_at(self.plan.data, path[:-1])
        return node.get(ORIGINS, {}).get(path[-1]) if isinstance(node, dict) else None

    def needed_label(self, fact: FactRef) -> Label:
        """What a fact to be supplied is called."""
        return (
            self.display.vocabulary.kinds[fact.kind].fields[fact.field].label if fact.kind else both("labels", "item")
        )

    def need(self, fact: FactRef) -> Record:
        """A fact to be supplied: where it belongs, what it is called, and how to write it."""
        record: Record = {"path": pointer(fact.path), "position": self.position(fact.path)}
        vocabulary = self.display.vocabulary
        if not fact.kind:
            return {**record, "label": self.needed_label(fact)}
        field = vocabulary.kinds[fact.kind].fields[fact.field]
        record |= {"kind": fact.kind, "field": fact.field, "label": field.label, "help": field.help}
        if field.enum:
            record["values"] = list(vocabulary.enums[field.enum].values)
        return record


def _is_number(value: Any) -> bool:
    return not isinstance(value, str | bool | tuple) and value is not None


def _number(value: Any) -> Any:
    """A number as JSON can hold it: an integer, or the nearest double."""
    if value is None or isinstance(value, int | float | str):
        return value
    return float(value)


def data_of(value: Value) -> Any:
    """A value as plain data; ``null`` where it is not certain."""
    if not value.is_known:
        return None
    if isinstance(value.value, tuple):
        return [_number(item) for item in value.value]
    return _number(value.value)
