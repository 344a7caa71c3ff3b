"""A due date follows the payment terms, and never comes before the document."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.asking import LINE, change, plan, refused, row, warned
from support.invoices import CLINIC

from atom_xero_plugin.accounting.documents.due_dates import due_by
from atom_xero_plugin.testing import House
from atom_xero_plugin.xero.records.parts import Term

DAYS = st.dates(date(2000, 1, 1), date(2100, 12, 31))
TYPES = ["DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH"]


@given(DAYS, st.integers(-5, 100), st.sampled_from([*TYPES, "DAYSAFTERINVOICEDATE", "SOMETHINGNEW", None]))
def test_nothing_is_due_before_it_exists(day: date, number: int, kind: str | None) -> None:
    """Whatever the terms say."""
    due = due_by(Term(day=number, type=kind), day)

    assert due is None or due >= day


@pytest.mark.parametrize(
    ("number", "kind", "due"),
    [
        (0, "DAYSAFTERBILLDATE", date(2026, 6, 16)),
        (30, "DAYSAFTERBILLDATE", date(2026, 7, 16)),
        (0, "DAYSAFTERBILLMONTH", date(2026, 6, 30)),
        (20, "OFCURRENTMONTH", date(2026, 6, 20)),
        (16, "OFCURRENTMONTH", date(2026, 6, 16)),
        (15, "OFCURRENTMONTH", date(2026, 7, 15)),
        (31, "OFCURRENTMONTH", date(2026, 6, 30)),
        (31, "OFFOLLOWINGMONTH", date(2026, 7, 31)),
        (0, "OFCURRENTMONTH", None),
        (0, "OFFOLLOWINGMONTH", None),
        (-1, "DAYSAFTERBILLDATE", None),
    ],
)
def test_terms_of_the_16th_of_june(number: int, kind: str, due: date | None) -> None:
    """A day of this month that is past is that of the next; there is no day 0."""
    assert due_by(Term(day=number, type=kind), date(2026, 6, 16)) == due


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("skill", "side", "account"), [("create_invoice", "Sales", "200"), ("create_bill", "Bills", "404")]
)
async def test_terms_of_the_contact_go_before_those_of_the_organisation(
    house: House, skill: str, side: str, account: str
) -> None:
    """As Xero fills in a due date that is left out."""
    asked = {"contact": CLINIC, "lines": [LINE | {"account": account}], "approve": True}
    contact = row(house, "Contacts", Name=CLINIC)
    change(house, "Contacts", contact, PaymentTerms={})
    error = await refused(house, skill, **asked)
    assert [field["path"] for field in error["fields"]] == ["/due_date"]

    terms = {side: {"Day": 7, "Type": "DAYSAFTERBILLDATE"}}
    change(house, "Organisations", row(house, "Organisations"), PaymentTerms=terms)
    assert (await plan(house, skill, **asked))["after"]["due_date"] == "2026-06-23"
    change(house, "Contacts", contact, PaymentTerms={side: {"Day": 10, "Type": "OFCURRENTMONTH"}})
    assert (await plan(house, skill, **asked))["after"]["due_date"] == "2026-07-10"


@pytest.mark.anyio
async def test_a_due_date_that_is_asked_for_and_comes_before_the_document_is_reported(house: House) -> None:
    """Even where both are past."""
    day = date(2026, 6, 1)
    asked = {"date": day.isoformat(), "due_date": (day - timedelta(days=1)).isoformat()}

    proposed = await plan(house, "create_invoice", contact=CLINIC, lines=[LINE], **asked)

    assert {"due_in_the_past", "due_before_date"} <= set(warned(proposed))
