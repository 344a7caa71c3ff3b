"""A strict token service for the tests: it rotates refresh tokens, counts, and fails when and how a test says.

It is stricter than Xero where a bug of ours would hide: a refresh token used twice without the grace is refused, and a
request that no careful client sends is written down in `violations`.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

ADDRESS = "http://localhost:9"
ACCESS = timedelta(minutes=30)
GRACE = timedelta(minutes=30)
UNUSED = timedelta(days=60)
USER = "2b7c1a52-0000-4000-8000-000000000001"
FORM = "application/x-www-form-urlencoded"


class AnswerDropped(Exception):
    """The request was executed, and its answer never arrives."""


@dataclass
class Answer:
    status: int
    body: bytes = b""
    kind: str = "application/json"

    @classmethod
    def json(cls, value: Any, status: int = 200) -> Answer:
        return cls(status, json.dumps(value).encode())


@dataclass
class Family:
    """One login and the refresh tokens that followed from it."""

    scopes: list[str]
    current: str
    last_used: datetime
    rotated: dict[str, datetime] = field(default_factory=dict)
    revoked: bool = False


@dataclass
class Code:
    challenge: str
    redirect_uri: str
    nonce: str
    scopes: list[str]


@cache
def signing_key() -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})


@dataclass
class FakeIdentity:
    """The token service, the keys, the connections."""

    now: Callable[[], datetime]
    address: str = ADDRESS
    client_id: str = "app-of-the-tests"
    client_secret: str = field(default_factory=lambda: f"CANARY-secret-{secrets.token_hex(12)}")
    kind: str = "web"
    grace: bool = True
    tenants: dict[str, str] = field(default_factory=lambda: {"tenant-a": "Alder & Co", "tenant-b": "Birch Ltd"})
    faults: list[Callable[[Callable[[], Answer]], Answer]] = field(default_factory=list)
    """The next answers of the token endpoint are made by these, each handed the honest answer."""
    reshape: Callable[[dict[str, Any]], Any] | None = None
    id_claims: dict[str, Any] = field(default_factory=dict)
    sign: Callable[[dict[str, Any]], str] | None = None
    families: list[Family] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    connections: dict[str, str] = field(default_factory=dict)
    keys: list[RSAKey] = field(default_factory=lambda: [signing_key()])
    user: str = USER
    log: list[tuple[str, str]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    issued: set[str] = field(default_factory=set)

    # ---- what a test asks -------------------------------------------------------------------------------------------

    def token_requests(self, kind: str = "refresh_token") -> int:
        return sum(1 for asked, _ in self.log if asked == kind)

    def refused(self) -> int:
        return sum(1 for _, outcome in self.log if outcome == "invalid_grant")

    def secrets(self) -> set[str]:
        return {self.client_secret, *self.issued, *self.codes}

    def fail(self, status: int = 503, times: int = 1) -> None:
        self.faults += [lambda _honest: Answer(status, b"<html>down</html>", "text/html")] * times

    def drop(self) -> None:
        self.faults.append(_dropped)

    def consent(self, address: str) -> dict[str, str]:
        """What a person's browser comes back with after saying yes on the page at `address`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        requested = {"response_type": "code", "client_id": self.client_id, "code_challenge_method": "S256"}
        for name, value in requested.items():
            self.check(asked.get(name) == value, f"authorise: {name} is {asked.get(name)}")
        self.check(len(asked["state"]) >= 22 and len(asked["nonce"]) >= 22, "authorise: state or nonce too short")
        code = f"CANARY-code-{secrets.token_urlsafe(16)}"
        self.codes[code] = Code(
            asked["code_challenge"], asked["redirect_uri"], asked["nonce"], asked.get("scope", "").split()
        )
        return {"state": asked["state"], "code": code}

    def open_family(self, scopes: list[str] | None = None) -> dict[str, Any]:
        """A login that happened before the test: the token answer of its code exchange."""
        family = Family(scopes or ["offline_access", "accounting.contacts"], "", self.now())
        self.families.append(family)
        return self.next_tokens(family)

    def check(self, holds: bool, otherwise: str) -> None:
        if not holds:
            self.violations.append(otherwise)

    # ---- the service ------------------------------------------------------------------------------------------------

    def handle(self, method: str, target: str, headers: dict[str, str], body: bytes) -> Answer:
        """Answer one request; `headers` in lower case. Raises AnswerDropped."""
        place = urlsplit(target)
        match method, place.path:
            case "POST", "/connect/token":
                self.check(not place.query, "a token request with a query")
                fault = self.faults.pop(0) if self.faults else lambda honest: honest()
                return fault(lambda: self.token(headers, body))
            case "POST", "/connect/revocation":
                return self.revocation(headers, body)
            case "GET", "/.well-known/openid-configuration/jwks":
                self.log.append(("keys", "ok"))
                return Answer.json(KeySet(self.keys).as_dict(private=False))
            case "GET", "/connections":
                return Answer.json(self.listed(parse_qs(place.query)))
            case "DELETE", path if path.startswith("/connections/"):
                return Answer(204 if self.connections.pop(path.rpartition("/")[2], None) else 404)
            case "GET", "/api.xro/2.0/Organisation":
                name = next(iter(self.tenants.items()))
                return Answer.json({"Organisations": [{"OrganisationID": name[0], "Name": name[1]}]})
        return Answer(404, b"not here", "text/plain")

    def token(self, headers: dict[str, str], body: bytes) -> Answer:
        form = self.form(headers, body)
        asked = form.get("grant_type", "")
        if not self.authenticated(headers, form):
            return self.outcome(asked, "invalid_client")
        match asked:
            case "authorization_code":
                return self.exchange(form)
            case "refresh_token":
                self.check("scope" not in form, "a refresh that sends scopes")
                return self.renew(form.get("refresh_token", ""))
            case "client_credentials":
                scopes = form.get("scope", "").split()
                self.check(self.kind == "custom", "client credentials of an app that has no custom connection")
                self.check(bool(scopes) and "offline_access" not in scopes, "login scopes of a custom connection")
                answer = {"access_token": self.access(scopes), "expires_in": 1800, "token_type": "Bearer"}
                return self.outcome(asked, "ok", answer)
        return self.outcome(asked, "unsupported_grant_type")

    def form(self, headers: dict[str, str], body: bytes) -> dict[str, str]:
        self.check(headers.get("content-type", "").startswith(FORM), "no form content type")
        fields = parse_qs(body.decode(), keep_blank_values=True)
        self.check(all(len(values) == 1 for values in fields.values()), "a field sent twice")
        return {name: values[0] for name, values in fields.items()}

    def authenticated(self, headers: dict[str, str], form: dict[str, str]) -> bool:
        basic = headers.get("authorization")
        if self.kind == "pkce":
            self.check(basic is None and "client_secret" not in form, "a PKCE app with a secret")
            return form.get("client_id") == self.client_id
        self.check("client_secret" not in form, "the secret in the body")
        requested = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        return basic == f"Basic {requested}"

    def exchange(self, form: dict[str, str]) -> Answer:
        code = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        self.check(43 <= len(verifier) <= 128, "a verifier of a wrong length")
        digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        if code is None or digest != code.challenge or form.get("redirect_uri") != code.redirect_uri:
            return self.outcome("authorization_code", "invalid_grant")
        self.issued |= {verifier, form["code"]}
        event = f"event-{len(self.families)}"
        for tenant in self.tenants:
            self.connections[f"connection-{tenant}"] = f"{tenant} {event}"
        family = Family(code.scopes, "", self.now())
        self.families.append(family)
        answer = self.next_tokens(family, event=event)
        if "openid" in code.scopes:
            answer["id_token"] = self.id_token(code.nonce)
        return self.outcome("authorization_code", "ok", answer)

    def renew(self, token: str) -> Answer:
        now = self.now()
        for family in self.families:
            if family.revoked or now - family.last_used > UNUSED:
                continue
            rotated = family.rotated.get(token)
            in_grace = self.grace and rotated is not None and now - rotated <= GRACE
            if token == family.current or in_grace:
                return self.outcome("refresh_token", "ok", self.next_tokens(family))
        return self.outcome("refresh_token", "invalid_grant")

    def next_tokens(self, family: Family, *, event: str | None = None) -> dict[str, Any]:
        now = self.now()
        if family.current:
            family.rotated.setdefault(family.current, now)
        family.current, family.last_used = f"CANARY-refresh-{secrets.token_urlsafe(24)}", now
        self.issued.add(family.current)
        return {
            "access_token": self.access(family.scopes, event),
            "refresh_token": family.current,
            "expires_in": int(ACCESS.total_seconds()),
            "token_type": "Bearer",
            "scope": " ".join(family.scopes),
        }

    def access(self, scopes: list[str], event: str | None = None) -> str:
        claims = {"xero_userid": self.user, "scope": scopes, "jti": secrets.token_hex(8), "exp": 1}
        if event is not None:
            claims["authentication_event_id"] = event
        token = jwt.encode({"alg": "RS256", "kid": "first"}, claims, signing_key())
        self.issued.add(token)
        return token

    def id_token(self, nonce: str) -> str:
        now = int(self.now().timestamp())
        claims: dict[str, Any] = {
            "iss": self.address,
            "aud": self.client_id,
            "sub": self.user,
            "iat": now,
            "exp": now + 300,
            "nonce": nonce,
            "email": "owner@example.com",
            **self.id_claims,
        }
        reported = {name: value for name, value in claims.items() if value is not None}
        token = self.sign(reported) if self.sign else signed(reported, signing_key())
        self.issued.add(token)
        return token

    def listed(self, query: dict[str, list[str]]) -> list[dict[str, str]]:
        requested = query.get("authEventId", [None])[0]
        found = []
        for connection, text in self.connections.items():
            tenant, event = text.split(" ")
            if requested in (None, event):
                found.append(
                    {
                        "id": connection,
                        "authEventId": event,
                        "tenantId": tenant,
                        "tenantType": "ORGANISATION",
                        "tenantName": self.tenants.get(tenant, tenant),
                        "createdDateUtc": "2026-06-16T01:00:00.1234567",
                    }
                )
        return found

    def revocation(self, headers: dict[str, str], body: bytes) -> Answer:
        form = self.form(headers, body)
        self.log.append(("revocation", "ok"))
        if not self.authenticated(headers, form):
            return Answer.json({"error": "invalid_client"}, 400)
        for family in self.families:
            if form.get("token") == family.current or form.get("token") in family.rotated:
                family.revoked = True
                self.connections.clear()
        return Answer(200)

    def outcome(self, asked: str, outcome: str, answer: dict[str, Any] | None = None) -> Answer:
        self.log.append((asked, outcome))
        if answer is None:
            return Answer.json({"error": outcome, "error_description": "CANARY-description"}, 400)
        return Answer.json(self.reshape(answer) if self.reshape else answer)

    # ---- in the same process ----------------------------------------------------------------------------------------

    def transport(self) -> httpx2.MockTransport:
        """The network, as a client of the same process sees it."""

        def answered(request: httpx2.Request) -> httpx2.Response:
            headers = {name.lower(): value for name, value in request.headers.items()}
            try:
                answer = self.handle(request.method, request.url.raw_path.decode(), headers, request.content)
            except AnswerDropped:
                raise httpx2.ReadError("the connection was closed", request=request) from None
            return httpx2.Response(answer.status, content=answer.body, headers={"content-type": answer.kind})

        return httpx2.MockTransport(answered)


def signed(claims: dict[str, Any], key: RSAKey, kid: str = "first") -> str:
    return jwt.encode({"alg": "RS256", "kid": kid}, claims, key)


def _dropped(honest: Callable[[], Answer]) -> Answer:
    honest()
    raise AnswerDropped
