"""The chart of accounts."""

from __future__ import annotations

from typing import ClassVar

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.records.parts import XeroMessage


class Account(XeroRecord):
    """An account of the general ledger; bank accounts are those of type BANK."""

    PLURAL: ClassVar[str] = "Accounts"
    PATH: ClassVar[str] = "Accounts"
    ID: ClassVar[str] = "account_id"

    account_id: str = ""
    code: Word | None = None
    name: str | None = None
    type: Word | None = None
    class_: Word | None = None
    """ASSET, EQUITY, EXPENSE, LIABILITY or REVENUE."""
    status: Word | None = None
    description: str | None = None
    bank_account_number: Word | None = None
    bank_account_type: Word | None = None
    currency_code: Word | None = None
    tax_type: Word | None = None
    enable_payments_to_account: bool | None = None
    show_in_expense_claims: bool | None = None
    system_account: Word | None = None
    """What Xero itself uses it for, for example DEBTORS; None for an ordinary account."""
    reporting_code: Word | None = None
    reporting_code_name: str | None = None
    has_attachments: bool | None = None
    add_to_watchlist: bool | None = None
    validation_errors: list[XeroMessage] | None = None

    @property
    def is_bank(self) -> bool:
        """Whether it is a bank account or credit card."""
        return self.type == "BANK"
