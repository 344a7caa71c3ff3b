"""What Xero prints of a record in each form.

Forms: `single` (asked by id), `full` (a page), `list` (an invoice or contact list without paging: no lines, no people),
`summary` (`summaryOnly=true`). A trailing `4` (`full4`) asks for unit prices with 4 decimals, `unitdp=4`.
Source: the examples of Xero's OpenAPI description 16.1.0; developer.xero.com, Invoices, Contacts.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import cents, four

_INVOICE_HEAD: Final = ("Type", "InvoiceID", "InvoiceNumber", "Reference", "Url")
_INVOICE_SUMS: Final = ("AmountDue", "AmountPaid", "AmountCredited", "SentToContact", "CurrencyRate", "TotalDiscount")
_INVOICE_TAIL: Final = (
    "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "CurrencyCode", "FullyPaidOnDate",
    "ExpectedPaymentDate", "PlannedPaymentDate", "BrandingThemeID", "RepeatingInvoiceID",
)  # fmt: skip
_CONTACT_SUMMARY: Final = (
    "ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName", "LastName", "CompanyNumber",
    "EmailAddress", "UpdatedDateUTC", "IsSupplier", "IsCustomer",
)  # fmt: skip
_CONTACT_LIST: Final = (
    "ContactID", "ContactNumber", "AccountNumber", "ContactStatus", "Name", "FirstName", "LastName", "CompanyNumber",
    "EmailAddress", "BankAccountDetails", "TaxNumber", "AccountsReceivableTaxType", "AccountsPayableTaxType",
    "Addresses", "Phones", "UpdatedDateUTC", "IsSupplier", "IsCustomer", "DefaultCurrency",
)  # fmt: skip
_BANK_TRANSACTION: Final = (
    "BankTransactionID", "Type", "Reference", "Url", "IsReconciled", "PrepaymentID", "OverpaymentID", "HasAttachments",
    "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total", "UpdatedDateUTC", "CurrencyCode", "CurrencyRate",
)  # fmt: skip
_PAYMENT: Final = (
    "PaymentID", "Date", "BankAmount", "Amount", "Reference", "CurrencyRate", "PaymentType", "Status",
    "UpdatedDateUTC", "HasAccount", "IsReconciled", "HasValidationErrors",
)  # fmt: skip


def _some(row: Row, names: tuple[str, ...]) -> Row:
    return {name: row[name] for name in names if row.get(name) is not None}


def whole(row: Row, form: str) -> Row:  # noqa: ARG001 - every projection takes the form
    """The row as it is: accounts, tax rates, currencies, the organisation."""
    return row


def _stub(contact: Row) -> Row:
    """The contact of a document in a list: who it is, the rest empty."""
    return {
        "ContactID": contact["ContactID"],
        "Name": contact["Name"],
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }


def _whole_contact(contact: Row) -> Row:
    return {**_some(contact, _CONTACT_LIST), "ContactGroups": [], "ContactPersons": contact["ContactPersons"],
            "HasValidationErrors": False}  # fmt: skip


def account_stub(account: Row) -> Row:
    """The account of a payment or bank transaction."""
    return _some(account, ("AccountID", "Code", "Name"))


def _price(amount: Decimal, places: str) -> Decimal:
    return four(amount) if places == "4" else cents(amount)


def line(row: Row, places: str) -> Row:
    """A line item; unit prices with 2 decimals, or 4 when `places` is "4"."""
    shown: Row = {name: value for name, value in row.items() if value is not None}
    if "UnitAmount" in shown:
        shown["UnitAmount"] = _price(shown["UnitAmount"], places)
        shown["Quantity"] = four(shown["Quantity"])
    elif not shown.get("LineAmount"):  # words only
        for name in ("LineAmount", "TaxAmount", "TaxType"):
            shown.pop(name, None)
    shown.setdefault("Tracking", [])
    return shown


def _split(form: str) -> tuple[str, str]:
    return (form[:-1], "4") if form.endswith("4") else (form, "")


def invoice(row: Row, form: str) -> Row:
    """A sales invoice or bill."""
    form, places = _split(form)
    shown = _some(row, _INVOICE_HEAD)
    if form != "summary":
        shown["Payments"] = row["Payments"]
        for name in ("CreditNotes", "Prepayments", "Overpayments"):
            shown[name] = row.get(name, [])
        shown["HasAttachments"] = row["HasAttachments"]
    shown.update(_some(row, _INVOICE_SUMS))
    shown["HasErrors"] = False
    shown["IsDiscounted"] = row["IsDiscounted"]
    shown["Contact"] = _whole_contact(row["Contact"]) if form == "single" else _stub(row["Contact"])
    _dated(row, shown, "Date", "DueDate")
    shown.update(_some(row, _INVOICE_TAIL))
    if form == "single" and row.get("RoundingAmount") is not None:
        shown["RoundingAmount"] = row["RoundingAmount"]  # lists do not return it
    if form in {"single", "full"}:
        shown["LineItems"] = [line(part, places) for part in row["LineItems"]]
    elif form == "list":
        shown["LineItems"] = []
    _updated(row, shown)
    return shown


def _dated(row: Row, shown: Row, *names: str) -> None:
    for name in names:
        day = row.get(name)
        if day is not None:
            shown[f"{name}String"] = wire.day_string(day)
            shown[name] = day


def _updated(row: Row, shown: Row) -> None:
    instant = row["UpdatedDateUTC"]
    shown["UpdatedDateUTC"] = instant
    shown["UpdatedDateUTCString"] = wire.instant_string(instant)


def contact(row: Row, form: str) -> Row:
    """A contact; `Balances` are put in by the books, which know them."""
    if form.startswith("summary"):
        return {**_some(row, _CONTACT_SUMMARY), "HasValidationErrors": False}
    if form.startswith("list"):
        return {**_some(row, _CONTACT_LIST), "ContactGroups": [], "ContactPersons": [], "HasValidationErrors": False}
    shown: Row = {name: value for name, value in row.items() if value is not None}
    shown["HasValidationErrors"] = False
    return shown


def payment(row: Row, form: str) -> Row:
    """A payment, with the invoice it pays and the account it came into or went out of."""
    paid: Row = row["Invoice"]
    shown = _some(row, _PAYMENT)
    shown["UpdatedDateUTCString"] = wire.instant_string(row["UpdatedDateUTC"])
    shown["Account"] = account_stub(row["Account"])
    about = _some(paid, ("Type", "InvoiceID", "InvoiceNumber", "Reference"))
    about.update(Payments=[], CreditNotes=[], Prepayments=[], Overpayments=[], IsDiscounted=False, HasErrors=False)
    about["Contact"] = _stub(paid["Contact"])
    about["LineItems"] = []
    about["CurrencyCode"] = paid["CurrencyCode"]
    if form.startswith("single"):
        _dated(paid, about, "Date", "DueDate")
        about.update(_some(paid, (*_INVOICE_SUMS, "Status", "LineAmountTypes", "SubTotal", "TotalTax", "Total")))
    shown["Invoice"] = about
    return shown


def bank_transaction(row: Row, form: str) -> Row:
    """Money received or spent."""
    form, places = _split(form)
    shown = _some(row, _BANK_TRANSACTION)
    shown["BankAccount"] = account_stub(row["BankAccount"])
    if row.get("Contact") is not None:
        shown["Contact"] = _whole_contact(row["Contact"]) if form == "single" else _stub(row["Contact"])
    _dated(row, shown, "Date")
    shown["LineItems"] = [] if form == "list" else [line(part, places) for part in row["LineItems"]]
    return shown


def item(row: Row, form: str) -> Row:
    """A product or service."""
    places = _split(form)[1]
    shown: dict[str, Any] = dict(row)
    for side in ("SalesDetails", "PurchaseDetails"):
        details = dict(row.get(side) or {})
        if details.get("UnitPrice") is not None:
            details["UnitPrice"] = _price(details["UnitPrice"], places)
        shown[side] = details
    return shown
