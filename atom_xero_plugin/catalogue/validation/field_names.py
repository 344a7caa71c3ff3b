"""The names of fields: which field was meant by a name that is none, by what it means, then by how it is spelt.

Other names of a field are said where it is declared, `Meta(extra=also("price", "unit_price"))`; there is no list of
them next to the fields.
"""

from __future__ import annotations

import difflib
import re
from functools import cache
from typing import Final, NamedTuple

from atom_xero_plugin.catalogue.field_extras import extras_of

_CLOSE: Final = 0.75
_CLEARLY: Final = 0.1
"""How much closer the nearest name must be than the next, to be named alone."""
_LONGEST: Final = 60
_MOST: Final = 4


class Name(NamedTuple):
    """A field as it is named."""

    path: tuple[str, ...]
    """Names from the root on; `*` for the place in a list."""
    others: frozenset[str]


def meant(shape: type, path: tuple[str, ...], unknown: str) -> list[str]:
    """The fields that a wrong name at a place may mean, each as `dates.from`; none if no field is near enough.

    What means the same comes first: of the same part, then of its own parts, then of those around it. Only where no
    field means it, names that are spelt alike; and of those only one that is clearly the closest.

    Args:
        shape: the Struct of all arguments.
        path: where the wrong name stands; places in lists as `*`.
        unknown: the name.
    """
    given = _plain(unknown)
    if not given or len(unknown) > _LONGEST:
        return []
    known = _names(shape)
    around = [path[:depth] for depth in range(len(path), -1, -1)]
    for here in around:
        direct = [each for each in known if each.path[:-1] == here and _says(each, given)]
        below = [each for each in known if each.path[: len(here)] == here and _says(each, given)]
        if direct or below:
            return [_shown(each.path, path) for each in (direct or below)[:_MOST]]
    return _spelt_like(unknown, [each.path[-1] for each in known if each.path[:-1] == path])


def _says(name: Name, given: str) -> bool:
    return given in name.others or given == _plain(name.path[-1])


def _shown(path: tuple[str, ...], at: tuple[str, ...]) -> str:
    """From where the wrong name stands, if it is there or below; else from the root."""
    inside = path[len(at) :] if path[: len(at)] == at else path
    return ".".join("0" if part == "*" else part for part in inside)


def _spelt_like(unknown: str, known: list[str]) -> list[str]:
    close = difflib.get_close_matches(unknown, known, n=2, cutoff=_CLOSE)
    if len(close) > 1:
        first, second = (difflib.SequenceMatcher(None, each, unknown).ratio() for each in close)
        return close[:1] if first - second >= _CLEARLY else close
    return close


@cache
def _names(shape: type) -> tuple[Name, ...]:
    return tuple(Name(each.path, frozenset(map(_plain, each.also))) for each in extras_of(shape))


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.casefold())
