"""What the trigger `manual_journal_created` promises."""

from __future__ import annotations

import pytest
from support.asking import done
from sync.conftest import Ear

pytestmark = pytest.mark.anyio
LINES = [{"account": "412", "debit": "850.00"}, {"account": "850", "credit": "850.00"}]


async def test_a_new_journal_is_reported_once(ear: Ear) -> None:
    """With nothing before it; filters by text, total and account choose."""
    event = await ear.fires(
        "manual_journal_created",
        lambda: done(ear.house, "create_manual_journal", narration="Accrue audit fees", lines=LINES),
        fits={"narration": "audit", "min_total": "850.00", "account": "412"},
        misses={"account": "445"},
    )

    assert (event["type"], event["old"]) == ("XERO_MANUAL_JOURNAL_CREATED", None)
    assert (event["new"]["status"], event["new"]["total"]["amount"]) == ("draft", "850.00")
    assert event["resource"]["kind"] == "manual_journal"
