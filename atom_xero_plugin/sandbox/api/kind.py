"""What the sandbox has to know of a kind of record: declared once, in the kind's file of `resources/`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random

from atom_xero_plugin.sandbox.api.request_body import Fields
from atom_xero_plugin.sandbox.api.where_fields import RecordType
from atom_xero_plugin.sandbox.books.books import Books, TableKind
from atom_xero_plugin.sandbox.books.table import Row

Query = Mapping[str, str]
"""The parameters of a call, by their names in small letters."""
Test = Callable[[Row], bool]


def _no_filters(_query: Query) -> Iterable[Test]:
    return ()


@dataclass(frozen=True)
class ListRules:
    """How the list of a kind may be asked for."""

    paged: bool = False
    """Whether it takes `page`; the others give everything."""
    always_paged: bool = False
    """Whether it gives a page of 100 to who names no page."""
    page_size: bool = True
    """Whether it takes `pageSize`."""
    pagination: bool = True
    """Whether a page tells which of how many it is."""
    where: bool = True
    """Whether it takes `where`; else that is ignored without a word."""
    ids: bool = False
    """Whether it takes `IDs`; else that is ignored."""
    searched: tuple[str, ...] = ()
    """The fields that `searchTerm` looks into; a list that takes it takes `summaryOnly` too."""
    filters: Callable[[Query], Iterable[Test]] = _no_filters
    """The list's own parameters."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Kind(TableKind):
    """A kind of record: what the books know of it, and how the accounting API reads, lists and refuses it."""

    type: RecordType
    """Its fields as `where` and `order` name them."""
    fields: Fields = field(default_factory=dict)
    """What a body may hold."""
    lists: ListRules = field(default_factory=ListRules)
    blank: Row = field(default_factory=dict)
    """What Xero echoes, next to what was sent, of a record that was not made."""
    error_flag: str | None = None
    """The field that is true in a refused element."""
    base: str = ""
    """The address of its API with a slash behind it, such as `projects.xro/2.0/`; empty for the accounting API."""
    demo: Callable[[Books, Random], None] | None = None
    """Adds the demo companies' records of this kind, after a year of sales, purchases and bank transactions."""
