"""Who a finding is about: a label for people, and an identity that outlives edits elsewhere in the file."""

from __future__ import annotations

import re

from standardcheck.plan.model import NONE, NOT_APPLICABLE, Path
from standardcheck.source.digests import sha256_hex
from standardcheck.typing_light import Any, NamedTuple
from standardcheck.vocabulary.model import Label, Vocabulary

_PARTING = r"[%/\s\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
"""What ids may hold and a written identity may not: its own marks, blanks, and what cannot be seen."""

_PARTING_ASCII = "%/ "
"""What of this printable ASCII has: no pattern need be compiled for the ids that most plans have."""


class Identity(NamedTuple):
    """An object of a plan: its kind, id and label, and the chain of ids that tells it from all others.

    ``identified`` is false when an object on the way has no id: then its place in the list stands in for it,
    and the finding cannot be waived. ``label`` names what encloses the object, too, ``name`` the object alone.
    """

    kind: str
    id: str | None
    label: Label
    chain: tuple[str, ...]
    identified: bool
    name: Label


def identify(vocabulary: Vocabulary, data: dict[str, Any], path: Path) -> Identity:
    """The identity of the object at ``path``."""
    kind: str = vocabulary.root
    node: Any = data
    at: int | None = None
    chain: list[str] = []
    names: list[Label] = []
    identified = True
    own_id: str | None = None
    steps = [step for step in path if step != "items"]
    while steps:
        field = vocabulary.kinds[kind].fields[str(steps.pop(0))]
        inside = node.get(field.name)
        node, kind, at = inside if isinstance(inside, dict | list) else {}, field.items, None
        if field.type == "list":
            if not steps:
                break
            at = int(steps.pop(0))
            node = node[at]
        entry = vocabulary.kinds[kind]
        own_id = _text(node.get(entry.identity)) if entry.identity else None
        title = _text(node.get(entry.title)) if entry.title else None
        identified = identified and (own_id is not None or at is None)
        chain.append(f"{kind}={own_id}" if own_id is not None else f"{kind}[{'' if at is None else at}]")
        names.append(_name(entry.label, title, own_id, at))
    if not names:
        return Identity(kind, None, vocabulary.kinds[kind].label, (), True, vocabulary.kinds[kind].label)
    label = {language: " / ".join(name[language] for name in names[-3:]) for language in names[-1]}
    return Identity(kind, own_id, label, tuple(chain), identified, names[-1])


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) and value not in (NONE, NOT_APPLICABLE, "") else None


def _name(kind: Label, title: str | None, own_id: str | None, at: int | None) -> Label:
    if title:
        return {"zh": title, "en": title}
    mark = own_id if own_id is not None else (f"#{at + 1}" if at is not None else "")
    return {language: f"{text} {mark}".strip() for language, text in kind.items()}


def identity_text(vocabulary: Vocabulary, data: dict[str, Any], who: Identity) -> str | None:
    """The identity of an object as people write it in files of waivers and decisions: the ids from the plan down.

    ``plan=P-1/community=c1/facility=f2``. It begins with the id of the plan, so that what was said about one plan
    never counts for another; ``None`` where the plan, the object or one around it has no id. Marks and blanks
    within an id are written as ``%2F``, so that no id reads as several.
    """
    root = vocabulary.root
    own = _text(data.get(vocabulary.kinds[root].identity))
    if own is None or not who.identified:
        return None
    return "/".join(map(_written, (f"{root}={own}", *who.chain)))


def _written(part: str) -> str:
    if part.isascii() and part.isprintable() and not any(mark in part for mark in _PARTING_ASCII):
        return part
    return re.sub(_PARTING, _escaped, part)


def _escaped(match: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in match[0].encode("utf-8", "surrogatepass"))


def fingerprint(rule: str, chain: tuple[str, ...], label: str) -> str:
    """What a finding is known by: rule, object and requirement; never line, message or measured value."""
    return sha256_hex("\0".join((rule, *chain, label)).encode())[:16]
