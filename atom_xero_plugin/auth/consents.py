"""What a login leaves behind: one grant a workspace, app and Xero user, its tokens and its organisations."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from msgspec import Struct
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from atom_xero_plugin.auth.grants import encrypt
from atom_xero_plugin.auth.oauth import Tenant
from atom_xero_plugin.auth.tenants import store_tenants
from atom_xero_plugin.auth.token_response import TokenSet
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.encryption import Keyring
from atom_xero_plugin.store.tables import grants
from atom_xero_plugin.store.upsert import insert_into

_NAMESPACE = uuid.UUID("5d0f0f56-6a0c-4f0e-9a6b-0d9b4b7c2f11")


class Consent(Struct, frozen=True):
    """What a Xero user allowed our app."""

    kind: str
    """web, pkce or custom."""
    client_id: str
    user_id: str | None
    """The Xero user; None for a custom connection, or where Xero did not say."""
    scopes: str

    def grant_id(self, workspace_id: str) -> str:
        """The grant's id: the same for every login of the same user, so that two at once make one grant."""
        if self.user_id is None and self.kind != "custom":
            return uuid.uuid4().hex  # nobody knows who it is, so it is nobody's earlier grant
        parts = (workspace_id, self.client_id, self.kind, self.user_id or "")
        return uuid.uuid5(_NAMESPACE, "\x00".join(parts)).hex


async def store_consent(
    tx: AsyncConnection,
    keyring: Keyring,
    workspace_id: str,
    consent: Consent,
    tokens: TokenSet,
    tenants: list[Tenant],
    now: datetime,
) -> str:
    """Store grant, tokens, organisations and audit rows in the caller's transaction; returns the grant's id.

    The earlier grant of the same user is taken up again. Its fence is raised, so that a refresh under way of its
    earlier tokens cannot overwrite the new ones.
    """
    grant_id = consent.grant_id(workspace_id)
    values: dict[str, Any] = {
        **encrypt(keyring, grant_id, tokens, now),
        "kind": consent.kind,
        "client_id": consent.client_id,
        "xero_user_id": consent.user_id,
        "scopes": consent.scopes,
        "state": "active",
        "state_reason": None,
        "sealed_previous": None,
        "previous_until": None,
        "lease_owner": None,
        "lease_until": None,
        "refresh_started_at": None,
        "failures": 0,
    }
    identity = {"id": grant_id, "workspace_id": workspace_id, "created_at": now}
    first = insert_into(grants, tx.dialect.name).values(**identity, **values, generation=0, fence=0)
    await tx.execute(first.on_conflict_do_nothing())
    mine = update(grants).where(grants.c.id == grant_id)
    await tx.execute(mine.values(**values, generation=grants.c.generation + 1, fence=grants.c.fence + 1))
    actor = f"xero:{consent.user_id}" if consent.user_id else "custom connection"
    await audit.record(
        tx,
        workspace_id=workspace_id,
        at=now,
        actor=actor,
        event="grant.connected",
        subject=grant_id,
        detail={
            "organisations": [tenant.tenant_name or tenant.tenant_id for tenant in tenants],
            "scopes": consent.scopes.split(),
        },
    )
    await store_tenants(tx, workspace_id, grant_id, tenants, now, actor=actor)
    return grant_id
