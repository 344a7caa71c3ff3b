"""GET Reports/TenNinetyNine: what contacts were paid in a calendar year, by box of the forms 1099.

Xero asks people which account belongs to which box, and no API tells of it: here `Books.tax_form_boxes` holds it. The
shape is the example of OpenAPI 16.1.0, getReportTenNinetyNine. What Xero answers to an organisation of another country
than the United States is not verified: here the forms are empty.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api import wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.error_responses import bad_argument
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.reports.layout import cash_postings_of

FORMS: Final = {"1099-NEC": (1, 2, 4), "1099-MISC": (*range(1, 12), 14)}
_FIRST_YEAR: Final = 2000


def tax_forms(books: Books, call: Call) -> Result:
    """Both forms of a year; the year before this one unless another is asked for."""
    text = call.query.get("reportyear", str(books.today().year - 1))
    if not text.isdigit() or not _FIRST_YEAR <= int(text) <= books.today().year:
        raise bad_argument("The reportYear parameter is not a valid year")
    year = int(text)
    paid = _paid(books, date(year, 1, 1), date(year, 12, 31))
    forms: list[Row] = [
        {
            "ReportName": f"{form} report",
            "ReportDate": f"1 Jan {year} to 31 Dec {year}",
            "Fields": [],
            "Contacts": [
                _contact(books["Contacts"].rows[contact], {box: amounts.get((form, box), _ZERO) for box in boxes})
                for contact, amounts in sorted(paid.items())
                if any(amounts.get((form, box)) for box in boxes)
            ],
        }
        for form, boxes in FORMS.items()
    ]
    encoded = [json_values.encode(each) for each in forms]
    return Result(wire.envelope("Reports", encoded, now=call.now, provider=call.provider))


_ZERO: Final = Decimal("0.00")


def _paid(books: Books, first: date, last: date) -> dict[str, dict[tuple[str, int], Decimal]]:
    """By contact, what was paid between two days to the accounts of each box."""
    boxes = {
        account["AccountID"]: books.tax_form_boxes[account["Code"]]
        for account in books["Accounts"].rows.values()
        if account["Code"] in books.tax_form_boxes
    }
    found: dict[str, dict[tuple[str, int], Decimal]] = defaultdict(lambda: defaultdict(lambda: _ZERO))
    if books.organisation["CountryCode"] == "US":
        for posting in cash_postings_of(books):
            if posting.account_id in boxes and posting.contact_id and first <= posting.date <= last:
                found[posting.contact_id][boxes[posting.account_id]] += posting.amount
    return found


def _contact(contact: Row, boxes: dict[int, Decimal]) -> Row:
    return {
        **{f"Box{number}": amount for number, amount in boxes.items()},
        "Name": contact["Name"],
        "FederalTaxIDType": "SSN",
        "Email": contact.get("EmailAddress", ""),
        "TaxID": contact.get("TaxNumber", ""),
        "ContactId": contact["ContactID"],
        "LegalName": contact["Name"],
        "BusinessName": contact["Name"],
        "FederalTaxClassification": "SOLE_PROPRIETOR",
    }
