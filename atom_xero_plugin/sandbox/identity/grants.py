"""Who consented to what: apps, codes, tokens with their rotation and grace, and connections.

Source: developer.xero.com, "OAuth 2.0" and its FAQ: an access token lives 30 minutes, a refresh token 60 days unused;
the refresh token before the newest may be used again for 30 minutes.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from atom_xero_plugin.sandbox.clock import SandboxClock

ACCESS_LASTS = timedelta(minutes=30)
REFRESH_LASTS = timedelta(days=60)
GRACE = timedelta(minutes=30)
CODE_LASTS = timedelta(minutes=5)


class OAuthRefusal(Exception):
    """The token service says no, with an OAuth error code."""

    def __init__(self, code: str, status: int = 400) -> None:
        """`code` as RFC 6749 names it."""
        super().__init__(code)
        self.code = code
        self.status = status


@dataclass(frozen=True)
class App:
    """One app registered with the sandbox."""

    client_id: str
    client_secret: str
    name: str
    kind: str
    """web, pkce or custom."""


@dataclass
class Consent:
    """What a user allowed an app: scopes add up, and one event id a consent."""

    app: App
    user_id: str
    scopes: list[str]
    event_id: str


@dataclass
class _Code:
    consent: Consent
    redirect_uri: str
    challenge: str | None
    nonce: str | None
    expires: datetime


@dataclass
class _Access:
    consent: Consent
    expires: datetime
    tenant_id: str | None = None


@dataclass
class _Refresh:
    consent: Consent
    last_used: datetime
    rotated_at: datetime | None = None
    follower: str | None = None
    revoked: bool = False


@dataclass
class Connection:
    """One organisation that a user connected an app to."""

    id: str
    app: App
    user_id: str
    tenant_id: str
    event_id: str
    created: datetime
    updated: datetime


@dataclass
class Issued:
    """A token answer before it is signed and printed."""

    consent: Consent
    access_token: str
    refresh_token: str | None
    nonce: str | None = None


@dataclass
class Grants:
    """Everything the identity service remembers."""

    clock: SandboxClock
    random: Random
    codes: dict[str, _Code] = field(default_factory=dict)
    access: dict[str, _Access] = field(default_factory=dict)
    refresh: dict[str, _Refresh] = field(default_factory=dict)
    connections: dict[str, Connection] = field(default_factory=dict)
    token_requests: int = 0

    def new_id(self) -> str:
        """A GUID that follows from the seed."""
        return str(UUID(int=self.random.getrandbits(128), version=4))

    def consent(self, app: App, user_id: str, scopes: list[str], tenant_ids: list[str]) -> Consent:
        """A user allows an app: scopes are added to those allowed before, organisations connected."""
        mine = [c.consent for c in self.refresh.values() if not c.revoked]
        earlier = [each.scopes for each in mine if (each.app, each.user_id) == (app, user_id)]
        added = list(dict.fromkeys([*(scope for each in earlier for scope in each), *scopes]))
        made = Consent(app, user_id, added, self.new_id())
        for tenant_id in tenant_ids:
            self.connect(app, user_id, tenant_id, made.event_id)
        return made

    def connect(self, app: App, user_id: str, tenant_id: str, event_id: str) -> Connection:
        """Connect an organisation, or connect it again."""
        now = self.clock.now()
        for known in self.connections.values():
            if (known.app, known.user_id, known.tenant_id) == (app, user_id, tenant_id):
                known.event_id, known.updated = event_id, now
                return known
        made = Connection(self.new_id(), app, user_id, tenant_id, event_id, now, now)
        self.connections[made.id] = made
        return made

    def code(self, consent: Consent, redirect_uri: str, challenge: str | None, nonce: str | None) -> str:
        """A code that is good once, for five minutes."""
        code = secrets.token_urlsafe(24)
        expires = self.clock.now() + CODE_LASTS
        self.codes[code] = _Code(consent, redirect_uri, challenge, nonce, expires)
        return code

    def exchange(self, app: App, code: str, redirect_uri: str, verifier: str | None) -> Issued:
        """Tokens for a code."""
        stored = self.codes.pop(code, None)
        if stored is None or stored.expires <= self.clock.now() or stored.consent.app != app:
            raise OAuthRefusal("invalid_grant")
        if stored.redirect_uri != redirect_uri or not _proved(stored.challenge, verifier):
            raise OAuthRefusal("invalid_grant")
        return self._issue(stored.consent, nonce=stored.nonce)

    def renew(self, app: App, token: str) -> Issued:
        """Rotate: a new pair. A token rotated less than 30 minutes ago gives the pair that followed it once more."""
        stored, now = self.refresh.get(token), self.clock.now()
        if stored is None or stored.revoked or stored.consent.app != app or now - stored.last_used > REFRESH_LASTS:
            raise OAuthRefusal("invalid_grant")
        if stored.rotated_at is not None and now - stored.rotated_at > GRACE:
            raise OAuthRefusal("invalid_grant")
        stored.last_used = now
        if stored.follower is not None:
            return self._issue(stored.consent, refresh_token=stored.follower)
        stored.rotated_at = now
        issued = self._issue(stored.consent)
        stored.follower = issued.refresh_token
        return issued

    def custom(self, app: App, tenant_id: str, scopes: list[str]) -> Issued:
        """A custom connection's token: one organisation, no refresh token."""
        consent = Consent(app, f"custom:{app.client_id}", scopes, self.new_id())
        self.connect(app, consent.user_id, tenant_id, consent.event_id)
        access = self._access(consent, tenant_id)
        return Issued(consent, access, None)

    def revoke(self, app: App, token: str) -> None:
        """End a grant: its refresh tokens, its access tokens, and that user's connections of the app."""
        stored = self.refresh.get(token)
        if stored is None or stored.consent.app != app:
            return
        user = stored.consent.user_id
        for each in self.refresh.values():
            if (each.consent.app, each.consent.user_id) == (app, user):
                each.revoked = True
        self.access = {t: a for t, a in self.access.items() if (a.consent.app, a.consent.user_id) != (app, user)}
        self.connections = {i: c for i, c in self.connections.items() if (c.app, c.user_id) != (app, user)}

    def reached(self, consent: Consent) -> list[Connection]:
        """The connections that a consent's tokens reach."""
        return [c for c in self.connections.values() if (c.app, c.user_id) == (consent.app, consent.user_id)]

    def expire_access(self) -> None:
        """Every access token is old now."""
        for each in self.access.values():
            each.expires = self.clock.now()

    def _issue(self, consent: Consent, *, nonce: str | None = None, refresh_token: str | None = None) -> Issued:
        access = self._access(consent, None)
        if refresh_token is None and "offline_access" in consent.scopes:
            refresh_token = secrets.token_urlsafe(48)
            self.refresh[refresh_token] = _Refresh(consent, self.clock.now())
        return Issued(consent, access, refresh_token, nonce)

    def _access(self, consent: Consent, tenant_id: str | None) -> str:
        self.token_requests += 1
        name = secrets.token_urlsafe(24)
        self.access[name] = _Access(consent, self.clock.now() + ACCESS_LASTS, tenant_id)
        return name

    def named(self, name: str, signed: str) -> None:
        """File an access token under its signed form."""
        self.access[signed] = self.access.pop(name)


def _proved(challenge: str | None, verifier: str | None) -> bool:
    if challenge is None:
        return True
    if not verifier:
        return False
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == challenge


def claims(issued: Issued, now: datetime) -> dict[str, Any]:
    """What the access token says by itself."""
    consent = issued.consent
    return {
        "client_id": consent.app.client_id,
        "sub": consent.user_id,
        "xero_userid": consent.user_id,
        "authentication_event_id": consent.event_id,
        "scope": consent.scopes,
        "nbf": int(now.timestamp()),
        "iat": int(now.timestamp()),
        "exp": int((now + ACCESS_LASTS).timestamp()),
        "jti": issued.access_token,
    }
