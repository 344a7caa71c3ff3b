"""A read operation of Xero's API is shown with all that it takes."""

from __future__ import annotations

import pytest

from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    "named", ["getReportAgedPayablesByContact", "GETREPORTAGEDPAYABLESBYCONTACT", "/Reports/AgedPayablesByContact"]
)
async def test_an_operation_is_shown_by_name_or_path(house: House, named: str) -> None:
    """With its scope, and what must be given."""
    answer = await house.call("show_operation", operation=named)

    assert answer["result"] == {
        "name": "getReportAgedPayablesByContact",
        "path": "Reports/AgedPayablesByContact",
        "scope": "accounting.reports.aged.read",
        "needed": ["contactId"],
        "parameters": ["contactId", "date", "fromDate", "toDate"],
    }


async def test_what_stands_in_the_path_is_needed(house: House) -> None:
    """It comes first."""
    answer = await house.call("show_operation", operation="getInvoice")

    assert answer["result"]["needed"] == ["InvoiceID"]
    assert answer["result"]["parameters"] == ["InvoiceID", "unitdp"]


async def test_one_that_there_is_not_is_named_with_those_that_are_near(house: House) -> None:
    """Also one that writes, and one that answers a file."""
    near = await house.call("show_operation", operation="getInvoicez")
    writes = await house.call("show_operation", operation="createInvoices")
    file = await house.call("show_operation", operation="https://elsewhere.example/Invoices")

    assert near["error"]["code"] == writes["error"]["code"] == file["error"]["code"] == "not_found"
    assert "getInvoice" in near["error"]["hint"]
