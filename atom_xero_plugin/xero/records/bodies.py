"""What may be sent to Xero, in its own names: the shapes of requests, apart from the records that are read.

A record just read cannot be sent back: Xero refuses or ignores its read-only fields, and a contact sent whole inside an
invoice would change that contact. `checked` lets only what stands here through.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, TypedDict, get_args, get_type_hints, is_typeddict

from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.money import unsigned


class AddressBody(TypedDict, total=False):
    """An address."""

    AddressType: str
    AttentionTo: str
    AddressLine1: str
    AddressLine2: str
    AddressLine3: str
    AddressLine4: str
    City: str
    Region: str
    PostalCode: str
    Country: str


class PhoneBody(TypedDict, total=False):
    """A telephone number."""

    PhoneType: str
    PhoneNumber: str
    PhoneAreaCode: str
    PhoneCountryCode: str


class PersonBody(TypedDict, total=False):
    """Someone at a contact. An update drops those that are not sent."""

    FirstName: str
    LastName: str
    EmailAddress: str
    IncludeInEmails: bool


class TermBody(TypedDict, total=False):
    """When something is due."""

    Day: int
    Type: str


class PaymentTermsBody(TypedDict, total=False):
    """When bills and sales invoices are due."""

    Bills: TermBody
    Sales: TermBody


class ContactBody(TypedDict, total=False):
    """A contact to create or change."""

    Name: str
    FirstName: str
    LastName: str
    EmailAddress: str
    ContactNumber: str
    AccountNumber: str
    ContactStatus: str
    CompanyNumber: str
    BankAccountDetails: str
    TaxNumber: str
    AccountsReceivableTaxType: str
    AccountsPayableTaxType: str
    DefaultCurrency: str
    SalesDefaultAccountCode: str
    PurchasesDefaultAccountCode: str
    Addresses: list[AddressBody]
    Phones: list[PhoneBody]
    ContactPersons: list[PersonBody]
    PaymentTerms: PaymentTermsBody


class ContactRef(TypedDict):
    """A contact inside a document: its id alone, since any other field would change the contact."""

    ContactID: str


class TrackingBody(TypedDict, total=False):
    """A tracking option of a line."""

    TrackingCategoryID: str
    TrackingOptionID: str
    Name: str
    Option: str


class LineItemBody(TypedDict, total=False):
    """A line. An update replaces all lines: one without its LineItemID is deleted and made anew."""

    LineItemID: str
    Description: str
    Quantity: Decimal
    UnitAmount: Decimal
    LineAmount: Decimal
    ItemCode: str
    AccountCode: str
    AccountID: str
    TaxType: str
    TaxAmount: Decimal
    DiscountRate: Decimal
    DiscountAmount: Decimal
    Tracking: list[TrackingBody]


class InvoiceBody(TypedDict, total=False):
    """A sales invoice (ACCREC) or bill (ACCPAY) to create or change."""

    Type: str
    Status: str
    Contact: ContactRef
    Date: date
    DueDate: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    InvoiceNumber: str
    Reference: str
    BrandingThemeID: str
    Url: str
    CurrencyCode: str
    CurrencyRate: Decimal
    SentToContact: bool
    ExpectedPaymentDate: date
    PlannedPaymentDate: date


class AccountBody(TypedDict, total=False):
    """An account to create or change; Status is sent alone."""

    Code: str
    Name: str
    Type: str
    Status: str
    Description: str
    TaxType: str
    EnablePaymentsToAccount: bool
    ShowInExpenseClaims: bool
    BankAccountNumber: str
    BankAccountType: str
    CurrencyCode: str


class InvoiceRef(TypedDict, total=False):
    """The invoice that a payment is for."""

    InvoiceID: str
    InvoiceNumber: str


class AccountRef(TypedDict, total=False):
    """An account, by one of its names."""

    AccountID: str
    Code: str


class PaymentBody(TypedDict, total=False):
    """A payment to create; it cannot be changed later, only deleted."""

    Invoice: InvoiceRef
    Account: AccountRef
    Date: date
    Amount: Decimal
    CurrencyRate: Decimal
    Reference: str
    IsReconciled: bool


class BankTransactionBody(TypedDict, total=False):
    """Money spent or received, to create or change."""

    Type: str
    Status: str
    Contact: ContactRef
    BankAccount: AccountRef
    Date: date
    LineAmountTypes: str
    LineItems: list[LineItemBody]
    Reference: str
    Url: str
    CurrencyCode: str
    CurrencyRate: Decimal
    IsReconciled: bool


def checked(body: Mapping[str, Any], shape: Any, at: str = "") -> dict[str, Any]:
    """A copy of a body that holds only what its shape allows; what is None is left out.

    Raises InvalidArguments with the path of a field that cannot be sent, of a float where money is exact, or of an
    instant where a day is meant.
    """
    allowed = _fields(shape)
    sent = {}
    for name, value in body.items():
        if name not in allowed:
            raise _refused(f"{at}/{name}", "cannot be sent to Xero here")
        if value is not None:
            sent[name] = _value(value, allowed[name], f"{at}/{name}")
    return sent


@cache
def _fields(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)


def _value(value: Any, requested: Any, at: str) -> Any:
    if isinstance(value, (float, datetime)):
        raise _refused(at, "must be exact: a Decimal for an amount, a date for a day")
    if isinstance(value, Decimal):
        return unsigned(value)
    if is_typeddict(requested):
        if not isinstance(value, Mapping):
            raise _refused(at, "must be an object")
        return checked(value, requested, at)
    if get_args(requested):
        if not isinstance(value, (list, tuple)):
            raise _refused(at, "must be a list")
        return [_value(each, get_args(requested)[0], f"{at}/{number}") for number, each in enumerate(value)]
    return value


def _refused(at: str, message: str) -> InvalidArguments:
    return InvalidArguments(f"{at.removeprefix('/')} {message}.", fields=[FieldError(at, message)])
