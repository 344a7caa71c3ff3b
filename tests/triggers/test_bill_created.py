"""What the trigger `bill_created` promises."""

from __future__ import annotations

import pytest
from support.asking import LINE, done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio


async def test_a_new_bill_is_reported_once_and_an_invoice_is_not(ear: Ear) -> None:
    """Filters by reference, which is a bill's number too."""

    async def act() -> None:
        await done(ear.house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=5)
        await done(
            ear.house,
            "create_bill",
            contact="Karori Veterinary Clinic",
            lines=[LINE],
            due_in_days=5,
            bill_number="KV-77",
        )

    event = await ear.fires("bill_created", act, fits={"reference": "kv-7"}, misses={"reference": "kv-8"})

    assert (event["old"], event["new"]["kind"], event["new"]["number"]) == (None, "bill", "KV-77")
