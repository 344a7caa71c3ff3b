"""Overpayments: what was paid above what was due. Source: OpenAPI 16.1.0, /Overpayments."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.records.bank_credits import BankCredit, bank_credit_endpoint


class Overpayment(BankCredit):
    """Money paid above what was due."""

    PLURAL: ClassVar[str] = "Overpayments"
    ID: ClassVar[str] = "overpayment_id"

    overpayment_id: str = ""


OVERPAYMENTS: Final = bank_credit_endpoint(Overpayment)
