"""Reading YAML: plain data from a bounded stream of events.

PyYAML composes and loads by recursion in C and dies on deep nesting, so only its events are used, and every
limit is checked inside the loop over them. The resolver is our own: ``1:12``, ``no``, ``012`` and dates are
text, as written. Anchors, aliases, tags and merge keys are refused: what is meant is said where it applies.
"""

from __future__ import annotations

from array import array

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from standardcheck.source.decoding import check_size, decode
from standardcheck.source.document import Document, Layout
from standardcheck.source.gathering import Gathering
from standardcheck.source.limits import DEFAULT_LIMITS, Limits
from standardcheck.source.numbers import BadNumber, plain_number
from standardcheck.source.yaml_syntax import (
    FULL_WIDTH_COLON,
    NOT_INDENTATION,
    diagnose,
    find_tag_directive,
    full_width_key,
)
from standardcheck.typing_light import Any

_Parser: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NOT_FINITE = frozenset(
    (".nan", ".NaN", ".NAN", *(sign + word for sign in ("", "-", "+") for word in (".inf", ".Inf", ".INF")))
)

_NOT_INDENTATION = frozenset(NOT_INDENTATION)
# A plain scalar that begins with any other character is text.
_MAYBE_NOT_TEXT = frozenset("0123456789+-.~nNtTfF" + NOT_INDENTATION) | {""}

# What the place of the next node is, when it is not the value of a key.
_ITEM = object()
_KEY = object()

_UNSEEN = object()


def read_yaml(raw: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Document:
    """Read a YAML text; every fault that can be found is raised together."""
    check_size(raw, file, limits)
    text = decode(raw, file)
    reader = _Reader(text, file, limits)
    data = reader.read()
    reader.faults.raise_any()
    return Document(file, data, raw, Layout(text, reader.offsets))


class _Reader:
    __slots__ = ("faults", "keys", "limits", "offsets", "resolved", "text")

    def __init__(self, text: str, file: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.faults = Gathering(text, file, limits.faults)
        self.offsets = array("I")
        self.keys: dict[str, str] = {}
        self.resolved: dict[str, Any] = dict(_WORDS)

    def read(self) -> Any:
        directive = find_tag_directive(self.text)
        if directive is not None:
            raise self.faults.stop("tag-refused", directive, len("%TAG"), tag="%TAG")
        if self.text.startswith("\ufeff"):  # a second one: libyaml would pass over it and count on without it
            self.refuse_space(self.text, 0)
            raise self.faults.refusal()
        parser = _Parser(self.text)
        try:
            root = self.build(parser)
        except yaml.YAMLError as error:
            diagnose(error, self.text, self.faults)
            raise self.faults.refusal() from None
        finally:
            parser.dispose()
        self.check_root(root)
        return root

    def check_root(self, root: Any) -> None:
        """Refuse a text that is one plain scalar because its colons are full-width."""
        key = full_width_key(root) if type(root) is str else None
        start = self.offsets[0]
        if key is not None and self.text[start] not in "\"'|>":
            self.faults.add("full-width-colon", self.text.index(FULL_WIDTH_COLON, start), key=key)

    def build(self, parser: Any) -> Any:
        """The data. One loop, since a call a node would double its time: a megabyte has 100,000 nodes."""
        text_limit, node_limit = self.limits.scalar, self.limits.nodes
        offsets, keys, resolved = self.offsets, self.keys, self.resolved
        note = offsets.append
        stack: list[tuple[Any, Any]] = []
        roots: list[Any] = []
        box: Any = roots
        key: Any = _ITEM
        for event in iter(parser.get_event, None):
            kind = type(event)
            if kind is ScalarEvent:
                offset = event.start_mark.index
                note(offset)
                value = event.value
                is_plain = event.implicit[0]
                if event.tag is not None or event.anchor is not None or len(value) > text_limit:
                    self.refuse_scalar(event)
                    is_plain = False
                if key is _KEY:
                    key = keys.get(value)
                    if key is None or value in box:
                        key = self.key(event, box)
                    continue
                if is_plain and value[:1] in _MAYBE_NOT_TEXT:
                    known = resolved.get(value, _UNSEEN)
                    value = self.resolve(value, offset) if known is _UNSEEN else known
                if key is _ITEM:
                    box.append(value)
                else:
                    box[key] = value
                    key = _KEY
                if len(offsets) > node_limit:
                    raise self.faults.stop("too-many-nodes", offset, limit=node_limit)
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                note(event.start_mark.index)
                self.check_start(event, len(stack))
                inner: Any = {} if kind is MappingStartEvent else []
                if key is _ITEM:
                    box.append(inner)
                    stack.append((box, _ITEM))
                elif key is _KEY:
                    stack.append((box, self.refuse_key(event)))
                else:
                    box[key] = inner
                    stack.append((box, _KEY))
                box = inner
                key = _KEY if kind is MappingStartEvent else _ITEM
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                box, key = stack.pop()
            elif kind is AliasEvent:
                key = self.refuse_alias(event, key)
            elif kind is DocumentStartEvent and roots:
                raise self.faults.stop("more-than-one-document", event.start_mark.index, len("---"))
        if not roots or roots[0] is None:
            raise self.faults.stop("empty-file", 0)
        return roots[0]

    def check_start(self, event: Any, depth: int) -> None:
        """Refuse what a list or a mapping may not be."""
        offset = event.start_mark.index
        if depth >= self.limits.depth:
            raise self.faults.stop("too-deep", offset, limit=self.limits.depth)
        if len(self.offsets) > self.limits.nodes:
            raise self.faults.stop("too-many-nodes", offset, limit=self.limits.nodes)
        if event.tag is not None or event.anchor is not None:
            self.refuse_properties(event)

    def refuse_properties(self, event: Any) -> None:
        """Refuse a tag and an anchor. A lone ``!`` only says that what follows is not resolved."""
        offset = event.start_mark.index
        if event.anchor is not None:
            self.faults.add("anchor-refused", offset, name=event.anchor)
        if event.tag is not None and event.tag != "!":
            self.faults.add("tag-refused", offset, tag=event.tag.replace("tag:yaml.org,2002:", "!!"))

    def refuse_scalar(self, event: Any) -> None:
        """Refuse what a scalar may not be."""
        self.refuse_properties(event)
        if len(event.value) > self.limits.scalar:
            self.faults.add("text-too-long", event.start_mark.index, limit=self.limits.scalar)

    def refuse_alias(self, event: Any, key: Any) -> Any:
        """Refuse an alias; what the place of the next node is."""
        self.faults.add("alias-refused", event.start_mark.index, len(event.anchor) + 1, name=event.anchor)
        if key is _KEY:
            return self.refuse_key(event)
        return key if key is _ITEM else _KEY

    def refuse_key(self, event: Any) -> str:
        """Refuse a key that is a list, a mapping or an alias; a key to go on with."""
        offset = event.start_mark.index
        if type(event) is not AliasEvent:
            self.faults.add("key-not-text", offset)
        return f"\0{offset}"

    def key(self, event: Any, box: dict[str, Any]) -> str:
        """A key that was not met before, or not in this state; kept, so that equal keys are one object."""
        key: str = event.value
        offset = event.start_mark.index
        if key in box:
            self.faults.add("duplicate-key", offset, len(key), key=key)
        if event.implicit[0] and event.tag is None:
            if key == "<<":
                self.faults.add("merge-key-refused", offset, len(key))
                return key
            if key[:1] in _NOT_INDENTATION:
                self.refuse_space(key, offset)
                return key
        if key != "<<":
            self.keys[key] = key
        return key

    def refuse_space(self, text: str, offset: int) -> None:
        """Refuse an unusual space where indentation was meant."""
        self.faults.add("not-indentation", offset, character=f"U+{ord(text[0]):04X}")

    def resolve(self, text: str, offset: int) -> Any:
        """The value of a plain scalar, kept for the next one that is written alike."""
        value: Any = text
        if text[:1] in _NOT_INDENTATION:
            self.refuse_space(text, offset)
        elif text in _NOT_FINITE:
            self.faults.add("not-finite", offset, len(text), number=text)
        else:
            try:
                number = plain_number(text, self.limits.number)
            except BadNumber as bad:
                self.faults.add(bad.code, offset, len(text), number=text, limit=self.limits.number)
                return text
            value = self.resolved[text] = text if number is None else number
        return value
