"""A login at Xero: begun with secrets that only we know, finished once, in the workspace that began it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import msgspec
from msgspec import Struct
from sqlalchemy import RowMapping, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.connections import Connection, Connections, keep_tenants
from atom_xero_plugin.auth.grants import seal
from atom_xero_plugin.auth.oauth import OAuth, Tenant, TokenSet, claims_of
from atom_xero_plugin.auth.scopes import LOGIN
from atom_xero_plugin.clock import Clock
from atom_xero_plugin.errors import NotAllowed, NotConnected, UnexpectedAnswer
from atom_xero_plugin.settings import Settings
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.models import grants, logins
from atom_xero_plugin.store.session import ALL_WORKSPACES, Store

LOGIN_LASTS = timedelta(minutes=10)
"""How long a person may take at Xero's pages."""


@dataclass(frozen=True)
class Begun:
    """A login that began: where to send the browser, and the state it must come back with."""

    address: str = field(repr=False)
    state: str = field(repr=False)


@dataclass(frozen=True)
class Login:
    """A login that succeeded."""

    workspace_id: str
    grant_id: str
    connections: list[Connection]


class _Secrets(Struct, frozen=True):
    verifier: str
    nonce: str


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

    async def begin(self, workspace_id: str, *, browser: str | None = None) -> Begun:
        """Begin a login; `browser` is a secret in that browser's cookie, without which it cannot be finished."""
        state, verifier, nonce = (secrets.token_urlsafe(48) for _ in range(3))
        now, login_id = self._clock.now(), _hashed(state)
        sealed = self._keyring.seal(
            msgspec.json.encode(_Secrets(verifier, nonce)), table="logins", row=login_id, column="sealed_secrets"
        )
        address = self._oauth.login_address(state=state, verifier=verifier, nonce=nonce)
        row = {
            "id": login_id,
            "workspace_id": workspace_id,
            "kind": self._oauth.app_type,
            "sealed_secrets": sealed,
            "binding": _hashed(browser) if browser is not None else None,
            "redirect_uri": self._settings.redirect_uri,
            "scopes": " ".join(self._oauth.scopes),
            "key_id": self._keyring.newest_id,
            "expires_at": now + LOGIN_LASTS,
            "created_at": now,
        }
        async with self._store.write(workspace_id) as tx:
            await tx.execute(delete(logins).where(logins.c.expires_at < now - LOGIN_LASTS))
            await tx.execute(insert(logins).values(row))
        return Begun(address, state)

    async def finish(
        self, *, state: str, code: str | None, error: str | None = None, browser: str | None = None
    ) -> Login:
        """Finish a login with what the browser came back with.

        Raises NotAllowed for a state that is unknown, used, expired or of another browser, or if the person said no;
        and what `OAuth.exchange` raises.
        """
        row = await self._use(state, browser)
        if error is not None or not code:
            said_no = error == "access_denied"
            raise NotAllowed(
                "The login was cancelled at Xero."
                if said_no
                else f"Xero ended the login: {(error or 'no code')[:60]}.",
                hint="Begin again with `atom-xero connect`.",
            )
        opened = self._keyring.open(row["sealed_secrets"], table="logins", row=row["id"], column="sealed_secrets")
        secret = msgspec.json.decode(opened, type=_Secrets)
        tokens = await self._oauth.exchange(code, verifier=secret.verifier, redirect_uri=row["redirect_uri"])
        user_id = await self._user(tokens, secret.nonce, asked_openid="openid" in row["scopes"].split())
        event = claims_of(tokens.access_token).get("authentication_event_id")
        tenants = await self._oauth.tenants(tokens.access_token, auth_event_id=str(event) if event else None)
        if not tenants:
            raise NotConnected("No organisation was chosen at Xero.", hint="Connect again and choose one.")
        return await self._keep(row["workspace_id"], row["kind"], user_id, tokens, tenants, row["scopes"])

    async def connect_custom(self, workspace_id: str) -> Login:
        """Connect the one organisation of a custom connection, which needs no browser."""
        tokens = await self._oauth.client_credentials()
        tenants = await self._oauth.tenants(tokens.access_token)
        if not tenants:
            raise NotConnected("The custom connection is not authorised for an organisation yet.")
        asked = " ".join(self._oauth.scopes)
        return await self._keep(workspace_id, "custom", None, tokens, tenants[:1], asked)

    async def _use(self, state: str, browser: str | None) -> RowMapping:
        """The login of this state, marked as used: it works once."""
        now = self._clock.now()
        mine = update(logins).where(logins.c.id == _hashed(state), logins.c.used_at.is_(None))
        async with self._store.write(ALL_WORKSPACES) as tx:
            await tx.execute(mine.values(used_at=now))
            found = select(logins).where(logins.c.id == _hashed(state), logins.c.used_at == now)
            row = (await tx.execute(found)).mappings().first()
            used = await tx.execute(delete(logins).where(logins.c.id == _hashed(state)))
        if row is None or used.rowcount != 1 or row["expires_at"] <= now:
            raise NotAllowed("This login is unknown, was used already, or took too long; begin again.")
        if row["binding"] is not None and not hmac.compare_digest(row["binding"], _hashed(browser or "")):
            raise NotAllowed("This login was begun in another browser; begin again in this one.")
        return row

    async def _user(self, tokens: TokenSet, nonce: str, *, asked_openid: bool) -> str | None:
        if tokens.id_token is not None:
            return (await self._oauth.identity(tokens.id_token, nonce=nonce)).user_id
        if asked_openid:
            raise UnexpectedAnswer("Xero sent no id token although openid was asked for.")
        user: Any = claims_of(tokens.access_token).get("xero_userid")
        return str(user) if user else None

    async def _keep(
        self, workspace_id: str, kind: str, user_id: str | None, tokens: TokenSet, tenants: list[Tenant], asked: str
    ) -> Login:
        """Store tokens and organisations in one transaction; the same user's earlier grant is taken up again."""
        now = self._clock.now()
        async with self._store.write(workspace_id) as tx:
            grant_id = await self._earlier(tx, workspace_id, kind, user_id) or uuid.uuid4().hex
            values = {
                **seal(self._keyring, grant_id, tokens, now),
                "kind": kind,
                "xero_user_id": user_id,
                "scopes": _granted(tokens, asked),
                "state": "active",
                "state_reason": None,
                "sealed_previous": None,
                "previous_until": None,
                "lease_until": None,
                "failures": 0,
            }
            again = update(grants).where(grants.c.id == grant_id)
            renewed = again.values(**values, generation=grants.c.generation + 1, fence=grants.c.fence + 1)
            if (await tx.execute(renewed)).rowcount == 0:
                identity = {"id": grant_id, "workspace_id": workspace_id, "client_id": self._oauth.client_id}
                await tx.execute(insert(grants).values(**identity, **values, generation=0, fence=0, created_at=now))
            await keep_tenants(tx, workspace_id, grant_id, tenants, now)
            names = [tenant.tenant_name or tenant.tenant_id for tenant in tenants]
            await audit.record(
                tx,
                workspace_id=workspace_id,
                at=now,
                actor=f"xero:{user_id}" if user_id else "custom connection",
                event="grant.connected",
                subject=grant_id,
                detail={"organisations": names},
            )
        reached = {tenant.tenant_id for tenant in tenants}
        mine = [each for each in await self._connections.of_workspace(workspace_id) if each.grant_id == grant_id]
        return Login(workspace_id, grant_id, [each for each in mine if each.tenant_id in reached])

    async def _earlier(self, tx: AsyncConnection, workspace_id: str, kind: str, user_id: str | None) -> str | None:
        same = select(grants.c.id).where(
            grants.c.workspace_id == workspace_id,
            grants.c.client_id == self._oauth.client_id,
            grants.c.kind == kind,
            grants.c.xero_user_id.is_(None) if user_id is None else grants.c.xero_user_id == user_id,
        )
        found: str | None = (await tx.execute(same.order_by(grants.c.created_at))).scalar()
        return found


def _granted(tokens: TokenSet, asked: str) -> str:
    """The scopes as Xero granted them: the answer's, else the token's own, else what was asked for."""
    inside = claims_of(tokens.access_token).get("scope")
    if isinstance(inside, list):
        kept = [*(str(scope) for scope in inside), *(scope for scope in asked.split() if scope in LOGIN)]
        return " ".join(dict.fromkeys(kept))
    return tokens.scope or asked


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
