"""`/TaxRates`: what tax a line bears. One rate a request.

Source: developer.xero.com, Tax rates: what tax reports count a rate as is required in Australia, New Zealand and the
United Kingdom; a change names the rate by its type or its name and sends every component that there is, and may add
some; one that is deleted after it was used is archived, and neither comes back. Not verified: the words of these
refusals, and that a rate is used by a line alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from atom_xero_plugin.sandbox.api import error_responses, listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    NoSuchRecord,
    choice,
    field_of,
    flag,
    number,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.tax_classes import applies
from atom_xero_plugin.sandbox.books.totals import FOUR_PLACES, HUNDRED, ZERO
from atom_xero_plugin.sandbox.resources.outcomes import one, saved_one

FIELDS: Final[Fields] = {
    "Name": text,
    "TaxType": text,
    "ReportTaxType": text,
    "Status": choice("ACTIVE", "ARCHIVED", "DELETED", "PENDING"),
    "TaxComponents": records({"Name": text, "Rate": number, "IsCompound": flag, "IsNonRecoverable": flag}),
}


_MADE_BY_PEOPLE: Final = re.compile(r"TAX\d{3,}")
"""The types that Xero gives to rates that people make; all others are its own."""
_REPORTED: Final = ("OUTPUT", "INPUT", "EXEMPTOUTPUT")
REPORTED_AS: Final = {
    "AU": (*_REPORTED, "INPUTTAXED", "BASEXCLUDED", "EXEMPTEXPENSES"),
    "NZ": (*_REPORTED, "EXEMPTINPUT"),
    "GB": (
        *_REPORTED, "EXEMPTINPUT", "ECOUTPUT", "ECOUTPUTSERVICES", "ECINPUT", "ECACQUISITIONS", "CAPITALSALESOUTPUT",
        "CAPITALEXPENSESINPUT", "MOSSSALES",
    ),
}  # fmt: skip
"""What tax reports may count a rate as, in the countries where that is required."""


def add_tax_rate(books: Books, tax_type: str, name: str, rate: Decimal, *, report_type: str | None = None) -> Row:
    """Add a tax rate of one component; `rate` in percent; nothing is checked."""
    percent = rate.quantize(FOUR_PLACES)
    row: Row = {
        "Name": name,
        "TaxType": tax_type,
        "ReportTaxType": report_type,
        **applies(tax_type),
        "DisplayTaxRate": percent,
        "EffectiveRate": percent,
        "Status": "ACTIVE",
        "TaxComponents": [{"Name": name, "Rate": percent, "IsCompound": False, "IsNonRecoverable": False}],
    }
    return books["TaxRates"].put(row)


def save(books: Books, sent: Row, existing: Row | None) -> Row:
    """Add a tax rate, or change `existing`.

    Raises:
        Invalid: with everything that is wrong.
    """
    problems = _forbidden(sent, existing) or _problems(books, sent, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    if existing is not None and sent.get("Status") == "DELETED":
        return books["TaxRates"].put({**existing, "Status": "ARCHIVED" if is_used(books, existing) else "DELETED"})
    name: str = field_of("Name", sent, existing, "")
    row = add_tax_rate(books, _free_type(books), name, ZERO) if existing is None else dict(existing)
    row.update({name: value for name, value in sent.items() if name not in {"TaxType", "Status"}})
    row["TaxComponents"] = [_component(part) for part in field_of("TaxComponents", sent, existing, [])]
    row["DisplayTaxRate"] = row["EffectiveRate"] = _effective(row["TaxComponents"])
    return books["TaxRates"].put(row)


def _forbidden(sent: Row, existing: Row | None) -> list[str]:
    """What the rate is, and its status, forbid."""
    if existing is None:
        return []
    if not _MADE_BY_PEOPLE.fullmatch(existing["TaxType"]):
        return ["System tax rates cannot be edited or deleted"]
    if existing["Status"] != "ACTIVE":
        return ["A tax rate that is archived or deleted cannot be edited"]
    known = {fold(part["Name"]) for part in existing["TaxComponents"]}
    if "TaxComponents" in sent and not known <= {fold(part.get("Name") or "") for part in sent["TaxComponents"]}:
        return ["Existing tax components cannot be removed or renamed"]
    return ["The status of a tax rate can only become DELETED"] if sent.get("Status", "DELETED") != "DELETED" else []


def _problems(books: Books, sent: Row, existing: Row | None) -> list[str]:
    problems = too_long(sent, {"Name": 50})
    name: str = field_of("Name", sent, existing, "")
    if not name.strip():
        problems.append("Tax rate name must be specified")
    elif any(fold(rate["Name"]) == fold(name) and rate is not existing for rate in books["TaxRates"].rows.values()):
        problems.append("Please enter a unique Name.")
    components: list[Row] = field_of("TaxComponents", sent, existing, [])
    if not components or any("Rate" not in part or not part.get("Name") for part in components):
        problems.append("Tax rate must have at least one component with a name and a rate")
    elif any(not 0 <= part["Rate"] <= HUNDRED for part in components):
        problems.append("Tax component rate must be between 0 and 100")
    elif len({fold(part["Name"]) for part in components}) < len(components):
        problems.append("Tax component names must be unique")
    return [*problems, *_report_problems(books, field_of("ReportTaxType", sent, existing))]


def _report_problems(books: Books, reported: str | None) -> list[str]:
    """What is wrong with what tax reports count a rate as, in this country."""
    known = REPORTED_AS.get(books.organisation.get("CountryCode") or "")
    if known is None:
        return []
    if not reported:
        return ["ReportTaxType must be specified"]
    return [] if reported in known else [f"The ReportTaxType '{reported}' is not valid for this organisation"]


def is_used(books: Books, rate: Row) -> bool:
    """Whether a line of any document names the rate, be it a draft or a deleted one."""
    return rate["TaxType"] in _named_by_lines(books)


def _named_by_lines(books: Books) -> Iterator[str | None]:
    for table in books.tables.values():
        for row in table.rows.values():
            for line in (*(row.get("LineItems") or ()), *(row.get("JournalLines") or ())):
                yield line.get("TaxType")


def _free_type(books: Books) -> str:
    """Xero calls rates that people make TAX001 and on."""
    number = 1
    while f"TAX{number:03d}" in books["TaxRates"].rows:
        number += 1
    return f"TAX{number:03d}"


def _component(part: Row) -> Row:
    return {
        "Name": part["Name"],
        "Rate": part["Rate"].quantize(FOUR_PLACES),
        "IsCompound": part.get("IsCompound", False),
        "IsNonRecoverable": part.get("IsNonRecoverable", False),
    }


def _effective(parts: list[Row]) -> Decimal:
    """The simple rates together, and each compound one on top of them."""
    rate = sum((part["Rate"] for part in parts if not part["IsCompound"]), ZERO)
    for part in parts:
        if part["IsCompound"]:
            rate += part["Rate"] * (HUNDRED + rate) / HUNDRED
    return rate.quantize(FOUR_PLACES)


def get(books: Books, call: Call) -> Result:
    """Every rate, or the one of a tax type."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    row = books["TaxRates"].rows.get(call.identity.upper())
    if row is None or call.rest:
        raise NoSuchRecord(call.identity)
    return one(books, call, KIND, row)


def put(books: Books, call: Call) -> Result:
    """Create one rate."""
    if call.identity is not None:
        raise error_responses.not_allowed()
    return saved_one(books, call, KIND, lambda sent: save(books, sent, None))


def post(books: Books, call: Call) -> Result:
    """Change the rate whose `TaxType`, or else whose name, was sent; create one of a name that there is not."""
    if call.identity is not None:
        raise error_responses.not_allowed()

    def change(sent: Row) -> Row:
        rates = books["TaxRates"].rows
        if "TaxType" not in sent:
            name = fold(sent.get("Name") or "")
            return save(books, sent, next((each for each in rates.values() if fold(each["Name"]) == name), None))
        existing = rates.get(sent["TaxType"])
        if existing is None:
            raise Invalid(["The tax rate with the supplied TaxType could not be found"])
        return save(books, sent, existing)

    return saved_one(books, call, KIND, change)


KIND: Final = Kind(
    plural="TaxRates",
    id_field="TaxType",
    type=record_type(
        "TaxRate",
        FIELDS,
        Decimal="DisplayTaxRate EffectiveRate",
        Boolean="CanApplyToAssets CanApplyToEquity CanApplyToExpenses CanApplyToLiabilities CanApplyToRevenue",
    ),
    fields=FIELDS,
    stamped=False,
)
ROUTES: Final = [
    Resource(
        path="TaxRates",
        read_scopes=("accounting.settings.read",),
        write_scopes=("accounting.settings",),
        get=get,
        put=put,
        post=post,
    )
]
