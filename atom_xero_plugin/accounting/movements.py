"""What a payment or a bank transaction moved on its bank account."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from msgspec import Struct

from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.payments import Payment

_IN: Final = frozenset({"ACCRECPAYMENT", "APCREDITPAYMENT", "APOVERPAYMENTPAYMENT", "APPREPAYMENTPAYMENT"})
_OUT: Final = frozenset({"ACCPAYPAYMENT", "ARCREDITPAYMENT", "AROVERPAYMENTPAYMENT", "ARPREPAYMENTPAYMENT"})
"""Whether a kind of payment brings money in or takes it out: a refund of a credit note goes the other way."""


class BankMovement(Struct, frozen=True):
    """So much on a bank account; above zero is money in."""

    account_id: str
    amount: Decimal
    """In the account's currency."""
    day: date | None
    in_foreign_currency: bool
    """Whether a rate leads to the organisation's own currency."""


def movement_of(record: XeroRecord) -> BankMovement | None:
    """What it moved; None for another kind of record, and where Xero does not say the account or the amount."""
    if isinstance(record, Payment):
        account, amount = record.account, signed(record)
    elif isinstance(record, BankTransaction):
        account, amount = record.bank_account, _moved(record)
    else:
        return None
    if account is None or not account.account_id or amount is None:
        return None
    foreign = record.currency_rate is not None and record.currency_rate != 1
    return BankMovement(account.account_id, amount, record.date, foreign)


def signed(payment: Payment) -> Decimal | None:
    """What it moved on the bank account, in the account's currency; None for a kind that is not known."""
    amount = payment.bank_amount if payment.bank_amount is not None else payment.amount
    if amount is None or amount == 0:
        return None
    if payment.payment_type in _IN:
        return amount
    return -amount if payment.payment_type in _OUT else None


def _moved(record: BankTransaction) -> Decimal | None:
    if record.total is None:
        return None
    return record.total if record.is_money_in else -record.total
