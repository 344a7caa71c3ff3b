"""The page at `/`: a token given once in a form, a session that only pages heed, and what is shown."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx2
import pytest
from support.lost import lose
from support.service import BROWSER, HARBOUR, OWN_FORM, WATTLE, Served, error_of, result_of, words_of

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.service import HttpService

pytestmark = pytest.mark.anyio
XERO = "/api/integrations/xero"
INVOICE = {
    "contact": "Karori Veterinary Clinic",
    "lines": [{"description": "<b>Poster</b>", "quantity": "2", "unit_amount": "150.00", "account": "200"}],
    "due_in_days": 14,
}


@asynccontextmanager
async def _signed_in(served: Served, *rights: str) -> AsyncIterator[httpx2.AsyncClient]:
    """A browser that was signed in with a token of its own."""
    async with served.client() as browser:
        token = await served.token(*rights)
        answer = await browser.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        assert answer.status_code == 303, answer.text
        yield browser


async def test_without_a_session_only_a_form_is_shown(served: Served) -> None:
    """Nothing of any workspace; no script, nothing from elsewhere, and the form leads here alone."""
    async with served.client() as browser:
        page = await browser.get("/", headers=BROWSER)

    assert "API token" in words_of(page)
    assert not any(mark in page.text for mark in (HARBOUR, WATTLE, "<script", "http://", "https://"))
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "form-action 'self';" in policy
    assert 'type="password"' in page.text


async def test_a_signed_in_browser_sees_connections_health_and_what_happened(served: Served) -> None:
    """Plans with their state, events, limits left; names from the books cannot become markup."""
    await served.hear()
    async with await served.program() as program:
        await program.post("/api/triggers/subscriptions", json={"trigger": "contact_created"})
        where = {"organisation": "harbour", "approve": "true"}
        made = await program.post(f"{XERO}/contacts", json={"name": "<img src=x> Lights"}, params=where)
        assert made.status_code == 201, made.text
        await program.post(f"{XERO}/invoices", json=INVOICE, params={"organisation": "harbour"})
    await served.hear()
    async with _signed_in(served) as browser:
        page = await browser.get("/", headers=BROWSER)

    said = words_of(page)
    for expected in (
        "Everything works", HARBOUR, WATTLE, "connected", "calls left today", "Database ok", "Poller ok",
        "Contact created: &lt;img src=x&gt; Lights", "proposed",
        f"UTC · {HARBOUR} · proposed by", "verified", "16 Jun 2026", "Connect an organisation",
    ):  # fmt: skip
        assert expected in said, (expected, said)
    assert "<img" not in page.text


async def test_a_fault_is_shown_with_what_to_do(served: Served) -> None:
    """A connection that Xero ended is named, and the page says first that something is wrong."""
    broken = (await served.runtime.connections.of_workspace("default"))[0]
    await lose(served.runtime, served.house.sandbox, broken)
    async with _signed_in(served) as browser:
        said = words_of(await browser.get("/", headers=BROWSER))

    assert "Not everything works" in said
    assert "disconnected at Xero" in said


async def test_a_token_without_the_right_to_administer_sees_no_button(served: Served) -> None:
    """And one that cannot read is not let in."""
    async with _signed_in(served, "read") as browser, served.client() as other:
        said = words_of(await browser.get("/", headers=BROWSER))
        token = await served.token("write")
        refused = await other.post("/sign-in", data={"token": token}, headers=OWN_FORM)

    assert "Connect an organisation" not in said
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


async def test_a_wrong_token_is_refused_in_the_form(served: Served) -> None:
    """With 401, and the form to try again."""
    async with served.client() as browser:
        for text in ("", "axt_" + "A" * 43, "x" * 90_000, "ü"):
            page = await browser.post("/sign-in", data={"token": text}, headers=OWN_FORM)
            assert page.status_code == 401
            assert "unknown, was revoked, or has expired" in words_of(page)
            assert 'action="sign-in"' in page.text


async def test_the_session_is_not_the_token_and_the_api_does_not_heed_it(served: Served) -> None:
    """No script reads it, no other site's page sends it; with it alone the API answers 401."""
    async with _signed_in(served) as browser:
        again = await browser.post("/sign-in", data={"token": next(iter(served.tokens))}, headers=OWN_FORM)
        cookie = again.headers["set-cookie"]
        answer = await browser.get("/api/skills")

    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert "axt_" not in cookie
    assert (answer.status_code, error_of(answer)["code"]) == (401, "unauthenticated")


async def test_over_https_the_session_is_bound_to_the_host(served: Served) -> None:
    """Its name begins with __Host-, so that no other host of the domain can set it."""
    settings = replace(served.runtime.settings, redirect_uri="https://books.example/auth/callback")
    runtime = App(settings, clock=served.runtime.clock, transport=served.house.transport)
    app = create_app(HttpService(runtime, served.house.registry, home=True))
    own = {**BROWSER, "sec-fetch-site": "same-origin"}
    async with served.client(app=app, base="https://books.example") as browser:
        answer = await browser.post("/sign-in", data={"token": await served.token()}, headers=own)
        page = await browser.get("/", headers=BROWSER)
    await runtime.close()

    assert re.match(r"__Host-atom_xero_session=[\w-]{43}; ", answer.headers["set-cookie"])
    assert {"Secure", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert HARBOUR in words_of(page)


async def test_a_session_ends_with_sign_out_with_its_token_and_after_twelve_hours(served: Served) -> None:
    """Also where the browser keeps the cookie."""
    for end in ("sign out", "revoke", "lapse"):
        async with _signed_in(served) as browser:
            stored = dict(browser.cookies)
            if end == "sign out":
                assert (await browser.post("/sign-out", headers=OWN_FORM)).status_code == 303
            elif end == "revoke":
                for token_id in served.tokens.values():
                    await served.service.tokens.revoke("default", token_id, by="person:tester")
            else:
                served.house.sandbox.clock.advance(timedelta(hours=12).total_seconds())
            browser.cookies.update(stored)
            assert "API token" in words_of(await browser.get("/", headers=BROWSER)), end
        served.tokens.clear()


async def test_signing_in_is_audited(served: Served) -> None:
    """With whose token it was, and without the session."""
    from atom_xero_plugin.store import audit

    async with _signed_in(served):
        newest = (await audit.entries(served.runtime.store, "default", 1))[0]

    assert newest.event == "browser.signed_in"
    assert newest.actor.startswith("person:tester (tok_")


async def test_what_is_not_there_is_reported_as_a_page(served: Served) -> None:
    """To a browser; to a program as JSON."""
    async with served.client() as browser:
        page = await browser.get("/nowhere", headers=BROWSER)
        answer = await browser.get("/nowhere")

    assert page.status_code == answer.status_code == 404
    assert "nothing at this address" in words_of(page)
    assert error_of(answer)["code"] == "not_found"


async def test_a_name_that_was_made_to_point_here_is_refused(served: Served) -> None:
    """DNS rebinding: another name in Host is answered 421, on every path; this machine's own names are not."""
    async with await served.program() as program:
        for host in ("evil.example", "evil.example:5058", "", "localhost.evil.example", "[", "127.0.0.1.nip.example"):
            for path in ("/", "/api/skills", "/openapi.json", "/health"):
                assert (await program.get(path, headers={"host": host})).status_code == 421, (host, path)
        for host in ("localhost:5058", "LOCALHOST", "127.0.0.1:1", "[::1]:5058"):
            assert result_of(await program.get("/api/skills", headers={"host": host}))["items"]
