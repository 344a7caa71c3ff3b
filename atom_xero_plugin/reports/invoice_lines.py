"""Lines of many invoices and bills as rows: what was sold or bought, on which account, of which item, for whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Any, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.documents.document import currency_of
from atom_xero_plugin.accounting.documents.line_view import plain, price
from atom_xero_plugin.accounting.kinds.contacts import ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.invoices import kind_of, status_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import ZERO, Money, amount_or
from atom_xero_plugin.core.periods import Period
from atom_xero_plugin.reports.collected import Wanted
from atom_xero_plugin.xero.records.invoices import INVOICES, TYPE_OF, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.records.parts import LineItem, Tracking

Approval = Literal["approved", "not_approved", "any"]
STATUSES: Final[dict[Approval, tuple[str, ...]]] = {
    "approved": ("AUTHORISED", "PAID"),
    "not_approved": ("DRAFT", "SUBMITTED"),
    "any": ("DRAFT", "SUBMITTED", "AUTHORISED", "PAID"),
}
"""What is voided or deleted is of no interest."""
INCLUSIVE: Final = "Inclusive"


class InvoiceLineRow(Struct, omit_defaults=True):
    """A line of a sales invoice or bill."""

    number: Annotated[str | None, Meta(description="Number of its invoice or bill.")]
    kind: Annotated[Kind, Meta(description="sales, or bill from a supplier.")]
    status: Annotated[str, Meta(description="Status of its invoice or bill.")]
    date: Annotated[dt.date | None, Meta(description="Day of issue.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    description: Annotated[str | None, Meta(description="What it is for.")]
    net: Annotated[Money, Meta(description="Amount after discount, without tax.")]
    tax: Annotated[Money, Meta(description="Tax.")]
    invoice_id: Annotated[str, Meta(description="Xero's id of its invoice or bill.")]
    account: Annotated[str | None, Meta(description="Code of the account it is booked to.")] = None
    item: Annotated[str | None, Meta(description="Code of the item.")] = None
    quantity: Annotated[Decimal | None, Meta(description="Quantity.")] = None
    unit_amount: Annotated[Decimal | None, Meta(description="Price of one, up to four places.")] = None
    tax_type: Annotated[str | None, Meta(description="Xero's tax type.")] = None
    tracking: Annotated[list[str], Meta(description="Tracking, each as Category: Option.")] = []


class LineSum(Struct):
    """What the lines of sales invoices, or of bills, in one currency come to."""

    kind: Annotated[Kind, Meta(description="sales or bill.")]
    lines: Annotated[int, Meta(description="How many.")]
    quantity: Annotated[Decimal, Meta(description="Sum of their quantities.")]
    net: Annotated[Money, Meta(description="Sum without tax.")]
    tax: Annotated[Money, Meta(description="Sum of tax.")]


class LineTest(Struct, frozen=True):
    """Which lines are asked for; None asks for any."""

    account_id: str | None = None
    account: str | None = None
    """Code of that account, if it has one: old lines may lack the id."""
    item: str | None = None
    """Code."""
    tracking: str | None = None
    """An option, its id, or Category: Option."""
    text: str | None = None
    """Part of the description."""

    def fits(self, line: LineItem) -> bool:
        """Whether a line has all that is asked for."""
        return (
            self._is_on_account(line)
            and _same(self.item, line.item_code)
            and (self.text is None or self.text.casefold() in (line.description or "").casefold())
            and (self.tracking is None or any(_is(self.tracking, each) for each in line.tracking or ()))
        )

    def _is_on_account(self, line: LineItem) -> bool:
        if self.account_id is None:
            return True
        by_code = self.account is not None and _same(self.account, line.account_code)
        return by_code if line.account_id is None else line.account_id == self.account_id


def _same(asked: str | None, found: str | None) -> bool:
    return asked is None or asked.casefold() == (found or "").casefold()


def _is(asked: str, tracking: Tracking) -> bool:
    names = (tracking.option, tracking_words(tracking), tracking.tracking_option_id)
    return " ".join(asked.split()).casefold() in {(name or "").casefold() for name in names}


def tracking_words(tracking: Tracking) -> str:
    """`Region: North`."""
    return f"{tracking.name}: {tracking.option}"


def invoices_wanted(kind: Kind | None, approval: Approval, days: Period, contact_id: str | None) -> Wanted[Invoice]:
    """The sales invoices and bills whose lines are looked through."""
    statuses = STATUSES[approval]
    contacts = (contact_id,) if contact_id else ()
    requested = InvoiceFilter(
        kind=kind, statuses=statuses, date_from=days.first, date_to=days.last, contact_ids=contacts
    )

    def fits(each: Invoice) -> bool:
        return (
            (kind is None or each.type == TYPE_OF[kind])
            and each.status in statuses
            and each.date is not None
            and days.first <= each.date <= days.last
            and (contact_id is None or contact_ref(each.contact).id == contact_id)
        )

    return Wanted(INVOICES, [requested], statuses, fits)


def line_rows(ctx: Context, invoices: Sequence[Invoice], test: LineTest) -> list[InvoiceLineRow]:
    """The lines that fit, those of the newest documents first and in their order there."""
    newest: Any = sorted(
        invoices, key=lambda each: (each.date, each.invoice_number or "", each.invoice_id), reverse=True
    )
    return [row for invoice in newest for row in _rows(ctx, invoice, test)]


def _rows(ctx: Context, invoice: Invoice, test: LineTest) -> Iterator[InvoiceLineRow]:
    currency = currency_of(ctx, invoice)
    for line in invoice.line_items or ():
        if test.fits(line) and line.line_amount is not None:  # a line of words only has none
            tax = amount_or(line.tax_amount)
            net = line.line_amount - tax if invoice.line_amount_types == INCLUSIVE else line.line_amount
            yield InvoiceLineRow(
                number=invoice.invoice_number or None,
                kind=kind_of(invoice),
                status=status_of(invoice),
                date=invoice.date,
                contact=contact_ref(invoice.contact),
                description=line.description,
                net=Money.of(net, currency),
                tax=Money.of(tax, currency),
                invoice_id=invoice.invoice_id,
                account=line.account_code or None,
                item=line.item_code or None,
                quantity=plain(line.quantity),
                unit_amount=price(line.unit_amount),
                tax_type=line.tax_type,
                tracking=[tracking_words(each) for each in line.tracking or ()],
            )


def line_sums(rows: Sequence[InvoiceLineRow]) -> list[LineSum]:
    """One sum a kind and currency, in their alphabetical order."""
    groups: dict[tuple[Kind, str], list[InvoiceLineRow]] = {}
    for row in rows:
        groups.setdefault((row.kind, row.net.currency), []).append(row)
    return [
        LineSum(
            kind,
            len(group),
            amount_or(plain(sum((amount_or(row.quantity) for row in group), ZERO))),
            Money.of(sum((row.net.amount for row in group), ZERO), currency),
            Money.of(sum((row.tax.amount for row in group), ZERO), currency),
        )
        for (kind, currency), group in sorted(groups.items(), key=lambda each: each[0])
    ]
