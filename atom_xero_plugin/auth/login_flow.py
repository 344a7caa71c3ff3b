"""A login at Xero: begun with secrets that only we know, finished once, in the workspace that began it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.connections import Connection, Connections
from atom_xero_plugin.auth.consents import Consent, store_consent
from atom_xero_plugin.auth.oauth import OAuth, Tenant
from atom_xero_plugin.auth.scope_marks import together
from atom_xero_plugin.auth.scopes import LOGIN
from atom_xero_plugin.auth.token_response import TokenSet, claims_of
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import NotAllowed, NotConnected, NotFound, ReconnectNeeded, UnexpectedAnswer
from atom_xero_plugin.core.settings import Settings
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import logins

LOGIN_LASTS = timedelta(minutes=10)
"""How long a person may take at Xero's pages."""
_AGAIN = "Begin again with `atom-xero connect`."


@dataclass(frozen=True)
class LoginStart:
    """A login that began: where to send the browser, and the state it must come back with."""

    address: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True)
class Login:
    """A login that succeeded."""

    workspace_id: str
    grant_id: str
    connections: list[Connection]
    """The organisations that this login reaches."""


class _Secrets(Struct, frozen=True):
    verifier: str
    nonce: str

    def __repr__(self) -> str:
        return "_Secrets(…)"


class Logins:
    """Begins and finishes logins."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        keyring: Keyring,
        oauth: OAuth,
        connections: Connections,
        clock: Clock,
    ) -> None:
        """Nothing is read yet."""
        self._settings = settings
        self._store = store
        self._keyring = keyring
        self._oauth = oauth
        self._connections = connections
        self._clock = clock

    async def begin(self, workspace_id: str, *, browser: str | None = None, add: Sequence[str] = ()) -> LoginStart:
        """Begin a login; `browser` is a secret in that browser's cookie, without which it cannot be finished.

        With `add` it asks for these scopes too, next to the settings' and those that the workspace's logins have.
        Raises FixSetup if a setting that a login needs is missing or wrong.
        """
        state, verifier, nonce = (secrets.token_urlsafe(48) for _ in range(3))
        now, login_id = self._clock.now(), _hashed(state)
        encrypted = self._keyring.encrypt(
            msgspec.json.encode(_Secrets(verifier, nonce)), table="logins", row=login_id, column="sealed_secrets"
        )
        scopes = await self._asked(workspace_id, add)
        address = self._oauth.login_address(state=state, verifier=verifier, nonce=nonce, scopes=scopes)
        row = {
            "id": login_id,
            "workspace_id": workspace_id,
            "kind": self._oauth.app_type,
            "sealed_secrets": encrypted,
            "binding": _hashed(browser) if browser is not None else None,
            "redirect_uri": self._settings.redirect_uri,
            "scopes": " ".join(scopes),
            "key_id": self._keyring.newest_id,
            "expires_at": now + LOGIN_LASTS,
            "created_at": now,
        }
        async with self._store.write(workspace_id) as tx:
            await tx.execute(delete(logins).where(logins.c.workspace_id == workspace_id, logins.c.expires_at < now))
            await tx.execute(insert(logins).values(row))
        return LoginStart(address, state)

    async def _asked(self, workspace_id: str, add: Sequence[str]) -> list[str]:
        """What a login asks for. What was added before stays, though the settings do not name it."""
        if not add:
            return self._oauth.scopes
        known = await self._connections.of_workspace(workspace_id)
        same = [each for each in known if each.state == "connected" and each.client_id == self._oauth.client_id]
        return together(self._oauth.scopes, [each.scopes for each in same], add)

    async def finish(
        self, *, state: str, code: str | None, error: str | None = None, browser: str | None = None
    ) -> Login:
        """Finish a login with what the browser came back with.

        Raises NotAllowed for a state that is unknown, used, expired or of another browser, if the person said no, or
        if the id token is not ours; NotConnected if no organisation was chosen; and what `OAuth.exchange` raises.
        """
        row = await self._taken(state, browser)
        if error is not None or not code:
            raise _ended_at_xero(error)
        opened = self._keyring.open(row["sealed_secrets"], table="logins", row=row["id"], column="sealed_secrets")
        secret = msgspec.json.decode(opened, type=_Secrets)
        tokens = await self._oauth.exchange(code, verifier=secret.verifier, redirect_uri=row["redirect_uri"])
        user_id = await self._user(tokens, secret.nonce, asked_openid="openid" in row["scopes"].split())
        event = claims_of(tokens.access_token).get("authentication_event_id")
        tenants = await self._oauth.tenants(tokens.access_token, auth_event_id=str(event) if event else None)
        if not tenants:
            raise NotConnected("No organisation was chosen at Xero.", hint="Connect again and choose one.")
        consent = Consent(row["kind"], self._oauth.client_id, user_id, _granted(tokens, row["scopes"]))
        return await self._stored(row["workspace_id"], consent, tokens, tenants)

    async def connect_custom(self, workspace_id: str) -> Login:
        """Connect the one organisation of a custom connection, which needs no browser.

        Raises NotConnected if the custom connection was not authorised for an organisation yet.
        """
        tokens = await self._oauth.client_credentials()
        tenant = await self._only_tenant(tokens.access_token)
        consent = Consent("custom", self._oauth.client_id, None, _granted(tokens, " ".join(self._oauth.scopes)))
        return await self._stored(workspace_id, consent, tokens, [tenant])

    async def _only_tenant(self, access_token: str) -> Tenant:
        try:
            listed = await self._oauth.tenants(access_token)
        except ReconnectNeeded:
            listed = []  # the list of connections may be closed to a custom connection
        try:
            return listed[0] if listed else await self._oauth.only_tenant(access_token)
        except (ReconnectNeeded, NotFound):
            raise NotConnected("The custom connection is not authorised for an organisation yet.") from None

    async def _taken(self, state: str, browser: str | None) -> RowMapping:
        """The login of this state, taken out of the table: it works once, whoever comes with it."""
        mine = delete(logins).where(logins.c.id == _hashed(state)).returning(*logins.c)
        async with self._store.write(ALL_WORKSPACES) as tx:
            row = (await tx.execute(mine)).mappings().first()
        if row is None or row["expires_at"] <= self._clock.now():
            raise NotAllowed("This login is unknown, was used already, or took too long.", hint=_AGAIN)
        if row["binding"] is not None and not hmac.compare_digest(row["binding"], _hashed(browser or "")):
            raise NotAllowed("This login was begun in another browser.", hint="Begin again in this browser.")
        return row

    async def _user(self, tokens: TokenSet, nonce: str, *, asked_openid: bool) -> str | None:
        if tokens.id_token is not None:
            return (await self._oauth.identity(tokens.id_token, nonce=nonce)).user_id
        if asked_openid:
            raise UnexpectedAnswer("Xero sent no id token although openid was asked for.")
        user: Any = claims_of(tokens.access_token).get("xero_userid")
        return str(user) if user else None

    async def _stored(self, workspace_id: str, consent: Consent, tokens: TokenSet, tenants: list[Tenant]) -> Login:
        now = self._clock.now()

        async def stored(tx: AsyncConnection) -> str:
            return await store_consent(tx, self._keyring, workspace_id, consent, tokens, tenants, now)

        grant_id = await self._store.transact(workspace_id, stored)
        reached = {tenant.tenant_id for tenant in tenants}
        mine = [each for each in await self._connections.of_workspace(workspace_id) if each.grant_id == grant_id]
        return Login(workspace_id, grant_id, [each for each in mine if each.tenant_id in reached])


def _ended_at_xero(error: str | None) -> NotAllowed:
    if error == "access_denied":
        return NotAllowed("The login was cancelled at Xero.", hint=_AGAIN)
    known = {"invalid_scope", "unauthorized_client", "invalid_request", "server_error", "temporarily_unavailable"}
    said = f" ({error})" if error in known else ""
    return NotAllowed(f"Xero ended the login without giving access{said}.", hint=_AGAIN)


def _granted(tokens: TokenSet, asked: str) -> str:
    """The scopes as Xero granted them: the token's own, else the answer's, else what was asked for."""
    inside = claims_of(tokens.access_token).get("scope")
    if isinstance(inside, list):
        stored = [*(str(scope) for scope in inside), *(scope for scope in asked.split() if scope in LOGIN)]
        return " ".join(dict.fromkeys(stored))
    return tokens.scope or asked


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
