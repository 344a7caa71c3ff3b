"""Receipts of expense claims, as answers show them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.receipts import RECEIPTS, Receipt
from atom_xero_plugin.xero.records.users import User


class ReceiptView(Struct, omit_defaults=True):
    """What a person spent for the organisation."""

    id: Annotated[str, Meta(description="Xero's id of the receipt.")]
    status: Annotated[str, Meta(description="draft, submitted, authorised, declined or voided.")]
    date: Annotated[dt.date | None, Meta(description="Day of the receipt.")]
    total: Annotated[Money, Meta(description="With tax.")]
    person: Annotated[str | None, Meta(description="Who spent it.")] = None
    contact: Annotated[str | None, Meta(description="Where it was spent.")] = None
    number: Annotated[str | None, Meta(description="Xero counts them a person.")] = None
    reference: Annotated[str | None, Meta(description="Reference.")] = None


def person_of(user: User | None) -> str | None:
    """The name of a user, else the e-mail address."""
    if user is None:
        return None
    name = " ".join(part for part in (user.first_name, user.last_name) if part)
    return name or user.email_address or None


def receipt_view(ctx: Context, receipt: Receipt) -> ReceiptView:
    """A receipt, in the organisation's currency."""
    return ReceiptView(
        id=receipt.receipt_id,
        status=(receipt.status or "").lower(),
        date=receipt.date,
        total=Money.of(receipt.total, ctx.organisation.base_currency),
        person=person_of(receipt.user),
        contact=receipt.contact.name if receipt.contact else None,
        number=receipt.receipt_number,
        reference=receipt.reference or None,
    )


RECEIPT: Final = RecordKind[Receipt](
    name="receipt",
    endpoint=RECEIPTS,
    view=receipt_view,
    shape=ReceiptView,
    sample={
        "ReceiptID": "e59a2c7f-1306-4078-a0f3-73537afcbba9",
        "ReceiptNumber": "1",
        "Status": "DRAFT",
        "Date": "/Date(1781481600000+0000)/",
        "User": {"UserID": "d1164823-0ac1-41ad-987b-b4e30fe0b273", "FirstName": "Ana", "LastName": "Whare"},
        "Contact": {"ContactID": "83ff93aa-0ed6-4a4d-8fa7-2c6d8e9a1f50", "Name": "Northland Bakery"},
        "SubTotal": 20,
        "TotalTax": 3,
        "Total": 23,
    },
)
