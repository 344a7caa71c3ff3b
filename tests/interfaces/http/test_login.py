"""A login at Xero through the service: begun and ended by one browser or one token, and by nobody else.

The attacks are those of RFC 9700: forged and replayed callbacks, codes of others, redirects elsewhere, leaks.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from support.service import AUTH, BROWSER, HARBOUR, HERE, OWN_FORM, WATTLE, Served, error_of, result_of, words_of

pytestmark = pytest.mark.anyio


async def _invited(served: Served, workspace: str = "default") -> str:
    """The path of a page that lets one browser begin one login."""
    async with await served.program("admin", workspace=workspace) as boss:
        made = await boss.post(f"{AUTH}/tickets")
    assert made.status_code == 201
    path: str = result_of(made)["path"]
    return path


async def _go(browser: httpx2.AsyncClient, path: str) -> httpx2.Response:
    """Open the page and press its button."""
    page = await browser.get(path, headers=BROWSER)
    assert page.status_code == 200, page.text
    ticket = parse_qs(urlsplit(path).query).get("ticket", [None])[0]
    return await browser.post(f"{AUTH}/start", data={"ticket": ticket} if ticket else {}, headers=OWN_FORM)


async def _names(served: Served, workspace: str = "default") -> list[str]:
    found = await served.runtime.connections.of_workspace(workspace)
    return [each.tenant_name for each in found if each.state == "connected"]


async def test_an_invited_browser_connects_organisations_without_a_token(unconnected: Served) -> None:
    """Page, button, Xero, back: the organisations that the person chose, and no others."""
    async with unconnected.client() as browser:
        sent = await _go(browser, await _invited(unconnected))
        assert sent.status_code == 303
        back = await unconnected.consent(sent.headers["location"], organisations=HARBOUR)
        page = await browser.get(back, headers=BROWSER)

    assert page.status_code == 200
    assert HARBOUR in words_of(page)
    assert await _names(unconnected) == [HARBOUR]


async def test_the_holder_of_a_token_begins_and_ends_a_login_by_json(unconnected: Served) -> None:
    """As a front end does: it sends the browser, and posts what came back."""
    async with await unconnected.program("admin") as front_end:
        begun = result_of(await front_end.post(f"{AUTH}/start"))
        back = await unconnected.consent(begun["authorization_url"])
        reported = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
        ended = await front_end.post(f"{AUTH}/callback", json={"state": reported["state"], "code": reported["code"]})

    assert sorted(each["organisation"]["name"] for each in result_of(ended)["items"]) == [WATTLE, HARBOUR]
    assert await _names(unconnected) == [WATTLE, HARBOUR]


async def test_what_came_back_may_be_posted_as_a_form(unconnected: Served) -> None:
    """By the browser that began."""
    async with unconnected.client() as browser:
        sent = await _go(browser, await _invited(unconnected))
        back = await unconnected.consent(sent.headers["location"])
        ended = await browser.post(f"{AUTH}/callback", data=dict(httpx2.QueryParams(urlsplit(back).query)))

    assert ended.status_code == 200, ended.text
    assert len(await _names(unconnected)) == 2


async def test_a_signed_in_browser_connects_by_a_button(unconnected: Served) -> None:
    """If its token may administer; else it is reported why not."""
    for rights, status in ((("read", "admin"), 303), (("read", "write"), 403)):
        async with unconnected.client() as browser:
            token = await unconnected.token(*rights)
            await browser.post("/sign-in", data={"token": token}, headers=OWN_FORM)
            assert (await browser.post(f"{AUTH}/start", headers=OWN_FORM)).status_code == status
            assert (await browser.get(f"{AUTH}/start", headers=BROWSER)).status_code == (200 if status == 303 else 403)


async def test_opening_a_link_begins_nothing(unconnected: Served) -> None:
    """Programs that check links do not use an invitation up; the button does, once."""
    path = await _invited(unconnected)
    async with unconnected.client() as browser:
        for _ in range(3):
            page = await browser.get(path, headers=BROWSER)
            assert "default" in words_of(page)
            assert "set-cookie" not in page.headers
        assert (await _go(browser, path)).status_code == 303
        spent = await browser.get(path, headers=BROWSER)
        again = await browser.post(f"{AUTH}/start", data={"ticket": path.split("=")[1]}, headers=OWN_FORM)

    assert (spent.status_code, again.status_code) == (403, 403)
    assert "used already" in words_of(spent)


async def test_an_invitation_expires_after_ten_minutes(unconnected: Served) -> None:
    """And a made-up one never worked."""
    path = await _invited(unconnected)
    unconnected.house.sandbox.clock.advance(timedelta(minutes=10).total_seconds())
    async with unconnected.client() as browser:
        assert (await browser.get(path, headers=BROWSER)).status_code == 403
        assert (await browser.get(f"{AUTH}/start?ticket=made-up", headers=BROWSER)).status_code == 403


async def test_a_form_of_another_place_begins_nothing(unconnected: Served) -> None:
    """Another site, another port of this machine, an opaque page, and a browser that does not say."""
    async with unconnected.client() as browser:
        token = await unconnected.token()
        await browser.post("/sign-in", data={"token": token}, headers=OWN_FORM)
        for foreign in (
            {"sec-fetch-site": "cross-site", "origin": HERE},
            {"sec-fetch-site": "same-site"},
            {"sec-fetch-site": "none"},
            {"origin": "https://evil.example"},
            {"origin": "http://localhost:3000"},
            {"origin": "null"},
            {},
        ):
            for path in (f"{AUTH}/start", "/sign-out", "/sign-in"):
                answer = await browser.post(path, headers={**BROWSER, **foreign})
                assert answer.status_code == 403, (path, foreign)
        assert (await browser.get("/connect", headers=BROWSER)).status_code == 200


async def test_only_the_browser_that_began_can_end_a_login(unconnected: Served) -> None:
    """A callback brought by another browser, or by none that can be known, connects nothing."""
    async with unconnected.client() as browser, unconnected.client() as victim:
        sent = await _go(browser, await _invited(unconnected))
        back = await unconnected.consent(sent.headers["location"])
        forged = await victim.get(back, headers=BROWSER)
        late = await browser.get(back, headers=BROWSER)

    assert "another browser" in words_of(forged)
    assert (forged.status_code, late.status_code) == (403, 403)
    assert await _names(unconnected) == []


async def test_only_the_token_that_began_can_end_a_login(unconnected: Served) -> None:
    """Another token of the same workspace is somebody else; so is a browser."""
    async with await unconnected.program("admin") as one:
        for ends in (await unconnected.program("admin"), unconnected.client()):
            begun = result_of(await one.get(f"{AUTH}/start"))
            back = await unconnected.consent(begun["authorization_url"])
            async with ends:
                assert error_of(await ends.get(back))["code"] == "not_allowed"

    assert await _names(unconnected) == []


async def test_a_callback_works_once(unconnected: Served) -> None:
    """Played again it is refused, and what was connected stays."""
    async with unconnected.client() as browser:
        sent = await _go(browser, await _invited(unconnected))
        back = await unconnected.consent(sent.headers["location"])
        assert (await browser.get(back, headers=BROWSER)).status_code == 200
        assert (await browser.get(back, headers=BROWSER)).status_code == 403

    assert len(await _names(unconnected)) == 2


async def test_a_code_of_another_login_is_of_no_use(unconnected: Served) -> None:
    """PKCE: a code taken from one login does not fit into another that the same browser began."""
    async with unconnected.client() as browser:
        first = await _go(browser, await _invited(unconnected))
        stolen = dict(httpx2.QueryParams(urlsplit(await unconnected.consent(first.headers["location"])).query))
        second = await _go(browser, await _invited(unconnected))
        state = parse_qs(urlsplit(second.headers["location"]).query)["state"][0]
        answer = await browser.get(f"{AUTH}/callback", params={"state": state, "code": stolen["code"]})

    assert not answer.is_success
    assert await _names(unconnected) == []


async def test_two_logins_at_once_in_one_browser_both_end(unconnected: Served) -> None:
    """Two tabs, two workspaces: each login has a cookie of its own."""
    async with unconnected.client() as browser:
        sent = [await _go(browser, await _invited(unconnected, workspace)) for workspace in ("one", "two")]
        for each, organisation in zip(sent, (HARBOUR, WATTLE), strict=True):
            back = await unconnected.consent(each.headers["location"], organisations=organisation)
            assert (await browser.get(back, headers=BROWSER)).status_code == 200

    assert (await _names(unconnected, "one"), await _names(unconnected, "two")) == ([HARBOUR], [WATTLE])


async def test_a_person_who_says_no_is_reported_so(unconnected: Served) -> None:
    """The page says that nothing was connected."""
    async with unconnected.client() as browser:
        sent = await _go(browser, await _invited(unconnected))
        page = await browser.get(await unconnected.consent(sent.headers["location"], choice="deny"), headers=BROWSER)

    assert page.status_code == 403
    assert "cancelled" in words_of(page)


@pytest.mark.parametrize(
    "query",
    ["", "code=c", "state=", "state=a&state=b&code=c", "state=a&code=c&code=d", "state=%00&code=c", "state=%ff&code=c",
     f"state={'a' * 5000}&code=c", f"state=a&code={'c' * 5000}"],
)  # fmt: skip
async def test_a_callback_without_sense_is_refused(unconnected: Served, query: str) -> None:
    """With words, and never as a fault of ours."""
    async with unconnected.client() as browser:
        page = await browser.get(f"{AUTH}/callback?{query}", headers=BROWSER)

    assert page.status_code in {403, 422}
    assert "could not be read" in words_of(page) or "may not" in words_of(page)


async def test_no_request_leads_a_browser_elsewhere(unconnected: Served) -> None:
    """No address to return to is heeded, and no login begins where Xero does not send the browser back to."""
    elsewhere = "https://evil.example/"
    names = ("next", "return_to", "redirect_uri", "redirect", "url", "state", "continue")
    query = "&".join(f"{name}={elsewhere}" for name in names)
    path = await _invited(unconnected)
    async with unconnected.client() as browser, unconnected.client(base="http://127.0.0.1:5058") as other_name:
        ticket = path.split("=")[1]
        sent = await browser.post(f"{AUTH}/start?{query}", data={"ticket": ticket, "next": elsewhere}, headers=OWN_FORM)
        asked = dict(httpx2.QueryParams(urlsplit(sent.headers["location"]).query))
        assert urlsplit(sent.headers["location"]).hostname == "localhost"
        assert asked["redirect_uri"] == f"{HERE}{AUTH}/callback"
        back = await unconnected.consent(sent.headers["location"])
        page = await browser.get(f"{back}&next={elsewhere}&return_to={elsewhere}", headers=BROWSER)
        lost = await other_name.get(await _invited(unconnected), headers=BROWSER)

    assert page.status_code == 200
    assert "location" not in page.headers
    assert "evil" not in page.text
    assert lost.status_code == 409
    assert f"Open {HERE}" in words_of(lost)


async def test_codes_states_and_tickets_are_reported_to_nobody(
    unconnected: Served, caplog: pytest.LogCaptureFixture
) -> None:
    """Not in the log, not in a page, not to the site that a link of ours leads to."""
    caplog.set_level(logging.DEBUG)
    path = await _invited(unconnected)
    async with unconnected.client() as browser:
        asking = await browser.get(path, headers=BROWSER)
        sent = await _go(browser, path)
        back = await unconnected.consent(sent.headers["location"])
        page = await browser.get(back, headers=BROWSER)
        await browser.get(back, headers=BROWSER)
    secrets = [*parse_qs(urlsplit(back).query)["code"], *parse_qs(urlsplit(back).query)["state"]]
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("atom_xero_plugin"))

    assert f"GET {AUTH}/callback 200" in ours
    assert not [secret for secret in (*secrets, path.split("=")[1], *unconnected.tokens) if secret in ours]
    assert not [secret for secret in secrets if secret in page.text]
    assert page.headers["referrer-policy"] == "no-referrer"
    assert asking.headers["referrer-policy"] == "same-origin"


async def test_the_cookie_of_a_login_is_for_the_callback_alone(unconnected: Served) -> None:
    """No script reads it, and it is undone at the end; over https it is never sent in clear."""
    async with unconnected.client() as browser:
        sent = await _go(browser, await _invited(unconnected))
        cookie = sent.headers["set-cookie"]
        page = await browser.get(await unconnected.consent(sent.headers["location"]), headers=BROWSER)

    assert {"HttpOnly", "SameSite=lax", f"Path={AUTH}/callback", "Max-Age=600"} <= set(cookie.split("; "))
    assert "Max-Age=0" in page.headers["set-cookie"]


async def test_disconnecting_ends_one_organisation_and_revoking_all_of_a_login(unconnected: Served) -> None:
    """At Xero too; the status says who did it, and why it no longer works."""
    await unconnected.connect("default", f"{HARBOUR},{WATTLE}")
    async with await unconnected.program() as boss:
        first, second = result_of(await boss.get(f"{AUTH}/status"))["items"]
        one = await boss.delete(f"{AUTH}/connections/{first['id']}")
        assert result_of(one) == {"disconnected": [first["id"]]}
        assert await _names(unconnected) == [second["organisation"]["name"]]
        assert (await boss.get("/health")).status_code == 200
        rest = await boss.delete(f"{AUTH}/logins/{second['login_id']}")
        assert result_of(rest) == {"disconnected": [second["id"]]}
        states = [(each["state"], each["reason"]) for each in result_of(await boss.get(f"{AUTH}/status"))["items"]]

    reasons = [("disconnected", "disconnected by a person"), ("disconnected", "revoked by a person")]
    assert states == reasons  # the first was ended before its login was
    assert await _names(unconnected) == []
