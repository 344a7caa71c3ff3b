"""Style sheets and scripts: each under an address that holds its hash, so that a browser may keep it for ever."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi import Path as InPath

from atom_xero_plugin.catalogue.registry import Registry
from atom_xero_plugin.core.errors import NotFound
from atom_xero_plugin.interfaces.web.addresses import NAME
from atom_xero_plugin.interfaces.web.page_route import PageRoute

FOLDER: Final = Path(__file__).with_name("static")
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}
_FOR_EVER: Final = "public, max-age=31536000, immutable"


class StaticFile(NamedTuple):
    """One file as it is served."""

    content: bytes
    zipped: bytes
    hash: str
    media_type: str


@cache
def files() -> dict[str, StaticFile]:
    """Every file, by its name below the folder: nothing else is ever opened for a request.

    Scripts import each other by relative names, so all have one hash: that of the whole folder.
    """
    found = sorted(each for each in FOLDER.rglob("*") if each.is_file() and each.suffix in _TYPES)
    content = {each.relative_to(FOLDER).as_posix(): each.read_bytes() for each in found}
    whole = hashlib.sha256()
    for name, body in content.items():
        whole.update(f"{name}\n{len(body)}\n".encode() + body)
    mark = whole.hexdigest()[:16]
    return {
        name: StaticFile(body, gzip.compress(body, 9, mtime=0), mark, _TYPES[Path(name).suffix])
        for name, body in content.items()
    }


def routes(registry: Registry) -> APIRouter:
    """The one route of all files."""
    del registry
    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    router.add_api_route("/static/{mark}/{name:path}", static_file, name=f"{NAME}static", methods=["GET"])
    return router


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
