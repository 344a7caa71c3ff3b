"""Anything of Xero's Accounting API is read by an operation's name: never an address, never a write, scopes as ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from atom_xero_plugin.accounting.operations import _within
from atom_xero_plugin.testing import House, open_connected_house

pytestmark = pytest.mark.anyio


def values(**given: str) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in given.items()]


async def read(house: House, operation: str, *parameters: dict[str, str]) -> dict[str, Any]:
    answer: dict[str, Any] = await house.call("read_operation", operation=operation, parameters=list(parameters))
    return answer


async def test_a_list_is_read_in_xeros_own_names(house: House) -> None:
    """Amounts are text, as Xero wrote them."""
    answer = await read(house, "getInvoices", *values(page="1", Statuses="AUTHORISED"))

    invoices = answer["result"]["answer"]["Invoices"]
    assert answer["success"] is True
    assert set(answer["result"]["answer"]) <= {"Invoices", "pagination"}, "the envelope says nothing of the books"
    assert invoices
    assert {each["Status"] for each in invoices} == {"AUTHORISED"}
    assert all(isinstance(each["Total"], str | int) for each in invoices)


async def test_one_record_is_read_by_what_stands_in_its_path(house: House) -> None:
    """Names of parameters in whatever case; a name of anything else is refused."""
    row = (await house.call("find_invoices", limit=1))["result"]["items"][0]
    found = await read(house, "getinvoice", {"name": "invoiceid", "value": row["id"]})
    (invoice,) = found["result"]["answer"]["Invoices"]

    assert invoice["InvoiceID"] == row["id"]


@pytest.mark.parametrize(
    ("operation", "given", "words"),
    [
        ("getInvoice", [], "must name InvoiceID"),
        ("getInvoice", values(InvoiceID=".."), "no value of InvoiceID"),
        ("getInvoice", values(InvoiceID="a\nb"), "no value of InvoiceID"),
        ("getInvoices", values(url="https://elsewhere.example"), "no parameter of getInvoices"),
        ("getInvoices", [*values(page="1"), *values(Page="2")], "given twice"),
        ("getInvoices", values(**{"If-Modified-Since": "yesterday"}), "no time"),
        ("getReportAgedPayablesByContact", [], "must name contactId"),
    ],
)
async def test_a_wrong_parameter_is_named(
    house: House, operation: str, given: list[dict[str, str]], words: str
) -> None:
    """Before Xero is asked."""
    answer = await read(house, operation, *given)

    assert answer["error"]["code"] == "invalid_arguments"
    assert words in answer["error"]["message"]


@pytest.mark.parametrize("value", ["../Contacts", "x/../../Contacts", "%2e%2e/Contacts", "a?b=c#d"])
async def test_a_value_of_the_path_stays_one_segment(house: House, value: str) -> None:
    """It reaches no other operation: Xero is asked for a record of that name, and has none."""
    answer = await read(house, "getInvoice", *values(InvoiceID=value))

    assert answer["success"] is False
    assert "Contacts" not in (answer.get("result") or {})


async def test_records_changed_since_a_time(house: House) -> None:
    """If-Modified-Since is a parameter like the others."""
    answer = await read(house, "getContacts", *values(**{"If-Modified-Since": "2090-01-01T00:00:00"}))

    assert answer["result"]["answer"].get("Contacts", []) == []


async def test_an_operation_needs_its_own_scope(tmp_path: Path) -> None:
    """Refused before Xero is asked, with the one scope that is missing."""
    house = await open_connected_house(tmp_path, scopes="standard")
    answer = await read(house, "getJournals")
    await house.runtime.close()

    assert answer["error"]["code"] == "scope_missing"
    assert "accounting.journals.read" in answer["error"]["message"]


async def test_what_does_not_write_has_no_name_here(house: House) -> None:
    """There is no operation that writes."""
    answer = await read(house, "createInvoices")

    assert answer["error"]["code"] == "not_found"


def test_an_answer_too_long_says_how_many_are_left_out() -> None:
    """Whole records, those that fit."""
    answer = {"Id": "x", "Items": [{"Name": "n" * 100} for _ in range(50)]}
    short, left_out = _within(answer, 1_000)

    assert 0 < len(short["Items"]) < 50
    assert len(short["Items"]) + left_out == 50
    assert _within(answer, 100_000) == (answer, 0)
