"""Users, as answers show them."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.xero.records.users import USERS, User

_ROLES: Final = {
    "READONLY": "read_only",
    "INVOICEONLY": "invoice_only",
    "STANDARD": "standard",
    "FINANCIALADVISER": "adviser",
    "MANAGEDCLIENT": "managed_client",
    "CASHBOOKCLIENT": "cashbook_client",
    "REMOVED": "removed",
    "UNKNOWN": "unknown",
}


class UserView(Struct, omit_defaults=True):
    """A person with a login to the organisation in Xero."""

    id: Annotated[str, Meta(description="Xero's id of the user.")]
    name: Annotated[str, Meta(description="First and last name.")]
    email: Annotated[str | None, Meta(description="E-mail address of the login.")]
    role: Annotated[
        str,
        Meta(
            description="read_only, invoice_only, standard, adviser, managed_client, cashbook_client, removed, unknown."
        ),
    ]
    subscriber: Annotated[bool, Meta(description="Whether the person pays for Xero.")] = False


def user_view(_: Context, user: User) -> UserView:
    """A user; a role that Xero added since is shown in small letters."""
    role = user.organisation_role or "UNKNOWN"
    return UserView(
        id=user.user_id,
        name=" ".join(part for part in (user.first_name, user.last_name) if part),
        email=user.email_address or None,
        role=_ROLES.get(role, role.lower()),
        subscriber=bool(user.is_subscriber),
    )


USER: Final = RecordKind[User](
    name="user",
    endpoint=USERS,
    view=user_view,
    shape=UserView,
    sample={
        "UserID": "d1164823-0ac1-41ad-987b-b4e30fe0b273",
        "EmailAddress": "ana@harbour-street.example.com",
        "FirstName": "Ana",
        "LastName": "Whare",
        "IsSubscriber": True,
        "OrganisationRole": "STANDARD",
    },
)
