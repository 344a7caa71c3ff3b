"""Which organisation a call is about: the one that was named, the only one, never silently the first."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update
from support.asking import plan as proposed
from support.asking import writes

from atom_xero_plugin.app import App
from atom_xero_plugin.auth.browser_login import consent_by_itself
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.store.tables import connections
from atom_xero_plugin.testing import House

pytestmark = pytest.mark.anyio
STUDIO = "Harbour Street Studio Limited"


@pytest.mark.parametrize("named", [STUDIO, "harbour street STUDIO limited", "harbour", "Street  Studio", " studio "])
async def test_a_name_or_the_beginning_of_a_word_in_it_chooses(house: House, named: str) -> None:
    """Whatever the letters' size."""
    assert (await house.runtime.organisations.choose("default", named)).tenant_name == STUDIO


async def test_an_id_chooses(house: House) -> None:
    """The surest name."""
    assert (await house.runtime.organisations.choose("default", house.organisation)).tenant_id == house.organisation


@pytest.mark.parametrize("named", ["", "ha", "arbour", "imited", "%", "Harbour Street Studio Limited Two"])
async def test_what_is_no_name_chooses_nothing(house: House, named: str) -> None:
    """Too short, inside a word, or more than there is; the answer lists what is connected."""
    answer = await house.dispatch.call("find_accounts", {}, house.person, organisation=named)

    assert answer.plain()["error"]["code"] == "not_found"
    assert STUDIO in answer.plain()["error"]["hint"]


async def test_without_a_name_two_organisations_are_listed(house: House) -> None:
    """Never silently the first."""
    answer = await house.dispatch.call("find_accounts", {}, house.person)

    assert answer.plain()["error"]["code"] == "ambiguous"
    assert STUDIO in answer.plain()["error"]["fields"][0]["message"]


async def test_one_that_was_disconnected_still_makes_a_name_needed(house: House) -> None:
    """Who meant it must not be given the other; the choices say how each is."""
    wattle = "Bright Wattle Supplies Pty Ltd"
    gone = await house.runtime.organisations.choose("default", wattle)
    await house.runtime.connections.disconnect("default", gone.id, actor="person:tester")

    unnamed, named, part = [
        (await house.dispatch.call("archive_contact", {"contact": "Ngaio Travel"}, house.person, organisation=about))
        for about in (None, STUDIO, "wattle")
    ]

    assert unnamed.plain()["error"]["code"] == "ambiguous"
    reported = unnamed.plain()["error"]["fields"][0]["message"]
    assert f"Connected: {STUDIO} ({house.organisation})." in reported
    assert f"Known, and disconnected: {wattle} ({gone.tenant_id})." in reported
    assert named.plain()["plan"]["organisation"] == {"id": house.organisation, "name": STUDIO}
    assert f"for {STUDIO}: " in named.plain()["error"]["message"]
    assert part.plain()["error"]["code"] == "reconnect_needed"


async def second_login(house: House, **changed: str) -> None:
    """Another Xero user connects the same organisations, with other settings; the list names this one first."""
    house.sandbox.user_id = "5f1d1c37-6a5c-4a0e-8a7d-0f5f2f0e9a11"
    settings = replace(house.runtime.settings, **changed)  # type: ignore[arg-type]
    async with App(settings, clock=house.runtime.clock, transport=house.transport) as other:
        begun = await other.logins.begin("default")
        back = await consent_by_itself(begun.address, transport=house.transport)
        login = await other.logins.finish(state=back.state, code=back.code)
        async with other.store.write("default") as tx:  # so that it stands before the first in every list
            mine = update(connections).where(connections.c.grant_id == login.grant_id)
            await tx.execute(mine.values(id="0" + connections.c.tenant_id))
    reached = await house.runtime.connections.of_workspace("default")
    assert len({each.grant_id for each in reached if each.tenant_name == STUDIO}) == 2


async def test_of_two_logins_the_one_with_the_scopes_serves(house: House) -> None:
    """A colleague's login that may do less stands in nobody's way."""
    await second_login(house, scopes="openid offline_access accounting.contacts.read")

    chosen = [
        await house.runtime.organisations.choose("default", STUDIO, scopes=[scope])
        for scope in ("accounting.invoices", "accounting.contacts.read")
    ]
    answers = [await house.ask(name, {}, organisation=STUDIO) for name in ("find_accounts", "find_contacts")]

    assert "accounting.invoices" in chosen[0].scopes
    assert [answer["success"] for answer in answers] == [True, True]


async def test_a_login_of_another_app_is_passed_over(house: House) -> None:
    """Only the app that is set can refresh it."""
    pkce = next(app for app in house.sandbox.apps.values() if app.kind == "pkce")
    await second_login(house, client_id=pkce.client_id, client_secret="", app_type="pkce")

    chosen = await house.runtime.organisations.choose("default", STUDIO)

    assert chosen.client_id == house.runtime.settings.client_id


async def test_a_plan_is_executed_in_its_own_organisation_alone(house: House) -> None:
    """Whoever hands over the calls of another one: nothing is sent."""
    made = await proposed(house, "create_contact", name="Ngaio Florist")
    await house.dispatch.approve(made["id"], made["hash"], house.person)
    plan = await house.runtime.plans.plan("default", made["id"])
    known = await house.runtime.connections.of_workspace("default")
    other = house.runtime.xero(next(each for each in known if each.tenant_id != plan.tenant_id), feature="test")
    before = writes(house)

    with pytest.raises(Conflict):
        await house.runtime.execution.execute(house.person, plan, other, lambda _: b"{}")

    assert writes(house) == before
    assert (await house.runtime.plans.plan("default", made["id"])).state == "approved"


async def test_an_organisations_details_are_read_once_for_all_who_need_them(house: House) -> None:
    """Also by one who looked the connection up before another read them: they stand with the connection alone."""
    organisations = house.runtime.organisations
    before = [await organisations.choose("default", STUDIO) for _ in range(3)]
    xero = house.runtime.xero(before[0], feature="test")

    told = [await organisations.details(each, xero) for each in before]

    counts = house.sandbox.requests.counts
    assert sum(count for call, count in counts.items() if call.endswith("/Organisation")) == 1
    assert (before[0].details, {each.base_currency for each in told}) == (None, {"NZD"})
    assert organisations.as_known(await organisations.choose("default", STUDIO)) == told[0]
