"""Addresses that a page offers only where the service has the page they lead to."""

from __future__ import annotations

import re
from typing import Any, Final

from atom_xero_plugin.interfaces.web.addresses import NAME
from atom_xero_plugin.interfaces.web.page import WebPage

_PART: Final = re.compile(r"\{(\w+)(?::\w+)?\}")
_PAGE_OF: Final = {"credit_note": "credit_note", "batch_payment": "payment", "bank_transaction": "bank_transaction"}


def link(page: WebPage, name: str, /, **given: Any) -> str | None:
    """The address of a page; None where there is no such page, or it needs more than is given."""
    try:
        return page.url(name, **given)
    except KeyError:
        return None


def record_link(page: WebPage, kind: str, record_id: str, organisation_id: str | None = None) -> str | None:
    """The address of the page of one record; None where its kind has no page of its own."""
    name = _PAGE_OF.get(kind, kind)
    path = page.service.page_paths.get(f"{NAME}{name}")
    if path is None:
        return None
    parts = [each for each in _PART.findall(path) if each != "organisation"]
    if len(parts) != 1:
        return None
    about = {} if organisation_id is None else {"organisation": organisation_id}
    return page.url(name, **{parts[0]: record_id}, **about)
