"""What the lines of a document lack or have against the habit of its contact and the rules of the house."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final, NamedTuple, Protocol

import msgspec

from atom_xero_plugin.accounting.documents.document import Document, DocumentSearch
from atom_xero_plugin.accounting.pricing import PricedLine
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.parts import LineItem

LAST_ONES: Final = 10
"""Documents of a contact that show its habit."""
ENOUGH: Final = 3
"""Of them, how many there must be before anything is called a habit."""
_LOOKED_BACK: Final = timedelta(days=731)
_BOOKED: Final = frozenset({"AUTHORISED", "PAID"})


class CheckedLine(Protocol):
    """A line to be."""

    @property
    def body(self) -> dict[str, Any]:
        """As it is sent."""
        ...

    @property
    def priced(self) -> PricedLine:
        """What it comes to."""
        ...

    @property
    def taxed(self) -> bool:
        """Whether its tax is known."""
        ...

    @property
    def description_only(self) -> bool:
        """Whether it has no amount at all."""
        ...


class ChargedLine(NamedTuple):
    """What is looked at of a line with an amount."""

    tax_type: str | None
    tracked: frozenset[str]
    """Names of the tracking categories of which it names an option, folded."""


def charged(lines: Iterable[CheckedLine]) -> list[ChargedLine]:
    """Those of lines to be that come to something."""
    return [
        ChargedLine(
            line.body.get("TaxType"), frozenset(casefolded(each["Name"]) for each in line.body.get("Tracking") or ())
        )
        for line in lines
        if line.priced.amount != 0
    ]


def stored_lines(lines: Iterable[LineItem]) -> list[ChargedLine]:
    """Those of stored lines that come to something."""
    return [
        ChargedLine(line.tax_type, frozenset(casefolded(each.name) for each in line.tracking or ()))
        for line in lines
        if amount_or(line.line_amount) != 0
    ]


@dataclass(frozen=True)
class HouseRules:
    """What a person asks of every line, by settings."""

    required_tracking: tuple[str, ...] = ()
    """Names of the tracking categories of which each line must name an option."""


async def habit_warnings(
    ctx: Context,
    document: Document,
    contact: Contact | None,
    day: date,
    lines: Sequence[ChargedLine],
    *,
    besides: str | None = None,
) -> list[PlanWarning]:
    """Warnings about tracking that lines lack, and tax rates that the contact's latest documents do not have.

    At most one question to Xero, and none if the lines have the contact's own tax rate. `besides` is the id of the
    document itself, which shows no habit.
    """
    if not document.in_ledger or not lines:
        return []
    found = _tracking_warnings(ctx.services.get(HouseRules).required_tracking, lines)
    usual = _own_tax(document, contact)
    strange = {line.tax_type for line in lines if line.tax_type} - {usual}
    if contact is None or not strange:
        return found
    seen = await _taxes_of(ctx, document, contact, day, besides)
    if seen is None:
        return [*found, PlanWarning("tax_not_compared", "Its tax rates could not be compared: Xero did not answer.")]
    if len(seen) < ENOUGH and usual is None:
        return found
    known = {tax for each in seen for tax in each} | ({usual} if usual else set())
    shown = ", ".join(sorted(known))
    return found + [
        PlanWarning("unusual_tax", f"A line has the tax rate {tax}; those of {in_sentence(contact.name)} have {shown}.")
        for tax in sorted(strange - known)
    ]


def _own_tax(document: Document, contact: Contact | None) -> str | None:
    """The tax rate that is set for the contact."""
    if contact is None:
        return None
    is_sale = document.side == "sales"
    return (contact.accounts_receivable_tax_type if is_sale else contact.accounts_payable_tax_type) or None


async def _taxes_of(
    ctx: Context, document: Document, contact: Contact, day: date, besides: str | None
) -> list[set[str]] | None:
    """The tax rates of each of the contact's latest documents that are booked; None where Xero does not answer."""
    asked = document.search(DocumentSearch(contact.contact_id, day - _LOOKED_BACK, day))
    latest = msgspec.structs.replace(asked, order="Date DESC")
    page = await if_answered(list_of(ctx.xero, document.endpoint, latest, page_size=LAST_ONES))
    if page is None:
        return None
    found = [_taxes(each) for each in page.items if each.status in _BOOKED and each.record_id != besides]
    return [each for each in found if each]


def _taxes(record: Any) -> set[str]:
    return {line.tax_type for line in stored_lines(record.line_items or ()) if line.tax_type}


def _tracking_warnings(required: Iterable[str], lines: Sequence[ChargedLine]) -> list[PlanWarning]:
    found = []
    for name in required:
        if lacking := sum(1 for each in lines if casefolded(name) not in each.tracked):
            named = "A line names" if lacking == 1 else f"{lacking} lines name"
            words = f"{named} no option of the tracking category {in_sentence(name)}, which is required here."
            found.append(PlanWarning("tracking_missing", words))
    return found
