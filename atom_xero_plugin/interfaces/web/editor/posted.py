"""The editor's form as it was posted, with files or without; what was typed is kept even where its token is old."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct, json

from atom_xero_plugin.accounting.files import LARGEST_FILE, MOST_FILES
from atom_xero_plugin.core.errors import NotAllowed
from atom_xero_plugin.interfaces.http import cookies
from atom_xero_plugin.interfaces.http.requests import fields_of
from atom_xero_plugin.interfaces.web import csrf
from atom_xero_plugin.interfaces.web.page import WebPage
from atom_xero_plugin.interfaces.web.uploads import Upload, brings_files, form_with_files

_LARGEST: Final = 2 * LARGEST_FILE
"""Bytes of a whole form: its files are more than one seldom."""
_FIELDS: Final = 20_000
_ONCE: Final = re.compile(r"[0-9a-f]{32}")


class PostedEditor(Struct):
    """A posted form."""

    fields: dict[str, list[str]]
    files: list[Upload]
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
    files: list[Upload] = []
    if brings_files(page.request):
        fields, files = await form_with_files(page.request, most=_LARGEST, files=MOST_FILES, fields=_FIELDS)
    else:
        fields = await fields_of(page.request)
    token = page.request.headers.get(csrf.HEADER) or next(iter(fields.pop(csrf.FIELD, [])), None)
    try:
        csrf.check(page.session, token)
    except NotAllowed:
        return PostedEditor(fields, [], old=True)
    return PostedEditor(fields, files, old=False)
