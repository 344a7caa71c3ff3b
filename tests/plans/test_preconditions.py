"""What must still be true of the books before a step is sent; also of plans that an earlier version stored."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from sqlalchemy import select, update
from support.asking import LINE, done, plan, row

from atom_xero_plugin.plans.proposal import hash_of
from atom_xero_plugin.store.tables import plans
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio


async def _waiting(house: House) -> tuple[str, dict[str, Any]]:
    """An invoice of 345.00, and the plan of a payment of 100.00 on it."""
    made = await done(
        house, "create_invoice", contact="Karori Veterinary Clinic", lines=[LINE], due_in_days=14, approve=True
    )
    identity: str = made["invoice"]["id"]
    return identity, await plan(house, "record_payment", invoice=identity, account="090", amount="100.00")


async def _stored_as(house: House, waiting: dict[str, Any], condition: dict[str, Any]) -> dict[str, Any]:
    """The plan as it would stand in the database with this in place of its steps' preconditions."""
    which = plans.c.id == waiting["id"]
    async with house.runtime.store.write("default") as tx:
        stored = (await tx.execute(select(plans).where(which))).mappings().one()
        content = msgspec.json.decode(stored["proposal"])
        for step in content["steps"]:
            del step["precondition"], step["guard"]
            step.update(condition)
        text = msgspec.json.encode(content, order="deterministic")
        changed = hash_of(stored["skill"], stored["tenant_id"], msgspec.Raw(text))
        await tx.execute(update(plans).where(which).values(proposal=text.decode(), hash=changed))
    return {**waiting, "hash": changed}


def _guard(invoice_id: str) -> dict[str, Any]:
    return {"guard": {"amount_due": "345.00", "invoice_id": invoice_id, "takes": "100.00"}}


async def test_a_plan_of_an_earlier_version_is_executed(house: House) -> None:
    """Its steps have a `guard`: what was due on the invoice, without the name of a check."""
    identity, waiting = await _waiting(house)

    answer = await house.carry_out(await _stored_as(house, waiting, _guard(identity)))

    assert (answer["success"], answer["plan"]["state"]) == (True, "verified")
    assert row(house, "Invoices", InvoiceID=identity)["AmountDue"] == Decimal("245.00")


async def test_the_guard_of_an_earlier_version_is_checked(house: House) -> None:
    """An invoice that was paid in part meanwhile is not paid again."""
    identity, waiting = await _waiting(house)
    waiting = await _stored_as(house, waiting, _guard(identity))
    await done(house, "record_payment", invoice=identity, account="090", amount="40.00")

    answer = await house.carry_out(waiting)

    assert (answer["error"]["code"], answer["plan"]["state"]) == ("plan_stale", "failed")
    assert answer["error"]["message"].endswith(
        "the invoice changed in Xero after the plan was made: 305.00 is due on it, not 345.00."
    )
    assert row(house, "Invoices", InvoiceID=identity)["AmountDue"] == Decimal("305.00")


async def test_a_step_whose_precondition_nothing_checks_is_not_sent(house: House) -> None:
    """A plan of a newer version, or of a kind that is gone: what cannot be checked is not taken as true."""
    identity, waiting = await _waiting(house)
    unknown = {"precondition": {"name": "of another version", "arguments": {}}}

    answer = await house.carry_out(await _stored_as(house, waiting, unknown))

    assert (answer["error"]["code"], answer["error"]["may_have_written"]) == ("internal", False)
    assert row(house, "Invoices", InvoiceID=identity)["AmountDue"] == Decimal("345.00")
