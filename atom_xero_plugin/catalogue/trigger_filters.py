"""What may filter a trigger. Each Struct's `fit` says whether a record is meant; amounts are decimal text."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.bank_transactions import BankTransaction
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.records.payments import Payment

Text = Annotated[str, Meta(min_length=1, max_length=255)]
ContactName = Annotated[
    str,
    Meta(
        description="Only of this contact: its id, or part of its name.",
        min_length=1,
        extra=also("customer supplier vendor client contact_name"),
    ),
]
Least = Annotated[
    Decimal,
    Meta(
        description='Only of at least this amount, as decimal text, for example "500.00".',
        extra_json_schema={"type": "string", "pattern": r"^\d{1,13}(\.\d{1,4})?$"},
        extra=also("amount minimum at_least min_value"),
    ),
]


class NoFilters(Struct, forbid_unknown_fields=True):
    """There is nothing to filter."""

    def fit(self, record: Any) -> bool:  # noqa: ARG002 - the shape of every filter
        """Every record is meant."""
        return True


class DocumentFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of invoices and bills."""

    contact: ContactName | None = None
    min_total: Least | None = None
    reference: Annotated[str | None, Meta(description="Only with this text in its reference or number.")] = None

    def fit(self, record: Invoice) -> bool:
        """Whether the invoice or bill is meant."""
        reported = f"{record.reference or ''}\n{record.invoice_number or ''}".casefold()
        return (
            _is_contact(self.contact, record.contact)
            and _reaches(self.min_total, record.total)
            and (self.reference or "").casefold() in reported
        )


class OverdueFilters(DocumentFilters, forbid_unknown_fields=True, omit_defaults=True):
    """Of invoices that nobody paid in time."""

    days: Annotated[int, Meta(description="How many days after the due date.", ge=1, le=365)] = 1


class ContactFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of contacts."""

    name: Annotated[Text | None, Meta(description="Only with this text in its name.")] = None
    role: Annotated[Literal["customer", "supplier"] | None, Meta(description="Only customers, or suppliers.")] = None

    def fit(self, record: Contact) -> bool:
        """Whether the contact is meant."""
        of_role = {"customer": record.is_customer, "supplier": record.is_supplier, None: True}[self.role]
        return bool(of_role) and (self.name or "").casefold() in (record.name or "").casefold()


class PaymentFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of payments."""

    contact: ContactName | None = None
    min_amount: Least | None = None
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Only money in, or out.")] = None

    def fit(self, record: Payment) -> bool:
        """Whether the payment is meant."""
        contact = record.invoice.contact if record.invoice else None
        direction = "out" if (record.payment_type or "").startswith("ACCPAY") else "in"
        return (
            _is_contact(self.contact, contact)
            and _reaches(self.min_amount, record.amount)
            and self.direction in (None, direction)
        )


class BankFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of bank transactions."""

    account: Annotated[str | None, Meta(description="Only on this bank account: its id, code or name.")] = None
    min_amount: Least | None = None
    direction: Annotated[Literal["in", "out"] | None, Meta(description="Only money in, or out.")] = None

    def fit(self, record: BankTransaction) -> bool:
        """Whether the bank transaction is meant."""
        account = record.bank_account
        names = (
            {each.casefold() for each in (account.account_id, account.code, account.name) if each} if account else ()
        )
        return (
            (self.account is None or self.account.casefold() in names)
            and _reaches(self.min_amount, record.total)
            and self.direction in (None, "in" if record.is_money_in else "out")
        )


class LimitFilters(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Of the calls that are left."""

    remaining_below: Annotated[int, Meta(description="Calls left today at which it fires.", ge=1, le=5000)] = 500

    def fit(self, record: Any) -> bool:  # noqa: ARG002 - the shape of every filter
        """Every organisation is meant."""
        return True


def _is_contact(requested: str | None, contact: Contact | None) -> bool:
    if requested is None:
        return True
    if contact is None:
        return False
    return (
        requested.casefold() == contact.contact_id.casefold() or requested.casefold() in (contact.name or "").casefold()
    )


def _reaches(least: Decimal | None, amount: Decimal | None) -> bool:
    return least is None or (amount is not None and abs(amount) >= least)
