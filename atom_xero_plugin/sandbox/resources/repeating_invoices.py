"""`/RepeatingInvoices`: templates. The sandbox keeps them and makes no invoices of them.

Source: developer.xero.com, Repeating Invoices; OpenAPI 16.1.0; xero-mcp-server issue 192, xero-node issue 767. Not
verified: whether bills can be created (the page says no, OpenAPI yes: refused here), the words of all refusals but
MUST_DELETE and that of a wrong DueDateType, and whether a deleted one is still listed.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, Final

from atom_xero_plugin.sandbox.api import request_body as read
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import Fields, Invalid, Malformed, number, text
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import projections
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.books.document_lines import fill_lines
from atom_xero_plugin.sandbox.books.table import Row
from atom_xero_plugin.sandbox.books.totals import EXCLUSIVE, LINE_AMOUNT_TYPES
from atom_xero_plugin.sandbox.resources import contacts_rows
from atom_xero_plugin.sandbox.resources import lines as document
from atom_xero_plugin.sandbox.resources.contacts_rules import FIELDS as CONTACT
from atom_xero_plugin.sandbox.resources.contacts_rules import TYPE as CONTACT_TYPE
from atom_xero_plugin.sandbox.resources.contacts_rules import one_named_contact
from atom_xero_plugin.sandbox.resources.outcomes import Saved
from atom_xero_plugin.sandbox.resources.records import Records

MUST_DELETE: Final = "Repeating invoice status must be set to DELETED"
GONE: Final = "Repeating invoice has been deleted"
ONLY_SALES: Final = "Repeating invoices of type ACCPAY cannot be created"
NO_SCHEDULE: Final = "Schedule must be specified"
BAD_PERIOD: Final = "Schedule Period must be greater than zero"
BAD_END: Final = "Schedule EndDate must be after StartDate"
NOT_APPROVED: Final = "ApprovedForSending requires status AUTHORISED"
NO_ADDRESS: Final = "The contact has no email address to send to"
_DUE_TYPES: Final = frozenset({"DAYSAFTERINVOICEDATE", "DAYSAFTERINVOICEMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"})
_FLAGS: Final = ("ApprovedForSending", "SendCopy", "MarkAsSent", "IncludePDF")
_HEAD: Final = ("Type", "Reference", "HasAttachments", *_FLAGS, "LineAmountTypes", "CurrencyCode", "BrandingThemeID",
                "Status", "SubTotal", "TotalTax", "Total")  # fmt: skip


def _due_type(value: Any, path: str) -> str:
    """The types of sales invoices. Raises Malformed for those of bills, as Xero does for what is created."""
    word = text(value, path)
    if word not in _DUE_TYPES:
        raise Malformed(f"Error converting value \"{word}\" to type 'ScheduleDueType'")
    return word


_SCHEDULE: Final[Fields] = {
    "Period": number, "Unit": read.choice("WEEKLY", "MONTHLY"), "DueDate": number, "DueDateType": _due_type,
    "StartDate": read.day, "EndDate": read.day,
}  # fmt: skip
FIELDS: Final[Fields] = {
    "RepeatingInvoiceID": read.guid, "Type": read.choice("ACCREC", "ACCPAY"), "Contact": read.record(CONTACT),
    "Schedule": read.record(_SCHEDULE), "LineItems": read.records(document.LINE),
    "LineAmountTypes": read.choice(*LINE_AMOUNT_TYPES), "Reference": text, "BrandingThemeID": read.guid,
    "CurrencyCode": text, "Status": text, **dict.fromkeys(_FLAGS, read.flag),
}  # fmt: skip


def _schedule_problems(schedule: Row | None) -> list[str]:
    needed = ("Period", "Unit", "DueDate", "DueDateType", "StartDate")
    if not schedule or any(name not in schedule for name in needed):
        return [NO_SCHEDULE]
    early = "EndDate" in schedule and schedule["EndDate"] <= schedule["StartDate"]
    return [*([BAD_PERIOD] if schedule["Period"] < 1 else []), *([BAD_END] if early else [])]


def _check(books: Books, sent: Row) -> list[str]:
    """What is wrong with a new template as it was sent, apart from its contact."""
    status, lines = sent.get("Status", "DRAFT"), sent.get("LineItems") or []
    problems = [] if "Type" in sent else ["Invoice Type must be specified"]
    problems += [ONLY_SALES] if sent.get("Type") == "ACCPAY" else []
    problems += document.unknown_status(status, {"DRAFT", "AUTHORISED"})
    problems += _schedule_problems(sent.get("Schedule"))
    problems += document.check_currency(books, sent)
    problems += [NOT_APPROVED] if sent.get("ApprovedForSending") and status != "AUTHORISED" else []
    problems += [] if lines else ["One or more line items must be specified"]
    amounts: str = sent.get("LineAmountTypes", EXCLUSIVE)
    complete = status == "AUTHORISED"
    return problems + document.check_lines(
        books, lines, stored=[], complete=complete, line_amount_types=amounts, sale=True
    )


def _save(books: Books, sent: Row, existing: Row | None, _places: int) -> Saved:
    """Add a template, or delete `existing`. Raises Invalid with everything that is wrong."""
    if existing is not None:
        if sent.get("Status") != "DELETED" or existing["Status"] == "DELETED":
            raise Invalid([MUST_DELETE if sent.get("Status") != "DELETED" else GONE], existing=existing)
        return Saved(books["RepeatingInvoices"].put({**existing, "Status": "DELETED"}), [])
    problems = _check(books, sent)
    contact = one_named_contact(books, sent.get("Contact"), existing=None)
    problems += contact.problems
    if sent.get("ApprovedForSending") and contact.row is not None and not contact.row.get("EmailAddress"):
        problems.append(NO_ADDRESS)
    if problems or contact.nested or contact.row is None:
        raise Invalid(problems, contact=contact.nested)
    row = _row(books, {**sent, "Contact": contact.row})
    if contact.changed:
        row["Contact"] = books["Contacts"].put(contact.row)
    return Saved(books["RepeatingInvoices"].put(row), [])


def _row(books: Books, sent: Row) -> Row:
    """A new template, with its totals; not yet in the books."""
    said = {name: value for name, value in sent.items() if name not in {"RepeatingInvoiceID", "LineItems"}}
    row: Row = {
        "RepeatingInvoiceID": books.new_id(), "Type": "ACCREC", "Status": "DRAFT", "LineAmountTypes": EXCLUSIVE,
        "Reference": "", "CurrencyCode": books.organisation["BaseCurrency"], "HasAttachments": False,
        **dict.fromkeys(_FLAGS, False), **said,
    }  # fmt: skip
    fill_lines(books, row, sent["LineItems"], sale=True, places=4)
    return row


def next_date(schedule: Row, today: date) -> date | None:
    """The first day of a schedule that is not past; None once its end is."""
    start: date = schedule["StartDate"]
    period, count = int(schedule["Period"]), 0
    day = start
    while day < today:
        count += period
        day = start + timedelta(weeks=count) if schedule["Unit"] == "WEEKLY" else _months_after(start, count)
    end = schedule.get("EndDate")
    return None if end is not None and day > end else day


def _months_after(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _show(books: Books, row: Row, _form: str) -> Row:
    """A template; lists show it whole."""
    schedule = {**row["Schedule"], "NextScheduledDate": next_date(row["Schedule"], books.today())}
    shown = {"RepeatingInvoiceID": row["RepeatingInvoiceID"], "ID": row["RepeatingInvoiceID"]}
    shown["Contact"] = contacts_rows.stub(row["Contact"])
    shown["Schedule"] = {name: value for name, value in schedule.items() if value is not None}
    shown["LineItems"] = [projections.line(line, "4") for line in row["LineItems"]]
    return shown | projections.some(row, _HEAD)


def _demo(books: Books, random: Random) -> None:
    """Two retainers: one makes drafts, one approved invoices; none where nobody is a customer."""
    customers = [row for row in books["Contacts"].rows.values() if row["IsCustomer"]]
    if not customers:
        return
    for status, unit in (("DRAFT", "MONTHLY"), ("AUTHORISED", "WEEKLY")):
        schedule = {"Period": Decimal(1), "Unit": unit, "DueDate": Decimal(20), "DueDateType": "OFFOLLOWINGMONTH",
                    "StartDate": books.today() + timedelta(days=random.randint(3, 20))}  # fmt: skip
        line = {"Description": "Retainer", "Quantity": Decimal(1), "UnitAmount": Decimal(450), "AccountCode": "200"}
        sent = {"Contact": random.choice(customers), "Schedule": schedule, "Status": status,
                "Reference": f"Retainer {unit.lower()}", "LineItems": [line]}  # fmt: skip
        books["RepeatingInvoices"].put(_row(books, sent))


KIND: Final = Kind(
    plural="RepeatingInvoices",
    id_field="RepeatingInvoiceID",
    type=record_type("RepeatingInvoice", FIELDS, {"Contact": CONTACT_TYPE}, Decimal="SubTotal TotalTax Total"),
    fields=FIELDS,
    show=_show,
    shows=lambda row: (row["Contact"]["ContactID"],),
    stamped=False,
    fresh=lambda books: books.today(),
    blank={"LineItems": []},
    demo=_demo,
)
ROUTES: Final = [
    Records(KIND, _save).resource(
        read_scopes=("accounting.invoices.read", "accounting.transactions.read"),
        write_scopes=("accounting.invoices", "accounting.transactions"),
    )
]
