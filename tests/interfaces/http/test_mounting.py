"""The routers in another FastAPI app, under a prefix: everything as at home, and the other app untouched."""

from __future__ import annotations

import re
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse
from starlette.exceptions import HTTPException
from support.routes import CALLS
from support.service import AUTH, Served, error_of, result_of

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.hookspecs import hookimpl
from atom_xero_plugin.host import Host
from atom_xero_plugin.interfaces.http.app import create_app, routers
from atom_xero_plugin.interfaces.http.service import HttpService
from atom_xero_plugin.plugin import XeroPlugin

pytestmark = pytest.mark.anyio
PREFIX = "/plugins/xero"


def _foreign(served: Served, **more: Any) -> FastAPI:
    """Somebody else's app, with pages, errors and a health of its own."""
    app = FastAPI()

    @app.exception_handler(HTTPException)
    async def in_their_words(request: Any, error: HTTPException) -> PlainTextResponse:
        return PlainTextResponse("theirs", error.status_code)

    @app.get("/health")
    async def health() -> dict[str, str]:
        return {"theirs": "fine"}

    for router in routers(served.runtime, served.house.registry, **more):
        app.include_router(router, prefix=PREFIX)
    return app


async def test_the_api_works_under_a_prefix_of_another_app(served: Served) -> None:
    """Reads, writes with a plan, and a login."""
    token = await served.token()
    async with served.client(token, app=_foreign(served)) as program:
        found = await program.get(f"{PREFIX}/api/integrations/xero/contacts", params={"organisation": "harbour"})
        made = await program.post(
            f"{PREFIX}/api/integrations/xero/contacts", params={"organisation": "harbour"}, json={"name": "Ngaio"}
        )
        begun = await program.get(f"{PREFIX}{AUTH}/start")
        theirs = await program.get("/health")

    assert result_of(found)["items"]
    assert (made.status_code, error_of(made)["code"]) == (202, "approval_needed")
    assert result_of(begun)["authorization_url"]
    assert theirs.json() == {"theirs": "fine"}


async def test_our_errors_keep_their_shape_in_another_app(served: Served) -> None:
    """No token, a wrong method, wrong parameters, a body too large: the same answers as at home; theirs stay theirs."""
    async with await served.program() as home, served.client(app=_foreign(served)) as guest:
        stranger = await guest.get(f"{PREFIX}/api/skills")
        guest.headers.update(home.headers)
        for method, path, more in (
            ("PATCH", "/api/plans/p", {}),
            ("GET", "/api/search", {}),
            ("GET", "/api/events?limit=0", {}),
            ("POST", "/api/skills/find_contacts", {"content": b"{" * 3}),
            ("POST", "/api/skills/find_contacts", {"content": b" " * 1_000_001}),
            ("GET", "/api/plans/no-such", {}),
        ):
            here, there = await home.request(method, path, **more), await guest.request(method, PREFIX + path, **more)
            assert here.status_code == there.status_code >= 400
            assert error_of(here) == error_of(there)
            assert here.headers.get("allow") == there.headers.get("allow")
        theirs = await guest.get("/nowhere")

    assert (stranger.status_code, error_of(stranger)["code"]) == (401, "unauthenticated")
    assert stranger.headers["cache-control"] == "no-store"
    assert theirs.text == "theirs"


async def test_a_wrong_method_is_answered_with_every_right_one(served: Served) -> None:
    """In the Allow header, also where two routes share an address."""
    async with await served.program() as program:
        answer = await program.request("PATCH", "/api/integrations/xero/contacts/c")

    assert (answer.status_code, error_of(answer)["code"]) == (405, "not_offered")
    assert answer.headers["allow"] == "DELETE, GET, PUT"


async def test_a_host_gets_the_routers_by_the_hook(served: Served) -> None:
    """On the plugin's own runtime, without our page; every route of the table is there."""
    host = Host()
    host.register(XeroPlugin(lambda: served.runtime), "xero")
    app = FastAPI()
    for router in (await host.ask("atom_routers"))["xero"]:
        app.include_router(router, prefix=PREFIX)
    async with served.client(await served.token(), app=app) as program:
        health = await program.get(f"{PREFIX}/api/integrations/xero/health")
        page = await program.get(f"{PREFIX}/")

    assert set(app.openapi()["paths"]) == {f"{PREFIX}{call.path}" for call in CALLS}
    assert result_of(health)["ok"] is True
    assert page.status_code == 404


async def test_the_page_works_under_a_prefix_too(served: Served) -> None:
    """For a host that asks for it: its forms lead to addresses below the same prefix."""
    service = HttpService(served.runtime, served.house.registry, home=True)
    token = await served.token()
    form = {"accept": "text/html", "sec-fetch-site": "same-origin"}
    async with served.client(app=_foreign(served, service=service)) as browser:
        asked = await browser.get(f"{PREFIX}/", headers=form)
        signed = await browser.post(f"{PREFIX}/sign-in", data={"token": token}, headers=form, follow_redirects=True)

    assert f'action="{PREFIX}/sign-in"' in asked.text
    assert str(signed.url).endswith(f"{PREFIX}/organisations")
    links = re.findall(r'(?:href|action)="(/[^"]*)"', signed.text)
    assert links
    assert all(link.startswith(f"{PREFIX}/") for link in links), links
    assert "Harbour Street Studio Limited" in signed.text


async def test_a_broken_skill_takes_its_own_routes_along_and_no_others(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the service starts and serves, and health names the file."""
    from atom_xero_plugin.catalogue import registry as registry_module

    loaded = registry_module._load_one

    def one_is_broken(room: str, name: str, *rest: Any) -> Any:
        if name == "find_contacts":
            return registry_module.Broken(f"{room}/{name}.py", "SyntaxError: on purpose")
        return loaded(room, name, *rest)

    monkeypatch.setattr(registry_module, "_load_one", one_is_broken)
    app = create_app(HttpService(served.runtime, Registry(), home=True))
    async with served.client(await served.token(), app=app) as program:
        gone = await program.get("/api/integrations/xero/contacts")
        about = {"organisation": "harbour"}
        there = await program.get("/api/integrations/xero/invoices", params=about)
        one = await program.get("/api/integrations/xero/contacts/Karori Veterinary Clinic", params=about)
        health = await program.get("/health")

    assert (gone.status_code, gone.headers["allow"]) == (405, "POST")
    assert (there.status_code, one.status_code, health.status_code) == (200, 200, 503)
    assert health.json()["result"]["parts"]["skills/find_contacts.py"] == "SyntaxError: on purpose"


class Quiet:
    """A plugin without routers."""

    @hookimpl
    def atom_skills(self) -> list[Any]:
        """None."""
        return []


async def test_settings_that_cannot_be_read_are_the_plugins_fault_alone() -> None:
    """The host goes on without our routers, and is reported why."""
    from atom_xero_plugin.core.errors import FixSetup

    def broken() -> Any:
        raise FixSetup("XERO_APP_TYPE must be one of web, pkce, custom.")

    host = Host()
    host.register(XeroPlugin(broken), "xero")
    host.register(Quiet(), "quiet")

    assert await host.ask("atom_routers") == {}
    assert [(fault.plugin, fault.hook) for fault in host.faults] == [("xero", "atom_routers")]
    assert "XERO_APP_TYPE" in host.faults[0].reason
