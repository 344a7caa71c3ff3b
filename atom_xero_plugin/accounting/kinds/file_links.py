"""What files of the file library are linked to, as answers show it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.file_links import FILE_LINKS, FileLink
from atom_xero_plugin.xero.records.files import FILES

GROUPS: Final[Mapping[str, str]] = {
    "account": "Account",
    "bank_transaction": "BankTransaction",
    "contact": "Contact",
    "credit_note": "CreditNote",
    "invoice": "Invoice",
    "bill": "Invoice",
    "item": "Item",
    "manual_journal": "ManualJournal",
    "overpayment": "Overpayment",
    "payment": "Payment",
    "prepayment": "Prepayment",
    "quote": "Quote",
    "receipt": "Receipt",
}
"""Xero's groups of what a file can be linked to, by the names of kinds."""
_KIND_OF: Final = {group: kind for kind, group in GROUPS.items() if kind != "bill"}


class FileLinkView(Struct, omit_defaults=True):
    """A record that a file is linked to."""

    id: Annotated[str, Meta(description="Xero's id of the record.")]
    kind: Annotated[str, Meta(description="What it is, for example bill or contact.")]


def file_link_view(_: Context, link: FileLink) -> FileLinkView:
    """A record that a file is linked to."""
    group = link.object_group or ""
    kind = _KIND_OF.get(group, group.lower() or "unknown")
    return FileLinkView(link.object_id, "bill" if kind == "invoice" and _is_bill(link) else kind)


def _is_bill(link: FileLink) -> bool:
    return (link.object_type or "").casefold() == "accpay"


FILE_LINK: Final = RecordKind[FileLink](
    name="file_link",
    endpoint=FILE_LINKS,
    view=file_link_view,
    shape=FileLinkView,
    sample={
        "FileId": "6beccb4a-0d7d-4518-93f3-e0cd1dccb254",
        "ObjectId": "1270bf7c-5d18-473a-9231-1e36c4bd33ed",
        "ObjectType": "Business",
        "ObjectGroup": "Contact",
    },
)


async def links_of(xero: XeroClient, file_id: str) -> list[FileLink]:
    """What a file is linked to."""
    return (await list_of(xero, FILE_LINKS.within_record(FILES.path, file_id))).items
