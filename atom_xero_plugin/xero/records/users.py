"""Users: the people who have a login to the organisation. Source: OpenAPI 16.1.0, /Users."""

from __future__ import annotations

from typing import ClassVar, Final

from atom_xero_plugin.xero.decoding.base import Word, XeroRecord
from atom_xero_plugin.xero.endpoint import Endpoint


class User(XeroRecord):
    """A person with a login, and what it allows."""

    PLURAL: ClassVar[str] = "Users"
    ID: ClassVar[str] = "user_id"

    user_id: str = ""
    email_address: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    is_subscriber: bool | None = None
    organisation_role: Word | None = None


USERS: Final = Endpoint(User, None, path="Users", scope="accounting.settings", page_size=None)
