"""What to search for in Xero, typed, and the parameters that say so in an address.

Each filter checks its values when it is compiled and raises InvalidArguments with the field's path. Lists of ids
longer than one request takes are reported by `chunks()`: filters that together find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from itertools import product
from typing import ClassVar, Self

import msgspec
from msgspec import Struct

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.where_clause import checked_text, joined


class Filter(Struct, frozen=True, kw_only=True):
    """What all filters have: the order to answer in, and a way to split lists that are too long for one request."""

    LISTS: ClassVar[tuple[str, ...]] = ()
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {}
    """Of each text that must be the whole text: Xero's name of it, and the record's attribute."""
    SEARCHED: ClassVar[frozenset[str]] = frozenset()
    """Those of them that `searchTerm` searches."""
    PATHS: ClassVar[dict[str, str]] = {}
    """Where one stands that is no field by itself."""

    order: str | None = None

    def params(self) -> dict[str, str]:
        """The query parameters, not yet percent-encoded. Raises InvalidArguments for values Xero could misread."""
        if len(self.chunks()) > 1:
            lists = [name for name in self.LISTS if getattr(self, name)]
            raise where_clause.invalid(f"/{lists[0]}", "holds more than one request takes; ask in chunks")
        parameters = joined(self._terms()) | self._parameters()
        if self.order is not None:
            parameters["order"] = where_clause.checked_order(self.order)
        return parameters

    def chunks(self) -> list[Self]:
        """Filters that together find what this one does, none with more ids than one request takes."""
        lists = {name: getattr(self, name) for name in self.LISTS if getattr(self, name)}
        most, room = (
            where_clause.MOST_IDS // max(len(lists), 1),
            where_clause.MOST_LIST_CHARACTERS // max(len(lists), 1),
        )
        pieces = [where_clause.chunked(values, most, room) for values in lists.values()]
        return [msgspec.structs.replace(self, **dict(zip(lists, each, strict=True))) for each in product(*pieces)]

    def unsaid(self) -> dict[str, str]:
        """Attributes and the values they must have, of texts that `where` has no form for: see `matches`."""
        given = ((attribute, getattr(self, name)) for name, (_, attribute) in self.TEXTS.items())
        return {
            attribute: value for attribute, value in given if value is not None and not where_clause.is_sayable(value)
        }

    def matches(self, record: XeroRecord) -> bool:
        """Whether a record that Xero answered has what could not be asked for."""
        return all(
            where_clause.compared(getattr(record, attribute)) == where_clause.compared(value)
            for attribute, value in self.unsaid().items()
        )

    def _terms(self) -> Iterator[str]:
        yield from self._texts()

    def _texts(self) -> Iterator[str]:
        for name, (xero, _) in self.TEXTS.items():
            value = getattr(self, name)
            path = self.PATHS.get(name, f"/{name}")
            if value is not None and where_clause.is_sayable(checked_text(value, path)):
                yield f"{xero}=={where_clause.text(value, path)}"

    def _searched(self, term: str | None) -> dict[str, str]:
        """The term, else a text that `where` has no form for and the search searches."""
        unsaid = self.unsaid()
        looked_into = (attribute for name, (_, attribute) in self.TEXTS.items() if name in self.SEARCHED)
        found = [unsaid[attribute] for attribute in looked_into if attribute in unsaid]
        return searched(term if term is not None else next(iter(found), None))

    def _parameters(self) -> dict[str, str]:
        return {}


def days(field: str, first: date | None, last: date | None) -> Iterator[str]:
    """The terms for a field between two days, both included."""
    if first is not None:
        yield f"{field} >= {where_clause.day(first)}"
    if last is not None:
        yield f"{field} <= {where_clause.day(last)}"


def listed(name: str, values: Sequence[str], path: str, check: Callable[[str, str], str]) -> dict[str, str]:
    """The parameter for a list of values, each checked; none for an empty one."""
    checked = [check(value, f"{path}/{number}") for number, value in enumerate(values)]
    return {name: ",".join(checked)} if checked else {}


def searched(term: str | None) -> dict[str, str]:
    """The parameter for a term that Xero searches for in several fields."""
    return {} if term is None else {"searchTerm": checked_text(term, "/search_term")}


def flags(**flags: bool) -> dict[str, str]:
    """The parameters that are switched on."""
    return {name: "true" for name, requested in flags.items() if requested}
