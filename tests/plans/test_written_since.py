"""What plans created since a moment: all of it, or the answer that more may have changed."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.asking import done, plan
from support.houses import house_on
from support.statements import TO_FEES, arguments

from atom_xero_plugin.plans.written_since import created_since, last_number

pytestmark = pytest.mark.anyio


async def test_what_was_created_is_returned_and_nothing_else_than_that(database_url: str, tmp_path: Path) -> None:
    """A plan that only waits created nothing; of another organisation, or from later on, nothing is returned."""
    async with house_on(tmp_path, database_url) as (house, _):
        store, other = house.runtime.store, list(house.sandbox.organisations)[1]
        begun = await last_number(store, "default")
        await plan(house, "create_contact", name="Ngaio Florist")
        waiting = await created_since(store, "default", house.organisation, begun)
        made = await done(house, "reconcile_statement", **arguments(choices=TO_FEES))
        found = await created_since(store, "default", house.organisation, begun)
        ended = await last_number(store, "default")

        assert waiting == []
        assert found is not None
        assert [each.kind for each in found] == ["payment", "payment", "bank_transaction"]
        assert all(each["id"] in found[at].body for at, each in enumerate(made["payments"]))
        assert await created_since(store, "default", other, begun) == []
        assert await created_since(store, "default", house.organisation, ended) == []

        payment = made["payments"][0]["id"]
        await done(house, "reverse_payment", payment=payment)
        assert await created_since(store, "default", house.organisation, ended) is None
        assert await created_since(store, "default", house.organisation, begun) is None
        assert await created_since(store, "default", house.organisation, await last_number(store, "default")) == []


async def test_a_step_that_began_before_may_have_changed_anything(database_url: str, tmp_path: Path) -> None:
    """What was read while it was under way may hold its record, or not."""
    async with house_on(tmp_path, database_url) as (house, _):
        store = house.runtime.store
        begun = await last_number(store, "default")
        await done(house, "create_contact", name="Ngaio Florist")
        ended = await last_number(store, "default")
        answers = [await created_since(store, "default", house.organisation, at) for at in range(begun, ended + 1)]

    assert answers[0] is not None
    assert None in answers
    assert answers[-1] == []
