"""`/ManualJournals`: debits and credits that a person books; they sum to zero, tax included.

Source: developer.xero.com, Manual journals; the examples of OpenAPI 16.1.0 (imbalance, account that is removed). A list
that names no page has no lines (pyxero issue 187). Words that are not verified are named so below.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Final
from uuid import UUID

from atom_xero_plugin.sandbox.api.kind import Kind, ListRules
from atom_xero_plugin.sandbox.api.request_body import (
    Fields,
    Invalid,
    choice,
    day,
    flag,
    guid,
    number,
    records,
    text,
    too_long,
)
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import tracking
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.chart_of_accounts import system_account
from atom_xero_plugin.sandbox.books.document_lines import tax_percent
from atom_xero_plugin.sandbox.books.ledger import Posting
from atom_xero_plugin.sandbox.books.postings import TAX
from atom_xero_plugin.sandbox.books.projections import some, split_form
from atom_xero_plugin.sandbox.books.table import Row, fold
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, INCLUSIVE, LINE_AMOUNT_TYPES, NO_TAX, ZERO, cents, tax_of
from atom_xero_plugin.sandbox.resources.lines import TRACKING, check_lock, unknown_status
from atom_xero_plugin.sandbox.resources.outcomes import Saved
from atom_xero_plugin.sandbox.resources.records import Records

MOVES: Final = {
    "DRAFT": frozenset({"DRAFT", "POSTED", "DELETED"}),
    "POSTED": frozenset({"POSTED", "VOIDED"}),
    "VOIDED": frozenset[str](),
    "DELETED": frozenset[str](),
    "ARCHIVED": frozenset[str](),
}
"""Which status a journal may be moved to. ARCHIVED is only ever read."""
# The words of the six that follow are not verified.
NOT_MODIFIABLE: Final = "Manual Journal not of valid status for modification"
NOT_CREATABLE: Final = "Manual Journal not of valid status for creation"
NO_NARRATION: Final = "Narration must be specified"
TOO_FEW: Final = "Manual Journal must have at least 2 journal lines"
RESERVED: Final = "Account code '{}' cannot be used in a manual journal"
ARCHIVED: Final = (
    "Account code '{}' has been archived, or has been deleted. Each line item must reference a valid account."
)
NO_CODE: Final = "Account code must be specified"
REMOVED: Final = "Account code '{}' has been removed as it does not match a recognised account."
"""A warning of Xero's: the line goes with its code, and the rest rarely balances."""
_NOT_JOURNALLED: Final = frozenset({"DEBTORS", "CREDITORS", "RETAINEDEARNINGS"})
_NOT_JOURNALLED_TYPES: Final = frozenset({"BANK", "INVENTORY"})
_LINE: Final[Fields] = {"LineAmount": number, "AccountCode": text, "AccountID": guid, "Description": text,
                        "TaxType": text, "Tracking": records(TRACKING)}  # fmt: skip
FIELDS: Final[Fields] = {
    "ManualJournalID": guid, "Narration": text, "Date": day, "Status": text, "Url": text,
    "LineAmountTypes": choice(*LINE_AMOUNT_TYPES), "ShowOnCashBasisReports": flag, "JournalLines": records(_LINE),
}  # fmt: skip
_SHOWN: Final = ("ManualJournalID", "Date", "Status", "LineAmountTypes", "UpdatedDateUTC", "Narration", "Url",
                 "ShowOnCashBasisReports", "HasAttachments")  # fmt: skip


def _refusals(sent: Row, existing: Row | None) -> list[str]:
    """Why the status forbids what is asked for."""
    unknown = unknown_status(sent.get("Status"), MOVES)
    if unknown:
        return unknown
    if existing is None:
        return [] if sent.get("Status", "DRAFT") in {"DRAFT", "POSTED"} else [NOT_CREATABLE]
    now: str = existing["Status"]
    return [] if sent.get("Status", now) in MOVES[now] else [NOT_MODIFIABLE]


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Saved:
    """Add a journal, or change `existing`. Lines that are not sent stay. Raises Invalid with everything wrong."""
    before: Row = existing or {}
    problems = _refusals(sent, existing)
    if problems:
        raise Invalid(problems, existing=existing)
    if sent.get("Status") in {"VOIDED", "DELETED"}:
        sent = {"Status": sent["Status"]}
    row = _row(books, sent, existing)
    warnings: list[str] = []
    problems = too_long(sent, {"Narration": 4000}) + check_lock(books, row["Date"], before.get("Date"))
    problems += [] if row["Narration"].strip() else [NO_NARRATION]
    if "JournalLines" in sent or "LineAmountTypes" in sent or existing is None:
        asked: list[Row] = sent["JournalLines"] if "JournalLines" in sent else row["JournalLines"]
        lines, wrong, warnings = _lines(books, asked, row)
        row["JournalLines"] = lines
        problems += wrong
    if problems:
        raise Invalid(problems, existing=existing)
    return Saved(books["ManualJournals"].put(row), warnings)


def _row(books: Books, sent: Row, existing: Row | None) -> Row:
    new: Row = {
        "ManualJournalID": books.new_id() if existing is None else "", "Narration": "", "Date": books.today(),
        "Status": "DRAFT", "LineAmountTypes": NO_TAX, "ShowOnCashBasisReports": True, "HasAttachments": False,
        "JournalLines": [],
    }  # fmt: skip
    said = {name: value for name, value in sent.items() if name not in {"ManualJournalID", "JournalLines"}}
    return {**(new if existing is None else existing), **said}


def _lines(books: Books, sent: list[Row], row: Row) -> tuple[list[Row], list[str], list[str]]:
    """The lines with their tax, what is wrong with them, and what Xero warns of."""
    lines, problems, warnings = [], [], []
    for each in sent:
        code = each.get("AccountCode")
        account = _account(books, each)
        if account is None and (code or each.get("AccountID")):
            warnings.append(REMOVED.format(code or each["AccountID"]))
            continue
        problems += _check_line(books, each, account)
        if account is not None:
            lines.append(_line(books, each, account, row))
    problems += [TOO_FEW] if len(sent) < 2 else []
    taxed = row["LineAmountTypes"] == EXCLUSIVE
    gross = [line["LineAmount"] + (line["TaxAmount"] if taxed else ZERO) for line in lines]
    debits, credited = (sum((each for each in gross if each * sign > 0), ZERO) for sign in (1, -1))
    if debits + credited:
        problems.append(f"The total debits ({debits}) must equal total credits ({credited})")
    return lines, list(dict.fromkeys(problems)), warnings


def _account(books: Books, line: Row) -> Row | None:
    if line.get("AccountCode"):
        return books["Accounts"].find("code", fold(line["AccountCode"]))
    return books["Accounts"].get(line["AccountID"]) if line.get("AccountID") else None


def _check_line(books: Books, line: Row, account: Row | None) -> list[str]:
    problems = too_long(line, {"Description": 4000})
    if account is None:
        return [*problems, NO_CODE]
    if account["Status"] != "ACTIVE":
        return [*problems, ARCHIVED.format(account["Code"])]
    if account["Type"] in _NOT_JOURNALLED_TYPES or account.get("SystemAccount") in _NOT_JOURNALLED:
        problems.append(RESERVED.format(account["Code"] or account["Name"]))
    tax = line.get("TaxType")
    if tax and (tax not in books["TaxRates"].rows or books["TaxRates"].rows[tax]["Status"] != "ACTIVE"):
        problems.append(f"The TaxType code {tax} does not exist or cannot be used for this type of transaction.")
    return problems


def _line(books: Books, sent: Row, account: Row, journal: Row) -> Row:
    kind: str = journal["LineAmountTypes"]
    before = [each for line in journal["JournalLines"] for each in line["Tracking"]]
    tax_type = "NONE" if kind == NO_TAX else sent.get("TaxType") or account.get("TaxType") or "NONE"
    amount = cents(sent.get("LineAmount", ZERO))
    return {
        "LineAmount": amount,
        "AccountCode": account["Code"],
        "AccountID": account["AccountID"],
        "Description": sent.get("Description"),
        "TaxType": tax_type,
        "TaxAmount": tax_of(amount, tax_percent(books, tax_type), kind),
        "Tracking": tracking.known(books, sent.get("Tracking") or [], before),
        "IsBlank": False,
    }


def _show(_books: Books, row: Row, form: str) -> Row:
    shown = some(row, _SHOWN)
    shown["JournalLines"] = []
    if split_form(form)[0] != "list":
        shown["JournalLines"] = [{name: part for name, part in line.items() if part is not None}
                                 for line in row["JournalLines"]]  # fmt: skip
    return shown


def postings(books: Books, row: Row) -> list[Posting]:
    """Each line on its account without tax, and the tax of all on the tax account."""
    if row["Status"] != "POSTED":
        return []
    kind = "MANUALJOURNAL" if row["ShowOnCashBasisReports"] else "ACCRUALJOURNAL"
    inclusive = row["LineAmountTypes"] == INCLUSIVE
    lines: list[tuple[str, Decimal]] = [
        (line["AccountID"], line["LineAmount"] - line["TaxAmount"] if inclusive else line["LineAmount"])
        for line in row["JournalLines"]
    ]
    tax = sum((line["TaxAmount"] for line in row["JournalLines"]), ZERO)
    if tax:
        lines.append((system_account(books, TAX)["AccountID"], tax))
    return [
        Posting(row["Date"], account, amount, kind, row["ManualJournalID"], None) for account, amount in lines if amount
    ]


def _demo(books: Books, _random: Random) -> None:
    """Two drafts that wait for the accountant; what is posted would move every report."""
    for narration, debit, credit, amount, ago in (
        ("Accrue power for the month", "445", "850", "420.00", 1),
        ("Depreciation of office equipment", "416", "711", "312.50", 2),
    ):
        on = books.today() - timedelta(days=ago)
        sent = [{"LineAmount": Decimal(amount), "AccountCode": debit, "Description": narration},
                {"LineAmount": -Decimal(amount), "AccountCode": credit, "Description": narration}]  # fmt: skip
        row = _row(books, {"Narration": narration, "Date": on}, {"Status": "DRAFT", "LineAmountTypes": NO_TAX,
                   "ShowOnCashBasisReports": True, "HasAttachments": False, "JournalLines": []})  # fmt: skip
        own = Random(f"{books.tenant_id}/{narration}")  # so that the ids of other records stay as they are
        row["ManualJournalID"] = str(UUID(int=own.getrandbits(128), version=4))
        row["JournalLines"] = _lines(books, sent, row)[0]
        at: datetime = books.now() - timedelta(days=ago)
        books["ManualJournals"].put(row, at=at)


KIND: Final = Kind(
    plural="ManualJournals",
    id_field="ManualJournalID",
    type=record_type("ManualJournal", FIELDS, DateTime="UpdatedDateUTC", Boolean="HasAttachments"),
    fields=FIELDS,
    show=_show,
    postings=postings,
    lists=ListRules(paged=True),
    blank={"JournalLines": []},
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save).resource(
        read_scopes=("accounting.manualjournals.read", "accounting.transactions.read"),
        write_scopes=("accounting.manualjournals", "accounting.transactions"),
    )
]
