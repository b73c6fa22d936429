"""One fused function a kind: it walks a plan once and judges every object by all rules of its kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from standardcheck.compiler.form import Aggregate, Arithmetic, Compare, Derived, Fact, Program, Quantified, RuleForm
from standardcheck.compiler.generated import runtime
from standardcheck.compiler.generated.facts import Facts, variable
from standardcheck.compiler.generated.logic import Logic
from standardcheck.compiler.generated.rules import Judging, Slot
from standardcheck.compiler.generated.runtime import Route, Run
from standardcheck.compiler.generated.writing import Names, Text
from standardcheck.compiler.interpret import Interpreter
from standardcheck.compiler.scope import EMPTY, MISSING, REST
from standardcheck.vocabulary.model import Vocabulary


class Engine:
    """Generated functions for the rules in force on a date. A value: safe to share between threads.

    ``routes`` are the ways on which blocks are left, ``slots`` what their blocks keep, by route and rule.
    """

    def __init__(self, program: Program, vocabulary: Vocabulary, as_of: str, rules: Sequence[RuleForm]) -> None:
        self.vocabulary = vocabulary
        self.rules = tuple(rules)
        self.interpreter = Interpreter(program, vocabulary, as_of)
        writer = _Writer(self)
        self.source = writer.write()
        self.routes: tuple[Route, ...] = tuple(node.route for node in writer.nodes)
        self.slots: tuple[tuple[Slot | None, ...], ...] = tuple(node.slots for node in writer.nodes)
        self.conditions = tuple(writer.logic.left_open)
        space = {**writer.names.space, **_SPACE}
        exec(
            compile(self.source, "<generated>", "exec"), space
        )  # written above from typed rules, never read from outside
        self._start = space["start"]
        self.routes_of_rule: tuple[tuple[Route, ...], ...] = tuple(
            self._in_order(index) for index in range(len(self.rules))
        )

    def run(self, data: dict[str, Any]) -> list[list[Any]]:
        """The blocks of every route, each in the order of the plan."""
        run = Run(self, data)
        self._start(run, data)
        return run.outs

    def _in_order(self, index: int) -> tuple[Route, ...]:
        rule = self.rules[index]
        by_steps = {route.steps: route for route in self.routes if index in route.rules}
        return tuple(by_steps[steps] for steps in self.vocabulary.routes.get(rule.kind, ()) if steps in by_steps)


_SPACE: dict[str, Any] = {
    "FALLBACK": runtime.FALLBACK,
    "GONE": runtime.GONE,
    "INFINITY": float("inf"),
    "split": runtime.split,
    "ghosts": runtime.ghosts,
    "when_missing": runtime.WHEN_MISSING.__getitem__,
    "when_rest": runtime.WHEN_REST.__getitem__,
}


class _Node:
    """A place in the tree of routes."""

    def __init__(self, index: int, steps: tuple[tuple[str, str], ...], kinds: tuple[str, ...]) -> None:
        self.index = index
        self.steps = steps
        self.kinds = kinds
        self.rules: list[int] = []
        self.children: list[_Node] = []
        self.slots: tuple[Slot | None, ...] = ()
        self.hoists: dict[str, tuple[str, Any]] = {}
        """Conditions on objects down to this place that rules further in ask: by text, (local, condition)."""
        self.asks: set[str] = set()
        """Locals of hoisted conditions that this function and those below it are handed."""

    @property
    def route(self) -> Route:
        return Route(self.index, self.steps, self.kinds[-1], self.kinds, tuple(self.rules))

    @property
    def level(self) -> int:
        return len(self.steps)

    def below(self) -> list[_Node]:
        """This place and all below it."""
        return [self, *(node for child in self.children for node in child.below())]


class _Writer:
    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.vocabulary = engine.vocabulary
        self.names = Names()
        facts = Facts(engine.vocabulary, engine.interpreter)
        self.logic = Logic(engine.vocabulary, facts, self.names)
        self.logic.hoist = self._hoist
        self.judging = Judging(engine.rules, facts, self.logic)
        self.facts = facts
        self.nodes: list[_Node] = []
        self.functions: list[str] = []
        self.chain: list[_Node] = []

    def write(self) -> str:
        root = self._tree()
        self._function(root)
        top = Text(self.names)
        top.line(f"k{root.index}(run, (data,), None, None)")
        return "\n".join([*self.logic.functions, *self.functions, top.function("start", ["run", "data"])])

    # -- the tree of routes ----------------------------------------------------------------------------------

    def _tree(self) -> _Node:
        root = self._node((), (self.vocabulary.root,))
        by_steps = {(): root}
        for index, rule in enumerate(self.engine.rules):
            for steps in self.vocabulary.routes.get(rule.kind, ()):
                if rule.through and (not steps or steps[-1] != (rule.parent, rule.through)):
                    continue
                self._place(by_steps, steps).rules.append(index)
        return root

    def _place(self, by_steps: dict[Any, _Node], steps: tuple[tuple[str, str], ...]) -> _Node:
        if steps not in by_steps:
            above = self._place(by_steps, steps[:-1])
            kind, name = steps[-1]
            inner = self.vocabulary.kinds[kind].fields[name].items
            by_steps[steps] = self._node(steps, (*above.kinds, inner))
            above.children.append(by_steps[steps])
        return by_steps[steps]

    def _node(self, steps: tuple[tuple[str, str], ...], kinds: tuple[str, ...]) -> _Node:
        node = _Node(len(self.nodes), steps, kinds)
        self.nodes.append(node)
        return node

    # -- functions -------------------------------------------------------------------------------------------

    def _function(self, node: _Node) -> None:
        """Write the function of a place: those below first, since they say what they want to be handed."""
        self.chain.append(node)
        text = Text(self.names, route=node.index)
        for child in node.children:
            self._function(child)
        own = variable(node.kinds[-1])
        text.line(f"put = run.outs[{node.index}].append")
        text.line("at = -1")
        with text.block(
            f"for {own} in items:"
        ):  # counted by hand: most lists are short, and enumerate is slow to start
            text.line("at += 1")
            if node.level:
                text.line("here = (where, at if form is None else -1 - at)")
            else:
                text.line("here = None")
            self._rules(text, node)
            for name, condition in node.hoists.values():
                text.line(f"{name} = {self.logic.condition(text, condition)}")
            self._children(text, node)
        self.chain.pop()
        own_hoists = {name for name, _ in node.hoists.values()}
        node.asks |= set().union(*(child.asks for child in node.children)) - own_hoists
        parameters = ["run", "items", "where", "form", *self._handed(node)]
        self.functions.append(text.function(f"k{node.index}", parameters))

    def _handed(self, node: _Node) -> list[str]:
        return [variable(kind) for kind in node.kinds[:-1]] + sorted(node.asks)

    def _rules(self, text: Text, node: _Node) -> None:
        if not node.rules:
            return
        indices = tuple(node.rules)
        node.slots = self.judging.write(text, indices, node.kinds)
        outcomes = "".join(f"o{index}, " for index in indices)
        kept = "".join(f"{name}, " for name in self.judging.slot_names(indices, node.slots))
        nodes = "".join(f"{variable(kind)}, " for kind in node.kinds)
        with text.block("if form is None:"):
            text.line(f"put((here, None, ({outcomes}), ({kept}), ({nodes})))")
        with text.block("else:"):
            text.line(f"turn = when_rest if form[0] == {REST!r} else when_missing")
            text.line(f"put((here, form, tuple(map(turn, ({outcomes}))), ({kept}), ({nodes})))")

    def _children(self, text: Text, node: _Node) -> None:
        if not node.children:
            return
        with text.block("if form is None:"):
            for child in node.children:
                self._child(text, node, child)
        with text.block("else:"):
            for child in node.children:
                self._call(text, child, "({},)", "form")

    def _child(self, text: Text, node: _Node, child: _Node) -> None:
        kind, name = child.steps[-1]
        text.line(f"inner = {variable(kind)}.get({name!r})")
        if self.vocabulary.kinds[kind].fields[name].type == "object":
            with text.block("if type(inner) is dict:"):
                self._call(text, child, "(inner,)", "None")
            with text.block("elif inner != 'none':"):
                self._call(text, child, "({},)", self._form(MISSING, node.level))
            return
        with text.block("if type(inner) is list:"):
            with text.block("if inner:"):
                self._call(text, child, "inner", "None")
            with text.block("else:"):
                self._empty(text, node, child)
        with text.block("elif inner is None or inner == 'n/a':"):
            self._call(text, child, "({},)", self._form(MISSING, node.level))
        with text.block("else:"):
            self._call(text, child, "inner", "None")
            self._call(text, child, "ghosts(inner)", self._form(REST, node.level))

    def _empty(self, text: Text, node: _Node, child: _Node) -> None:
        form = self._form(EMPTY, node.level)
        for below in child.below():
            if below.rules:
                nothing = self.names.constant((runtime.NOT_APPLICABLE_CODE,) * len(below.rules), "E")
                text.line(f"run.outs[{below.index}].append((here, {form}, {nothing}, (), ()))")

    def _form(self, name: str, level: int) -> str:
        return self.names.constant((name, level), "F", ("form", name, level))

    def _call(self, text: Text, child: _Node, items: str, form: str) -> None:
        handed = self._handed(child)
        text.line(f"k{child.index}({', '.join(['run', items, 'here', form, *handed])})")

    # -- what is asked once for many objects -----------------------------------------------------------------

    def _hoist(self, text: Text, condition: Any) -> str | None:
        """The local that holds an expensive condition on enclosing objects; they work it out once."""
        if text.surrender or not _is_expensive(condition):
            return None
        node = self.chain[-1]
        free = self.logic.free(condition)
        if not free <= set(node.kinds) or node.kinds[-1] in free:
            return None
        level = max((node.kinds.index(kind) for kind in free), default=0)
        if level == node.level:
            return None
        owner = self.chain[level]
        name, _ = owner.hoists.setdefault(repr(condition), (self.names.fresh("h"), condition))
        node.asks.add(name)
        return name


def _is_expensive(node: Any) -> bool:
    if isinstance(node, Quantified):
        return True
    return isinstance(node, Compare) and (
        isinstance(node.left, Aggregate | Arithmetic | Derived) or not isinstance(node.left, Fact)
    )
