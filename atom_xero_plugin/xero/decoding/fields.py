"""The kinds of field a Xero record has: days, instants, words from an open list, text, exact numbers, and parts."""

from __future__ import annotations

from abc import ABCMeta
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Annotated, Any, Final, NamedTuple, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.xero.dates import parse_day, parse_instant

if TYPE_CHECKING:
    Day: TypeAlias = date
    Instant: TypeAlias = datetime
else:

    class Day(metaclass=ABCMeta):  # noqa: B024 - abstract only so that dates can be registered
        """Makes msgspec to ask us for a date; what it gets is a plain `datetime.date`, or None for an empty one."""

    class Instant(metaclass=ABCMeta):  # noqa: B024 - the same
        """Makes msgspec to ask us for an instant; what it gets is an aware UTC `datetime`, or None."""

    for _kind, _real in ((Day, date), (Instant, datetime)):
        _kind.register(_real)
        _kind.register(NoneType)

Word: TypeAlias = Annotated[str, Meta(min_length=1)]
"""A word from a list that Xero may lengthen any day (status, type, currency), or an id: any text is kept, "" is None.

An empty one sends its record the lenient way, which is slow; a field that is often "" is better plain text.
"""

_PARSERS: Final[dict[Any, Callable[[str], date | None]]] = {Day: parse_day, Instant: parse_instant}


def from_wire(kind: Any, value: Any) -> Any:
    """What msgspec calls for a field that JSON has no type for. Raises ValueError, which becomes its own error."""
    if type(value) is not str:
        raise ValueError("a date is written as text")
    return _PARSERS[kind](value)


class Field(NamedTuple):
    """One field of a record."""

    attribute: str
    key: str
    """Its name in Xero's JSON."""
    leaf: Any
    """Its type, without None; for a list of parts the type of the part."""
    many: bool
    """Whether it is a list of parts."""

    @property
    def is_part(self) -> bool:
        """Whether it holds records or parts of them, with fields of their own."""
        return isinstance(self.leaf, type) and issubclass(self.leaf, Struct)

    @property
    def is_word(self) -> bool:
        """Whether "" stands for nothing."""
        return bool(self.leaf == Word)


@cache
def fields_of(kind: type[Struct]) -> tuple[Field, ...]:
    """The fields of a record or part, distinguished from its annotations."""
    return tuple(_field(info) for info in msgspec.structs.fields(kind))


def _field(info: msgspec.structs.FieldInfo) -> Field:
    leaf = info.type
    if NoneType in get_args(leaf):
        leaf = Union[tuple(each for each in get_args(leaf) if each is not NoneType)]  # noqa: UP007 - built at run time
    inner = get_args(leaf)[0] if get_origin(leaf) is list else None
    many = isinstance(inner, type) and issubclass(inner, Struct)
    return Field(info.name, info.encode_name, inner if many else leaf, many)
