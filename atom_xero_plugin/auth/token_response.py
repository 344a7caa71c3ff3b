"""What the token service answers: tokens, or a refusal that becomes one of our errors."""

from __future__ import annotations

import base64
import re
from datetime import timedelta
from typing import Any

import httpx2
import msgspec
from msgspec import Struct

from atom_xero_plugin.core.errors import FixSetup, ReconnectNeeded, XeroPluginError, XeroUnavailable

ACCESS_LIFETIME_S = 1800
"""Seconds an access token lives. Source: developer.xero.com, OAuth 2.0 FAQ."""
_LONGEST_LIFETIME_S = 24 * 3600
_TOKEN = re.compile(r"[\x21-\x7e]{1,65536}")
"""What may stand in an HTTP header; anything else is no token."""


class TokenSet(Struct, frozen=True):
    """What the token service gave. Its text shows no token."""

    access_token: str
    expires_in: int
    """Seconds from the answer on; always more than 0."""
    refresh_token: str | None = None
    id_token: str | None = None
    scope: str = ""

    def __repr__(self) -> str:
        return f"TokenSet(expires_in={self.expires_in}, scope={self.scope!r})"


def sensible(reply: httpx2.Response) -> httpx2.Response:
    """The answer with nonsense next to the tokens put right, so that it cannot cost us the tokens.

    By the time it is read Xero has replaced the refresh token: an answer that is thrown away for a strange
    `expires_in` would be a lost token. Raises httpx2.HTTPStatusError for a failure that names no OAuth error.
    """
    if reply.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR:
        return reply
    try:
        answer = reply.json()
    except (ValueError, RecursionError):
        answer = None
    if not isinstance(answer, dict):
        return reply  # Authlib raises for it
    if "error" not in answer:
        reply.raise_for_status()
    given = {name: answer[name] for name in ("error", "refresh_token", "id_token", "scope") if name in answer}
    given["access_token"] = answer.get("access_token")
    given["expires_in"] = _lifetime(answer.get("expires_in"))
    return httpx2.Response(reply.status_code, json=given, request=reply.request)


def token_set(answer: dict[str, Any]) -> TokenSet:
    """The tokens of an answer that names no error. Raises XeroUnavailable if there is no access token in it."""
    access = _token(answer.get("access_token"))
    if access is None:
        raise XeroUnavailable("Xero's token service gave no access token.")
    scope = answer.get("scope")
    return TokenSet(
        access_token=access,
        expires_in=_lifetime(answer.get("expires_in")),
        refresh_token=_token(answer.get("refresh_token")),
        id_token=_token(answer.get("id_token")),
        scope=scope if isinstance(scope, str) else "",
    )


def claims_of(access_token: str) -> dict[str, Any]:
    """What Xero's access token says by itself (user, scopes, consent event); empty if it is no JWT.

    It came straight from the token service and is only read for hints, so its signature is not checked here.
    """
    parts = access_token.split(".")
    if len(parts) != 3:  # noqa: PLR2004 - a JWT has three parts
        return {}
    try:
        claims = msgspec.json.decode(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return {}
    return claims if isinstance(claims, dict) else {}


def lifetime(tokens: TokenSet) -> timedelta:
    """How long the access token is good for."""
    return timedelta(seconds=tokens.expires_in)


def unavailable(status: int) -> XeroUnavailable:
    """The error for an HTTP status that says nothing of our request."""
    return XeroUnavailable(f"Xero's token service answered HTTP {status}.")


def refusal(code: object, redirect_uri: str) -> XeroPluginError:
    """The error for an OAuth error code; its description is dropped, because it may repeat what was sent."""
    match code:
        case "invalid_grant":
            return ReconnectNeeded("Xero no longer accepts this login (invalid_grant).")
        case "invalid_client":
            return FixSetup(
                "Xero does not know this app (invalid_client).",
                hint="Set XERO_CLIENT_ID and XERO_CLIENT_SECRET to those of your app at developer.xero.com; a PKCE app "
                "has no secret.",
            )
        case "unauthorized_client":
            return FixSetup(
                "Xero does not allow this app to log in this way (unauthorized_client).",
                hint="Set XERO_APP_TYPE to the app's kind at developer.xero.com, and XERO_SCOPES to scopes that the "
                "app has.",
            )
        case "invalid_scope":
            return FixSetup(
                "Xero does not give this app one of the scopes asked for (invalid_scope).",
                hint="Set XERO_SCOPES to scopes that the app has at developer.xero.com; an app made before March 2026 "
                "may need XERO_SCOPES=legacy.",
            )
        case "invalid_request" | "redirect_uri_mismatch":
            return FixSetup(
                f"Xero refused the request ({code}).",
                hint=f"Set XERO_REDIRECT_URI, which is {redirect_uri}, to exactly one of the redirect addresses of "
                "the app at developer.xero.com.",
            )
        case "access_denied" | "server_error" | "temporarily_unavailable" | "unsupported_grant_type":
            return XeroUnavailable(f"Xero's token service refused the request ({code}).")
        case _:
            return XeroUnavailable("Xero's token service refused the request for a reason it has never given before.")


def _token(value: object) -> str | None:
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else None


def _lifetime(value: object) -> int:
    """Seconds. What is no number above 0 is taken as Xero's usual 30 minutes.

    Taking 0 at its word would ask for new tokens at every call. If the token has indeed ended, Xero says so (401) and
    it is refreshed then.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return ACCESS_LIFETIME_S
    try:
        seconds = int(value)
    except (ValueError, OverflowError):
        return ACCESS_LIFETIME_S
    return min(seconds, _LONGEST_LIFETIME_S) if seconds > 0 else ACCESS_LIFETIME_S
