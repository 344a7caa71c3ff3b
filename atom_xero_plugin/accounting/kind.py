"""RecordKind: what one kind of record means to people, declared once. Engines read it; none knows a kind by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Generic, NamedTuple, TypeVar

from msgspec import Struct

from atom_xero_plugin.accounting.listed import InLists
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.trigger_filters import NoFilters
from atom_xero_plugin.core.money import Money, in_cents
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint

if TYPE_CHECKING:
    from atom_xero_plugin.accounting.documents.document import Document

T = TypeVar("T", bound=XeroRecord)


class Due(NamedTuple):
    """The state of a record with something still due."""

    day: date | None
    """When it is due, if that is known."""


class Found(NamedTuple):
    """By what a record is found, and how a list of hits shows it. Kinds give the parts; search makes tokens of them."""

    title: tuple[str | None, ...]
    """The parts of its title, as a person reads them; those that are None are left out."""
    snippet: tuple[str | None, ...] = ()
    """The parts of the line below it."""
    number: str | None = None
    """The number that people know it by."""
    reference: str | None = None
    amount: Decimal | None = None
    currency: str | None = None
    """That of the amount, if it is known."""
    words: tuple[str | None, ...] = ()
    """Texts whose words find it: names, numbers, addresses."""
    day: date | None = None
    """Its day."""
    state: str | Due | None = None
    """Its state, in a word."""
    texts: tuple[str | None, ...] = ()
    """Longer texts whose words find it too, such as the descriptions of its lines."""


@dataclass(frozen=True)
class Internal(Generic[T]):
    """Records of our own, which no resource of Xero's holds; they are watched as Xero's are."""

    record: type[T]
    changes: ClassVar[bool] = False
    page: ClassVar[str] = ""

    @property
    def name(self) -> str:
        """The name by which the local copy and subscriptions know them."""
        return self.record.PLURAL


def _always(_: Any) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)
class RecordKind(Generic[T]):
    """One kind of record. What a kind has not, it leaves out."""

    name: str
    """What plans, events, search and answers call one of them, for example `bank_transaction`."""
    endpoint: Endpoint[T] | Internal[T]
    """Where its records are. Several kinds may share one: the first of them names its events."""
    sample: Mapping[str, Any]
    """One ordinary record, as Xero sends it."""
    distinguished_by: Callable[[T], bool] = _always
    """Whether a record of the endpoint is of this kind, where several share it."""
    own_page: str = ""
    """The address of its page, where it is not that of the endpoint."""
    view: Callable[[Context, T], Struct] | None = None
    """How answers and events show it, in full."""
    shape: type[Struct] | None = None
    """What the view is."""
    filters: type = NoFilters
    """What may narrow a trigger that watches it, unless the trigger has its own."""
    found_by: Callable[[T], Found] | None = None
    """By what search finds it; None for what is not synced."""
    in_lists: InLists[T] | None = None
    """How lists of the local copy show, filter, sort and add it up; None for what is not synced."""
    noted: Mapping[str, Callable[[T], object]] = field(default_factory=dict)
    """What of it is noted in the audit trail when it changes, by what the change is called."""
    pending: tuple[str, ...] = ()
    """Statuses in which the passing of a day alone can bring something about: what the daily check looks at."""
    document: Document | None = None
    """What it shares with other documents; None for what is no document."""

    @property
    def record(self) -> type[T]:
        """What its records have."""
        return self.endpoint.record

    @property
    def list_name(self) -> str:
        """Xero's plural, by which the local copy and subscriptions know the list that it is in."""
        return self.endpoint.name

    @property
    def page(self) -> str:
        """The address of a record's page, with {} for the id; empty if there is none."""
        return self.own_page or self.endpoint.page

    def shown(self, context: Context, record: T) -> Struct:
        """The record as answers and events show it. Raises TypeError for a kind without a view."""
        if self.view is None:
            raise TypeError(f"a {self.name} has no view")
        return self.view(context, record)


def shown_amount(amount: Decimal | None, currency: str | None) -> str | None:
    """An amount in a line of a hit; without its currency where that is not known."""
    if amount is None:
        return None
    return str(Money.of(amount, currency)) if currency else f"{in_cents(amount):,}"


def shown_day(day: date | None) -> str | None:
    """A day in a line of a hit."""
    return day.isoformat() if day else None
