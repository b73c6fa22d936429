"""Our named tuples do what those of :mod:`typing` do."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import Any

import pytest

from standardcheck import typing_light


class Theirs(typing.NamedTuple):
    """A point."""

    name: str
    at: tuple[int, ...] = ()
    """Where it is."""
    mark: Any = None

    @property
    def loud(self) -> str:
        """The name, louder."""
        return self.name.upper()


class Ours(typing_light.NamedTuple):
    """A point."""

    name: str
    at: tuple[int, ...] = ()
    """Where it is."""
    mark: Any = None

    @property
    def loud(self) -> str:
        """The name, louder."""
        return self.name.upper()


class OursFurther(Ours):
    __slots__ = ()


class Never(typing_light.NamedTuple):
    """Nothing is made of it but by ``_make``."""

    one: int


def outcome(of: Any) -> Any:
    """What a call gives, or the kind of its error."""
    try:
        return of()
    except (TypeError, ValueError, AttributeError, KeyError) as error:
        return type(error)


class Often(typing_light.NamedTuple):
    """Many are made of it."""

    one: int
    two: str = "b"


def test_early_and_late_instances_are_the_same() -> None:
    made = [Often(at, "b") for at in range(3 * typing_light.FEW)]
    assert made == [Often(at) for at in range(3 * typing_light.FEW)]
    assert {type(one) for one in made} == {Often}


@pytest.mark.parametrize(
    "use",
    [
        lambda cls: tuple(cls("a")),
        lambda cls: tuple(cls("a", (1, 2), mark=3)),
        lambda cls: tuple(cls(mark=3, name="a")),
        lambda cls: cls(),
        lambda cls: cls("a", (), None, 4),
        lambda cls: cls("a", name="b"),
        lambda cls: cls("a", other=1),
        lambda cls: repr(cls("a", (1,)))[len(cls.__name__) :],
        lambda cls: cls("a") == ("a", (), None),
        lambda cls: hash(cls("a")) == hash(("a", (), None)),
        lambda cls: cls("a").loud,
        lambda cls: (cls("a", mark=2).mark, cls("a")[0], cls("a").at),
        lambda cls: setattr(cls("a"), "name", "b"),
        lambda cls: setattr(cls("a"), "new", "b"),
        lambda cls: tuple(cls("a")._replace(at=(7,))),
        lambda cls: type(cls("a")._replace(at=(7,))) is cls,
        lambda cls: cls("a")._replace(other=7),
        lambda cls: tuple(cls._make(["a", (1,), 2])),
        lambda cls: cls._make(["a"]),
        lambda cls: cls("a")._asdict(),
        lambda cls: (cls._fields, cls._field_defaults, cls.__match_args__, cls.__doc__, cls.__module__),
        lambda cls: pickle.loads(pickle.dumps(cls("a", (1,)))) == cls("a", (1,)),
        lambda cls: type(pickle.loads(pickle.dumps(cls("a", (1,))))) is cls,
        lambda cls: type(copy.deepcopy(cls("a", (1,)))) is cls,
        lambda cls: isinstance(cls("a"), tuple),
        lambda cls: list(cls.__annotations__),
    ],
)
def test_they_do_what_those_of_typing_do(use: Any) -> None:
    assert outcome(lambda: use(Ours)) == outcome(lambda: use(Theirs))


def test_a_class_that_is_derived_is_made_as_itself() -> None:
    made = OursFurther("a", mark=1)
    assert type(made) is OursFurther
    assert made == Ours("a", (), 1)
    assert type(made._replace(name="b")) is OursFurther


def test_patterns_match_by_position() -> None:
    match Ours("a", (1,)):
        case Ours(name, at):
            assert (name, at) == ("a", (1,))
        case _:
            pytest.fail("it does not match")


def test_the_first_instance_may_be_made_without_a_constructor() -> None:
    assert Never._make([1]).one == 1
    assert Never(2)._replace(one=3).one == 3
