"""What is in the books that bank lines may be matched with: open documents, payments and bank transactions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from msgspec import Struct

from atom_xero_plugin.accounting.kinds.invoices import kind_of
from atom_xero_plugin.accounting.movements import signed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.reconciliation.matching.scoring import BOOKED_DAYS
from atom_xero_plugin.reconciliation.matching.targets import Booked, OpenDocument
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.bank_transactions import BANK_TRANSACTIONS, BankTransaction, BankTransactionFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment, PaymentFilter

OLDEST: Final = timedelta(days=3 * 365)
"""How long before the statement a document may have been issued."""
AHEAD: Final = timedelta(days=14)
"""How long after it one may be dated: some are paid before they are due to begin."""
AROUND: Final = timedelta(days=BOOKED_DAYS)
MOST_DOCUMENTS: Final = 20_000


class OpenItems(Struct, frozen=True):
    """What was found."""

    documents: list[OpenDocument]
    booked: list[Booked]
    notes: list[str]

    @property
    def records(self) -> set[str]:
        """Xero's ids of all payments and bank transactions found."""
        return {each for booked in self.booked for each in booked.records}


async def gather(
    ctx: Context, account_id: str, currency: str, first: date, last: date, directions: Iterable[bool]
) -> OpenItems:
    """What lines from `first` to `last` on an account may be; `directions` holds True for money in, False for out."""
    ways = set(directions)
    documents, notes = await _documents(ctx, currency, first, last, ways)
    return OpenItems(documents, await booked_on(ctx, account_id, first, last), notes)


async def booked_on(ctx: Context, account_id: str, first: date, last: date) -> list[Booked]:
    """What stands on an account around some days: payments and bank transactions."""
    payments = PaymentFilter(status="AUTHORISED", date_from=first - AROUND, date_to=last + AROUND)
    paid = [each async for each in every(ctx.xero, PAYMENTS, payments) if _is_on(each.account, account_id)]
    moved = BankTransactionFilter(status="AUTHORISED", date_from=first - AROUND, date_to=last + AROUND)
    found = [each async for each in every(ctx.xero, BANK_TRANSACTIONS, moved) if _is_on(each.bank_account, account_id)]
    return [*booked_payments(paid), *(each for record in found if (each := booked_transaction(record)))]


async def _documents(
    ctx: Context, currency: str, first: date, last: date, ways: set[bool]
) -> tuple[list[OpenDocument], list[str]]:
    requested = InvoiceFilter(
        kind=None if len(ways) > 1 else "sales" if True in ways else "bill",
        unpaid_only=True,
        date_from=first - OLDEST,
        date_to=last + AHEAD,
        summary_only=True,
    )
    found: list[OpenDocument] = []
    async for invoice in every(ctx.xero, INVOICES, requested):
        if (invoice.currency_code or ctx.organisation.base_currency) == currency:
            document = document_of(invoice)
            if document is not None:
                found.append(document)
        if len(found) >= MOST_DOCUMENTS:
            return found, [f"Only {MOST_DOCUMENTS:,} open documents were compared; there are more."]
    return found, []


def document_of(invoice: Invoice) -> OpenDocument | None:
    """An open invoice or bill; None if nothing is due on it."""
    if invoice.status != "AUTHORISED" or invoice.amount_due is None or invoice.amount_due <= 0:
        return None
    contact = (invoice.contact.name if invoice.contact else None) or ""
    return OpenDocument(
        id=invoice.invoice_id,
        kind=kind_of(invoice),
        number=invoice.invoice_number or None,
        reference=invoice.reference or None,
        contact=contact,
        date=invoice.date,
        due=invoice.due_date,
        amount_due=invoice.amount_due,
    )


def booked_payments(payments: Sequence[Payment]) -> list[Booked]:
    """Payments as they stand on a bank line: those of one batch are one movement."""
    found: list[Booked] = []
    batches: defaultdict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        batch = payment.batch_payment_id or (payment.batch_payment.batch_payment_id if payment.batch_payment else None)
        if batch:
            batches[batch].append(payment)
        elif (amount := signed(payment)) is not None and payment.date is not None:
            found.append(_booked_payment(payment, amount, payment.date))
    for batch, members in sorted(batches.items()):
        amounts = [amount for each in members if (amount := signed(each)) is not None]
        day = members[0].date
        total = sum(amounts, Decimal(0))
        if len(amounts) == len(members) and day is not None and total:
            about = f"of {len(members)} payments"
            reconciled = all(bool(each.is_reconciled) for each in members)
            records = tuple(sorted(each.payment_id for each in members))
            found.append(Booked(batch, "batch_payment", total, day, None, about, reconciled, records))
    return found


def _booked_payment(payment: Payment, amount: Decimal, day: date) -> Booked:
    invoice = payment.invoice
    about = (invoice.invoice_number if invoice else None) or payment.reference or None
    contact = invoice.contact.name if invoice and invoice.contact else None
    reconciled = bool(payment.is_reconciled)
    return Booked(payment.payment_id, "payment", amount, day, contact, about, reconciled, (payment.payment_id,))


def booked_transaction(record: BankTransaction) -> Booked | None:
    """A bank transaction as it stands on a bank line; None where Xero does not say its amount or day."""
    if record.total is None or record.total == 0 or record.date is None:
        return None
    total = record.total if record.is_money_in else -record.total
    contact = record.contact.name if record.contact else None
    identity, reconciled = record.bank_transaction_id, bool(record.is_reconciled)
    about = record.reference or None
    return Booked(identity, "bank_transaction", total, record.date, contact, about, reconciled, (identity,))


def _is_on(account: object, account_id: str) -> bool:
    return getattr(account, "account_id", None) == account_id
