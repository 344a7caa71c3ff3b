"""What documents post to one account, worked out from the documents themselves, in the organisation's own currency.

Xero's journals would say it, but only to apps of its highest tier. A debit is above zero. Source: developer.xero.com,
Invoices, Payments, Bank transactions, Manual journals; that each rounds its lines to cents in the base currency is
inferred. What Xero posts without a document (cost of tracked stock sold, depreciation, pay runs, revaluation of
currencies) is not seen here: the trial balance shows how much that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Final, NamedTuple

from atom_xero_plugin.accounting.documents.document import rounding_of
from atom_xero_plugin.accounting.kinds.credits import live
from atom_xero_plugin.accounting.pricing import amounts_word
from atom_xero_plugin.core.money import ONE, ZERO, amount_or, cents
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.credit_notes import CreditNote
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.manual_journals import ManualJournal
from atom_xero_plugin.xero.records.parts import LineItem
from atom_xero_plugin.xero.records.payments import Payment
from atom_xero_plugin.xero.records.prepayments import Prepayment

RECEIVABLE: Final = "DEBTORS"
PAYABLE: Final = "CREDITORS"
TAX: Final = "GST"
ROUNDING: Final = "ROUNDING"
_LIVE: Final = frozenset({"AUTHORISED", "PAID"})
_OVERPAYMENT: Final = "-OVERPAYMENT"
_TRANSFER: Final = "-TRANSFER"


class Posting(NamedTuple):
    """One debit or credit of the account."""

    day: date
    kind: str
    """The kind of its record: invoice, bill, credit_note, payment, prepayment, bank_transaction, manual_journal."""
    record_id: str
    amount: Decimal
    """In the base currency; a debit is above zero."""
    number: str | None = None
    contact: str | None = None
    description: str | None = None


class _Part(NamedTuple):
    """What one document posts: to an account by its code or id, or to a system account by its use."""

    amount: Decimal
    code: str | None = None
    account_id: str | None = None
    system: str | None = None
    description: str | None = None


def of_invoice(account: Account, invoice: Invoice) -> Iterator[Posting]:
    """What an approved sales invoice or bill posts to the account."""
    sign = 1 if invoice.is_bill else -1
    rate, kind = invoice.currency_rate, "bill" if invoice.is_bill else "invoice"
    control = PAYABLE if invoice.is_bill else RECEIVABLE
    parts = [
        _Part(-sign * _base(invoice.total, rate), system=control),
        *_line_parts(invoice.line_items or (), invoice.line_amount_types, rate, sign),
        _Part(sign * _base(invoice.total_tax, rate), system=TAX),
        _Part(sign * _base(rounding_of(invoice), rate), system=ROUNDING),
    ]
    name = invoice.contact.name if invoice.contact else None
    yield from _postings(account, parts, invoice.date, kind, invoice.invoice_id, invoice.invoice_number, name)


def of_credit_note(account: Account, note: CreditNote) -> Iterator[Posting]:
    """What an approved credit note posts to the account: what an invoice or bill does, the other way round."""
    if note.status not in _LIVE:
        return
    supplier = note.type == "ACCPAYCREDIT"
    sign, rate = -1 if supplier else 1, note.currency_rate
    parts = [
        _Part(-sign * _base(note.total, rate), system=PAYABLE if supplier else RECEIVABLE),
        *_line_parts(note.line_items or (), note.line_amount_types, rate, sign),
        _Part(sign * _base(note.total_tax, rate), system=TAX),
    ]
    name = note.contact.name if note.contact else None
    yield from _postings(account, parts, note.date, "credit_note", note.credit_note_id, note.credit_note_number, name)


def of_payment(account: Account, payment: Payment) -> Iterator[Posting]:
    """What a payment or refund posts to the account: the money at its own rate, what was owed at the document's."""
    sign = 1 if payment.is_money_in else -1
    receivable = (payment.payment_type or "").startswith(("ACCREC", "AR"))
    of_document = payment.invoice.currency_rate if payment.invoice else None
    came = _base(payment.amount, payment.currency_rate)
    owed = _base(payment.amount, payment.currency_rate if of_document in {None, ZERO} else of_document)
    bank = payment.account
    parts = [
        _Part(sign * came, account_id=bank.account_id if bank else None, code=bank.code if bank else None),
        _Part(-sign * owed, system=RECEIVABLE if receivable else PAYABLE),
        _Part(sign * (owed - came), system="REALISEDCURRENCYGAIN"),
    ]
    invoice = payment.invoice
    name = invoice.contact.name if invoice and invoice.contact else None
    number = invoice.invoice_number if invoice else payment.reference
    yield from _postings(account, parts, payment.date, "payment", payment.payment_id, number, name)


def of_bank_transaction(account: Account, record: BankTransaction) -> Iterator[Posting]:
    """What money spent or received posts to the account; of a half of a transfer, its own bank account alone."""
    sign, rate, kind = 1 if record.is_money_in else -1, record.currency_rate, record.type or ""
    bank = record.bank_account
    parts = [_Part(sign * _base(record.total, rate), account_id=bank.account_id if bank else None,
                   code=bank.code if bank else None)]  # fmt: skip
    if kind.endswith(_OVERPAYMENT):
        parts.append(_Part(-sign * _base(record.total, rate), system=RECEIVABLE if sign > 0 else PAYABLE))
    elif not kind.endswith(_TRANSFER):
        parts += _line_parts(record.line_items or (), record.line_amount_types, rate, -sign)
        parts.append(_Part(-sign * _base(record.total_tax, rate), system=TAX))
    name = record.contact.name if record.contact else None
    named = record.reference or None
    yield from _postings(account, parts, record.date, "bank_transaction", record.bank_transaction_id, named, name)


def of_prepayment(account: Account, record: Prepayment) -> Iterator[Posting]:
    """What using a prepayment posts to the account: from the accounts of its lines to what is owed.

    An overpayment is there from the first, so that using one posts nothing. Source: help.xero.com, Customer statements
    and prepayments; that each use takes the lines in their proportion is inferred.
    """
    received, rate = (record.type or "").startswith(("RECEIVE", "AR")), record.currency_rate
    sign = 1 if received else -1
    lines = [*_line_parts(record.line_items or (), record.line_amount_types, rate, 1),
             _Part(_base(record.total_tax, rate), system=TAX)]  # fmt: skip
    lines = [each for each in lines if each.amount != 0]
    name = record.contact.name if record.contact else None
    for used in (*live(record.allocations), *(record.payments or ())):
        amount = _base(used.amount, rate) * sign
        parts = [_Part(-amount, system=RECEIVABLE if received else PAYABLE), *_shares(lines, amount)]
        yield from _postings(account, parts, used.date, "prepayment", record.prepayment_id, record.reference, name)


def _shares(lines: Sequence[_Part], amount: Decimal) -> Iterator[_Part]:
    """Lines that come to an amount, in the proportion of these; the last takes what rounding leaves."""
    whole, left = sum((each.amount for each in lines), ZERO), amount
    for number, each in enumerate(lines):
        share = left if number == len(lines) - 1 else cents(each.amount * amount / whole)
        left -= share
        yield each._replace(amount=share)


def of_manual_journal(account: Account, journal: ManualJournal) -> Iterator[Posting]:
    """What a posted manual journal posts to the account."""
    inclusive = amounts_word(journal.line_amount_types) == "inclusive"
    lines = journal.journal_lines or ()
    parts = [
        _Part(amount_or(line.line_amount) - (amount_or(line.tax_amount) if inclusive else ZERO), line.account_code,
              line.account_id, description=line.description or None)
        for line in lines
    ]  # fmt: skip
    parts.append(_Part(sum((amount_or(line.tax_amount) for line in lines), ZERO), system=TAX))
    yield from _postings(account, parts, journal.date, "manual_journal", journal.manual_journal_id, None, None,
                         journal.narration)  # fmt: skip


def _line_parts(
    lines: Sequence[LineItem], line_amount_types: str | None, rate: Decimal | None, sign: int
) -> Iterator[_Part]:
    inclusive = amounts_word(line_amount_types) == "inclusive"
    for line in lines:
        net = amount_or(line.line_amount) - (amount_or(line.tax_amount) if inclusive else ZERO)
        yield _Part(sign * _base(net, rate), line.account_code, line.account_id, description=line.description or None)


def _base(amount: Decimal | None, rate: Decimal | None) -> Decimal:
    """An amount of a document in the base currency: Xero's rates say how much of the document's one of ours is."""
    known = amount_or(amount)
    return known if rate is None or rate in {ONE, ZERO} else cents(known / rate)


def _postings(account: Account, parts: Sequence[_Part], day: date | None, kind: str, record_id: str, number: str | None,
              contact: str | None, words: str | None = None) -> Iterator[Posting]:  # fmt: skip
    if day is None:
        return
    for part in parts:
        if part.amount != 0 and _is_on(account, part):
            description = part.description or words
            yield Posting(day, kind, record_id, part.amount, number or None, contact, description)


def _is_on(account: Account, part: _Part) -> bool:
    if part.system is not None:
        return account.system_account == part.system
    if part.account_id is not None:
        return part.account_id.lower() == account.account_id.lower()
    return part.code is not None and part.code == account.code
