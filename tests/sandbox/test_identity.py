"""The sandbox's login, as Xero's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from sandbox.conftest import CHALLENGE, REDIRECT, VERIFIER, SandboxServer, opened, query_of

from atom_xero_plugin.sandbox.options import Options

pytestmark = pytest.mark.anyio


@pytest.fixture
async def fresh() -> AsyncIterator[SandboxServer]:
    """A sandbox at which nobody has logged in."""
    async with opened(Options(today=date(2026, 6, 16), limits=False)) as found:
        yield found


async def test_a_person_sees_who_asks_for_what_and_chooses_organisations(server: SandboxServer) -> None:
    """A page with the app's name, its scopes and the organisations."""
    asked = f"response_type=code&client_id={server.web['client_id']}&redirect_uri={REDIRECT}&scope=openid&state=x"

    page = await server.http.get(f"/identity/connect/authorize?{asked}")

    assert page.status_code == 200
    for word in (server.web["name"], "openid", *(each["name"] for each in server.facts["organisations"])):
        assert word in page.text


async def test_only_the_chosen_organisation_is_connected(fresh: SandboxServer) -> None:
    """By its checkbox."""
    app = f"client_id={fresh.web['client_id']}&redirect_uri={REDIRECT}"
    asked = f"response_type=code&{app}&scope=accounting.contacts&state=x"
    page = await fresh.http.post(
        f"/identity/connect/authorize?{asked}", data={"choice": "allow", "organisation": fresh.tenant}
    )
    token = (
        await fresh.token(grant_type="authorization_code", code=query_of(page)["code"], redirect_uri=REDIRECT)
    ).json()

    reached = await fresh.http.get("/connections", headers={"authorization": f"Bearer {token['access_token']}"})

    assert [each["tenantId"] for each in reached.json()] == [fresh.tenant]
    assert "refresh_token" not in token


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"_sandbox_consent": "deny"}, "access_denied"),
        ({"scope": "accounting.everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"_sandbox_consent": "allow", "_sandbox_organisations": "No Such Company"}, "access_denied"),
    ],
)
async def test_a_login_that_fails_comes_back_with_its_error_and_state(
    server: SandboxServer, asked: dict[str, str], error: str
) -> None:
    """As OAuth says."""
    returned = query_of(await server.authorise(**asked))

    assert (returned["error"], returned["state"]) == (error, "s-1")
    assert "code" not in returned


@pytest.mark.parametrize("uri", ["http://127.0.0.1:5058/x", "http://evil.example/x", "javascript:alert(1)"])
async def test_an_unregistered_redirect_is_never_followed(server: SandboxServer, uri: str) -> None:
    """It would hand the code to somebody else."""
    page = await server.authorise(redirect_uri=uri)

    assert page.status_code == 400


async def test_a_code_is_taken_once_for_five_minutes_and_for_its_own_redirect_alone(server: SandboxServer) -> None:
    """Else it is invalid_grant; a wrong try burns it."""

    async def exchanged(code: str, redirect: str = REDIRECT) -> tuple[int, str | None]:
        answer = await server.token(grant_type="authorization_code", code=code, redirect_uri=redirect)
        return answer.status_code, answer.json().get("error")

    good, tried, old = [query_of(await server.authorise())["code"] for _ in range(3)]
    refused = (400, "invalid_grant")

    assert [await exchanged(good), await exchanged(good)] == [(200, None), refused]
    assert [await exchanged(tried, "https://other.example/x"), await exchanged(tried)] == [refused, refused]
    await server.control("time", advance_s=5 * 60)
    assert await exchanged(old) == refused


async def test_a_code_with_a_challenge_needs_its_verifier(server: SandboxServer) -> None:
    """PKCE, S256."""
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    without = await server.token(**form, code=query_of(await server.authorise(**asked))["code"])
    with_it = await server.token(**form, code=query_of(await server.authorise(**asked))["code"], code_verifier=VERIFIER)

    assert (without.status_code, with_it.status_code) == (400, 200)


async def test_an_app_without_a_secret_must_prove_itself_by_pkce(fresh: SandboxServer) -> None:
    """A challenge is asked for at the page, the client id alone at the token endpoint."""
    app = fresh.facts["apps"]["pkce"]["client_id"]
    asked = {"client_id": app, "code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    without = query_of(await fresh.authorise(client_id=app))
    code = query_of(await fresh.authorise(**asked))["code"]
    form = {
        "grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "client_id": app,
        "code_verifier": VERIFIER,
    }  # fmt: skip
    token = await fresh.http.post("/connect/token", data=form)

    assert without["error"] == "invalid_request"
    assert token.status_code == 200


async def test_a_refresh_token_rotates_and_the_old_one_is_taken_for_half_an_hour(server: SandboxServer) -> None:
    """Xero's grace for an answer that was lost."""
    first = await server.log_in()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = await server.token(**form)
    again = await server.token(**form)
    await server.control("time", advance_s=31 * 60)
    late = await server.token(**form)

    assert second.json()["refresh_token"] != first["refresh_token"]
    assert again.status_code == 200
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")


async def test_an_answer_lost_on_its_way_is_asked_for_again(server: SandboxServer) -> None:
    """The grace gives the very pair that followed, so that nobody is logged out by a broken line."""
    first = await server.log_in()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}
    await server.control("faults", kind="drop_after_write", match="/connect/token")

    with pytest.raises(ConnectionResetError):
        await server.token(**form)
    second, third = (await server.token(**form)).json(), (await server.token(**form)).json()

    assert first["refresh_token"] != second["refresh_token"] == third["refresh_token"]
    newest = await server.token(grant_type="refresh_token", refresh_token=second["refresh_token"])
    assert newest.status_code == 200


async def test_tokens_live_as_long_as_xeros(server: SandboxServer) -> None:
    """Half an hour of access; sixty days of refresh, counted from its last use."""
    token = await server.log_in()
    await server.control("time", advance_s=30 * 60 - 1)
    in_time = await server.get("Organisation")
    await server.control("time", advance_s=1)
    too_late = await server.get("Organisation")

    assert (in_time.status_code, too_late.status_code, token["expires_in"]) == (200, 401, 1800)
    for days, status in ((59, 200), (59, 200), (61, 400)):
        await server.control("time", advance_s=days * 86_400)
        answer = await server.token(grant_type="refresh_token", refresh_token=token["refresh_token"])
        assert answer.status_code == status
        token |= answer.json()


async def test_a_custom_connection_needs_no_person(fresh: SandboxServer) -> None:
    """One organisation without naming it, what it was set up for without naming that, and nothing to refresh."""
    app = fresh.facts["apps"]["custom"]

    async def asked(kind: str = "custom", **form: str) -> dict[str, str]:
        auth = (fresh.facts["apps"][kind]["client_id"], fresh.facts["apps"][kind]["client_secret"])
        answer = await fresh.http.post("/connect/token", data={"grant_type": "client_credentials", **form}, auth=auth)
        reported: dict[str, str] = answer.json()
        return reported

    everything, contacts = await asked(), await asked(scope="accounting.contacts.read")
    fresh.headers = {"authorization": f"Bearer {contacts['access_token']}", "accept": "application/json"}

    assert app["client_secret"]
    assert "refresh_token" not in everything
    assert {"accounting.invoices", "accounting.settings"} <= set(everything["scope"].split())
    assert ((await fresh.get("Contacts")).status_code, (await fresh.get("Invoices")).status_code) == (200, 401)
    assert (await asked(scope="accounting.contacts openid"))["error"] == "invalid_scope"
    assert (await asked("web"))["error"] == "unauthorized_client"


async def test_scopes_of_several_consents_add_up(fresh: SandboxServer) -> None:
    """Xero takes none away but by revocation."""
    await fresh.log_in(scope="offline_access accounting.contacts.read")
    second = await fresh.log_in(scope="offline_access accounting.settings.read")

    assert set(second["scope"].split()) == {
        "offline_access", "accounting.contacts.read", "accounting.settings.read",
    }  # fmt: skip
    assert (await fresh.get("Contacts")).status_code == 200


async def test_a_revoked_login_reaches_nothing(server: SandboxServer) -> None:
    """Neither by its token nor by a refresh."""
    token = await server.log_in()
    auth = (server.web["client_id"], server.web["client_secret"])
    await server.http.post("/connect/revocation", data={"token": token["refresh_token"]}, auth=auth)

    assert (await server.get("Organisation")).status_code == 401
    assert (await server.token(grant_type="refresh_token", refresh_token=token["refresh_token"])).status_code == 400


async def test_a_wrong_secret_is_refused(server: SandboxServer) -> None:
    """invalid_client."""
    answer = await server.http.post(
        "/connect/token", data={"grant_type": "client_credentials"}, auth=(server.web["client_id"], "wrong")
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


async def test_tokens_are_signed_by_a_published_key(server: SandboxServer) -> None:
    """Discovery names the keys; they verify both tokens, and no token that was touched."""
    token = await server.log_in()
    found = (await server.http.get("/.well-known/openid-configuration")).json()
    published = (await server.http.get(found["jwks_uri"])).json()
    keys = KeySet.import_key_set(published)

    identity, access = (jwt.decode(token[name], keys).claims for name in ("id_token", "access_token"))
    assert (identity["nonce"], identity["aud"]) == ("n-1", server.web["client_id"])
    assert identity["exp"] - identity["iat"] == 300
    assert access["exp"] - access["iat"] == 1800
    assert identity["iss"] == access["iss"] == found["issuer"]
    assert access["xero_userid"] == identity["xero_userid"]
    assert not [key for key in published["keys"] if "d" in key]
    head, claims, signature = token["access_token"].split(".")
    touched = f"{head}.{claims[:-2]}{'A' if claims[-2] != 'A' else 'B'}{claims[-1]}.{signature}"
    with pytest.raises(JoseError):
        jwt.decode(touched, keys)
    assert "TokenInvalidSignature" in (await server.get("Contacts", {"authorization": f"Bearer {touched}"})).text


async def test_the_event_of_a_login_names_what_it_connected(server: SandboxServer) -> None:
    """By `authEventId`, which the access token carries."""
    token = await server.log_in(_sandbox_organisations=server.facts["organisations"][1]["name"])
    claims = jwt.decode(
        token["access_token"],
        KeySet.import_key_set((await server.http.get("/.well-known/openid-configuration/jwks")).json()),
    ).claims

    asked = {"authEventId": claims["authentication_event_id"]}
    just_now = (await server.http.get("/connections", params=asked, headers=server.headers)).json()
    all_of_them = (await server.http.get("/connections", headers=server.headers)).json()

    assert [each["tenantId"] for each in just_now] == [server.facts["organisations"][1]["tenant_id"]]
    assert len(all_of_them) == 2


async def test_one_organisation_is_disconnected_and_the_others_stay(server: SandboxServer) -> None:
    """DELETE /connections/{id}."""
    reached = (await server.http.get("/connections", headers=server.headers)).json()
    mine = next(each for each in reached if each["tenantId"] == server.tenant)

    gone = await server.http.delete(f"/connections/{mine['id']}", headers=server.headers)

    assert gone.status_code == 204
    assert (await server.get("Organisation")).status_code == 403
    server.headers["xero-tenant-id"] = next(each["tenantId"] for each in reached if each is not mine)
    assert (await server.get("Organisation")).status_code == 200
