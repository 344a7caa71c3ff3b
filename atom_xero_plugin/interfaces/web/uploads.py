"""Files that a form brings: one a form, bounded before it is read, its name made harmless."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from typing import Final

from msgspec import Struct
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.errors import NotUnderstood
from atom_xero_plugin.interfaces.http.requests import body_of
from atom_xero_plugin.interfaces.web import csrf
from atom_xero_plugin.interfaces.web.page import WebPage

_AROUND: Final = 100_000
"""Bytes that a form may have apart from its file."""
_FIELDS: Final = 50
_UNSEEN: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_LONGEST: Final = 200


class Upload(Struct, frozen=True):
    """A file that came with a form."""

    name: str
    content: bytes


async def uploaded(page: WebPage, *, most: int) -> tuple[dict[str, list[str]], Upload | None]:
    """A posted form's fields and its file, of at most so many bytes; None where none was chosen.

    Raises NotAllowed for a form that is not of our own page, TooLarge, or NotUnderstood.
    """
    cookies.check_own_form(page.request)
    if not page.request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise NotUnderstood("The form brings no file.")
    body = await body_of(page.request, most=most + _AROUND)

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(page.request.headers, once(), max_files=1, max_fields=_FIELDS, max_part_size=_AROUND)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError):
        raise NotUnderstood("The form cannot be read.") from None
    fields: dict[str, list[str]] = {}
    upload: Upload | None = None
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read()
            upload = Upload(harmless(value.filename or ""), content) if value.filename or content else None
        else:
            fields.setdefault(name, []).append(value)
    await form.close()
    csrf.check(page.session, page.request.headers.get(csrf.HEADER) or next(iter(fields.pop(csrf.FIELD, [])), None))
    return fields, upload


def harmless(name: str) -> str:
    """The last part of a file's name, without characters that nobody sees."""
    last = _UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return last[-_LONGEST:] or "statement"
