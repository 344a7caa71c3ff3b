"""Files that a form brings: bounded before it is read, their names made harmless."""

from __future__ import annotations

import re
from collections.abc import AsyncGenerator
from typing import Final

from fastapi import Request
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
    if not brings_files(page.request):
        raise NotUnderstood("The form brings no file.")
    fields, files = await form_with_files(page.request, most=most + _AROUND)
    csrf.check(page.session, page.request.headers.get(csrf.HEADER) or next(iter(fields.pop(csrf.FIELD, [])), None))
    return fields, next(iter(files), None)


def brings_files(request: Request) -> bool:
    """Whether a form was posted in the way that brings files."""
    return request.headers.get("content-type", "").lower().startswith("multipart/form-data")


async def form_with_files(
    request: Request, *, most: int, files: int = 1, fields: int = _FIELDS
) -> tuple[dict[str, list[str]], list[Upload]]:
    """Every field of such a form, with its values in order, and the files that were chosen.

    Args:
        request: whose origin and token the caller checks.
        most: bytes of the whole form.
        files: how many it may bring.
        fields: how many it may have besides.

    Raises TooLarge or NotUnderstood.
    """
    body = await body_of(request, most=most)

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, once(), max_files=files, max_fields=fields, max_part_size=_AROUND)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError):
        bound = f" It takes {files} files at most." if files > 1 else ""
        raise NotUnderstood(f"The form cannot be read.{bound}", hint="Go back and send it again.") from None
    texts: dict[str, list[str]] = {}
    chosen: list[Upload] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            texts.setdefault(name, []).append(value)
            continue
        content = await value.read()
        if value.filename or content:
            chosen.append(Upload(harmless(value.filename or ""), content))
    await form.close()
    return texts, chosen


def harmless(name: str) -> str:
    """The last part of a file's name, without characters that nobody sees."""
    last = _UNSEEN.sub("", name.replace("\\", "/").rpartition("/")[2]).strip(" .")
    return last[-_LONGEST:] or "statement"
