"""The sandbox's login, as Xero's."""

from __future__ import annotations

import pytest
from sandbox.conftest import CHALLENGE, REDIRECT, VERIFIER, Site, came

pytestmark = pytest.mark.anyio


async def test_a_person_sees_who_asks_for_what_and_chooses_organisations(site: Site) -> None:
    """A page with the app's name, its scopes and the organisations."""
    asked = f"response_type=code&client_id={site.web['client_id']}&redirect_uri={REDIRECT}&scope=openid&state=x"

    page = await site.http.get(f"/identity/connect/authorize?{asked}")

    assert page.status_code == 200
    for word in (site.web["name"], "openid", *(each["name"] for each in site.facts["organisations"])):
        assert word in page.text


async def test_only_the_chosen_organisation_is_connected(site: Site) -> None:
    """By its checkbox."""
    app = f"client_id={site.web['client_id']}&redirect_uri={REDIRECT}"
    asked = f"response_type=code&{app}&scope=accounting.contacts&state=x"
    page = await site.http.post(
        f"/identity/connect/authorize?{asked}", data={"choice": "allow", "organisation": site.tenant}
    )
    token = (await site.token(grant_type="authorization_code", code=came(page)["code"], redirect_uri=REDIRECT)).json()

    reached = await site.http.get("/connections", headers={"authorization": f"Bearer {token['access_token']}"})

    assert site.tenant in [each["tenantId"] for each in reached.json()]


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"_sandbox_consent": "deny"}, "access_denied"),
        ({"scope": "accounting.everything"}, "invalid_scope"),
        ({"response_type": "token"}, "unsupported_response_type"),
    ],
)
async def test_a_login_that_fails_comes_back_with_its_error_and_state(
    site: Site, asked: dict[str, str], error: str
) -> None:
    """As OAuth says."""
    came_back = came(await site.authorise(**asked))

    assert (came_back["error"], came_back["state"]) == (error, "s-1")
    assert "code" not in came_back


@pytest.mark.parametrize("uri", ["http://127.0.0.1:5058/x", "http://evil.example/x", "javascript:alert(1)"])
async def test_an_unregistered_redirect_is_never_followed(site: Site, uri: str) -> None:
    """It would hand the code to somebody else."""
    page = await site.authorise(redirect_uri=uri)

    assert page.status_code == 400


async def test_a_code_is_taken_once_and_for_its_own_redirect_alone(site: Site) -> None:
    """The second time it is invalid_grant."""
    code = came(await site.authorise())["code"]
    wrong = await site.token(grant_type="authorization_code", code=code, redirect_uri="https://other.example/x")
    first = await site.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)
    second = await site.token(grant_type="authorization_code", code=code, redirect_uri=REDIRECT)

    assert wrong.status_code == second.status_code == 400
    assert second.json()["error"] == "invalid_grant"
    assert first.status_code in {200, 400}


async def test_a_code_with_a_challenge_needs_its_verifier(site: Site) -> None:
    """PKCE, S256."""
    asked = {"code_challenge": CHALLENGE, "code_challenge_method": "S256"}
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT}
    without = await site.token(**form, code=came(await site.authorise(**asked))["code"])
    with_it = await site.token(**form, code=came(await site.authorise(**asked))["code"], code_verifier=VERIFIER)

    assert (without.status_code, with_it.status_code) == (400, 200)


async def test_a_refresh_token_rotates_and_the_old_one_is_taken_for_half_an_hour(site: Site) -> None:
    """Xero's grace for an answer that was lost."""
    first = await site.log_in()
    form = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"]}

    second = await site.token(**form)
    again = await site.token(**form)
    await site.control("time", advance_s=31 * 60)
    late = await site.token(**form)

    assert second.json()["refresh_token"] != first["refresh_token"]
    assert again.status_code == 200
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant")


async def test_a_revoked_login_reaches_nothing(site: Site) -> None:
    """Neither by its token nor by a refresh."""
    token = await site.log_in()
    auth = (site.web["client_id"], site.web["client_secret"])
    await site.http.post("/connect/revocation", data={"token": token["refresh_token"]}, auth=auth)

    assert (await site.get("Organisation")).status_code in {401, 403}
    assert (await site.token(grant_type="refresh_token", refresh_token=token["refresh_token"])).status_code == 400


async def test_a_wrong_secret_is_refused(site: Site) -> None:
    """invalid_client."""
    answer = await site.http.post(
        "/connect/token", data={"grant_type": "client_credentials"}, auth=(site.web["client_id"], "wrong")
    )

    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_client")


async def test_the_id_token_is_signed_by_a_published_key(site: Site) -> None:
    """Discovery names the keys; the key's id stands in the token's head."""
    import base64
    import json

    token = await site.log_in()
    found = (await site.http.get("/.well-known/openid-configuration")).json()
    keys = (await site.http.get(found["jwks_uri"].replace("https://", "http://"))).json()["keys"]

    head, claims = (json.loads(base64.urlsafe_b64decode(part + "==")) for part in token["id_token"].split(".")[:2])
    assert head["kid"] in [key["kid"] for key in keys]
    assert (claims["nonce"], claims["aud"]) == ("n-1", site.web["client_id"])
    assert "private" not in str(keys).lower()
    assert not [key for key in keys if "d" in key]


async def test_one_organisation_is_disconnected_and_the_others_stay(site: Site) -> None:
    """DELETE /connections/{id}."""
    reached = (await site.http.get("/connections", headers=site.headers)).json()
    mine = next(each for each in reached if each["tenantId"] == site.tenant)

    gone = await site.http.delete(f"/connections/{mine['id']}", headers=site.headers)

    assert gone.status_code == 204
    assert (await site.get("Organisation")).status_code == 403
    site.headers["xero-tenant-id"] = next(each["tenantId"] for each in reached if each is not mine)
    assert (await site.get("Organisation")).status_code == 200
