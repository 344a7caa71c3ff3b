"""One of Xero's resources, declared once: what its records are, how it is listed, and what may be sent to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Generic, TypeVar

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.decoding.names import xero_name

T = TypeVar("T", bound=XeroRecord)
LARGEST_PAGE: Final = 1_000
"""Xero's largest page. Source: developer.xero.com, "Requests and responses"."""


@dataclass(frozen=True)
class Endpoint(Generic[T]):
    """A resource of one of Xero's APIs. `list_of`, `every`, `get`, `create` and `update` work on any of them."""

    record: type[T]
    """What its records have."""
    body: Any
    """The TypedDict of what may be sent; None for what is only read."""
    path: str
    """Where it is, under the accounting API's address; of another API with its own, as `projects.xro/2.0/Projects`."""
    scope: str
    """The granular scope to write; `.read` behind it reads."""
    page_size: int | None = LARGEST_PAGE
    """The most records of a page; None for a list that takes no page and comes whole."""
    sized: bool = True
    """Whether a page's size can be asked for; else every page has `page_size` records."""
    changes: bool = True
    """Whether it takes If-Modified-Since, and its records say the time of their last change."""
    page: str = ""
    """The address of a record's page at go.xero.com, with {} for the id; empty if it has none that is known."""
    statuses: tuple[str, ...] = ()
    """Xero's words for a record's status, as far as they are known: it adds some without notice."""
    four_decimals: bool = False
    """Whether it rounds unit amounts to two places unless `unitdp=4` is sent, on reads and writes."""
    bare: bool = False
    """Whether a new record is sent by itself, and not in a list."""
    posted: bool = False
    """Whether a new record is sent by POST, which changes none that is there."""
    fixed: tuple[str, ...] = ()
    """Dotted names of what nobody can change of a record once it is made: one that differs in it is another record."""
    numbered: bool = False
    """Whether a record's number may stand in its address in place of its id, and no parameter of the list finds it."""
    feed: tuple[tuple[str, str], ...] = ()
    """The parameters without which the change feed would miss records."""
    history: bool = False
    """Whether its records have a history, which takes notes."""
    attachments: bool = False
    """Whether files can be attached to its records."""
    pdf: bool = False
    """Whether Xero gives its records as PDF."""
    listed_only: bool = False
    """Whether one is read in its list alone: it has no address of its own."""
    within: str = ""
    """The address of the record that these are part of, under the API's base address; empty for what is no part."""
    reads: tuple[tuple[str, str], ...] = ()
    """The parameters that every read carries, because Xero would leave something out, or list it in another order."""
    newest_first: bool = False
    """Whether its lists have the newest first, so that nothing newer comes after a record."""

    @property
    def name(self) -> str:
        """Xero's plural, by which the local copy, subscriptions and schedules know it."""
        return self.record.PLURAL

    @property
    def read_scope(self) -> str:
        """The scope that reading it needs."""
        return f"{self.scope}.read"

    @property
    def id_name(self) -> str:
        """Xero's name of the id, for example `InvoiceID`."""
        return xero_name(self.record.ID)

    def within_record(self, path: str, record_id: str) -> Endpoint[T]:
        """The same of one record: its notes, its attachments. `path` is that of the record's own endpoint."""
        within = f"{path}/{record_id}"
        return replace(self, path=f"{within}/{self.path}", within=within)

    def query(self, params: Mapping[str, str] | None = None) -> dict[str, str]:
        """The parameters of a request: these, and what every request to it carries."""
        return {"unitdp": "4", **(params or {})} if self.four_decimals else dict(params or {})

    def asked(self, params: Mapping[str, str] | None = None) -> dict[str, str]:
        """The parameters of a read: as `query`, and what every read of it carries."""
        return {**dict(self.reads), **self.query(params)}

    def paged(self, page: int, page_size: int) -> dict[str, str]:
        """The parameters that ask for a page, from 1."""
        if self.page_size is None:
            return {}
        size = self.size_of(page_size)
        return {"page": str(page), "pageSize": str(size)} if self.sized else {"page": str(page)}

    def size_of(self, page_size: int) -> int | None:
        """How many records a full page has if this many are asked for; None if the list comes whole."""
        if self.page_size is None or not self.sized:
            return self.page_size
        return min(page_size, self.page_size)
