"""What create_repeating_invoice promises."""

from __future__ import annotations

from typing import Any

import pytest
from support.asking import done, paths, plan, refused, row, rows, warned

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
CARE = {"description": "Care", "quantity": "3", "unit_amount": "33.3333", "account": "200", "discount_percent": "10"}
ASKED: dict[str, Any] = {"contact": "Kauri Grove Cafe", "lines": [CARE], "start_date": "2026-07-01"}


async def test_a_template_is_made_as_it_was_asked_for(house: House) -> None:
    """Every two weeks, due on the 20th of the next month, until the end of the year."""
    more = {"every": 2, "unit": "week", "due": 20, "due_rule": "day_of_next_month", "end_date": "2026-12-31"}
    made = (await done(house, "create_repeating_invoice", **ASKED, **more, reference="Care"))["repeating_invoice"]
    stored = row(house, "RepeatingInvoices", Reference="Care")

    assert (made["repeats"], made["next_date"], made["end_date"]) == ("every 2 weeks", "2026-07-01", "2026-12-31")
    assert (made["invoices_are"], made["net"]["amount"], made["total"]["amount"]) == ("draft", "90.00", "103.50")
    assert stored["Schedule"]["DueDateType"] == "OFFOLLOWINGMONTH"
    assert not stored["ApprovedForSending"]


async def test_those_that_are_sent_by_themselves_say_to_whom_first(house: House) -> None:
    """The plan names the address, and warns that nobody is asked about each."""
    asked = {**ASKED, "invoices_are": "sent"}
    proposed = await plan(house, "create_repeating_invoice", **asked)
    made = (await done(house, "create_repeating_invoice", **asked))["repeating_invoice"]
    stored = next(each for each in rows(house, "RepeatingInvoices") if each["ApprovedForSending"])

    assert proposed["emails"] == [stored["Contact"]["EmailAddress"]]
    assert "by_itself" in warned(proposed)
    assert (made["invoices_are"], stored["Status"]) == ("sent", "AUTHORISED")


async def test_a_start_that_is_past_and_one_like_it_are_warned_of(house: House) -> None:
    """Xero makes the invoices of past days at once."""
    await done(house, "create_repeating_invoice", **ASKED)
    proposed = await plan(house, "create_repeating_invoice", **{**ASKED, "start_date": "2026-05-01"})

    assert warned(proposed) == ["past_start", "possible_duplicate"]


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"end_date": "2026-07-01"}, "/end_date"),
        ({"due": 0, "due_rule": "day_of_month"}, "/due"),
        ({"lines": [{"description": "x", "unit_amount": "1"}], "invoices_are": "approved"}, "/lines/0/account"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_xero_is_asked(
    house: House, more: dict[str, Any], path: str
) -> None:
    """With the field named."""
    error = await refused(house, "create_repeating_invoice", **{**ASKED, **more})

    assert (error["code"], paths(error)) == ("invalid_arguments", [path])


async def test_it_is_undone_by_deleting_it(house: House) -> None:
    """The way back that its plan names."""
    answer = await house.do("create_repeating_invoice", **ASKED, reference="Care")
    waits = (await house.dispatch.undo(answer["plan"]["id"], house.person)).plain()

    assert (await house.carry_out(waits["plan"]))["success"] is True
    assert row(house, "RepeatingInvoices", Reference="Care")["Status"] == "DELETED"
