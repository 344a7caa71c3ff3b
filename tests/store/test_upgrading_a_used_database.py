"""What an upgrade promises to a database in use: everything goes on as before, whatever the words for people say.

The second is tried on the same data: each sentence that code could be tempted to read is nonsense.
"""

from __future__ import annotations

import asyncio
import itertools
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from interfaces.cli.conftest import terminal
from store.used_database import NONSENSE, Reopened, fill, marks, reopen, speak_nonsense
from support import postgres
from support.service import AUTH, BROWSER, Served, result_of, words_of

from atom_xero_plugin.dispatch.notifications import ConnectionNotifier
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.migrations import upgrade

pytestmark = pytest.mark.anyio
_numbers = itertools.count(1)


@pytest.fixture(scope="module")
def used(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database as version 0008 left it, to copy."""
    path = tmp_path_factory.mktemp("used") / "used.db"
    asyncio.run(fill(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture(scope="module")
def upgraded_on_postgresql(postgres_server: postgres.Server) -> str:
    """The same on PostgreSQL, upgraded, with nonsense in place of its sentences; to copy."""
    postgres_server.run(f"CREATE DATABASE used OWNER {postgres.ROLE}")
    url = postgres_server.url("used")
    for work in (fill, upgrade, speak_nonsense):
        asyncio.run(work(url))
    return "used"


@pytest.fixture(params=["sqlite", "sqlite, nonsense", "postgresql, nonsense"])
def url(request: pytest.FixtureRequest, used: Path, tmp_path: Path) -> str:
    """It, upgraded: with its sentences, or with nonsense in their place."""
    database, _, said = request.param.partition(", ")
    if database == "postgresql":
        template = request.getfixturevalue("upgraded_on_postgresql")
        server: postgres.Server = request.getfixturevalue("postgres_server")
        name = f"used_{next(_numbers)}"
        server.run(f"CREATE DATABASE {name} OWNER {postgres.ROLE} TEMPLATE {template}")
        return server.url(name)
    copy = f"sqlite+aiosqlite:///{shutil.copy(used, tmp_path / 'copy.db')}"
    for work in (upgrade, *([speak_nonsense] if said else [])):
        asyncio.run(work(copy))
    return copy


@pytest.fixture
async def reopened(url: str, tmp_path: Path) -> AsyncIterator[Reopened]:
    """The program of today on it."""
    found = await reopen(tmp_path, url)
    yield found
    await found.runtime.close()


async def test_triggers_polls_and_plans_go_on(reopened: Reopened) -> None:
    """What is open becomes overdue on its day, what is paid or voided does not; nothing of before is reported again."""
    plan = {"id": marks()["plan"], "hash": marks()["plan_hash"]}
    executed = await reopened.served.house.carry_out(plan)
    first = await reopened.tick(minutes=1)
    assert (executed["success"], executed["plan"]["state"]) == (True, "verified")
    assert [each.error for each in first if each.error] == []
    assert {each.resource for each in first if each.tenant_id == marks()["harbour"]} >= {"Contacts", "Invoices"}
    assert await reopened.triggers() == []

    for _ in range(4):
        await reopened.tick(days=1)
    overdue = [record for trigger, record in await reopened.triggers() if trigger == "invoice_overdue"]
    assert {marks()["open"], marks()["late"]} <= set(overdue)
    assert len(overdue) == len(set(overdue))
    assert not set(overdue) & {marks()["paid"], marks()["voided"], marks()["draft"]}
    assert {trigger for trigger, _ in await reopened.triggers()} == {"invoice_overdue"}
    assert (await audit.verify(reopened.runtime.store, "default")).ok
    undone = (await reopened.served.house.dispatch.undo(plan["id"], reopened.served.house.person)).plain()
    assert undone["plan"]["summary"].startswith("Archive the contact Proposed Before Limited")


async def test_a_full_resync_is_still_one(reopened: Reopened) -> None:
    """Each list of the organisation that is connected, a week after the last; what was made of a record heals by it."""
    await reopened.tick(minutes=1)
    runs = [each for each in await reopened.tick(days=8) if each.workspace_id == "default"]

    assert {each.resource for each in runs if each.stream_type == "full_resync"} >= {
        "Sweep:Contacts", "Sweep:Invoices", "Sweep:Payments", "Sweep:BankTransactions",
    }  # fmt: skip
    assert {each.tenant_id for each in runs} == {marks()["harbour"]}
    assert [each.error for each in runs if each.error] == []
    made_then = {marks()[each] for each in ("open", "late", "paid", "voided", "draft")}  # Xero has them no more
    found = await reopened.runtime.search.find("default", "Karori", limit=100)
    assert {hit.organisation["id"] for hit in found} == {marks()["harbour"]}
    assert {"contact", "invoice"} <= {hit.kind for hit in found}
    of_kind = await reopened.runtime.search.find("default", "Karori", kinds=["contact"])
    assert {hit.kind for hit in of_kind} == {"contact"}
    assert [hit.id for hit in found if hit.title == NONSENSE and hit.id.rpartition(":")[2] not in made_then] == []


async def test_health_the_page_and_notifications_tell_the_same(reopened: Reopened) -> None:
    """What a person ended is no fault; what Xero lost is one."""
    served, notified = reopened.served, list[Any]()
    await reopened.tick(minutes=1)
    await ConnectionNotifier(reopened.runtime, notified.append).check()
    async with served.client(marks()["token"]) as office, served.client(marks()["branch_token"]) as branch:
        well, ill = await office.get("/health"), await branch.get("/health")
        listed = result_of(await office.get(f"{AUTH}/status"))["items"]

    lost = [each for each in notified if each["kind"] == "connection_lost"]
    assert [(each["workspace_id"], each["organisation"]["id"]) for each in lost] == [("branch", marks()["wattle"])]
    assert (well.status_code, ill.status_code) == (200, 503)
    assert _checks(well.json()["result"]) == {
        ("program", "encryption_key"): True,
        ("program", "database"): True,
        ("program", "xero_app"): True,
        ("connection", "connection: Harbour Street Studio Limited"): True,
        ("poller", "poller"): True,
    }
    failing = {key for key, works in _checks(ill.json()["result"]).items() if not works}
    assert failing == {("connection", "connection: Bright Wattle Supplies Pty Ltd")}
    assert {(each["organisation"]["id"], each["state"]) for each in listed} == {
        (marks()["harbour"], "connected"), (marks()["wattle"], "disconnected"),
    }  # fmt: skip
    assert await _page(served, "session") == (True, 1)  # the organisation that a person disconnected
    assert await _page(served, "branch_session") == (False, 1)  # the one that is lost


async def test_a_search_finds_the_same(reopened: Reopened) -> None:
    """By number, by amount in its currency and in another, by kind; and nothing of what a person ended."""
    find, made = reopened.runtime.search.find, f"xero:invoice:{marks()['harbour']}:{marks()['open']}"
    queries = ("NZD 345.00", "AUD 345.00")
    found = {query: [hit.id for hit in await find("default", query, limit=100)] for query in queries}
    bills = await find("default", "2026", kinds=["bill"], limit=100)

    assert made in found["NZD 345.00"]
    assert made not in found["AUD 345.00"]
    assert {hit.kind for hit in bills} <= {"bill"}
    assert marks()["wattle"] not in {hit.organisation["id"] for hit in await find("default", "Karori", limit=100)}


async def test_callers_are_let_in_as_before(reopened: Reopened) -> None:
    """By tokens, sessions and links of before; one that was revoked is not, and none is another kind of secret."""
    served, answers = reopened.served, {}
    async with served.client() as stranger:
        link = await stranger.get(f"{AUTH}/start", params={"ticket": marks()["ticket"]}, headers=BROWSER)
        spent = await stranger.get(f"{AUTH}/start", params={"ticket": marks()["session"]}, headers=BROWSER)
    for name in ("token", "branch_token", "revoked_token", "session", "ticket"):
        async with served.client(marks()[name]) as program:
            answers[name] = (await program.get(f"{AUTH}/status")).status_code

    assert "You were invited by person:tester." in words_of(link)
    assert spent.status_code == 403
    assert answers == {"token": 200, "branch_token": 200, "revoked_token": 401, "session": 401, "ticket": 401}
    listed = await served.service.tokens.listed("default")
    assert sorted(each.rights for each in listed) == [["read"], ["read", "write", "approve", "admin"]]


def test_the_command_line_reports_the_same(used: Path, tmp_path: Path) -> None:
    """As a user has it: a process of its own."""
    url = f"sqlite+aiosqlite:///{shutil.copy(used, tmp_path / 'copy.db')}"
    command = terminal(tmp_path, ATOM_XERO_DATABASE_URL=url, ATOM_OAUTH_ENCRYPTION_KEY=marks()["key"])
    asyncio.run(upgrade(url))
    asyncio.run(speak_nonsense(url))

    parts = command("doctor", "--json").data["parts"]

    assert {name: said for name, said in parts.items() if said != "ok"} == {"xero_app": "XERO_CLIENT_ID is not set."}
    assert "connection: Harbour Street Studio Limited" in parts
    assert "connection: Bright Wattle Supplies Pty Ltd" not in parts


async def _page(served: Served, session: str) -> tuple[bool, int]:
    """Whether the page of health says that everything works, and how many connections are shown as ended."""
    async with served.client() as browser:
        browser.cookies.set("atom_xero_session", marks()[session])
        health = words_of(await browser.get("/system-health", headers=BROWSER))
        connections = await browser.get("/connect", headers=BROWSER)
    assert ("Everything works" in health) is ("needs attention" not in health)
    return "Everything works" in health, len(re.findall(r'class="status fail"', connections.text))


def _checks(found: dict[str, Any]) -> dict[tuple[str, str], bool]:
    return {(each["kind"], each["part"]): each["works"] for each in found["checks"]}
