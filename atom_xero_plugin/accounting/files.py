"""Files that skills send to Xero or get from it: by a path on this machine, or by a handle.

No model sees their bytes.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import invalid_argument
from atom_xero_plugin.catalogue.context import Caller
from atom_xero_plugin.core.errors import FieldError, FixSetup, InvalidArguments, NotAllowed, NotFound
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.store.stored_files import HANDLE, StoredFile, StoredFiles
from atom_xero_plugin.xero.records.attachments import FORBIDDEN, LARGEST, LONGEST_NAME, MOST, TYPES

LARGEST_FILE: Final = LARGEST
"""Bytes of one file."""
LONGEST_FILE_NAME: Final = LONGEST_NAME
MOST_FILES: Final = MOST
"""Files that one record may have."""
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BEGINS: Final = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II", b"MM"),
    "tiff": (b"II", b"MM"),
    **dict.fromkeys(("zip", "docx", "xlsx", "pptx", "odt", "ods"), (b"PK",)),
}
"""What the bytes of a file begin with, by the ending of its name, where that is certain."""
_LINK: Final = frozenset({errno.ELOOP, errno.ENOTDIR})
"""By which a link in place of a file, and one in place of a folder, is refused."""
_PDF_WITHIN: Final = 1_024
"""Bytes within which a PDF begins. Source: Adobe's implementation notes to PDF 1.7, appendix H."""


class FileToSend(Struct, frozen=True):
    """A file as a plan sends it."""

    name: str
    """As Xero will have it."""
    stored: StoredFile


class FileView(Struct):
    """A file that is kept here under a handle."""

    id: Annotated[str, Meta(description="Handle, file_…; attach_file takes it.")]
    name: Annotated[str, Meta(description="File name.")]
    type: Annotated[str, Meta(description="Media type.")]
    size: Annotated[int, Meta(description="Bytes.")]
    sha256: Annotated[str, Meta(description="SHA-256 of its bytes, hex.")]
    expires_at: Annotated[dt.datetime, Meta(description="Until when it is kept, UTC.")]


def file_view(file: StoredFile) -> FileView:
    """A file that is kept here."""
    return FileView(file.id, file.name, file.content_type, file.size, file.sha256, file.expires_at)


class Files:
    """The files that one caller may send, and where those go that are exported."""

    def __init__(self, stored: StoredFiles, caller: Caller, folders: Sequence[Path]) -> None:
        """`folders` are those from which a person allowed files to be attached."""
        self._stored = stored
        self._caller = caller
        self._folders = folders

    async def to_send(self, named: str, path: str, *, name: str | None = None) -> FileToSend:
        """The file of a handle, or of a path on this machine, whose bytes are kept from now on.

        `path` is the argument that names it. Raises NotFound, NotAllowed for a path outside the folders, and
        InvalidArguments for what Xero does not take.
        """
        if HANDLE.fullmatch(named):
            stored = await self._stored.find(self._caller.workspace_id, named)
            content = await self._stored.content(self._caller.workspace_id, named)
            checked = checked_file(name or stored.name, content, path)
            return FileToSend(checked, stored)
        content = read_file(named, self._folders, path)
        checked = checked_file(name or Path(named).name, content, path)
        return FileToSend(checked, await self.keep(checked, content))

    async def keep(self, name: str, content: bytes, content_type: str | None = None) -> StoredFile:
        """Keep a file under a handle. Its media type is that of its name's ending, unless it is given."""
        kind = content_type or TYPES.get(_ending(name), "application/octet-stream")
        return await self._stored.keep(self._caller.workspace_id, name, kind, content, by=self._caller.actor)

    async def keep_checked(self, name: str, content: bytes, path: str) -> StoredFile:
        """Keep a file that is given by its bytes. Raises InvalidArguments for one that Xero does not take."""
        return await self.keep(checked_file(name, content, path), content)

    async def content(self, handle: str) -> bytes:
        """The bytes of a file that is kept. Raises NotFound."""
        return await self._stored.content(self._caller.workspace_id, handle)


def checked_file(name: str, content: bytes, path: str) -> str:
    """The name as Xero will have it. Raises InvalidArguments for a file that it does not take."""
    safe = file_name(name, path)
    ending = _ending(safe)
    if not content:
        raise invalid_argument(path, f"{in_sentence(safe)} is empty")
    if len(content) > LARGEST:
        raise invalid_argument(path, f"{in_sentence(safe)} has {len(content):,} bytes; Xero takes {LARGEST:,} at most")
    begins = _BEGINS.get(ending, ())
    pdf = ending == "pdf" and b"%PDF" in content[:_PDF_WITHIN]
    if begins and not content.startswith(begins) and not pdf:
        raise invalid_argument(path, f"{in_sentence(safe)} does not hold what its ending .{ending} says")
    return safe


def file_name(name: str, path: str) -> str:
    """A name that Xero takes: characters that it refuses become _, what nobody sees goes.

    Raises InvalidArguments for a name without an ending that Xero knows, or one that is too long.
    """
    safe = _UNSEEN.sub("", name).translate(dict.fromkeys(map(ord, FORBIDDEN), "_")).strip(" .")
    if _ending(safe) not in TYPES:
        known = ", ".join(sorted(TYPES))
        raise invalid_argument(path, f"{in_sentence(safe)} is of no type that Xero takes; it takes {known}")
    if len(safe.encode()) > LONGEST_NAME:
        raise invalid_argument(path, f"has a name of more than {LONGEST_NAME} bytes; give a shorter name")
    return safe


def _ending(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return ending.lower() if dot and stem else ""


def read_file(named: str, folders: Sequence[Path], path: str) -> bytes:
    """The bytes of a file inside one of the folders; no link on the way is followed.

    Raises NotAllowed for a path outside them, NotFound, and InvalidArguments for what is no file or too large.
    """
    if not folders:
        raise NotAllowed(
            "No folder on this machine is allowed for files.",
            fields=[FieldError(path, "names a file of this machine")],
            hint="Let a person set ATOM_XERO_FILE_FOLDERS, or upload the file (POST /api/files) and give its id.",
        )
    whole = os.path.normpath(os.path.join(folders[0], os.path.expanduser(named)))  # noqa: PTH118, PTH111 - as text: nothing is followed
    for folder in folders:
        inside = _inside(whole, folder)
        if inside is not None:
            return _opened(folder, inside, path)
    raise NotAllowed(
        "The file is in none of the folders that are allowed.",
        fields=[FieldError(path, f"must be in {' or '.join(str(each) for each in folders[:3])}")],
        hint="Move it there, or let a person add its folder to ATOM_XERO_FILE_FOLDERS.",
    )


def _inside(whole: str, folder: Path) -> list[str] | None:
    """The parts of a path below a folder; None if it is not below it."""
    for root in (str(folder), str(folder.resolve())):
        if whole.startswith(root.rstrip(os.sep) + os.sep):
            return list(Path(whole[len(root) :].lstrip(os.sep)).parts)
    return None


def _opened(folder: Path, parts: list[str], path: str) -> bytes:
    """Open part by part, so that a link anywhere below the folder is refused, also one put there meanwhile."""
    if os.open not in os.supports_dir_fd:
        raise FixSetup("Files cannot be opened safely by their path on this system; upload them over HTTP.")
    at = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        for part in parts[:-1]:
            below = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=at)
            os.close(at)
            at = below
        return _read(os.open(parts[-1], os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=at), path)
    except FileNotFoundError:
        raise NotFound("There is no such file.", fields=[FieldError(path, "is not there")]) from None
    except OSError as error:
        why = "is a link, or below one, which is not followed" if error.errno in _LINK else "cannot be opened"
        raise InvalidArguments("The file cannot be read.", fields=[FieldError(path, why)]) from None
    finally:
        os.close(at)


def _read(opened: int, path: str) -> bytes:
    with os.fdopen(opened, "rb") as file:
        known = os.fstat(file.fileno())
        if not stat.S_ISREG(known.st_mode):
            raise invalid_argument(path, "is no file")
        if known.st_size > LARGEST:
            raise invalid_argument(path, f"has {known.st_size:,} bytes; Xero takes {LARGEST:,} at most")
        return file.read(LARGEST + 1)
