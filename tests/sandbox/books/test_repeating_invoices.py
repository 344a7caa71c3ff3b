"""Repeating invoices: templates that are made and deleted, and never changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from atom_xero_plugin.sandbox.resources.outcomes import NOWHERE
from atom_xero_plugin.sandbox.resources.repeating_invoices import (
    BAD_END,
    BAD_PERIOD,
    GONE,
    MUST_DELETE,
    NO_ADDRESS,
    NO_SCHEDULE,
    NOT_APPROVED,
    ONLY_SALES,
    next_date,
)

if TYPE_CHECKING:
    from sandbox.books.conftest import Xero

SCHEDULE = {"Period": 1, "Unit": "MONTHLY", "DueDate": 20, "DueDateType": "OFFOLLOWINGMONTH", "StartDate": "2026-07-31"}
LINE = {"Description": "Care", "Quantity": 1, "UnitAmount": 100, "AccountCode": "200"}


def body(xero: Xero, **fields: Any) -> dict[str, Any]:
    """What makes a template of 115.00 a month."""
    usual = {"Type": "ACCREC", "Contact": {"ContactID": xero.contact["ContactID"]}, "Schedule": SCHEDULE,
             "LineItems": [LINE]}  # fmt: skip
    return {name: value for name, value in {**usual, **fields}.items() if value is not None}


def test_a_new_template_makes_drafts_and_says_when_next(xero: Xero) -> None:
    """With the totals of its lines, and no time of its last change."""
    made = xero.put("RepeatingInvoices", body(xero)).only()

    assert (made["Status"], made["Total"], made["ID"]) == ("DRAFT", 115, made["RepeatingInvoiceID"])
    assert made["Schedule"]["NextScheduledDate"] == made["Schedule"]["StartDate"] == "/Date(1785456000000+0000)/"
    assert "UpdatedDateUTC" not in made
    assert "EndDate" not in made["Schedule"]
    assert [each["ID"] for each in xero.get("RepeatingInvoices", where='Status=="DRAFT"').records()] == [made["ID"]]


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"Type": None}, "Invoice Type must be specified"),
        ({"Type": "ACCPAY"}, ONLY_SALES),
        ({"Contact": None}, "A Contact must be specified for this type of transaction"),
        ({"Schedule": None}, NO_SCHEDULE),
        ({"Schedule": {**SCHEDULE, "Period": 0}}, BAD_PERIOD),
        ({"Schedule": {**SCHEDULE, "EndDate": "2026-07-31"}}, BAD_END),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"Status": "PAID"}, "The status 'PAID' cannot be applied to the document"),
        ({"ApprovedForSending": True}, NOT_APPROVED),
        ({"Status": "AUTHORISED", "LineItems": [{"Description": "x", "UnitAmount": 1, "TaxType": "OUTPUT2"}]},
         "Account code must be specified"),
    ],
)  # fmt: skip
def test_what_a_new_template_lacks_is_refused(xero: Xero, fields: dict[str, Any], message: str) -> None:
    """In Xero's shape; nothing is kept."""
    answer = xero.put("RepeatingInvoices", body(xero, **fields))

    assert message in answer.messages()
    assert answer.json["Elements"][0]["RepeatingInvoiceID"] == NOWHERE
    assert xero.get("RepeatingInvoices").records() == []


def test_one_to_be_sent_needs_an_address(xero: Xero) -> None:
    """Xero would have nobody to send it to."""
    xero.books["Contacts"].put({**xero.contact, "EmailAddress": ""})

    assert xero.put("RepeatingInvoices", body(xero, Status="AUTHORISED", ApprovedForSending=True)).messages() == [
        NO_ADDRESS
    ]


def test_a_due_type_of_bills_is_no_word_for_what_is_created(xero: Xero) -> None:
    """The body cannot be read then. Source: xero-node issue 767."""
    answer = xero.put("RepeatingInvoices", body(xero, Schedule={**SCHEDULE, "DueDateType": "DAYSAFTERBILLMONTH"}))

    assert answer.status == 400
    assert "Error converting value \"DAYSAFTERBILLMONTH\" to type 'ScheduleDueType'" in answer.json["Message"]


def test_one_that_is_there_takes_the_status_deleted_alone(xero: Xero) -> None:
    """No change, no pause; and once."""
    made = xero.put("RepeatingInvoices", body(xero)).only()
    address = f"RepeatingInvoices/{made['ID']}"

    assert xero.post(address, {"Reference": "New"}).messages() == [MUST_DELETE]
    assert xero.post("RepeatingInvoices", body(xero, RepeatingInvoiceID=made["ID"])).messages() == [MUST_DELETE]
    assert xero.post(address, {"Status": "DELETED"}).only()["Status"] == "DELETED"
    assert xero.post(address, {"Status": "DELETED"}).messages() == [GONE]


@pytest.mark.parametrize(
    ("schedule", "day"),
    [
        ({"Period": 1, "Unit": "MONTHLY", "StartDate": date(2026, 1, 31)}, date(2026, 6, 30)),
        ({"Period": 3, "Unit": "MONTHLY", "StartDate": date(2025, 12, 15)}, date(2026, 9, 15)),
        ({"Period": 2, "Unit": "WEEKLY", "StartDate": date(2026, 6, 2)}, date(2026, 6, 16)),
        ({"Period": 1, "Unit": "WEEKLY", "StartDate": date(2026, 6, 2), "EndDate": date(2026, 6, 10)}, None),
    ],
)
def test_the_next_day_is_counted_from_the_first(schedule: dict[str, Any], day: date | None) -> None:
    """A short month shortens no later one."""
    assert next_date({**schedule, "Period": Decimal(schedule["Period"])}, date(2026, 6, 16)) == day
