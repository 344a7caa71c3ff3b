"""Checks that every document with lines shares: accounts, tax types, items, sums, currencies, lock dates."""

from __future__ import annotations

from collections.abc import Container
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api.request_body import Fields, field_of, guid, number, records, text, too_long
from atom_xero_plugin.sandbox.books import totals, tracking
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import NO_DOCUMENT_LINES
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.tax_classes import CAN_APPLY
from atom_xero_plugin.sandbox.books.totals import NO_TAX, PAR

TRACKING: Final[Fields] = {
    "Name": text, "Option": text, "TrackingCategoryID": guid, "TrackingOptionID": guid,
}  # fmt: skip
LINE: Final[Fields] = {
    "LineItemID": guid,
    "Description": text,
    "Quantity": number,
    "UnitAmount": number,
    "ItemCode": text,
    "AccountCode": text,
    "AccountID": guid,
    "TaxType": text,
    "TaxAmount": number,
    "LineAmount": number,
    "DiscountRate": number,
    "DiscountAmount": number,
    "Tracking": records(TRACKING),
}
_LIMITS: Final = {"Description": 4000}
NO_ACCOUNT: Final = "Account code must be specified"
ONE_TO_ONE: Final = "The currency rate of this document is 1:1 although its currency is not the organisation's."
"""A warning that Xero gives since April 2026; its words are not verified."""


def check_lines(books: Books, lines: list[Row], *, stored: list[Row], complete: bool, line_amount_types: str,
                sale: bool) -> list[str]:  # fmt: skip
    """What is wrong with lines as they were sent; also resolves `AccountID` to `AccountCode` in place.

    Args:
        books: Where accounts, items and tax rates are.
        lines: As sent.
        stored: The document's lines so far: a line sent with its `LineItemID` may leave out what it keeps.
        complete: Whether an approved document is wanted; drafts may lack accounts and words.
        line_amount_types: NoTax makes tax types meaningless.
        sale: Whether discounts are allowed.
    """
    problems: list[str] = []
    known = {line["LineItemID"]: line for line in stored}
    for line in lines:
        before = known.get(line.get("LineItemID", ""), {})
        if "Tracking" in line:
            line["Tracking"] = tracking.known(books, line["Tracking"], before.get("Tracking") or [])
        problems += too_long(line, _LIMITS)
        problems += _check_item(books, line)
        taxed = line_amount_types != NO_TAX
        problems += _check_account(books, line, before, complete=complete, taxed=taxed)
        if taxed:
            problems += _check_tax(books, line, before)
        problems += _check_amounts(line, before, sale=sale)
        if complete and not has_description(books, line, before):
            problems.append("Description must be specified")
    return list(dict.fromkeys(problems))


def has_description(books: Books, line: Row, before: Row) -> bool:
    """Whether a line says what it is for: as sent, as it did before, or by its item."""
    if "Description" in line:
        return bool(line["Description"].strip())
    return bool(before.get("Description")) or (bool(line.get("ItemCode")) and _item(books, line) is not None)


def _item(books: Books, line: Row) -> Row | None:
    return books["Items"].find("code", fold(line["ItemCode"]))


def _check_item(books: Books, line: Row) -> list[str]:
    if line.get("ItemCode") and _item(books, line) is None:
        return [f"Item code '{line['ItemCode']}' is not valid"]
    return []


def line_account(books: Books, line: Row) -> Row | None:
    """The account that a sent line names, by code or id, if documents may post to it."""
    if line.get("AccountCode"):
        account = books["Accounts"].find("code", fold(line["AccountCode"]))
    elif line.get("AccountID"):
        account = books["Accounts"].get(line["AccountID"])
    else:
        return None
    if account is None or account["Status"] != "ACTIVE" or account["Type"] == "BANK":
        return None
    return None if account.get("SystemAccount") in NO_DOCUMENT_LINES else account


def _check_account(books: Books, line: Row, before: Row, *, complete: bool, taxed: bool) -> list[str]:
    if line.get("AccountCode") or line.get("AccountID"):
        account = line_account(books, line)
        if account is None:
            return [_bad_account(books, line)]
        line["AccountCode"] = account["Code"]
        return []
    line.pop("AccountCode", None)
    if not complete or before.get("AccountCode"):
        return []
    item = _item(books, line) if line.get("ItemCode") else None
    details = [] if item is None else [item.get("SalesDetails") or {}, item.get("PurchaseDetails") or {}]
    stocked = item is not None and item.get("InventoryAssetAccountCode")
    if stocked or any(side.get("AccountCode") for side in details) or not _has_amount(line, before):
        return []
    if taxed and not (line.get("TaxType") or before.get("TaxType")):
        return [NO_ACCOUNT, "The TaxType field is mandatory"]  # the two come together: Apex-for-Xero issue 9
    return [NO_ACCOUNT]


def _bad_account(books: Books, line: Row) -> str:
    code = line.get("AccountCode") or line["AccountID"]
    found = books["Accounts"].find("code", fold(code)) or books["Accounts"].get(code)
    if found is not None and found["Status"] == "ARCHIVED":
        return (
            f"Account code '{found.get('Code')}' has been archived, or has been deleted. "
            "Each line item must reference a valid account."
        )
    return f"Account code '{code}' is not a valid code for this document."


def _has_amount(line: Row, before: Row) -> bool:
    """Whether a line is worth something; one of words only, or of nothing, needs no account."""
    merged = {**before, **line}
    if "UnitAmount" in line or "LineAmount" not in line:
        return "UnitAmount" in merged and bool(merged["UnitAmount"] * merged.get("Quantity", Decimal(1)))
    return bool(line["LineAmount"])


def _check_tax(books: Books, line: Row, before: Row) -> list[str]:
    tax_type = line.get("TaxType")
    if not tax_type:
        line.pop("TaxType", None)
        return []
    rate = books["TaxRates"].rows.get(tax_type)
    if rate is None or rate["Status"] != "ACTIVE":
        return [f"The TaxType code {tax_type} does not exist or cannot be used for this type of transaction."]
    code = line.get("AccountCode") or before.get("AccountCode")
    account = books["Accounts"].find("code", fold(code)) if code else None
    if account is not None and not rate.get(CAN_APPLY[account["Class"]], True):
        return [f"The TaxType code '{tax_type}' cannot be used with account code '{code}'."]
    return []


def _check_amounts(line: Row, before: Row, *, sale: bool) -> list[str]:
    rate, discount = line.get("DiscountRate"), line.get("DiscountAmount")
    if (rate or discount) and not sale:
        return ["Discounts are only supported on sales invoices"]
    if rate is not None and not 0 <= rate <= totals.HUNDRED:
        return ["Discount rate must be between 0 and 100"]
    merged = {"Quantity": before.get("Quantity", Decimal(1)), **line}
    if discount is not None and "UnitAmount" in merged and totals.cents(discount) > totals.gross_of(merged):
        # of nothing too, on a price below zero: Xero-OpenAPI issue 429
        shown = totals.cents(discount)
        return [f"The discount rate '{shown}' is invalid. Discount must not be greater than the line total."]
    if "LineAmount" not in line or "UnitAmount" not in line:
        return []
    expected, stated = totals.line_amount(merged), totals.cents(line["LineAmount"])
    if not stated and (rate or discount):
        # Xero takes the discount off the nothing that was sent: Xero-NetStandard issues 74 and 147
        taken = totals.cents(totals.gross_of(merged) * rate / totals.HUNDRED if rate else merged["DiscountAmount"])
        return [f"The line total {-taken} does not match the expected line total {expected}"]
    if stated != expected:
        return [f"The line total {stated} does not match the expected line total {expected}"]
    return []


def check_currency(books: Books, sent: Row, existing: Row | None = None) -> list[str]:
    """Documents are in currencies that the organisation uses; also fills in the rate of the document's day.

    An update that names neither currency, rate nor day keeps its rate.
    """
    base = books.organisation["BaseCurrency"]
    code: str = field_of("CurrencyCode", sent, existing, base)
    if code not in books["Currencies"].rows:
        return [f"Organisation is not subscribed to currency {code}"]
    if code == base:
        sent["CurrencyRate"] = PAR
    elif "CurrencyRate" in sent:
        sent["CurrencyRate"] = sent["CurrencyRate"].quantize(PAR)
        if sent["CurrencyRate"] <= 0:
            return ["Currency rate must be greater than zero"]
    elif existing is None or existing["CurrencyCode"] != code:
        sent["CurrencyRate"] = books.rate(code, field_of("Date", sent, existing, books.today()))
    return []


def unknown_status(requested: str | None, known: Container[str]) -> list[str]:
    """Xero's words for a status that there is not, such as VOID. Source: xero-mcp-server issue 99."""
    return (
        [f"The status '{requested}' cannot be applied to the document"] if requested and requested not in known else []
    )


def warnings_of(books: Books, sent: Row, row: Row) -> list[str]:
    """What Xero warns of in a document that it keeps."""
    foreign = row["CurrencyCode"] != books.organisation["BaseCurrency"]
    return [ONE_TO_ONE] if foreign and "CurrencyRate" in sent and row["CurrencyRate"] == 1 else []


TOTALS: Final[Fields] = dict.fromkeys(("SubTotal", "TotalTax", "Total"), number)
"""What a document may state by itself; it must be what Xero works out."""


def check_totals(stated: Row, row: Row) -> list[str]:
    """A stated total that is not the lines' is refused, be it stale or wrong.

    Source: xero-mcp-server issues 206 and 312, its pull request 190, xeroizer issue 86. That of the tax: not verified.
    """
    words = {
        "SubTotal": "The document sub total does not equal the sub total of the lines",
        "TotalTax": "The document total tax does not equal the total tax of the lines",
        "Total": "The document total does not equal the sum of the lines",
    }
    return [reported for name, reported in words.items() if name in stated and totals.cents(stated[name]) != row[name]]


def check_lock(books: Books, *days: date | None) -> list[str]:
    """A document in a locked period takes no change, and none moves into one.

    Source of the words: xeroizer issue 92.
    """
    lock = _locked_until(books)
    if lock is None or not any(day is not None and day <= lock[1] for day in days):
        return []
    words, until = lock
    return [f"The document date cannot be before the {words}, currently set at {until.day}-{until:%b-%Y}"]


def _locked_until(books: Books) -> tuple[str, date] | None:
    """The lock date that reaches furthest and its name in Xero's message, or None."""
    organisation = books.organisation
    locks = [
        (organisation[field], words)
        for field, words in (("PeriodLockDate", "period lock date"), ("EndOfYearLockDate", "end of year lock date"))
        if organisation.get(field) is not None
    ]
    if not locks:
        return None
    day, words = max(locks)
    return words, day
