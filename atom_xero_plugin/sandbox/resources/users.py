"""`/Users`: the people who have a login to the organisation."""

from __future__ import annotations

from random import Random
from typing import Final

from atom_xero_plugin.sandbox.api.kind import Kind
from atom_xero_plugin.sandbox.api.where_fields import record_type
from atom_xero_plugin.sandbox.books.books import Books
from atom_xero_plugin.sandbox.resources.read_only import read_only

_PEOPLE: Final = (("Ana", "Whare", "STANDARD", True), ("Tom", "Ngata", "FINANCIALADVISER", False),
                  ("Ruth", "Olsen", "INVOICEONLY", False))  # fmt: skip


def _demo(books: Books, _random: Random) -> None:
    for first, last, role, subscriber in _PEOPLE:
        books["Users"].put({"UserID": books.new_id(), "EmailAddress": f"{first.lower()}@people.example.com",
                            "FirstName": first, "LastName": last, "IsSubscriber": subscriber,
                            "OrganisationRole": role})  # fmt: skip


KIND: Final = Kind(
    plural="Users",
    id_field="UserID",
    type=record_type(
        "User",
        Guid="UserID",
        String="EmailAddress FirstName LastName OrganisationRole",
        Boolean="IsSubscriber",
        DateTime="UpdatedDateUTC",
    ),
    demo=_demo,
)
ROUTES: Final = [read_only(KIND, "accounting.settings.read", "accounting.settings")]
