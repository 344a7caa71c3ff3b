"""The editor's form as it was posted, with files or without; what was typed is kept even where its token is old."""

from __future__ import annotations

import hashlib
import re
from collections.abc import AsyncGenerator, Mapping
from typing import Any, Final

from fastapi import Request
from msgspec import Struct, json
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from atom_xero_plugin.accounting.files import LARGEST_FILE, MOST_FILES
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.errors import NotUnderstood
from atom_xero_plugin.interfaces.http.requests import body_of, fields_of
from atom_xero_plugin.interfaces.web import csrf
from atom_xero_plugin.interfaces.web.page import WebPage

_LARGEST: Final = 2 * LARGEST_FILE
"""Bytes of a whole form: its files are more than one seldom."""
_FIELDS: Final = 20_000
_PART: Final = 200_000
_ONCE: Final = re.compile(r"[0-9a-f]{32}")


class PostedEditor(Struct):
    """A posted form."""

    fields: dict[str, list[str]]
    files: list[tuple[str, bytes]]
    """Names as the browser gave them, and bytes."""
    old: bool
    """Whether it is of an earlier session, so that nothing may be done by it."""

    def first(self, name: str) -> str:
        """A field's text; empty for none."""
        return next(iter(self.fields.get(name, [])), "")

    def once(self, arguments: Mapping[str, Any]) -> str | None:
        """What marks the form as it stands: sent twice it makes one plan, changed and sent again another."""
        if not _ONCE.fullmatch(self.first("once")):
            return None
        return f"editor-{self.first('once')}-{hashlib.sha256(json.encode(arguments)).hexdigest()[:32]}"


async def posted_editor(page: WebPage) -> PostedEditor:
    """Read the form. Raises NotAllowed where it came from elsewhere, NotUnderstood or TooLarge."""
    cookies.check_own_form(page.request)
    files: list[tuple[str, bytes]] = []
    if page.request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        fields, files = await _with_files(page.request)
    else:
        fields = await fields_of(page.request)
    token = page.request.headers.get(csrf.HEADER) or next(iter(fields.pop(csrf.FIELD, [])), None)
    try:
        csrf.check(page.session, token)
    except NotAllowed:
        return PostedEditor(fields, [], old=True)
    return PostedEditor(fields, files, old=False)


async def _with_files(request: Request) -> tuple[dict[str, list[str]], list[tuple[str, bytes]]]:
    body = await body_of(request, most=_LARGEST)

    async def once() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(request.headers, once(), max_files=MOST_FILES, max_fields=_FIELDS, max_part_size=_PART)
    try:
        form = await parser.parse()
    except (MultiPartException, ValueError, KeyError):
        raise NotUnderstood(
            f"The form cannot be read; it takes {MOST_FILES} files at most.",
            hint="Go back: what you typed is still there.",
        ) from None
    fields: dict[str, list[str]] = {}
    files: list[tuple[str, bytes]] = []
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            fields.setdefault(name, []).append(value)
        elif value.filename:
            files.append((value.filename.replace("\\", "/").rpartition("/")[2], await value.read()))
    await form.close()
    return fields, files
