"""What :mod:`typing` offers to modules that every check goes through, without loading it; to a type checker it is that.

Loading it takes 3 ms, and its ``NamedTuple`` 0.07 ms a class; ours is the same at run time, but makes the constructor
of a class only when more than a few instances are asked for, or a name or a default is needed.
"""

from __future__ import annotations

TYPE_CHECKING = False

FEW = 8
"""Instances of a named tuple that are made without a constructor of their own."""

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import BinaryIO as BinaryIO
    from typing import Generic as Generic
    from typing import NamedTuple as NamedTuple
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
else:
    from collections import _tuplegetter, namedtuple

    Any = BinaryIO = NoReturn = TextIO = TypeAlias = object

    def TypeVar(name):
        """Nothing but its name."""
        return name

    class Protocol:
        """A base that says nothing."""

    class Generic:
        """A base that takes a parameter."""

        def __class_getitem__(cls, of):
            return cls

    _few = {}

    class _Record(tuple):
        """The base of every named tuple."""

        __slots__ = ()

        def __new__(cls, *args, **named):
            few = _few.get(cls, 0)
            if few < FEW and not named and len(args) == len(cls._fields):
                _few[cls] = few + 1
                return tuple.__new__(cls, args)
            new = namedtuple(cls.__name__, cls._fields, defaults=cls._field_defaults.values()).__new__
            cls.__new__ = staticmethod(new)
            return new(cls, *args, **named)

        @classmethod
        def _make(cls, values):
            made = tuple.__new__(cls, values)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, **changed):
            made = self._make(map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"Got unexpected field names: {list(changed)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            parts = (f"{name}={value!r}" for name, value in zip(self._fields, self, strict=True))
            return f"{type(self).__name__}({', '.join(parts)})"

        def __getnewargs__(self):
            return tuple(self)

    class _Maker(type):
        def __new__(cls, name, bases, body):
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body[field] for field in fields if field in body}
            body |= {field: _tuplegetter(at, None) for at, field in enumerate(fields)}
            body |= {"_fields": fields, "_field_defaults": defaults, "__match_args__": fields, "__slots__": ()}
            return type(name, (_Record,), body)

    NamedTuple = type.__new__(_Maker, "NamedTuple", (), {})
