"""The protocol at Xero's login and token service, by Authlib. It keeps no tokens: tokens.py owns those.

The addresses are fixed and never discovered: repeated discovery is refused by Xero's gateway.
Source: developer.xero.com, "OAuth 2.0" and "Custom connections".
"""

from __future__ import annotations

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from functools import cached_property
from typing import Any, TypeVar

import httpx2
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from msgspec import Struct

from atom_xero_plugin.auth.scopes import resolve
from atom_xero_plugin.clock import Clock
from atom_xero_plugin.errors import (
    FixSetup,
    NotAllowed,
    NotFound,
    ReconnectNeeded,
    UnexpectedAnswer,
    XeroPluginError,
    XeroUnavailable,
)
from atom_xero_plugin.settings import Settings

TOKEN_TIMEOUT_S = 20.0
"""In all, for one answer of the token service: well below the lease of a refresh."""
ACCESS_LIFETIME_S = 1800
"""What Xero gives, and what is taken if an answer does not say."""
_LEEWAY_S = 120
T = TypeVar("T")


class TokenSet(Struct, frozen=True):
    """What the token service gave. Its text shows no token."""

    access_token: str
    expires_in: int
    refresh_token: str | None = None
    id_token: str | None = None
    scope: str = ""

    def __repr__(self) -> str:
        return f"TokenSet(expires_in={self.expires_in}, scope={self.scope!r})"


class Identity(Struct, frozen=True):
    """Who logged in."""

    user_id: str
    email: str | None


class Tenant(Struct, frozen=True, rename="camel"):
    """One organisation that a token reaches, as GET /connections tells."""

    id: str
    tenant_id: str
    tenant_type: str
    tenant_name: str | None = None
    auth_event_id: str | None = None


class OAuth:
    """Speaks with Xero's login and token service for one app."""

    def __init__(self, settings: Settings, *, clock: Clock, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Nothing is opened yet; `transport` stands in for the network in tests."""
        self._settings = settings
        self._clock = clock
        self._transport = transport
        self._keys: KeySet | None = None

    @property
    def app_type(self) -> str:
        """`web`, `pkce` or `custom`."""
        return self._settings.app_type

    @property
    def client_id(self) -> str:
        """The app's id. Raises FixSetup if none is set."""
        if not self._settings.client_id:
            raise FixSetup(
                "XERO_CLIENT_ID is not set.", hint="Create an app at developer.xero.com and set XERO_CLIENT_ID."
            )
        return self._settings.client_id

    @property
    def scopes(self) -> list[str]:
        """What to ask for."""
        return resolve(self._settings.scopes, custom=self.app_type == "custom")

    def login_address(self, *, state: str, verifier: str, nonce: str) -> str:
        """Where to send the browser: code flow with state, nonce and PKCE S256."""
        address, _ = self._client.create_authorization_url(
            f"{self._settings.login_url}/identity/connect/authorize",
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            scope=" ".join(self.scopes),
        )
        return str(address)

    async def exchange(self, code: str, *, verifier: str, redirect_uri: str) -> TokenSet:
        """The tokens for an authorisation code, which Xero takes once, within five minutes."""
        asked = self._client.fetch_token(
            self._token_url,
            grant_type="authorization_code",
            code=code,
            code_verifier=verifier,
            redirect_uri=redirect_uri,
        )
        return await self._tokens(asked)

    async def refresh(self, refresh_token: str) -> TokenSet:
        """The next tokens. Raises ReconnectNeeded when Xero no longer takes this refresh token."""
        return await self._tokens(self._client.refresh_token(self._token_url, refresh_token=refresh_token))

    async def client_credentials(self) -> TokenSet:
        """A custom connection's token, which comes without a refresh token."""
        scope = " ".join(self.scopes)
        asked = self._client.fetch_token(self._token_url, grant_type="client_credentials", scope=scope)
        return await self._tokens(asked)

    async def revoke(self, refresh_token: str) -> None:
        """End a grant and every connection of it."""
        url = f"{self._settings.identity_url}/connect/revocation"
        reply = await self._guarded(self._client.revoke_token(url, token=refresh_token))
        if reply.status_code != httpx2.codes.OK:
            raise _unavailable(reply.status_code)

    async def tenants(self, access_token: str, *, auth_event_id: str | None = None) -> list[Tenant]:
        """The organisations a token reaches; with an event id, those of that one consent."""
        params = {"authEventId": auth_event_id} if auth_event_id else None
        reply = await self._api("GET", "/connections", access_token, params)
        try:
            return msgspec.json.decode(reply.content, type=list[Tenant])
        except msgspec.MsgspecError:
            raise UnexpectedAnswer("Xero's list of connections could not be understood.") from None

    async def disconnect(self, access_token: str, connection_id: str) -> None:
        """Take one organisation's connection back; one that is gone already is fine."""
        try:
            await self._api("DELETE", f"/connections/{connection_id}", access_token, None)
        except NotFound:
            return

    async def identity(self, id_token: str, *, nonce: str) -> Identity:
        """Who logged in, once the id token is proved: signature, issuer, audience, times and nonce.

        Raises NotAllowed if anything about it is wrong.
        """
        try:
            token = await self._decoded(id_token)
            self._claims(nonce).validate(token.claims)
        except (JoseError, ValueError, KeyError, TypeError):
            raise NotAllowed("Xero's id token is not what this login asked for; log in again.") from None
        user = token.claims.get("xero_userid") or token.claims["sub"]
        return Identity(str(user), token.claims.get("email"))

    async def close(self) -> None:
        """Close the connections."""
        if "_client" in self.__dict__:
            await self._client.aclose()

    @cached_property
    def _client(self) -> Any:
        secret = self._settings.client_secret
        if not secret and self.app_type != "pkce":
            raise FixSetup(
                "XERO_CLIENT_SECRET is not set.", hint="Set it, or set XERO_APP_TYPE=pkce for an app without a secret."
            )
        return AsyncOAuth2Client(
            client_id=self.client_id,
            client_secret=secret if self.app_type != "pkce" else None,
            token_endpoint_auth_method="none" if self.app_type == "pkce" else "client_secret_basic",
            revocation_endpoint_auth_method="none" if self.app_type == "pkce" else "client_secret_basic",
            redirect_uri=self._settings.redirect_uri,
            code_challenge_method="S256",
            timeout=TOKEN_TIMEOUT_S,
            transport=self._transport,
        )

    @property
    def _token_url(self) -> str:
        return f"{self._settings.identity_url}/connect/token"

    async def _tokens(self, asked: Awaitable[Mapping[str, Any]]) -> TokenSet:
        given = await self._guarded(asked)
        self._client.token = None  # Authlib's copy: the token store is the only place they live in
        access = given.get("access_token")
        if not isinstance(access, str) or not access:
            raise UnexpectedAnswer("Xero's token service gave no access token.")
        refresh, identity = given.get("refresh_token"), given.get("id_token")
        return TokenSet(
            access_token=access,
            expires_in=_lifetime(given.get("expires_in")),
            refresh_token=refresh if isinstance(refresh, str) and refresh else None,
            id_token=identity if isinstance(identity, str) and identity else None,
            scope=str(given.get("scope") or ""),
        )

    async def _guarded(self, asked: Awaitable[T]) -> T:
        """Every failure of the token service as one of our errors; causes are cut off, they hold the request."""
        try:
            async with asyncio.timeout(TOKEN_TIMEOUT_S):
                return await asked
        except OAuthError as error:
            raise _refusal(str(error.error), self._settings.redirect_uri) from None
        except httpx2.HTTPStatusError as error:
            raise _unavailable(error.response.status_code) from None
        except (httpx2.HTTPError, TimeoutError) as error:
            raise XeroUnavailable(f"Xero's token service gave no answer ({type(error).__name__}).") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise XeroUnavailable("Xero's token service answered something that could not be understood.") from None

    async def _api(self, method: str, path: str, access_token: str, params: dict[str, str] | None) -> httpx2.Response:
        asked = self._client.request(
            method,
            f"{self._settings.api_url}{path}",
            params=params,
            withhold_token=True,
            headers={"Authorization": f"Bearer {access_token}", "Accept": "application/json"},
        )
        reply: httpx2.Response = await self._guarded(asked)
        match reply.status_code:
            case 200 | 204:
                return reply
            case 401 | 403:
                raise ReconnectNeeded("Xero does not accept this connection's token.")
            case 404:
                raise NotFound("Xero has no such connection.")
            case status:
                raise _unavailable(status)

    async def _decoded(self, id_token: str) -> jwt.Token:
        """Checked against Xero's keys; an unknown key is looked up once more, because Xero rotates them."""
        if self._keys is None:
            self._keys = await self._fetch_keys()
        kid = _header(id_token).get("kid")
        if kid not in {key.kid for key in self._keys.keys}:
            self._keys = await self._fetch_keys()
        return jwt.decode(id_token, self._keys, algorithms=["RS256"])

    async def _fetch_keys(self) -> KeySet:
        url = f"{self._settings.identity_url}/.well-known/openid-configuration/jwks"
        reply = await self._guarded(self._client.request("GET", url, withhold_token=True))
        if reply.status_code != httpx2.codes.OK:
            raise _unavailable(reply.status_code)
        return KeySet.import_key_set(reply.json())

    def _claims(self, nonce: str) -> jwt.JWTClaimsRegistry:
        now = int(self._clock.now().timestamp())
        return jwt.JWTClaimsRegistry(
            now=now,
            leeway=_LEEWAY_S,
            iss={"essential": True, "value": self._settings.identity_url},
            aud={"essential": True, "value": self.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )


def claims_of(access_token: str) -> dict[str, Any]:
    """What Xero's access token says of itself (user, scopes, consent event); empty if it is no JWT.

    It came straight from the token service and is only read for hints, so its signature is not checked here.
    """
    parts = access_token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWT has three parts
        return {}
    try:
        claims = msgspec.json.decode(_unpadded(parts[1]))
    except (msgspec.MsgspecError, ValueError, binascii.Error):
        return {}
    return claims if isinstance(claims, dict) else {}


def lifetime(tokens: TokenSet) -> timedelta:
    """How long the access token is good for."""
    return timedelta(seconds=tokens.expires_in)


def _header(token: str) -> dict[str, Any]:
    header = msgspec.json.decode(_unpadded(token.split(".", 1)[0]))
    return header if isinstance(header, dict) else {}


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _lifetime(value: Any) -> int:
    """Seconds; what is no sensible number is taken as Xero's usual 30 minutes, a spent one as spent."""
    try:
        seconds = int(value)
    except (TypeError, ValueError):
        return ACCESS_LIFETIME_S
    return max(0, min(seconds, 24 * 3600))


def _unavailable(status: int) -> XeroUnavailable:
    return XeroUnavailable(f"Xero's token service answered HTTP {status}.")


def _refusal(code: str, redirect_uri: str) -> XeroPluginError:
    """The token service's refusal, by its code alone: its description may repeat what was sent."""
    match code:
        case "invalid_grant":
            return ReconnectNeeded("Xero no longer accepts this login (invalid_grant).")
        case "invalid_client" | "unauthorized_client":
            return FixSetup(
                f"Xero does not accept the app ({code}): XERO_CLIENT_ID and XERO_CLIENT_SECRET do not fit, the kind of "
                "app is another, or it lacks a scope."
            )
        case "invalid_scope":
            return FixSetup(
                "Xero does not give this app one of the scopes asked for (invalid_scope).",
                hint="Compare XERO_SCOPES with the app's scopes at developer.xero.com; apps made before March 2026 may "
                "need XERO_SCOPES=legacy.",
            )
        case "invalid_request" | "redirect_uri_mismatch":
            return FixSetup(f"Xero refused the login ({code}); XERO_REDIRECT_URI is {redirect_uri}.")
        case _:
            return XeroUnavailable(f"Xero's token service refused the request ({code[:60]}).")
