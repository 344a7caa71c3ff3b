"""`/Organisation`: who the books belong to. Xero answers to `/Organisations` too."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api import listing, wire
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.outcomes import answer

ACTIONS: Final = (
    "CreateApprovedBill", "CreateApprovedInvoice", "CreateDraftBill", "CreateDraftInvoice", "CreateInvoicePayment",
    "UseMulticurrency",
)  # fmt: skip


def get(books: Books, call: Call) -> Result:
    """The organisation, or what an app may do in it."""
    if call.identity is None:
        return listing.answer(books.organisations, call)
    if call.identity.lower() == "actions" and not call.rest:
        return answer(call, "Actions", [wire.encode({"Name": name, "Status": "ALLOWED"}) for name in ACTIONS])
    raise NoSuchRecord(call.identity)


_SCOPES: Final = ("accounting.settings.read", "accounting.settings")
ROUTES: Final = [
    Resource(path="Organisation", read_scopes=_SCOPES, get=get, parts=("Actions",)),
    Resource(path="Organisations", read_scopes=_SCOPES, get=get, parts=("Actions",)),
]
