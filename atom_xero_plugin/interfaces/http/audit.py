"""`/api/audit/export`: all that an auditor asks for of a period, as one zip; for whoever administers the workspace."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, Query, Response
from fastapi.responses import StreamingResponse

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.dispatch.audit_pack import write_pack
from atom_xero_plugin.interfaces.http.authentication import Admin
from atom_xero_plugin.interfaces.http.operations import answers
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.service import Served

_ZIP: Final = "application/zip"
_CHUNK: Final = 1 << 16
_DOWNLOAD: Final[dict[int | str, Any]] = {
    **answers(),
    200: {"description": "The pack.", "content": {_ZIP: {"schema": {"type": "string", "format": "binary"}}}},
}
From = Annotated[date | None, Query(alias="from", description="From this day on (UTC); the first if left out.")]
To = Annotated[date | None, Query(description="Up to and including this day (UTC); today if left out.")]


def routes(registry: Registry) -> APIRouter:
    """The routes of the audit trail."""
    del registry
    router = APIRouter(prefix="/api/audit", tags=["audit"], route_class=Route)
    router.add_api_route("/export", export_audit, responses=_DOWNLOAD)
    return router


async def export_audit(service: Served, caller: Admin, from_day: From = None, to: To = None) -> Response:
    """Download agents, tokens, policies, plans, decisions, outcomes and the trail of a period, with their proof."""
    pack = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed once it was sent
    try:
        made = await write_pack(service.runtime, caller, pack, from_day=from_day, to_day=to)
    except BaseException:
        pack.close()
        raise
    name = f"audit-{made.from_day}-to-{made.to_day}.zip"
    headers = {"content-disposition": f'attachment; filename="{name}"', "content-length": str(pack.tell())}
    return StreamingResponse(_parts(pack), media_type=_ZIP, headers=headers)


def _parts(pack: IO[bytes]) -> Iterator[bytes]:
    with pack:
        pack.seek(0)
        while part := pack.read(_CHUNK):
            yield part
