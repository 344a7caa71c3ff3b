"""`/Organisation`: who the books belong to. Xero answers to `/Organisations` too."""

from __future__ import annotations

from typing import Final

from atom_xero_plugin.sandbox.api import listing
from atom_xero_plugin.sandbox.api.call import Call, Result
from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.request_body import NoSuchRecord
from atom_xero_plugin.sandbox.api.resource import Resource
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books import json_values
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.outcomes import answer

ACTIONS: Final = (
    "ApproveTransactionsBeforePeriodLockDate", "AttachFilesIntoInvoice", "CreateApprovedBill", "CreateApprovedInvoice",
    "CreateDraftBill", "CreateDraftInvoice", "CreateInvoicePayment", "CreateManualJournal", "CreateRepeatingBill",
    "UseMulticurrency",
)  # fmt: skip


def get(books: Books, call: Call) -> Result:
    """The organisation, or what an app may do in it."""
    if call.identity is None:
        return listing.answer(books, call, KIND)
    if call.identity.lower() == "actions" and not call.rest:
        actions = [
            {"Name": name, "Status": "NOT-ALLOWED" if name in books.not_allowed else "ALLOWED"} for name in ACTIONS
        ]
        return answer(call, "Actions", map(json_values.encode, actions))
    raise NoSuchRecord(call.identity)


def _open(books: Books) -> None:
    books["Organisations"].put(books.organisation)


KIND: Final = Kind(
    plural="Organisations",
    id_field="OrganisationID",
    type=record_type(
        "Organisation",
        String="Name LegalName ShortCode Version CountryCode BaseCurrency OrganisationType OrganisationStatus TaxNumber"
        " RegistrationNumber Timezone Class Edition LineOfBusiness",
        Guid="OrganisationID",
        DateTime="CreatedDateUTC PeriodLockDate EndOfYearLockDate",
        Boolean="PaysTax IsDemoCompany",
    ),
    stamped=False,
    opening=_open,
)
_SCOPES: Final = ("accounting.settings.read", "accounting.settings")
ROUTES: Final = [
    Resource(path="Organisation", read_scopes=_SCOPES, get=get, parts=("Actions",)),
    Resource(path="Organisations", read_scopes=_SCOPES, get=get, parts=("Actions",)),
]
