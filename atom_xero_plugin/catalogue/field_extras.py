"""What fields say of themselves next to their schema, in the `extra` of their Meta: other names, what models see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from msgspec import inspect

from atom_xero_plugin.catalogue.skill import ALSO

Path = tuple[str, ...]
"""Names from the root on; `*` for the place in a list."""


class FieldExtras(NamedTuple):
    """One field."""

    path: Path
    also: tuple[str, ...]
    """Its other names."""
    marks: frozenset[str]
    """What else it says of itself."""


@cache
def extras_of(shape: type) -> tuple[FieldExtras, ...]:
    """Every field of a Struct, and of the Structs within it."""
    return tuple(_walk(inspect.type_info(shape), ()))


def marked(shape: type, mark: Mapping[str, Any]) -> frozenset[Path]:
    """The fields of a Struct whose Meta has this `extra`, such as OBVIOUS."""
    return frozenset(each.path for each in extras_of(shape) if mark.keys() <= each.marks)


def _walk(kind: inspect.Type, path: Path) -> Iterator[FieldExtras]:
    for each in _bare(kind):
        if isinstance(each, inspect.StructType):
            for field in each.fields:
                here = (*path, field.encode_name)
                extras = list(_extras(field.type))
                also = tuple(name for extra in extras for name in extra.get(ALSO, ()))
                yield FieldExtras(here, also, frozenset(key for extra in extras for key in extra if key != ALSO))
                yield from _walk(field.type, here)
        elif isinstance(each, inspect.ListType):
            yield from _walk(each.item_type, (*path, "*"))


def _bare(kind: inspect.Type) -> Iterator[inspect.Type]:
    if isinstance(kind, inspect.Metadata):
        yield from _bare(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _bare(each)
    else:
        yield kind


def _extras(kind: inspect.Type) -> Iterator[Mapping[str, Any]]:
    """The extras around a type, not those of what it holds."""
    if isinstance(kind, inspect.Metadata):
        yield kind.extra or {}
        yield from _extras(kind.type)
    elif isinstance(kind, inspect.UnionType):
        for each in kind.types:
            yield from _extras(each)
