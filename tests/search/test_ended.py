"""What was disconnected on purpose is not found; what broke by itself still is."""

from __future__ import annotations

import pytest
from search.conftest import Mirror, connect, contact, end, invoice

from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
ON_PURPOSE = "person"


async def _two_organisations(mirror: Mirror) -> None:
    await connect(mirror.store, "w", "t2", "Bright Wattle")
    await mirror.hear("Contacts", contact("b1", "Karori Bright"), tenant="t2")
    await mirror.hear("Invoices", invoice("b2", "BW-77", "Karori Bright", "1980.00"), tenant="t2")


@pytest.mark.parametrize(
    "query", ["karori", "karori bright", "kar bri", "BW-77", "1980.00", "1980.00 karori", "brihgt"]
)
@pytest.mark.parametrize("grant_state", ["active", "needs_reauth", "revoked"])
async def test_nothing_of_an_organisation_that_was_disconnected_is_found(
    mirror: Mirror, query: str, grant_state: str
) -> None:
    """By its names, numbers or amounts, nor where it is named; whatever becomes of its login afterwards."""
    await _two_organisations(mirror)
    before = {hit.organisation["id"] for hit in await mirror.find(query)}
    await end(mirror.store, "t2", ON_PURPOSE, grant_state=grant_state)

    assert "t2" in before
    assert "t2" not in {hit.organisation["id"] for hit in await mirror.find(query)}
    assert await mirror.find(query, tenant_id="t2") == []


async def test_what_is_left_is_found_however_many_were_ended(mirror: Mirror) -> None:
    """Newer records of the ended one take no places."""
    await _two_organisations(mirror)
    many = [invoice(f"e{number}", f"E-{number}", "Karori Shop", "1980.00") for number in range(100)]
    await mirror.hear("Invoices", *many, tenant="t2")
    await end(mirror.store, "t2", ON_PURPOSE)

    for query in ("karori", "1980.00", "1980.00 karori"):
        assert "Invoice INV-0042 · Karori Veterinary Clinic" in await mirror.titles(query, limit=100), query


async def test_nothing_of_it_is_fetched(mirror: Mirror) -> None:
    """By an id that was true before."""
    await _two_organisations(mirror)
    await mirror.search.fetch("w", "xero:contact:t2:b1")
    await end(mirror.store, "t2", ON_PURPOSE)

    with pytest.raises(NotFound):
        await mirror.search.fetch("w", "xero:contact:t2:b1")


@pytest.mark.parametrize(("ended_by", "grant_state"), [("xero", "active"), (None, "needs_reauth")])
async def test_one_that_broke_by_itself_is_still_found(mirror: Mirror, ended_by: str | None, grant_state: str) -> None:
    """Its login may come back; its freshness says how old it is."""
    await _two_organisations(mirror)
    await end(mirror.store, "t2", ended_by, grant_state=grant_state)

    assert (await mirror.titles("BW-77"))[0] == "Invoice BW-77 · Karori Bright"
    assert (await mirror.search.fetch("w", "xero:contact:t2:b1")).hit.title == "Karori Bright"


async def test_disconnecting_through_the_plugin_ends_the_finding(house: House) -> None:
    """And connecting again brings it back."""
    runtime = house.runtime
    bright = next(each for each in await runtime.connections.of_workspace("default") if "Bright" in each.tenant_name)
    mirror = Mirror(runtime.store, runtime.search)
    await mirror.hear("Contacts", contact("z1", "Zebra Crossing"), workspace="default", tenant=bright.tenant_id)
    before = await mirror.titles("zebra", "default")
    await runtime.connections.disconnect("default", bright.id)
    ended = await mirror.titles("zebra", "default")
    await house.connect()

    assert (before, ended) == (["Zebra Crossing"], [])
    assert await mirror.titles("zebra", "default") == ["Zebra Crossing"]
