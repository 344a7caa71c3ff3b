"""The protocol at Xero's login and token service, by Authlib. It keeps no tokens: tokens.py owns those.

The addresses are fixed and never discovered: repeated discovery is refused by Xero's gateway.
Source: developer.xero.com, "OAuth 2.0" and "Custom connections".
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import quote

import httpx2
import msgspec
from msgspec import Struct

from atom_xero_plugin.auth.scopes import resolve
from atom_xero_plugin.auth.token_response import TokenSet, refusal, sensible, token_set, unavailable
from atom_xero_plugin.core.bounded_body import AnswerTooLarge
from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import FixSetup, NotFound, ReconnectNeeded, UnexpectedAnswer, XeroUnavailable
from atom_xero_plugin.core.settings import Settings

if TYPE_CHECKING:  # what proves an id token is loaded for a login alone
    from atom_xero_plugin.auth.id_token import Identity, Prover

TOKEN_TIMEOUT_S = 10.0
"""In all, for one answer of the token service. A refresh may need two of them within its lease of 30 seconds."""
T = TypeVar("T")


class Tenant(Struct, frozen=True, rename="camel"):
    """One organisation that a token reaches, as GET /connections says."""

    id: str
    """What DELETE /connections takes; empty if Xero said none."""
    tenant_id: str
    tenant_type: str
    tenant_name: str | None = None
    auth_event_id: str | None = None


class _OrganisationRecord(Struct, rename="pascal"):
    organisation_id: str = msgspec.field(name="OrganisationID")
    name: str


class _Organisations(Struct, rename="pascal"):
    organisations: list[_OrganisationRecord]


class OAuth:
    """Speaks with Xero's login and token service for one app."""

    def __init__(self, settings: Settings, *, clock: Clock, transport: httpx2.AsyncBaseTransport | None = None) -> None:
        """Nothing is opened yet; `transport` stands in for the network in tests."""
        self._settings = settings
        self._transport = transport
        self._clock = clock

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
        """What to ask for. Raises FixSetup if XERO_SCOPES holds what is no scope."""
        return resolve(self._settings.scopes, custom=self.app_type == "custom")

    def login_address(self, *, state: str, verifier: str, nonce: str, scopes: Sequence[str] | None = None) -> str:
        """Where to send the browser: code flow with state, nonce and PKCE S256. Asks for the settings' or `scopes`."""
        address, _ = self._client.create_authorization_url(
            f"{self._settings.login_url}/identity/connect/authorize",
            state=state,
            code_verifier=verifier,
            nonce=nonce,
            scope=" ".join(self.scopes if scopes is None else scopes),
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
        try:
            return await self._tokens(asked)
        except ReconnectNeeded:
            raise ReconnectNeeded(
                "Xero does not accept the code of this login (invalid_grant): it was used before, took longer than "
                f"five minutes, or XERO_REDIRECT_URI is not {redirect_uri} any more."
            ) from None

    async def refresh(self, refresh_token: str) -> TokenSet:
        """The next tokens. Raises ReconnectNeeded when Xero no longer takes this refresh token.

        No scope is sent: Xero then gives what was consented to, whatever the settings say by now.
        """
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
            raise unavailable(reply.status_code)

    async def tenants(self, access_token: str, *, auth_event_id: str | None = None) -> list[Tenant]:
        """The organisations a token reaches; with an event id, those of that one consent."""
        params = {"authEventId": auth_event_id} if auth_event_id else None
        reply = await self._api("GET", "/connections", access_token, params)
        return _decoded(reply, list[Tenant])

    async def only_tenant(self, access_token: str) -> Tenant:
        """The organisation of a custom connection, from its Organisation record."""
        reply = await self._api("GET", "/api.xro/2.0/Organisation", access_token, None)
        found = _decoded(reply, _Organisations).organisations
        if not found:
            raise NotFound("The custom connection reaches no organisation.")
        return Tenant("", found[0].organisation_id, "ORGANISATION", found[0].name)

    async def disconnect(self, access_token: str, connection_id: str) -> None:
        """Take one organisation's connection back; one that is gone already is fine."""
        try:
            await self._api("DELETE", f"/connections/{quote(connection_id, safe='')}", access_token, None)
        except NotFound:
            return

    async def identity(self, id_token: str, *, nonce: str) -> Identity:
        """Who logged in, once the id token is proved. Raises NotAllowed if anything about it is wrong."""
        return await self._prover.prove(id_token, audience=self.client_id, nonce=nonce)

    async def close(self) -> None:
        """Close the connections."""
        if "_client" in self.__dict__:
            await self._client.aclose()

    @cached_property
    def _prover(self) -> Prover:
        from atom_xero_plugin.auth.id_token import Prover

        return Prover(issuer=self._settings.identity_url, fetch_keys=self._fetch_keys, clock=self._clock)

    @cached_property
    def _client(self) -> Any:
        from atom_xero_plugin.auth.oauth_client import OAuthClient  # late: most commands find a token that is good

        client_id, pkce_only, secret = self.client_id, self.app_type == "pkce", self._settings.client_secret
        if not secret and not pkce_only:
            raise FixSetup(
                "XERO_CLIENT_SECRET is not set.", hint="Set it, or set XERO_APP_TYPE=pkce for an app without a secret."
            )
        method = "none" if pkce_only else "client_secret_basic"
        client = OAuthClient(
            client_id=client_id,
            client_secret=None if pkce_only else secret,
            token_endpoint_auth_method=method,
            revocation_endpoint_auth_method=method,
            redirect_uri=self._settings.redirect_uri,
            code_challenge_method="S256",
            timeout=TOKEN_TIMEOUT_S,
            transport=self._transport,
        )
        client.register_compliance_hook("access_token_response", sensible)
        client.register_compliance_hook("refresh_token_response", sensible)
        return client

    @property
    def _token_url(self) -> str:
        return f"{self._settings.identity_url}/connect/token"

    async def _tokens(self, asked: Awaitable[Mapping[str, Any]]) -> TokenSet:
        given = await self._guarded(asked)
        self._client.token = None  # Authlib's copy: the token store is the only place they live in
        return token_set(dict(given))

    async def _guarded(self, asked: Awaitable[T]) -> T:
        """Every failure of the token service as one of our errors; causes are cut off, they hold the request."""
        from atom_xero_plugin.auth.oauth_client import OAuthError

        try:
            async with asyncio.timeout(TOKEN_TIMEOUT_S):
                return await asked
        except OAuthError as error:
            raise refusal(error.error, self._settings.redirect_uri) from None
        except httpx2.HTTPStatusError as error:
            raise unavailable(error.response.status_code) from None
        except AnswerTooLarge as error:
            raise XeroUnavailable(error.message) from None
        except (httpx2.HTTPError, TimeoutError) as error:
            raise XeroUnavailable(f"Xero's token service gave no answer ({type(error).__name__}).") from None
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
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
                raise unavailable(status)

    async def _fetch_keys(self) -> Any:
        url = f"{self._settings.identity_url}/.well-known/openid-configuration/jwks"
        reply = await self._guarded(self._client.request("GET", url, withhold_token=True))
        if reply.status_code != httpx2.codes.OK:
            raise unavailable(reply.status_code)
        try:
            return reply.json()
        except (ValueError, RecursionError):
            raise XeroUnavailable("Xero's signing keys could not be understood.") from None


def _decoded(reply: httpx2.Response, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(reply.content, type=kind)
    except (msgspec.MsgspecError, RecursionError):
        raise UnexpectedAnswer("Xero's list of connections could not be understood.") from None
