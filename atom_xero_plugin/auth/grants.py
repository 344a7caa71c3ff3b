"""A grant as it is stored: what one Xero user allowed our app, and its tokens, encrypted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from msgspec import Struct

from atom_xero_plugin.auth.token_response import TokenSet, lifetime
from atom_xero_plugin.store.encryption import Keyring

TABLE: Final = "grants"
GRACE = timedelta(minutes=30)
"""How long Xero still takes the refresh token before the newest one. Source: developer.xero.com, OAuth 2.0 FAQ."""


class Grant(Struct, frozen=True):
    """One row of the table of grants, its secrets still encrypted."""

    id: str
    workspace_id: str
    kind: str
    client_id: str
    xero_user_id: str | None
    scopes: str
    state: str
    state_reason: str | None
    sealed_tokens: bytes | None
    sealed_previous: bytes | None
    previous_until: datetime | None
    access_expires_at: datetime | None
    refreshed_at: datetime | None
    generation: int
    fence: int
    lease_until: datetime | None
    failures: int

    @classmethod
    def of(cls, row: Mapping[Any, Any]) -> Grant:
        """From a row of the table."""
        return cls(**{name: row[name] for name in cls.__struct_fields__})


class StoredTokens(Struct, frozen=True):
    """What is encrypted of a token set. Its text shows nothing."""

    access_token: str
    refresh_token: str | None

    def __repr__(self) -> str:
        return "Kept(…)"


def encrypt(
    keyring: Keyring, grant_id: str, tokens: TokenSet, now: datetime, *, fallback: str | None = None
) -> dict[str, Any]:
    """The columns that hold a new token set; `fallback` is the refresh token where Xero sent no new one."""
    stored = StoredTokens(tokens.access_token, tokens.refresh_token or fallback)
    return {
        "sealed_tokens": keyring.encrypt(
            msgspec.json.encode(stored), table=TABLE, row=grant_id, column="sealed_tokens"
        ),
        "access_expires_at": now + lifetime(tokens),
        "refreshed_at": now,
        "key_id": keyring.newest_id,
        "updated_at": now,
    }


def open_tokens(keyring: Keyring, grant: Grant) -> StoredTokens:
    """The tokens of a grant. Raises KeyWrong."""
    if grant.sealed_tokens is None:
        return StoredTokens("", None)
    plain = keyring.open(grant.sealed_tokens, table=TABLE, row=grant.id, column="sealed_tokens")
    return msgspec.json.decode(plain, type=StoredTokens)


def encrypt_previous(keyring: Keyring, grant_id: str, refresh_token: str | None, now: datetime) -> dict[str, Any]:
    """The columns that keep a refresh token for Xero's grace."""
    if refresh_token is None:
        return {"sealed_previous": None, "previous_until": None}
    encrypted = keyring.encrypt(refresh_token.encode(), table=TABLE, row=grant_id, column="sealed_previous")
    return {"sealed_previous": encrypted, "previous_until": now + GRACE}


def open_previous(keyring: Keyring, grant: Grant, now: datetime) -> str | None:
    """The refresh token before the newest, while Xero still takes it."""
    if grant.sealed_previous is None or grant.previous_until is None or grant.previous_until <= now:
        return None
    return keyring.open(grant.sealed_previous, table=TABLE, row=grant.id, column="sealed_previous").decode()
