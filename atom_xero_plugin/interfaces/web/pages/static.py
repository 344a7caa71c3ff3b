"""Style sheets and scripts, each under an address that holds the hash of all."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.interfaces.web.router import Pages
from atom_xero_plugin.interfaces.web.static_files import files

_FOR_EVER: Final = "public, max-age=31536000, immutable"


def routes(registry: Registry) -> APIRouter:
    """The one route of all files."""
    del registry
    pages = Pages()
    pages.shows("/static/{mark}/{name:path}", "static", static_file)
    return pages.router


async def static_file(request: Request, mark: str, name: Annotated[str, InPath(max_length=200)]) -> Response:
    """A file; an address of an earlier version gets the file of now, and must not keep it."""
    found = files().get(name)
    if found is None:
        raise NotFound("There is no such file.")
    zips = "gzip" in request.headers.get("accept-encoding", "")
    headers = {"cache-control": _FOR_EVER if mark == found.hash else "no-cache", "vary": "Accept-Encoding"}
    if zips:
        headers["content-encoding"] = "gzip"
    return Response(found.zipped if zips else found.content, media_type=found.media_type, headers=headers)
