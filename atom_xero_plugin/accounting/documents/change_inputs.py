"""What it takes to change a sales invoice or bill."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Protocol

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.documents.inputs import (
    AMOUNTS,
    MOST_LINES,
    DeliveryDate,
    ExpiryDate,
    LineTracking,
)
from atom_xero_plugin.accounting.inputs import AccountName, Amount, ContactName, InvoiceName, Percent
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.catalogue.skill import OBVIOUS, also

LineName = Annotated[
    str,
    Meta(
        description="Its id, or its place from 1. show_invoice shows both.",
        min_length=1,
        max_length=36,
        extra=also("line_id line_item_id place row position line_number"),
    ),
]


class LineFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """A line."""

    description: (
        Annotated[
            str,
            Meta(
                description="What it is for.",
                min_length=1,
                max_length=4000,
                extra=aliases.DESCRIPTION | OBVIOUS,
            ),
        ]
        | None
    ) = None
    quantity: Annotated[
        Amount | None,
        Meta(description="How many, as decimal text.", extra=aliases.QUANTITY),
    ] = None
    unit_amount: Annotated[
        Amount | None,
        Meta(
            description="Price of one, decimal text with up to 4 places.",
            extra=aliases.UNIT_AMOUNT | OBVIOUS,
        ),
    ] = None
    account: Annotated[AccountName | None, Meta(description="Its code, name or id.")] = None
    tax: (
        Annotated[
            str,
            Meta(
                description="Tax rate, by name or type.",
                min_length=1,
                max_length=50,
                extra=aliases.TAX,
            ),
        ]
        | None
    ) = None
    item: (
        Annotated[
            str,
            Meta(
                description="Code of an item in Xero.",
                min_length=1,
                max_length=30,
                extra=aliases.ITEM,
            ),
        ]
        | None
    ) = None
    discount_percent: Annotated[
        Percent | None,
        Meta(
            description='Discount in per cent, for example "10".',
            extra=aliases.DISCOUNT | OBVIOUS,
        ),
    ] = None
    tracking: LineTracking | None = None


class ChangedLine(LineFields, forbid_unknown_fields=True, kw_only=True):
    """A line, and what of it changes."""

    line: LineName


class ListedLine(LineFields, forbid_unknown_fields=True, kw_only=True):
    """A line of a whole new list."""

    line: Annotated[LineName | None, Meta(description="One that is there, by id or place; left out, it is new.")] = None


ChangedLines = Annotated[
    list[ChangedLine],
    Meta(
        description="Lines that change; what is left out stays.",
        max_length=MOST_LINES,
        extra=also("update_lines edit_lines changed_lines"),
    ),
]
AddedLines = Annotated[
    list[LineFields],
    Meta(description="Lines to add at the end.", max_length=MOST_LINES, extra=also("new_lines append_lines") | OBVIOUS),
]
RemovedLines = Annotated[
    list[LineName],
    Meta(
        description="Lines to remove: ids, or places from 1.",
        max_length=MOST_LINES,
        extra=also("delete_lines drop_lines removed_lines") | OBVIOUS,
    ),
]
AllLines = (
    Annotated[
        list[ListedLine],
        Meta(
            description="The whole new list, instead of the above: lines not in it go.",
            min_length=1,
            max_length=MOST_LINES,
            extra=aliases.LINES,
        ),
    ]
    | None
)
NewDate = Annotated[
    dt.date | None,
    Meta(
        description="New day of issue, YYYY-MM-DD.",
        extra=also("new_date", aliases.ISSUE_DATE),
    ),
]
NewContact = Annotated[ContactName | None, Meta(description="Another contact: its name, e-mail, number or id.")]


class DocumentChanges(Protocol):
    """Which document, and what of it changes; fields of text are reported by the document's declaration."""

    contact: str | None
    date: dt.date | None
    currency_rate: Decimal | None
    amounts_are: AmountsAre | None
    change_lines: list[ChangedLine]
    add_lines: list[LineFields]
    remove_lines: list[str]
    lines: list[ListedLine] | None


class OfferChanges(Struct, forbid_unknown_fields=True, kw_only=True):
    """What of an offer to a customer changes."""

    contact: NewContact = None
    date: NewDate = None
    currency_rate: CurrencyRateField = None
    expiry_date: ExpiryDate = None
    amounts_are: Annotated[AmountsAre | None, AMOUNTS] = None
    change_lines: ChangedLines = msgspec.field(default_factory=list)
    add_lines: AddedLines = msgspec.field(default_factory=list)
    remove_lines: RemovedLines = msgspec.field(default_factory=list)
    lines: AllLines = None


class OrderChanges(Struct, forbid_unknown_fields=True, kw_only=True):
    """What of an order to a supplier changes."""

    contact: NewContact = None
    date: NewDate = None
    currency_rate: CurrencyRateField = None
    delivery_date: DeliveryDate = None
    amounts_are: Annotated[AmountsAre | None, AMOUNTS] = None
    change_lines: ChangedLines = msgspec.field(default_factory=list)
    add_lines: AddedLines = msgspec.field(default_factory=list)
    remove_lines: RemovedLines = msgspec.field(default_factory=list)
    lines: AllLines = None


class InvoiceChanges(Struct, forbid_unknown_fields=True, kw_only=True):
    """Which invoice or bill, and what of it changes."""

    invoice: InvoiceName
    contact: NewContact = None
    number: (
        Annotated[
            str,
            Meta(
                description="New number.",
                min_length=1,
                max_length=255,
                extra=also("new_number invoice_number bill_number"),
            ),
        ]
        | None
    ) = None
    reference: (
        Annotated[
            str,
            Meta(
                description="New reference of a sales invoice; empty empties it.",
                max_length=255,
                extra=aliases.REFERENCE,
            ),
        ]
        | None
    ) = None
    date: NewDate = None
    currency_rate: CurrencyRateField = None
    due_date: Annotated[
        dt.date | None,
        Meta(
            description="New day it is due, YYYY-MM-DD.",
            extra=also("new_due_date", aliases.DUE_DATE) | OBVIOUS,
        ),
    ] = None
    payment_date: Annotated[
        dt.date | None,
        Meta(
            description="Day its payment is expected (sales invoice) or planned (bill), YYYY-MM-DD.",
            extra=also("expected_payment_date planned_payment_date expected_date planned_date pay_on"),
        ),
    ] = None
    amounts_are: Annotated[AmountsAre | None, AMOUNTS] = None
    change_lines: ChangedLines = msgspec.field(default_factory=list)
    add_lines: AddedLines = msgspec.field(default_factory=list)
    remove_lines: RemovedLines = msgspec.field(default_factory=list)
    lines: AllLines = None


def names_lines(changes: DocumentChanges) -> bool:
    """Whether any line is to change."""
    return bool(changes.change_lines or changes.add_lines or changes.remove_lines or changes.lines)
