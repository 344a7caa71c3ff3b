"""Expense claims, which Xero closed to new apps. Source: OpenAPI 16.1.0, /ExpenseClaims."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.receipts import Receipt
from atom_xero_plugin.xero.records.users import User


class ExpenseClaim(XeroRecord):
    """What a person wants back for receipts."""

    PLURAL: ClassVar[str] = "ExpenseClaims"
    ID: ClassVar[str] = "expense_claim_id"

    expense_claim_id: str = ""
    status: Word | None = None
    user: User | None = None
    receipts: list[Receipt] | None = None
    total: Decimal | None = None
    amount_due: Decimal | None = None
    amount_paid: Decimal | None = None
    payment_due_date: Day | None = None
    reporting_date: Day | None = None


EXPENSE_CLAIMS: Final = Endpoint(
    ExpenseClaim, None, path="ExpenseClaims", scope="accounting.classicexpenses", page_size=None,
    statuses=("SUBMITTED", "AUTHORISED", "PAID", "VOIDED", "DELETED"),
)  # fmt: skip
