"""One workspace never sees another's anything: every route, asked about the other's things by their ids."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import httpx2
import pytest
from support.browsing import browser_of
from support.routes import CALLS, Call
from support.service import AUTH, HARBOUR, WATTLE, Served, result_of

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import input_schema
from atom_xero_plugin.interfaces.http.books.table import FIND, kinds_of, names_one

XERO = "/api/integrations/xero"
pytestmark = pytest.mark.anyio
NO_SUCH = "00000000-0000-0000-0000-000000000009"
"""Of what no list gives an id."""
MINE, THEIRS = "alpha", "beta"
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "Poster design", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


async def _things(served: Served) -> dict[str, str]:
    """The ids of one of everything in the workspace alpha, which is connected to Harbour Street Studio."""
    async with await served.program(workspace=MINE) as boss:
        subscription = result_of(await boss.post("/api/triggers/subscriptions", json={"trigger": "invoice_created"}))
        xero = "/api/integrations/xero"
        await boss.post(f"{xero}/invoices", json=INVOICE, params={"approve": "true"})
        await served.hear(MINE)
        plan = (await boss.post(f"{xero}/invoices", json=INVOICE)).json()["plan"]
        connection = result_of(await boss.get(f"{AUTH}/status"))["items"][0]
        contact = result_of(await boss.get(f"{xero}/contacts", params={"text": "Karori"}))["items"][0]
        found = {
            kind.record_id: result_of(await boss.get(f"{xero}/{kind.plural}"))["items"]
            for kind in kinds_of(Registry())
            if names_one(kind) and FIND in kind.skills and not input_schema(kind.skills[FIND]).get("required")
        }
        one_of_each = {name: items[0]["id"] for name, items in found.items() if items}
        event = result_of(await boss.get("/api/events"))["items"][0]
        kept = result_of(await boss.post("/api/files", params={"name": "scan.txt"}, content=b"Harbour"))
        report = {"name": "Harbour", "rows": [{"label": "Sales", "accounts": ["200"]}]}
        where = {"organisation": connection["organisation"]["id"]}
        saved = result_of(await boss.post("/api/saved-reports", json=report, params=where))
        begun = result_of(await boss.get(f"{AUTH}/start"))
    return {
        "organisation": connection["organisation"]["id"],
        "connection_id": connection["id"],
        "login_id": connection["login_id"],
        **{kind.record_id: NO_SUCH for kind in kinds_of(Registry()) if names_one(kind)},
        **one_of_each,
        "report_id": saved["id"],
        "policy_id": "pol_0000000000000000",
        "agent_id": "nobody",
        "handle": kept["file"]["id"],
        "contact_id": contact["id"],
        "plan_id": plan["id"],
        "hash": plan["hash"],
        "subscription_id": subscription["id"],
        "event_id": event["id"],
        "state": begun["authorization_url"].split("state=")[1].split("&")[0],
        "name": "find_contacts",
        "trigger": "invoice_created",
    }


async def _all_of(served: Served) -> dict[str, Any]:
    """Everything of the workspace alpha, as it says by itself."""
    async with await served.program(workspace=MINE) as boss:
        paths = (f"{AUTH}/status", "/api/plans", "/api/triggers/subscriptions", "/api/events")
        return {path: result_of(await boss.get(path))["items"] for path in paths}


_CATALOGUE = {("GET", "/api/skills"), ("GET", "/api/skills/{name}"), ("GET", "/api/triggers"),
              ("GET", "/api/triggers/{name}/sample"), ("GET", f"{XERO}/operations")}  # fmt: skip
"""What is nobody's own; its examples and samples name the sandbox's organisation."""
_WORDS = ("Harbour", "Karori", "alpha", "Poster")


def _text(answer: httpx2.Response) -> str:
    """What an answer holds, also inside a pack of files."""
    if answer.headers.get("content-type") != "application/zip":
        return answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as pack:
        return "\n".join(pack.read(name).decode() for name in pack.namelist())


def _reported(call: Call, text: str, ids: dict[str, str], asked: str) -> list[str]:
    """What of alpha's an answer says, beyond what it was asked with."""
    for value in sorted((*ids.values(), asked), key=len, reverse=True):
        text = text.replace(value, "")
    words = () if call.key in _CATALOGUE else _WORDS
    return [mark for mark in (ids["organisation"], *words) if mark in text]


async def _two(served: Served) -> dict[str, str]:
    await served.connect(MINE, HARBOUR)
    await served.connect(THEIRS, WATTLE)
    await served.hear(THEIRS)
    return await _things(served)


async def test_no_route_says_or_changes_anything_of_another_workspace(on_each: Served) -> None:
    """Asked by ids, by the organisation's id and by its name; the owner's things stay as they were."""
    ids = await _two(on_each)
    before = await _all_of(on_each)
    async with await on_each.program(workspace=THEIRS) as stranger:
        for asked in (ids["organisation"], HARBOUR, "harbour"):
            for call in CALLS:
                answer = await call.send(stranger, {**ids, "organisation": asked})
                assert answer.status_code < 500, (call, answer.text)
                assert _reported(call, _text(answer), ids, asked) == [], (call, answer.text)
                if "{" in call.path.replace("{name}", "") or call.about_organisation:
                    assert answer.status_code in {404, 405}, (call, answer.text)
    assert await _all_of(on_each) == before


async def test_the_same_calls_do_say_their_own_workspace(on_each: Served) -> None:
    """The test above would see it: to the owner, these routes say the very things it searches for."""
    ids = await _two(on_each)
    unknown = {f"{{{name}}}" for name, value in ids.items() if value == NO_SUCH}
    shows = [call for call in CALLS if call.method == "GET" and call.key not in _SILENT]
    shows = [call for call in shows if not any(name in call.path for name in unknown)]
    async with await on_each.program(workspace=MINE) as boss:
        silent = [call.key for call in shows if not await _tells(call, boss, ids)]
    assert silent == []


_SILENT = {
    *_CATALOGUE,
    ("GET", "/api/policies"),
    ("GET", f"{AUTH}/start"),
    ("GET", f"{AUTH}/callback"),
    ("GET", "/ready"),
}
"""What says nothing of a workspace."""


async def _tells(call: Call, boss: Any, ids: dict[str, str]) -> bool:
    answer = await call.send(boss, ids)
    assert answer.status_code == 200, (call, answer.text)
    return any(mark in _text(answer) for mark in (*ids.values(), "Harbour", "Karori"))


async def test_a_page_shows_the_workspace_that_the_browser_is_signed_in_to(on_each: Served) -> None:
    """And nothing of the other: no page names it, and none is there at the other's addresses."""
    ids = await _two(on_each)
    foreign = (f"/o/{ids['organisation']}/overview", f"/approvals/{ids['plan_id']}")
    async with browser_of(on_each, workspace=THEIRS) as browser:
        pages = [await browser.get(path) for path in ("/organisations", "/connect", "/approvals", "/activity")]
        others = [await browser.get(path) for path in foreign]

    assert WATTLE in pages[0].text
    assert [page.status_code for page in others] == [404, 404]
    assert not [page.url for page in (*pages, *others) for mark in ("Harbour", "Karori", "alpha") if mark in page.text]


async def test_a_login_begun_in_one_workspace_never_ends_in_another(on_each: Served) -> None:
    """Whoever brings its state and code: the other's token, the other's browser, or a cookie that names a token."""
    begun_by, other = await on_each.token(workspace=MINE), await on_each.token(workspace=THEIRS)
    for way in ("token", "browser", "forged"):
        async with on_each.client(begun_by) as mine, on_each.client() as browser:
            begun = result_of(await mine.get(f"{AUTH}/start"))
            back = await on_each.consent(begun["authorization_url"])
            if way == "token":
                browser.headers["authorization"] = f"Bearer {other}"
            if way == "forged":
                begun_cookie = {f"atom_xero_login_{'0' * 16}": f"token:{on_each.tokens[begun_by]}"}
                browser.cookies.update(begun_cookie)
            answer = await browser.get(back)
            assert answer.status_code == 403, (way, answer.text)

    for workspace in (MINE, THEIRS):
        assert await on_each.runtime.connections.of_workspace(workspace) == []
