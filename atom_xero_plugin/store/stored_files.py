"""Files of a workspace on their way to Xero or from it, each under a handle, for a week."""

from __future__ import annotations

import hashlib
import re
import uuid
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import ColumnElement, delete, func, insert, select, update

from atom_xero_plugin.core.clock import Clock
from atom_xero_plugin.core.errors import Conflict, NotFound
from atom_xero_plugin.store.database import Store
from atom_xero_plugin.store.file_tables import stored_files

LASTS: Final = timedelta(days=7)
"""How long a file is kept: longer than any plan that sends it can be resumed."""
MOST_BYTES: Final = 500_000_000
"""Of all files of a workspace."""
HANDLE: Final = re.compile(r"file_[0-9a-f]{32}")
_SHOWN: Final = [stored_files.c[name] for name in ("id", "name", "content_type", "size", "sha256", "expires_at")]
_SAME: Final = ("name", "content_type", "size", "sha256")
"""What two files have in common that are one."""


class StoredFile(Struct, frozen=True):
    """What is known of a file without its bytes."""

    id: str
    """Its handle."""
    name: str
    content_type: str
    size: int
    sha256: str
    expires_at: datetime


class StoredFiles:
    """The files of every workspace."""

    def __init__(self, store: Store, clock: Clock) -> None:
        """Keep the store they live in."""
        self._store = store
        self._clock = clock

    async def keep(self, workspace_id: str, name: str, content_type: str, content: bytes, *, by: str) -> StoredFile:
        """Keep a file under a handle; what has expired goes. Raises Conflict if the workspace has too many.

        A file that is there already, of the same name, type and bytes, keeps its handle and is kept for longer: who
        asks for the same again gets the same plan.
        """
        now = self._clock.now()
        mine = stored_files.c.workspace_id == workspace_id
        kept = StoredFile(
            f"file_{uuid.uuid4().hex}",
            name,
            content_type,
            len(content),
            hashlib.sha256(content).hexdigest(),
            now + LASTS,
        )
        async with self._store.write(workspace_id) as tx:
            await tx.execute(delete(stored_files).where(mine, stored_files.c.expires_at <= now))
            again = (
                update(stored_files)
                .where(mine, *(stored_files.c[name] == getattr(kept, name) for name in _SAME))
                .values(expires_at=kept.expires_at)
                .returning(stored_files.c.id)
            )
            if there := (await tx.execute(again)).scalars().all():
                return replace(kept, id=min(there))
            used = (await tx.execute(select(func.coalesce(func.sum(stored_files.c.size), 0)).where(mine))).scalar_one()
            if int(used) + len(content) > MOST_BYTES:
                raise Conflict(
                    f"The files that wait here have {int(used):,} bytes together; {MOST_BYTES:,} is the most.",
                    hint=f"Each goes {LASTS.days} days after it came. Try again later.",
                )
            row = {name: getattr(kept, name) for name in StoredFile.__struct_fields__}
            row |= {"workspace_id": workspace_id, "content": content, "created_by": by[:255], "created_at": now}
            await tx.execute(insert(stored_files).values(row))
        return kept

    async def find(self, workspace_id: str, handle: str) -> StoredFile:
        """What is known of a file. Raises NotFound for one that was never there, or has expired."""
        async with self._store.read(workspace_id) as tx:
            row = (await tx.execute(select(*_SHOWN).where(self._which(workspace_id, handle)))).mappings().first()
        if row is None:
            raise _missing(handle)
        return StoredFile(**row)

    async def content(self, workspace_id: str, handle: str) -> bytes:
        """The bytes of a file. Raises NotFound."""
        async with self._store.read(workspace_id) as tx:
            found = await tx.execute(select(stored_files.c.content).where(self._which(workspace_id, handle)))
            content: bytes | None = found.scalar_one_or_none()
        if content is None:
            raise _missing(handle)
        return bytes(content)

    def _which(self, workspace_id: str, handle: str) -> ColumnElement[bool]:
        return (
            (stored_files.c.id == handle)
            & (stored_files.c.workspace_id == workspace_id)
            & (stored_files.c.expires_at > self._clock.now())
        )


def _missing(handle: str) -> NotFound:
    return NotFound(
        f"There is no file {handle[:64]!r}: it was never uploaded here, or it expired.", hint="Upload it again."
    )
