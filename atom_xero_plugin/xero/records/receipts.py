"""Receipts of expense claims, which Xero closed to new apps. Source: OpenAPI 16.1.0, /Receipts."""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Day, Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.parts import Attachment, LineItem, XeroMessage
from atom_xero_plugin.xero.records.users import User


class Receipt(XeroRecord):
    """What a person spent for the organisation."""

    PLURAL: ClassVar[str] = "Receipts"
    ID: ClassVar[str] = "receipt_id"

    receipt_id: str = ""
    receipt_number: str | None = None
    date: Day | None = None
    contact: Contact | None = None
    line_items: list[LineItem] | None = None
    user: User | None = None
    reference: str | None = None
    line_amount_types: Word | None = None
    sub_total: Decimal | None = None
    total_tax: Decimal | None = None
    total: Decimal | None = None
    status: Word | None = None
    has_attachments: bool | None = None
    url: str | None = None
    validation_errors: list[XeroMessage] | None = None
    warnings: list[XeroMessage] | None = None
    attachments: list[Attachment] | None = None


RECEIPTS: Final = Endpoint(
    Receipt, None, path="Receipts", scope="accounting.classicexpenses", page_size=None, four_decimals=True,
    statuses=("DRAFT", "SUBMITTED", "AUTHORISED", "DECLINED", "VOIDED"),
)  # fmt: skip
