"""Callers of the HTTP service: API tokens, each of one workspace and with rights, kept only as a hash."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from msgspec import Struct
from sqlalchemy import RowMapping, insert, select, update

from atom_xero_plugin.core.errors import InvalidArguments, NotFound
from atom_xero_plugin.core.quoting import CONTROL
from atom_xero_plugin.store import audit
from atom_xero_plugin.store.browser_secrets import hashed
from atom_xero_plugin.store.caller_tables import api_tokens
from atom_xero_plugin.store.database import ALL_WORKSPACES, Store

RIGHTS: Final = ("read", "write", "approve", "admin")
LONGEST_NAME: Final = 64
LONGEST_LIFE_DAYS: Final = 3650
_SEEN_EVERY: Final = timedelta(minutes=5)
"""How exactly the last use is kept: a write for each request would cost more than it is worth."""
_LISTS: Final = ("rights", "organisations", "skills")
"""Columns that hold names separated by spaces."""
_TOKEN: Final = re.compile(r"axt_[A-Za-z0-9_-]{43}")


class ApiToken(Struct, frozen=True):
    """A caller, without the token itself."""

    id: str
    workspace_id: str
    name: str
    rights: list[str]
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None
    organisations: list[str] | None = None
    """Tenant ids that it is limited to; None for every one."""
    skills: list[str] | None = None
    """Skills that it is limited to; None for every one."""

    def works(self, at: datetime) -> bool:
        """Whether it is neither revoked nor expired."""
        return self.revoked_at is None and (self.expires_at is None or self.expires_at > at)


class NewToken(Struct, frozen=True):
    """A token just made: the only time it is seen."""

    token: str
    made: ApiToken

    def __repr__(self) -> str:
        return f"NewToken({self.made.id})"


class ApiTokens:
    """The tokens of every workspace."""

    def __init__(self, store: Store) -> None:
        """Keep the store they live in."""
        self._store = store

    async def new(
        self,
        workspace_id: str,
        name: str,
        rights: Iterable[str],
        *,
        by: str,
        expires_days: int | None = None,
        organisations: Collection[str] | None = None,
        skills: Collection[str] | None = None,
    ) -> NewToken:
        """Make a token, limited to organisations (tenant ids) and skills where they are given.

        Raises InvalidArguments for rights there are not, a name or life that cannot be, or a limit that allows nothing.
        """
        held = [right for right in RIGHTS if right in set(rights)]
        if workspace_id in {"", ALL_WORKSPACES}:
            raise InvalidArguments("A token is of one workspace; set ATOM_XERO_WORKSPACE to its name.", hint="")
        _check(name, set(rights), expires_days)
        limits = {"organisations": _limit(organisations), "skills": _limit(skills)}
        now, token = self._store.clock.now(), f"axt_{secrets.token_urlsafe(32)}"
        expires = now + timedelta(days=expires_days) if expires_days is not None else None
        row = _row(workspace_id, name.strip(), token, " ".join(held), now, expires) | limits
        async with self._store.write(workspace_id) as tx:
            await tx.execute(insert(api_tokens).values(row))
            await audit.record(
                tx, workspace_id=workspace_id, at=now, actor=by, event="caller.made", subject=row["id"],
                detail={"name": row["name"], "rights": held, **{k: v.split() for k, v in limits.items() if v}},
            )  # fmt: skip
        return NewToken(token, _token(row | {"last_used_at": None, "revoked_at": None}))

    async def find(self, token: str) -> ApiToken | None:
        """The caller that holds this token; None if it is unknown, revoked or expired."""
        if not _TOKEN.fullmatch(token):
            return None
        mine = select(api_tokens).where(api_tokens.c.hash == hashed(token))
        async with self._store.read(ALL_WORKSPACES) as tx:  # whose it is, is what is asked
            row = (await tx.execute(mine)).mappings().first()
        found = None if row is None else _token(row)
        if found is None or not found.works(self._store.clock.now()):
            return None
        await self._seen(found)
        return found

    async def living(self, workspace_id: str, token_id: str) -> ApiToken | None:
        """The token of that id, while it works."""
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(select(api_tokens).where(*_mine(workspace_id, token_id)))).mappings().first()
        found = None if row is None else _token(row)
        return found if found is not None and found.works(self._store.clock.now()) else None

    async def listed(self, workspace_id: str) -> list[ApiToken]:
        """Every token of a workspace, the newest first; those that no longer work too."""
        mine = select(api_tokens).where(api_tokens.c.workspace_id == workspace_id)
        async with self._store.read(workspace_id) as tx:
            rows = await tx.execute(mine.order_by(api_tokens.c.created_at.desc(), api_tokens.c.id))
            return [_token(row) for row in rows.mappings()]

    async def revoke(self, workspace_id: str, token_id: str, *, by: str) -> None:
        """End a token at once. Raises NotFound for one that is not of this workspace or ended before."""
        now = self._store.clock.now()
        ended = update(api_tokens).where(*_mine(workspace_id, token_id), api_tokens.c.revoked_at.is_(None))
        async with self._store.write(workspace_id) as tx:
            if (await tx.execute(ended.values(revoked_at=now))).rowcount != 1:
                raise NotFound("There is no such token in this workspace.", hint="`atom-xero token list` shows them.")
            await audit.record(
                tx, workspace_id=workspace_id, at=now, actor=by, event="caller.revoked", subject=token_id, detail={}
            )

    async def _seen(self, token: ApiToken) -> None:
        now = self._store.clock.now()
        if token.last_used_at is None or now - token.last_used_at >= _SEEN_EVERY:
            async with self._store.write(token.workspace_id) as tx:
                await tx.execute(update(api_tokens).where(api_tokens.c.id == token.id).values(last_used_at=now))


def _check(name: str, rights: set[str], expires_days: int | None) -> None:
    if not name.strip() or len(name) > LONGEST_NAME or CONTROL.search(name):
        raise InvalidArguments(f"A token's name has 1 to {LONGEST_NAME} characters, none a control character.", hint="")
    if not rights or not rights <= set(RIGHTS):
        raise InvalidArguments(f"Rights are one or more of {', '.join(RIGHTS)}.", hint="")
    if expires_days is not None and not 1 <= expires_days <= LONGEST_LIFE_DAYS:
        raise InvalidArguments(f"A token lives 1 to {LONGEST_LIFE_DAYS} days, or without an end.", hint="")


def _limit(names: Collection[str] | None) -> str | None:
    """What a token is limited to, as its column holds it. Raises InvalidArguments for what is no list of names."""
    if names is None:
        return None
    if not names or any(not each or re.search(r"\s", each) for each in names):
        raise InvalidArguments("A token is limited to one or more organisations or skills, or not at all.", hint="")
    return " ".join(sorted(set(names)))


def _row(
    workspace_id: str, name: str, secret: str, rights: str, now: datetime, expires: datetime | None
) -> dict[str, Any]:
    return {
        "id": f"tok_{uuid.uuid4().hex[:16]}",
        "workspace_id": workspace_id,
        "name": name,
        "hash": hashed(secret),
        "rights": rights,
        "created_at": now,
        "expires_at": expires,
    }


def _mine(workspace_id: str, token_id: str) -> tuple[Any, ...]:
    return api_tokens.c.id == token_id, api_tokens.c.workspace_id == workspace_id


def _token(row: RowMapping | dict[str, Any]) -> ApiToken:
    values = {name: row[name] for name in ApiToken.__struct_fields__ if name not in _LISTS}
    lists: dict[str, Any] = {name: None if row[name] is None else str(row[name]).split() for name in _LISTS}
    return ApiToken(**values, **lists)
