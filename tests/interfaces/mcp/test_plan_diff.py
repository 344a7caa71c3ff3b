"""What of a plan is reported to whoever approves it: what changes, once, and nothing that only programs need."""

from __future__ import annotations

import pytest

from atom_xero_plugin.interfaces.plan_diff import changes
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def test_a_statement_has_one_line_a_payment_and_no_field_for_programs(house: House) -> None:
    """Row, day, amount, the bank's words and what is recorded; no scores, no flags, no second list of the invoices."""
    asked = dict(house.registry.skill("reconcile_statement").examples[0].arguments)

    plan = (await house.call("reconcile_statement", **asked))["plan"]
    reported = list(changes(plan["before"], plan["after"]))

    assert [line.partition(":")[0] for line in reported] == ["account", "lines 1", "lines 2", "lines 3"]
    assert reported[1].startswith("lines 1: row 2, 2026-06-15, NZD 690.00, BROOKLYN HILL WIND EN INV-0151, ")
    assert "a payment of NZD 690.00 of INV-0151 of Brooklyn Hill Wind Energy" in reported[1]
    for word in ("has more", "score", "reasons", "https://", "chosen"):
        assert word not in " ".join(reported), word


def test_nothing_is_reported_of_lists_that_are_empty_and_sentences_have_a_line_each() -> None:
    """A list that becomes empty is a change all the same."""
    sentences = ["payment of NZD 3,967.50 of INV-0001 on 2025-06-27", "payment of NZD 690.00 of INV-0002 on 2025-07-31"]

    reported = list(changes({"stays": []}, {"stays": [], "reversed": sentences}))

    assert [line.partition(":")[0] for line in reported] == ["reversed 1", "reversed 2"]
    assert "of INV-0002" in reported[1]
    assert list(changes({"tags": ["a", "b"]}, {"tags": []})) == ["tags: a; b → nothing"]
