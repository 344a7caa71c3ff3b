"""Signing in: a token given once in a form, or a link that works once; a session that only pages heed; and its end."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from support.browsing import browser_of
from support.lost import lose
from support.service import BROWSER, HARBOUR, OWN_FORM, WATTLE, Served, error_of, result_of, words_of

from atom_xero_plugin.app import App
from atom_xero_plugin.interfaces.http.app import create_app
from atom_xero_plugin.interfaces.http.service import HttpService

pytestmark = pytest.mark.anyio


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


async def test_a_signed_in_browser_comes_to_the_organisation_that_it_looked_at_last(served: Served) -> None:
    """To the list of all before it looked at one; back to the page that was asked for, after signing in."""
    harbour = served.house.organisation
    async with browser_of(served) as browser:
        first = await browser.get("/")
        await browser.get(f"/o/{harbour}/overview")
        again = await browser.get("/")
    async with served.client() as other:
        asked = await other.get("/approvals?tab=answered", headers=BROWSER)
        back = html.unescape(re.search(r'name="back" value="([^"]+)"', asked.text)[1])  # type: ignore[index]
        form = {"token": await served.token(), "back": back}
        sent = await other.post("/sign-in", data=form, headers=OWN_FORM)

    assert (first.status_code, first.headers["location"]) == (303, "/organisations")
    assert (again.status_code, again.headers["location"]) == (303, f"/o/{harbour}/overview")
    assert (asked.status_code, sent.headers["location"]) == (401, "/approvals?tab=answered")


async def test_no_address_leads_a_browser_elsewhere_after_signing_in(served: Served) -> None:
    """Only a path of this service is gone back to."""
    for back in (
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "/%0d%0aSet-Cookie:x",
        "javascript:x",
        "/\n",
    ):
        async with served.client() as browser:
            form = {"token": await served.token(), "back": back}
            sent = await browser.post("/sign-in", data=form, headers=OWN_FORM)
        assert sent.status_code == 303
        assert sent.headers["location"] in {"/", "/%0d%0aSet-Cookie:x"}, back


async def test_every_organisation_is_listed_with_what_waits_and_a_broken_one_first(served: Served) -> None:
    """A connection that Xero ended is named, with where to connect again."""
    broken = (await served.runtime.connections.of_workspace("default"))[0]
    await lose(served.runtime, served.house.sandbox, broken)
    async with browser_of(served) as browser:
        said = words_of(await browser.get("/organisations"))
        connections = words_of(await browser.get("/connect"))

    assert HARBOUR in said
    assert WATTLE in said
    assert "Connection ended" in said
    assert "Connect again" in said
    assert "disconnected at Xero" in connections


async def test_a_token_without_the_right_to_administer_sees_no_button(served: Served) -> None:
    """And one that cannot read is not let in."""
    async with browser_of(served, "read") as browser, served.client() as other:
        said = words_of(await browser.get("/connect"))
        token = await served.token("write")
        refused = await other.post("/sign-in", data={"token": token}, headers=OWN_FORM)

    assert "Connect to Xero" not in said
    assert "Disconnect" not in said
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers


async def test_an_administrator_disconnects_one_organisation_and_no_other(served: Served) -> None:
    """By a form of the page; a reader who posts it is refused."""
    first, second = await served.runtime.connections.of_workspace("default")
    async with browser_of(served, "read", "write") as reader, browser_of(served) as admin:
        page = await reader.get("/approvals/none-such")
        assert page.status_code == 404
        own = {"csrf": "x"}
        refused = await reader.client.post(f"/connect/{first.id}/disconnect", data=own, headers=OWN_FORM)
        opened = await admin.get("/connect")
        done = await admin.post(f"/connect/{first.id}/disconnect", of=opened)

    states = {each.id: each.state for each in await served.runtime.connections.of_workspace("default")}
    assert refused.status_code == 403
    assert done.status_code == 303
    assert states == {first.id: "disconnected", second.id: "connected"}


async def test_another_workspace_s_organisation_is_not_there(served: Served) -> None:
    """Whatever its address says."""
    await served.connect("other", WATTLE)
    async with browser_of(served, workspace="other") as browser:
        listed = words_of(await browser.get("/organisations"))
        refused = await browser.get(f"/o/{served.house.organisation}/overview")

    assert WATTLE in listed
    assert HARBOUR not in listed
    assert refused.status_code == 404
    assert HARBOUR not in refused.text


async def test_nobody_signs_in_over_a_network_that_can_read_along(served: Served) -> None:
    """Off this machine a browser is served by https alone, and told to come by nothing else from then on."""
    token = await served.token()
    app = create_app(served.service, hosts=["books.example.com"])
    plain, private = "http://books.example.com", "https://books.example.com"
    async with served.client(base=plain, app=app) as over_http, served.client(base=private, app=app) as over_https:
        shown = await over_http.get("/sign-in", headers=BROWSER)
        sent = await over_http.post("/sign-in", data={"token": token}, headers={**OWN_FORM, "origin": plain})
        done = await over_https.post("/sign-in", data={"token": token}, headers={**OWN_FORM, "origin": private})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "set-cookie" not in sent.headers
    assert "strict-transport-security" not in shown.headers
    assert "over https alone" in words_of(shown)
    assert done.status_code == 303
    assert done.headers["strict-transport-security"] == "max-age=31536000"


async def test_a_link_signs_one_browser_in_once(served: Served) -> None:
    """At once where a person opened it; by a button for what came from elsewhere; for a program it is not used up."""
    token = await served.token()
    made = await served.service.sign_in_links.new("default", served.tokens[token], by="person:tester")
    typed = {**BROWSER, "sec-fetch-site": "none", "sec-fetch-mode": "navigate"}
    async with served.client() as scanner, served.client() as person, served.client() as late:
        looked = await scanner.get("/sign-in/link", params={"ticket": made.secret}, headers=BROWSER)
        opened = await person.get("/sign-in/link", params={"ticket": made.secret}, headers=typed)
        page = await person.get("/organisations", headers=BROWSER)
        again = await late.get("/sign-in/link", params={"ticket": made.secret}, headers=typed)

    assert "Sign in to the dashboard" in words_of(looked)
    assert (opened.status_code, opened.headers["location"]) == (303, "/")
    assert HARBOUR in words_of(page)
    assert again.status_code == 403
    assert "used already" in words_of(again)


async def test_a_link_moves_nobody_who_is_signed_in(served: Served) -> None:
    """Another's link, in a mail, is a button first: nobody works in a workspace that they did not choose."""
    token_id = served.tokens[await served.token(workspace="theirs")]
    made = await served.service.sign_in_links.new("theirs", token_id, by="person:other")
    typed = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"}
    async with browser_of(served) as browser:
        asked = await browser.get("/sign-in/link", params={"ticket": made.secret}, headers=typed)
        page = await browser.get("/organisations")

    assert "Sign in to the dashboard" in words_of(asked)
    assert "set-cookie" not in asked.headers
    assert HARBOUR in words_of(page)


async def test_a_link_ends_after_half_an_hour_and_with_its_token(served: Served) -> None:
    """Nobody is signed in by it then."""
    for end in ("time", "revoked"):
        token_id = served.tokens[await served.token()]
        made = await served.service.sign_in_links.new("default", token_id, by="person:tester")
        if end == "time":
            served.house.sandbox.clock.advance(timedelta(minutes=30).total_seconds())
        else:
            await served.service.tokens.revoke("default", token_id, by="person:tester")
        async with served.client() as browser:
            answer = await browser.post("/sign-in/link", data={"ticket": made.secret}, headers=OWN_FORM)
        assert answer.status_code == 403, end
        assert "set-cookie" not in answer.headers


async def test_signing_in_that_fails_too_often_has_to_wait(served: Served) -> None:
    """Ten times a minute; then also a good token waits, and a minute later it is let in."""
    token = await served.token()
    async with served.client() as browser:
        for _ in range(10):
            answer = await browser.post("/sign-in", data={"token": "axt_" + "A" * 43}, headers=OWN_FORM)
            assert answer.status_code == 401
        stopped = await browser.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        served.house.sandbox.clock.advance(60)
        let_in = await browser.post("/sign-in", data={"token": token}, headers=OWN_FORM)

    assert stopped.status_code == 429
    assert "set-cookie" not in stopped.headers
    assert let_in.status_code == 303


async def test_signing_in_again_ends_the_session_before(served: Served) -> None:
    """A session that somebody planted is worth nothing after."""
    async with browser_of(served) as browser:
        before = dict(browser.cookies)
        form = {"token": next(iter(served.tokens))}
        await browser.client.post("/sign-in", data=form, headers=OWN_FORM)
        after = dict(browser.cookies)
    async with served.client() as thief:
        thief.cookies.update(before)
        page = await thief.get("/organisations", headers=BROWSER)

    assert before != after
    assert page.status_code == 401


async def test_a_wrong_token_is_refused_in_the_form(served: Served) -> None:
    """With 401, and the form to try again."""
    async with served.client() as browser:
        for text in ("", "axt_" + "A" * 43, "x" * 90_000, "ü"):
            page = await browser.post("/sign-in", data={"token": text}, headers=OWN_FORM)
            assert page.status_code == 401
            assert "unknown, was revoked, or has expired" in words_of(page), text
            assert 'action="/sign-in"' in page.text


async def test_the_session_is_not_the_token_and_the_api_does_not_heed_it(served: Served) -> None:
    """No script reads it, no other site's page sends it; with it alone the API answers 401."""
    async with browser_of(served) as browser:
        form = {"token": next(iter(served.tokens))}
        again = await browser.client.post("/sign-in", data=form, headers=OWN_FORM)
        cookie = again.headers["set-cookie"]
        answer = await browser.client.get("/api/skills")

    assert {"HttpOnly", "SameSite=lax", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
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
        page = await browser.get("/organisations", headers=BROWSER)
    await runtime.close()

    assert re.match(r"__Host-atom_xero_session=[\w-]{43}; ", answer.headers["set-cookie"])
    assert {"Secure", "Path=/"} <= set(answer.headers["set-cookie"].split("; "))
    assert HARBOUR in words_of(page)


async def test_a_session_ends_with_sign_out_with_its_token_when_it_idles_and_after_twelve_hours(served: Served) -> None:
    """Also where the browser keeps the cookie."""
    for end in ("sign out", "revoke", "idle", "lapse"):
        async with browser_of(served) as browser:
            stored = dict(browser.cookies)
            if end == "sign out":
                assert (await browser.client.post("/sign-out", headers=OWN_FORM)).status_code == 303
            elif end == "revoke":
                for token_id in served.tokens.values():
                    await served.service.tokens.revoke("default", token_id, by="person:tester")
            elif end == "idle":
                served.house.sandbox.clock.advance(timedelta(hours=2).total_seconds())
            else:
                for _ in range(12):
                    served.house.sandbox.clock.advance(timedelta(hours=1).total_seconds())
                    await browser.get("/organisations")
            browser.cookies.update(stored)
            assert "API token" in words_of(await browser.get("/")), end
        served.tokens.clear()


async def test_signing_in_is_audited(served: Served) -> None:
    """With whose token it was, and without the session."""
    from atom_xero_plugin.store import audit

    async with browser_of(served):
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
