"""API tokens, tickets and sessions: kept as hashes, of one workspace, and dead when they should be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from support.clock import StillClock

from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.api_tokens import RIGHTS, ApiTokens
from atom_xero_plugin.store.browser_sessions import BrowserSessions
from atom_xero_plugin.store.caller_tables import api_tokens, browser_sessions, login_links
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.login_links import LoginLinks

pytestmark = pytest.mark.anyio
BY = "person:tester"


async def test_a_token_is_found_by_itself_alone(store: Store) -> None:
    """With its workspace and rights; its text is nowhere in the database."""
    tokens = ApiTokens(store)
    made = await tokens.new("alpha", " workflows ", ["write", "read"], by=BY)
    found = await tokens.find(made.token)

    assert found == made.made
    assert (found.workspace_id, found.name, found.rights) == ("alpha", "workflows", ["read", "write"])
    assert made.token not in repr(made)
    async with store.read(ALL_WORKSPACES) as tx:
        rows = (await tx.execute(select(api_tokens))).all()
    assert made.token not in repr(rows)
    assert made.token.removeprefix("axt_") not in repr(rows)


async def test_what_is_nearly_a_token_is_none(store: Store) -> None:
    """Another letter, a piece, the hash, a ticket, a session, nothing."""
    tokens = ApiTokens(store)
    made = await tokens.new("alpha", "one", ["read"], by=BY)
    ticket = await LoginLinks(store).new("alpha", by=BY)
    session = await BrowserSessions(store).new("alpha", made.made.id, by=BY)
    last = "A" if made.token[-1] != "A" else "B"
    for text in ("", made.token[:-1], made.token[:-1] + last, made.token + "A", made.token.upper(), f" {made.token}",
                 ticket.secret, f"axt_{ticket.secret}", session.secret, f"axt_{session.secret}", "\ud800"):  # fmt: skip
        assert await tokens.find(text) is None
    assert await tokens.living("alpha", "ticket") is None
    assert [each.id for each in await tokens.listed("alpha")] == [made.made.id]


async def test_a_token_ends_when_revoked_and_when_its_days_are_over(store: Store, clock: StillClock) -> None:
    """At that instant, not before."""
    tokens = ApiTokens(store)
    lapsing = await tokens.new("alpha", "one", ["read"], by=BY, expires_days=2)
    revoked = await tokens.new("alpha", "two", ["read"], by=BY)
    await tokens.revoke("alpha", revoked.made.id, by=BY)
    assert await tokens.find(revoked.token) is None
    assert await tokens.living("alpha", revoked.made.id) is None
    clock.advance(days=2, seconds=-1)
    assert await tokens.find(lapsing.token) is not None
    clock.advance(seconds=1)
    assert await tokens.find(lapsing.token) is None
    with pytest.raises(NotFound):
        await tokens.revoke("alpha", revoked.made.id, by=BY)


async def test_one_workspace_neither_sees_nor_ends_anothers_tokens(store: Store) -> None:
    """By any way but the token itself."""
    tokens = ApiTokens(store)
    made = await tokens.new("alpha", "one", ["read"], by=BY)

    assert await tokens.listed("beta") == []
    assert await tokens.living("beta", made.made.id) is None
    with pytest.raises(NotFound):
        await tokens.revoke("beta", made.made.id, by=BY)
    assert await tokens.find(made.token) is not None


@pytest.mark.parametrize(
    ("name", "rights", "days"),
    [("", ["read"], None), (" ", ["read"], None), ("x" * 65, ["read"], None), ("a\nb", ["read"], None),
     ("\ud800", ["read"], None), ("one", [], None), ("one", ["reed"], None), ("one", ["read", "ticket"], None),
     ("one", ["session"], None), ("one", ["read"], 0), ("one", ["read"], 3651)],
)  # fmt: skip
async def test_a_token_that_cannot_be_is_refused(
    sqlite_url: str, clock: StillClock, name: str, rights: list[str], days: int | None
) -> None:
    """With words, and nothing is made."""
    store = Store(sqlite_url, clock=clock)
    with pytest.raises(InvalidArguments):
        await ApiTokens(store).new("alpha", name, rights, by=BY, expires_days=days)
    assert await ApiTokens(store).listed("alpha") == []
    await store.close()


async def test_no_token_is_of_every_workspace(store: Store) -> None:
    """What stands for all of them in background work is no workspace."""
    for workspace in (ALL_WORKSPACES, ""):
        with pytest.raises(InvalidArguments):
            await ApiTokens(store).new(workspace, "one", ["read"], by=BY)


async def test_the_last_use_is_kept_to_five_minutes(store: Store, clock: StillClock) -> None:
    """Not with every request: a write each would cost more than it is worth."""
    tokens = ApiTokens(store)
    made = await tokens.new("alpha", "one", ["read"], by=BY)
    seen = []
    for _ in range(3):
        await tokens.find(made.token)
        seen.append((await tokens.listed("alpha"))[0].last_used_at)
        clock.advance(minutes=3)

    assert seen[0] == seen[1] is not None
    assert seen[2] is not None
    assert seen[2] > seen[0]


async def test_making_and_revoking_are_audited_without_the_secret(store: Store) -> None:
    """Who, what and which rights, in a chain that holds."""
    tokens = ApiTokens(store)
    made = await tokens.new("alpha", "one", RIGHTS, by=BY)
    await tokens.revoke("alpha", made.made.id, by="person:other")
    rows = await audit.entries(store, "alpha")

    assert [(row.event, row.actor) for row in rows] == [("caller.revoked", "person:other"), ("caller.made", BY)]
    assert rows[1].detail["rights"] == list(RIGHTS)
    assert made.token not in repr(rows)
    assert (await audit.verify(store, "alpha")).ok


async def test_a_ticket_can_be_checked_often_and_taken_once(store: Store) -> None:
    """It says whose it is and who made it."""
    made = await LoginLinks(store).new("alpha", by=BY)
    for _ in range(2):
        looked = await LoginLinks(store).find(made.secret)
        assert looked is not None
        assert (looked.workspace_id, looked.invited_by) == ("alpha", BY)
    assert await LoginLinks(store).use(made.secret) == "alpha"
    assert await LoginLinks(store).use(made.secret) is None
    assert await LoginLinks(store).find(made.secret) is None
    assert await BrowserSessions(store).find(made.secret) is None


async def test_tickets_lapse_after_ten_minutes_and_sessions_after_twelve_hours(store: Store, clock: StillClock) -> None:
    """And what expired is fully resynced away by the next."""
    ticket, session = (
        await LoginLinks(store).new("alpha", by=BY),
        await BrowserSessions(store).new("alpha", "tok_1", by=BY),
    )
    clock.advance(minutes=10)
    assert await LoginLinks(store).find(ticket.secret) is None
    assert await LoginLinks(store).use(ticket.secret) is None
    assert await BrowserSessions(store).find(session.secret) is not None
    clock.advance(hours=12)
    assert await BrowserSessions(store).find(session.secret) is None
    await LoginLinks(store).new("alpha", by=BY)
    await BrowserSessions(store).new("alpha", "tok_1", by=BY)
    async with store.read("alpha") as tx:
        assert [len((await tx.execute(select(table))).all()) for table in (login_links, browser_sessions)] == [1, 1]


async def test_a_session_says_its_token_until_it_is_ended(store: Store) -> None:
    """Ending another, or one twice, harms nobody."""
    one, other = [await BrowserSessions(store).new("alpha", f"tok_{number}", by=BY) for number in (1, 2)]
    found = await BrowserSessions(store).find(one.secret)
    assert found is not None
    assert (found.workspace_id, found.token_id) == ("alpha", "tok_1")
    for _ in range(2):
        await BrowserSessions(store).end(one.secret)
    assert await BrowserSessions(store).find(one.secret) is None
    assert await BrowserSessions(store).find(other.secret) is not None
    assert one.secret not in repr(one)


@given(st.lists(st.sampled_from([*RIGHTS, "ticket", "session", "", "READ"]), max_size=6))
def test_only_rights_that_there_are_make_a_token(rights: list[str]) -> None:
    """And nothing that stands for a ticket or session can be asked for as a right."""
    from atom_xero_plugin.store.api_tokens import _check

    good = bool(rights) and set(rights) <= set(RIGHTS)
    if good:
        _check("one", set(rights), None)
    else:
        with pytest.raises(InvalidArguments):
            _check("one", set(rights), None)
