"""Xero's identity service: the consent page, tokens, revocation, connections, OpenID discovery."""

from __future__ import annotations

import base64
import binascii
import html
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, quote, urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from atom_xero_plugin.sandbox.app_scopes import CONFIGURED, unknown
from atom_xero_plugin.sandbox.identity.grants import ACCESS_LASTS, App, Issued, OAuthRefusal, claims
from atom_xero_plugin.sandbox.state import Sandbox

ID_TOKEN_LASTS = timedelta(minutes=5)
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Sandbox: allow access</title></head>
<body><main><h1>{app} wants to use your Xero data</h1>
<p>This is the sandbox, a small Xero on this machine. No real books are touched.</p>
<h2>It asks for</h2><ul>{scopes}</ul>
<form method="post"><fieldset><legend>Organisations</legend>{organisations}</fieldset>
<p><button name="choice" value="allow">Allow access</button>
<button name="choice" value="deny">Cancel</button></p></form></main></body></html>"""


def _sandbox(request: Request) -> Sandbox:
    found: Sandbox = request.app.state.sandbox
    return found


async def authorise(request: Request) -> Response:
    """The consent page; `_sandbox_consent=allow` (or `deny`) in the address answers it by itself."""
    sandbox, asked = _sandbox(request), dict(request.query_params)
    app = sandbox.apps.get(asked.get("client_id", ""))
    if app is None or app.kind == "custom" or not _may_redirect(asked.get("redirect_uri", "")):
        return HTMLResponse("<h1>Sorry, something went wrong</h1><p>unauthorized_client or redirect_uri</p>", 400)
    problem = _problem(app, asked)
    if problem is not None:
        return _back(asked, error=problem)
    if request.method == "POST":
        form = await request.form()
        return _decided(
            sandbox, app, asked, str(form.get("choice", "")), [str(v) for v in form.getlist("organisation")]
        )
    by_itself = asked.get("_sandbox_consent")
    if by_itself is not None:
        named = asked.get("_sandbox_organisations")
        chosen = [
            t for t, b in sandbox.organisations.items() if named is None or b.organisation["Name"] in named.split(",")
        ]
        return _decided(sandbox, app, asked, by_itself, chosen)
    return HTMLResponse(_consent_page(sandbox, app, asked["scope"].split()))


def _consent_page(sandbox: Sandbox, app: App, scopes: list[str]) -> str:
    boxes = "".join(
        f'<p><label><input type="checkbox" name="organisation" value="{tenant}" checked> '
        f"{html.escape(books.organisation['Name'])}</label></p>"
        for tenant, books in sandbox.organisations.items()
    )
    items = "".join(f"<li>{html.escape(scope)}</li>" for scope in scopes)
    return _PAGE.format(app=html.escape(app.name), scopes=items, organisations=boxes)


def _problem(app: App, asked: dict[str, str]) -> str | None:
    if asked.get("response_type") != "code":
        return "unsupported_response_type"
    if not asked.get("scope") or unknown(asked["scope"].split()):
        return "invalid_scope"
    challenged = asked.get("code_challenge") and asked.get("code_challenge_method") == "S256"
    return "invalid_request" if app.kind == "pkce" and not challenged else None


def _decided(sandbox: Sandbox, app: App, asked: dict[str, str], choice: str, tenants: list[str]) -> Response:
    known = [tenant for tenant in tenants if tenant in sandbox.organisations]
    if choice != "allow" or not known:
        return _back(asked, error="access_denied")
    consent = sandbox.grants.consent(app, sandbox.user_id, asked["scope"].split(), known)
    challenge = asked.get("code_challenge") if asked.get("code_challenge_method") == "S256" else None
    code = sandbox.grants.code(consent, asked["redirect_uri"], challenge, asked.get("nonce"))
    return _back(asked, code=code, scope=asked["scope"])


def _back(asked: dict[str, str], **values: str) -> Response:
    if "state" in asked:
        values["state"] = asked["state"]
    return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(values, quote_via=quote)}", 302)


def _may_redirect(uri: str) -> bool:
    """https, or localhost by that name: Xero refuses 127.0.0.1. Any port of this machine is registered here."""
    parts = urlsplit(uri)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname == "localhost")


async def token(request: Request) -> Response:
    """The token endpoint."""
    sandbox = _sandbox(request)
    fault = sandbox.faults.take("POST", request.url.path)
    if fault is not None and fault.kind == "status":
        return PlainTextResponse("Service unavailable", fault.status)
    form = {name: values[0] for name, values in (await _form(request)).items()}
    try:
        issued = _issue(sandbox, _authenticated(sandbox, request, form), form)
    except OAuthRefusal as refusal:
        return JSONResponse({"error": refusal.code}, refusal.status)
    answer = _signed(sandbox, issued, _base(request))
    if fault is not None and fault.kind == "drop_after_write":
        raise ConnectionResetError("the answer is dropped, as asked")
    return JSONResponse(answer, headers={"Cache-Control": "no-store"})


async def _form(request: Request) -> dict[str, list[str]]:
    return parse_qs((await request.body()).decode("utf-8", "replace"), keep_blank_values=True)


def _authenticated(sandbox: Sandbox, request: Request, form: dict[str, str]) -> App:
    client_id, secret = _basic(request.headers.get("authorization", "")) or (
        form.get("client_id", ""),
        form.get("client_secret", ""),
    )
    app = sandbox.apps.get(client_id)
    if app is None or app.client_secret != secret:
        raise OAuthRefusal("invalid_client")
    return app


def _basic(header: str) -> tuple[str, str] | None:
    kind, _, encoded = header.partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(encoded).decode().partition(":")
    except (binascii.Error, ValueError):
        return None
    return name, secret


def _issue(sandbox: Sandbox, app: App, form: dict[str, str]) -> Issued:
    match form.get("grant_type"):
        case "authorization_code":
            return sandbox.grants.exchange(
                app, form.get("code", ""), form.get("redirect_uri", ""), form.get("code_verifier")
            )
        case "refresh_token":
            return sandbox.grants.renew(app, form.get("refresh_token", ""))
        case "client_credentials":
            scopes = form.get("scope", "").split() or list(CONFIGURED)
            if app.kind != "custom":
                raise OAuthRefusal("unauthorized_client")
            if unknown(scopes) or "openid" in scopes or "offline_access" in scopes:
                raise OAuthRefusal("invalid_scope")
            return sandbox.grants.custom(app, sandbox.custom_tenant, scopes)
        case _:
            raise OAuthRefusal("unsupported_grant_type")


def _signed(sandbox: Sandbox, issued: Issued, issuer: str) -> dict[str, Any]:
    now = _stamp(sandbox)
    signed = sandbox.signer.sign({"iss": issuer, "aud": f"{issuer}/resources", **claims(issued, now)})
    sandbox.grants.named(issued.access_token, signed)
    answer: dict[str, Any] = {
        "access_token": signed,
        "expires_in": int(ACCESS_LASTS.total_seconds()),
        "token_type": "Bearer",
        "scope": " ".join(issued.consent.scopes),
    }
    if issued.refresh_token is not None:
        answer["refresh_token"] = issued.refresh_token
    if "openid" in issued.consent.scopes:
        answer["id_token"] = sandbox.signer.sign(_id_claims(issued, issuer, now))
    return answer


def _stamp(sandbox: Sandbox) -> datetime:
    """When a token says that it was made.

    A client on a real connection lives at the wall's time, be the day of the books held still or not, and would refuse
    an id token of another day. When the token ends is the sandbox's clock's to say.
    """
    return datetime.now(UTC) if sandbox.on_socket else sandbox.clock.now()


def _id_claims(issued: Issued, issuer: str, now: datetime) -> dict[str, Any]:
    user = issued.consent.user_id
    reported = {
        "iss": issuer,
        "aud": issued.consent.app.client_id,
        "sub": user,
        "xero_userid": user,
        "email": "owner@example.com",
        "iat": int(now.timestamp()),
        "exp": int((now + ID_TOKEN_LASTS).timestamp()),
    }
    return reported if issued.nonce is None else {**reported, "nonce": issued.nonce}


async def revocation(request: Request) -> Response:
    """End a grant: 200 and an empty body."""
    sandbox = _sandbox(request)
    form = {name: values[0] for name, values in (await _form(request)).items()}
    try:
        app = _authenticated(sandbox, request, form)
    except OAuthRefusal as refusal:
        return JSONResponse({"error": refusal.code}, refusal.status)
    sandbox.grants.revoke(app, form.get("token", ""))
    return Response(status_code=200)


async def connections(request: Request) -> Response:
    """GET /connections, DELETE /connections/{id}; no limit headers here, as at Xero."""
    sandbox = _sandbox(request)
    name = request.headers.get("authorization", "").removeprefix("Bearer ")
    access = sandbox.grants.access.get(name)
    if access is None or access.expires <= sandbox.clock.now():
        problem = {"Type": None, "Title": "Unauthorized", "Status": 401, "Detail": "TokenExpired: token expired"}
        return JSONResponse(problem, 401)
    reached = {each.id: each for each in sandbox.grants.reached(access.consent)}
    if request.method == "DELETE":
        if request.path_params["id"] not in reached:
            return PlainTextResponse("Not found", 404)
        del sandbox.grants.connections[request.path_params["id"]]
        return Response(status_code=204)
    event = request.query_params.get("authEventId")
    return JSONResponse(
        [
            {
                "id": each.id,
                "authEventId": each.event_id,
                "tenantId": each.tenant_id,
                "tenantType": "ORGANISATION",
                "tenantName": sandbox.organisations[each.tenant_id].organisation["Name"],
                "createdDateUtc": _seven_digits(each.created),
                "updatedDateUtc": _seven_digits(each.updated),
            }
            for each in reached.values()
            if event in {None, each.event_id}
        ]
    )


def _seven_digits(moment: datetime) -> str:
    """As Xero prints here: no zone, seven digits of a second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") + "0"


async def discovery(request: Request) -> Response:
    """OpenID discovery."""
    base = _base(request)
    return JSONResponse(
        {
            "issuer": base,
            "authorization_endpoint": f"{base}/identity/connect/authorize",
            "token_endpoint": f"{base}/connect/token",
            "revocation_endpoint": f"{base}/connect/revocation",
            "jwks_uri": f"{base}/.well-known/openid-configuration/jwks",
            "response_types_supported": ["code"],
            "code_challenge_methods_supported": ["S256"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }
    )


async def key_set(request: Request) -> Response:
    """The keys that tokens are signed with."""
    return JSONResponse(_sandbox(request).signer.key_set())


def _base(request: Request) -> str:
    return f"{request.url.scheme}://{request.url.netloc}"


ROUTES = [
    Route("/identity/connect/authorize", authorise, methods=["GET", "POST"]),
    Route("/connect/token", token, methods=["POST"]),
    Route("/connect/revocation", revocation, methods=["POST"]),
    Route("/.well-known/openid-configuration", discovery),
    Route("/.well-known/openid-configuration/jwks", key_set),
    Route("/connections", connections, methods=["GET"]),
    Route("/Connections", connections, methods=["GET"]),
    Route("/connections/{id}", connections, methods=["DELETE"]),
    Route("/Connections/{id}", connections, methods=["DELETE"]),
]
