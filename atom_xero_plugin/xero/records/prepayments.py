"""Prepayments: what was paid before there was an invoice or bill. Source: OpenAPI 16.1.0, /Prepayments."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Word
from atom_xero_plugin.xero.records.bank_credits import BankCredit, bank_credit_endpoint


class Prepayment(BankCredit):
    """Money paid in advance."""

    PLURAL: ClassVar[str] = "Prepayments"
    ID: ClassVar[str] = "prepayment_id"

    prepayment_id: str = ""
    invoice_number: str | None = None
    branding_theme_id: Word | None = None


PREPAYMENTS: Final = bank_credit_endpoint(Prepayment)
