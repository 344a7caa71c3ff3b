"""`/api/files`: files on their way to Xero or from it, by handles; the bytes pass here, and through no model."""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response

from atom_xero_plugin.accounting.files import LARGEST_FILE, LONGEST_FILE_NAME, Files, FileView, file_view
from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.catalogue.schema import schema_of
from atom_xero_plugin.interfaces.http.authentication import LimitedWriter, Reader
from atom_xero_plugin.interfaces.http.operations import answers
from atom_xero_plugin.interfaces.http.requests import body_of
from atom_xero_plugin.interfaces.http.responses import answered
from atom_xero_plugin.interfaces.http.route import Route
from atom_xero_plugin.interfaces.http.run_skill import Id
from atom_xero_plugin.interfaces.http.service import Served

_BYTES: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
_UPLOAD: Final = {"requestBody": {"required": True, "content": _BYTES}}
_DOWNLOAD: Final[dict[int | str, Any]] = {
    **answers(),
    200: {"description": "The bytes of the file.", "content": _BYTES},
}
Name = Annotated[
    str,
    Query(
        min_length=3, max_length=LONGEST_FILE_NAME, description="The file's name; its ending says of which type it is."
    ),
]


def routes(registry: Registry) -> APIRouter:
    """The routes of files."""
    del registry
    router = APIRouter(prefix="/api/files", tags=["files"], route_class=Route)
    result = {"type": "object", "properties": {"file": schema_of(FileView)}, "required": ["file"]}
    router.add_api_route(
        "", upload, methods=["POST"], status_code=201, openapi_extra=_UPLOAD,
        description="Upload a file, as the bytes of the body; skills take its id. Nothing is sent to Xero.",
        responses=answers(result, status=201),
    )  # fmt: skip
    router.add_api_route(
        "/{file_id}", download, description="The bytes of a file that was uploaded, or exported from Xero.",
        responses=_DOWNLOAD,
    )  # fmt: skip
    return router


async def upload(request: Request, service: Served, caller: LimitedWriter, name: Name) -> Response:
    """Keep the body under a handle."""
    content = await body_of(request, most=LARGEST_FILE)
    kept = await Files(service.runtime.files, caller, ()).keep_checked(name, content, "/name")
    return answered(service.answer({"file": file_view(kept)}), status=201)


async def download(service: Served, caller: Reader, file_id: Id) -> Response:
    """The bytes, to be saved and never to be shown by a browser: whatever they are, they came from a record."""
    files = service.runtime.files
    known = await files.find(caller.workspace_id, file_id)
    content = await files.content(caller.workspace_id, file_id)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(known.name, safe='')}"}
    return Response(content, media_type=known.content_type, headers=headers)
