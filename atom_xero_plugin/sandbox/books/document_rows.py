"""How a document's row is made from what was asked, once that is known to be right.

Both use this: requests, after `resources/` has checked them, and the demo company, which needs no check. So the
totals of ten thousand seeded invoices and of one typed by a person are worked out by the same lines.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from atom_xero_plugin.sandbox.books import totals
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.ledger import LIVE, PAYABLE, RECEIVABLE
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, INCLUSIVE, NO_TAX, ZERO

if TYPE_CHECKING:
    from atom_xero_plugin.sandbox.books.books import Books

PAR: Final = Decimal("1.000000")


def settle(row: Row) -> None:
    """Work out what of an invoice is paid and due; PAID and AUTHORISED follow from it.

    A voided invoice keeps its total and owes nothing (source: example of getInvoices, OpenAPI 16.1.0).
    """
    payments: list[Row] = row["Payments"]
    paid = sum((payment["Amount"] for payment in payments), ZERO)
    row["AmountPaid"], row["AmountCredited"] = paid, ZERO
    row["FullyPaidOnDate"] = None
    if row["Status"] in {"VOIDED", "DELETED"}:
        row["AmountDue"] = ZERO
        return
    row["AmountDue"] = row["Total"] - paid
    if row["Status"] in LIVE:
        settled = not row["AmountDue"]
        row["Status"] = "PAID" if settled else "AUTHORISED"
        if settled:
            row["FullyPaidOnDate"] = max((payment["Date"] for payment in payments), default=row["Date"])


def invoice_row(books: Books, sent: Row, existing: Row | None = None, *, places: int = 4) -> Row:
    """A sales invoice or bill, new or changed, with its totals; not yet in the books.

    Args:
        books: The organisation.
        sent: Fields under Xero's names, of the right types; `Contact` is the contact's row or `{"ContactID": ...}`.
        existing: The row it changes.
        places: Decimals of unit prices, 2 or 4.
    """
    row: Row = dict(existing) if existing is not None else _new_invoice(books, sent)
    lines: list[Row] | None = sent.get("LineItems")
    keeps_lines = existing is not None and lines is None
    recalculate = not keeps_lines or sent.get("LineAmountTypes", row["LineAmountTypes"]) != row["LineAmountTypes"]
    row.update({name: value for name, value in sent.items() if name not in {"LineItems", "Contact", "InvoiceID"}})
    if "Contact" in sent:
        row["Contact"] = _contact_of(books, sent["Contact"])
    if recalculate:
        fill_lines(books, row, None if keeps_lines else lines or [], sale=row["Type"] == "ACCREC", places=places)
    settle(row)
    return row


def round_total(row: Row, amount: Decimal | None) -> None:
    """Let an invoice's total differ from its lines by a rounding: `Total = SubTotal + TotalTax + RoundingAmount`.

    None is no rounding, and no field of that name. Source: xero-node 19.2, `RoundingAmount`.
    """
    if amount is None:
        row.pop("RoundingAmount", None)
    else:
        row["RoundingAmount"] = amount
    row["Total"] = row["SubTotal"] + row["TotalTax"] + (ZERO if amount is None else amount)
    settle(row)


def _contact_of(books: Books, named: Row) -> Row:
    """The contact's row: the one in the books, or a new one that is on its way into them."""
    return named if "ContactStatus" in named else _row_of(books.contacts.get, named, "ContactID")


def _row_of(get: Any, named: Row, id_field: str) -> Row:
    found: Row | None = get(named[id_field])
    if found is None:
        raise KeyError(named[id_field])
    return found


def _new_invoice(books: Books, sent: Row) -> Row:
    sale = sent["Type"] == "ACCREC"
    return {
        "Type": sent["Type"],
        "InvoiceID": sent.get("InvoiceID") or books.new_id(),
        "InvoiceNumber": sent.get("InvoiceNumber") or (books.next_invoice_number() if sale else ""),
        "Reference": "",
        "Date": sent.get("Date") or books.today(),
        "DueDate": None,
        "Status": "DRAFT",
        "LineAmountTypes": EXCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"],
        "CurrencyRate": PAR,
        "SentToContact": False if sale else None,
        "Payments": [],
        "HasAttachments": False,
    }


def payment_row(books: Books, sent: Row) -> Row:
    """A payment of an invoice; not yet in the books. `Invoice` and `Account` are rows or name their ids."""
    invoice = _row_of(books.invoices.get, sent["Invoice"], "InvoiceID")
    amount = totals.cents(sent["Amount"])
    rate: Decimal = (sent if "CurrencyRate" in sent else invoice)["CurrencyRate"]
    account = _row_of(books.accounts.get, sent["Account"], "AccountID")
    base = books.organisation["BaseCurrency"]
    in_base = invoice["CurrencyCode"] != base and account.get("CurrencyCode", base) == base
    return {
        "PaymentID": sent.get("PaymentID") or books.new_id(),
        "Date": sent.get("Date") or books.today(),
        "BankAmount": totals.cents(amount / rate) if in_base else amount,
        "Amount": amount,
        "Reference": sent.get("Reference"),
        "CurrencyRate": rate.quantize(PAR),
        "PaymentType": f"{invoice['Type']}PAYMENT",
        "Status": sent.get("Status", "AUTHORISED"),
        "HasAccount": True,
        "IsReconciled": sent.get("IsReconciled", False),
        "HasValidationErrors": False,
        "Account": account,
        "Invoice": invoice,
    }


def payment_mark(payment: Row) -> Row:
    """How an invoice lists a payment of it."""
    return {
        "PaymentID": payment["PaymentID"],
        "Date": payment["Date"],
        "Amount": payment["Amount"],
        "Reference": payment["Reference"],
        "CurrencyRate": payment["CurrencyRate"],
        "HasAccount": False,
        "HasValidationErrors": False,
    }


def bank_transaction_row(books: Books, sent: Row, existing: Row | None = None, *, places: int = 4) -> Row:
    """Money received or spent, new or changed, with its totals; not yet in the books."""
    row: Row = dict(existing) if existing is not None else _new_bank_transaction(books, sent)
    direct = {"LineItems", "Contact", "BankAccount", "BankTransactionID"}
    lines: list[Row] | None = sent.get("LineItems")
    row.update({name: value for name, value in sent.items() if name not in direct})
    if "Contact" in sent:
        row["Contact"] = _contact_of(books, sent["Contact"])
    if "BankAccount" in sent:
        row["BankAccount"] = _row_of(books.accounts.get, sent["BankAccount"], "AccountID")
    received = row["Type"].startswith("RECEIVE")
    if row["Type"].endswith("-OVERPAYMENT") and lines is not None:
        control = books.system_account(RECEIVABLE if received else PAYABLE)
        lines = [{**line, "AccountCode": control["Code"], "TaxType": "NONE"} for line in lines]
    if existing is None or lines is not None or "LineAmountTypes" in sent:
        fill_lines(books, row, lines, sale=received, places=places)
    row.pop("IsDiscounted", None)
    row.pop("TotalDiscount", None)
    return row


def _new_bank_transaction(books: Books, sent: Row) -> Row:
    kind: str = sent["Type"]
    overpaid, prepaid = kind.endswith("-OVERPAYMENT"), kind.endswith("-PREPAYMENT")
    return {
        "BankTransactionID": sent.get("BankTransactionID") or books.new_id(),
        "Type": kind,
        "Reference": "",
        "IsReconciled": False,
        "PrepaymentID": books.new_id() if prepaid else None,
        "OverpaymentID": books.new_id() if overpaid else None,
        "HasAttachments": False,
        "Contact": None,
        "Date": sent.get("Date") or books.today(),
        "Status": "AUTHORISED",
        "LineAmountTypes": NO_TAX if overpaid else INCLUSIVE,
        "CurrencyCode": books.organisation["BaseCurrency"],
        "CurrencyRate": PAR,
    }
