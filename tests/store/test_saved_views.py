"""Views that are kept by a name, on each kind of database: one of a name, however many save it at once."""

from __future__ import annotations

import asyncio

import pytest
from support.clock import StillClock

from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.saved_views import MOST, SavedViews

pytestmark = pytest.mark.anyio


@pytest.fixture
def views(store: Store, clock: StillClock) -> SavedViews:
    return SavedViews(store, clock, "w", "person:tester")


async def test_a_view_that_is_saved_twice_at_once_is_one(views: SavedViews) -> None:
    """A form that is sent twice, or two tabs: the name decides, in any letter case."""
    made = await asyncio.gather(*(views.save("invoices", name, f"q={name}") for name in ("Late", "late", "LATE")))
    listed = await views.listed("invoices")

    assert {each.id for each in made} == {listed[0].id}
    assert [each.query for each in listed] == [f"q={listed[0].name}"]


async def test_there_is_room_for_a_few_views_and_one_of_them_can_always_be_replaced(views: SavedViews) -> None:
    """Of each list by itself."""
    for number in range(MOST):
        await views.save("invoices", f"View {number}", "")

    replaced = await views.save("invoices", "view 3", "status=overdue")
    with pytest.raises(Conflict):
        await views.save("invoices", "One more", "")
    await views.save("bills", "One more", "")

    assert replaced.name == "view 3"
    assert len(await views.listed("invoices")) == MOST


async def test_no_view_takes_the_name_of_another(views: SavedViews) -> None:
    """It may change the letter case of its own."""
    late, other = await views.save("invoices", "Late", ""), await views.save("invoices", "Other", "")

    with pytest.raises(Conflict):
        await views.rename("invoices", other.id, "late")
    await views.rename("invoices", late.id, "LATE")

    assert [each.name for each in await views.listed("invoices")] == ["LATE", "Other"]
