"""What it takes to make a sales invoice or bill, and how one appears in a plan before it exists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Final, Protocol

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.documents.line_view import LineView
from atom_xero_plugin.accounting.inputs import AccountName, Amount, ContactName, Currency, Percent
from atom_xero_plugin.accounting.kinds.contacts import ContactRef
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.money import Money

MOST_LINES: Final = 100


LineTracking = Annotated[
    list[Annotated[str, Meta(min_length=1, max_length=203)]],
    Meta(
        description='Options of tracking categories, such as "Region: North".',
        max_length=2,
        extra=aliases.TRACKING,
    ),
]


class LineInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """A line to be."""

    description: (
        Annotated[
            str,
            Meta(
                description="What it is for; left out, the item's.",
                min_length=1,
                max_length=4000,
                extra=aliases.DESCRIPTION | OBVIOUS,
            ),
        ]
        | None
    ) = None
    quantity: Annotated[
        Amount | None,
        Meta(
            description='How many, decimal text such as "1.5"; left out, 1.',
            extra=aliases.QUANTITY,
        ),
    ] = None
    unit_amount: Annotated[
        Amount | None,
        Meta(
            description="Price of one, decimal text; left out, the item's. A line may be only words.",
            extra=aliases.UNIT_AMOUNT | OBVIOUS,
        ),
    ] = None
    account: Annotated[
        AccountName | None,
        Meta(description="Its code, name or id; needed to approve. Accounts in Xero are listed by find_accounts."),
    ] = None
    tax: (
        Annotated[
            str,
            Meta(
                description="Tax rate, by name or type; left out, the account's. Types are Xero's, such as OUTPUT2.",
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
                description="Code of an item in Xero. It gives what is left out of the line.",
                min_length=1,
                max_length=30,
                extra=aliases.ITEM,
            ),
        ]
        | None
    ) = None

    tracking: LineTracking | None = None

    @property
    def description_only(self) -> bool:
        """Whether nothing but a description is given: a line of words, which Xero takes without an amount."""
        given = (getattr(self, name) for name in self.__struct_fields__ if name != "description")
        return bool(self.description) and all(each is None for each in given)


class SalesLine(LineInput, forbid_unknown_fields=True, kw_only=True):
    """A line to be."""

    discount_percent: Annotated[
        Percent | None,
        Meta(
            description='Discount in per cent, for example "10".',
            extra=aliases.DISCOUNT | OBVIOUS,
        ),
    ] = None


class DocumentRequest(Protocol):
    """What a document is made from, whatever its skill calls the fields."""

    contact: str
    date: dt.date | None
    amounts_are: AmountsAre
    currency: str | None
    currency_rate: Decimal | None

    @property
    def lines(self) -> Sequence[LineInput]:
        """The lines."""
        ...

    @property
    def due_date(self) -> dt.date | None:
        """The day it is due, or expires."""
        ...

    @property
    def due_in_days(self) -> int | None:
        """The same, in days after its date."""
        ...

    @property
    def approve(self) -> bool:
        """Whether it shall count in the books at once."""
        ...


_LINES: Final = Meta(
    description="The lines.",
    min_length=1,
    max_length=MOST_LINES,
    extra=aliases.LINES,
)
Lines = Annotated[list[LineInput], _LINES]
SalesLines = Annotated[list[SalesLine], _LINES]
IssueDate = Annotated[
    dt.date | None,
    Meta(
        description="Day of issue, YYYY-MM-DD; today if left out.",
        extra=aliases.ISSUE_DATE,
    ),
]
AMOUNTS: Final = Meta(
    description="Whether unit amounts are without or with tax. With no_tax, tax does not apply.",
    extra=also("line_amount_types tax_inclusive inclusive exclusive prices_are includes_tax tax_included amount_types")
    | OBVIOUS,
)
DocumentCurrency = Annotated[
    Currency | None,
    Meta(
        description="ISO 4217 code; the contact's or organisation's if left out.",
        extra=aliases.CURRENCY | OBVIOUS,
    ),
]


class DocumentInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """What sales invoices and bills are made from."""

    contact: ContactName
    lines: Lines
    date: IssueDate = None
    due_date: Annotated[
        dt.date | None,
        Meta(
            description="Day it is due, YYYY-MM-DD; by the contact's payment terms if left out.",
            extra=aliases.DUE_DATE | OBVIOUS,
        ),
    ] = None
    due_in_days: (
        Annotated[
            int,
            Meta(
                description="Days after the date it is due, instead of due_date.",
                ge=0,
                le=3650,
                extra=also("terms payment_terms net_days days credit_days due_days") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "exclusive"
    currency: DocumentCurrency = None
    currency_rate: CurrencyRateField = None
    approve: Annotated[
        bool,
        Meta(
            description="True approves it at once; else it is a draft. What is approved awaits payment.",
            extra=aliases.APPROVE | OBVIOUS,
        ),
    ] = False


ExpiryDate = Annotated[
    dt.date | None,
    Meta(description="Last day it holds, YYYY-MM-DD.", extra=also("valid_until expires expires_on due_date expiry")),
]


class OfferInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """What an offer to a customer is made from: nothing is due on it, and nothing is booked."""

    due_in_days: ClassVar[None] = None
    approve: ClassVar[bool] = False
    contact: ContactName
    lines: SalesLines
    date: IssueDate = None
    expiry_date: ExpiryDate = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "exclusive"
    currency: DocumentCurrency = None
    currency_rate: CurrencyRateField = None

    @property
    def due_date(self) -> dt.date | None:
        """The day until which it holds."""
        return self.expiry_date


DeliveryDate = Annotated[
    dt.date | None,
    Meta(description="Day of delivery, YYYY-MM-DD.", extra=also("deliver_by delivery due_date needed_by arrival_date")),
]


class OrderInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """What an order to a supplier is made from: nothing is due on it, and nothing is booked."""

    due_in_days: ClassVar[None] = None
    contact: ContactName
    lines: SalesLines
    date: IssueDate = None
    delivery_date: DeliveryDate = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "exclusive"
    currency: DocumentCurrency = None
    currency_rate: CurrencyRateField = None
    approve: Annotated[
        bool,
        Meta(
            description="True approves it at once; else it is a draft.",
            extra=also("approved authorise authorize submit final") | OBVIOUS,
        ),
    ] = False

    @property
    def due_date(self) -> dt.date | None:
        """The day it is to be delivered."""
        return self.delivery_date


class PlannedDocument(Struct, omit_defaults=True):
    """A document as it would be, but for its other fields of text."""

    kind: str
    status: str
    contact: ContactRef
    date: dt.date
    due_date: dt.date | None
    currency: str
    amounts_are: str
    lines: list[LineView]
    total: Money
    number: str | None = None


def snapshot(view: Struct) -> dict[str, Any]:
    """A view as a plan keeps it: dictionaries, lists and text."""
    plain: dict[str, Any] = msgspec.to_builtins(view)
    return plain
