"""What the trigger `invoice_voided` promises."""

from __future__ import annotations

import pytest
from support.asking import change, row
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_void_is_reported_with_the_invoice_as_it_stood(ear: Ear) -> None:
    """And a draft that is deleted is no void."""
    first, second = (row(ear.house, "Invoices", Type="ACCREC", Status=status) for status in ("AUTHORISED", "DRAFT"))

    def act() -> None:
        change(ear.house, "Invoices", first, Status="VOIDED", AmountDue=0)
        change(ear.house, "Invoices", second, Status="DELETED")

    number = first["InvoiceNumber"]
    event = await ear.fires("invoice_voided", act, fits={"reference": number}, misses={"reference": f"{number}x"})

    assert event["resource"]["id"] == first["InvoiceID"]
    assert (event["old"]["status"], event["new"]["status"]) == ("awaiting_payment", "voided")
