"""What lists of the local copy show of a record, and filter, sort and add up by. Each kind says it once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Generic, Literal, NamedTuple, TypeVar

from atom_xero_plugin.xero.decoding.base import XeroRecord

if TYPE_CHECKING:
    from atom_xero_plugin.xero.records.contacts import Contact

T = TypeVar("T", bound=XeroRecord)
Direction = Literal["in", "out"]
RECORDED: Final[Mapping[str, str]] = {"AUTHORISED": "recorded"}
"""Xero's word for what is in the books and was never a draft."""


class Listed(NamedTuple):
    """One record in a list. What it has not, it leaves out."""

    day: date | None = None
    """Its day: of issue, of payment."""
    due_day: date | None = None
    """When it is due, expires or is to be delivered."""
    contact_id: str | None = None
    contact_name: str | None = None
    number: str | None = None
    reference: str | None = None
    total: Decimal | None = None
    still_owed: Decimal | None = None
    """What is still to be paid or used of it; None for what nothing can be owed on yet, such as a draft."""
    currency: str | None = None
    """That of both amounts; None for the organisation's own."""
    direction: Direction | None = None
    """Whether it brings money in or takes money out; None for what does neither."""
    settled_day: date | None = None
    """When the last of it was settled; None for what is open, and for what Xero gives no day of."""
    account: str | None = None
    """The bank account that the money went over."""
    reconciled: bool | None = None
    sent: bool | None = None
    """Whether Xero marked it as sent."""
    email: str | None = None
    has_attachments: bool = False


@dataclass(frozen=True, kw_only=True)
class InLists(Generic[T]):
    """How a kind's records stand in lists."""

    listed_by: Callable[[T], Listed]
    statuses: Mapping[str, str]
    """Xero's statuses in the words that answers use; one that is not here is shown in small letters."""
    unpaid_in: tuple[str, ...] = ()
    """Xero's statuses in which something is still owed."""
    late_in: tuple[str, ...] = ()
    """Xero's statuses in which a due day that is past makes it late."""
    late_word: str = "overdue"
    """What it then is."""
    gone: tuple[str, ...] = ()
    """Xero's statuses that are left out of a list that asks for no status."""

    def status_word(self, status: str | None) -> str:
        """A status in the words of answers; empty for none."""
        return self.statuses.get(status or "", (status or "").lower())

    @property
    def words(self) -> tuple[str, ...]:
        """Every status that can be asked for."""
        unpaid = ("unpaid",) if self.unpaid_in else ()
        late = (self.late_word,) if self.late_in else ()
        return tuple(dict.fromkeys((*self.statuses.values(), *unpaid, *late)))


def contact_of(contact: Contact | None) -> tuple[str | None, str | None]:
    """The id and the name of a record's contact."""
    return (contact.contact_id or None, contact.name or None) if contact else (None, None)


def listed_document(
    record: Any,
    number: str | None,
    *,
    money_in: bool,
    due_day: date | None = None,
    still_owed: Decimal | None = None,
    settled_day: date | None = None,
) -> Listed:
    """What invoices, quotes, orders and credit notes have in common; a quote has no word of being sent."""
    return Listed(
        record.date, due_day, *contact_of(record.contact), number or None, record.reference or None, record.total,
        still_owed, record.currency_code, "in" if money_in else "out", settled_day,
        sent=getattr(record, "sent_to_contact", None),
        has_attachments=bool(getattr(record, "has_attachments", None)),
    )  # fmt: skip


def way(*, money_in: bool) -> Direction:
    """The direction of money."""
    return "in" if money_in else "out"
