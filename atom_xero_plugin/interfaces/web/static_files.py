"""Style sheets and scripts: each under an address that holds its hash, so that a browser may keep it for ever."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

FOLDER: Final = Path(__file__).with_name("static")
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json",
}


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
