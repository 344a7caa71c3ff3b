"""What an answer took for a name that was not exact."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin.xero.records.contacts import Contact


class Assumed(Struct):
    """A record that a read took for a name that is not exactly its own."""

    field: Annotated[str, Meta(description="The argument.")]
    asked: Annotated[str, Meta(description="What it held.")]
    id: Annotated[str, Meta(description="Id of the record that was taken: the only one that begins like it.")]
    name: Annotated[str, Meta(description="Its name or number.")]


Assumptions = Annotated[
    list[Assumed],
    Meta(description="What was taken for names that are not exact; left out if all were. Only reads assume."),
]


def contact_assumed(asked: str | None, match: tuple[Contact, bool] | None) -> list[Assumed]:
    """Of the argument `contact`."""
    if asked is None or match is None:
        return []
    contact, exact = match
    return assumed("contact", asked, contact.contact_id, contact.name, exact=exact)


def assumed(field: str, asked: str, record_id: str, name: str | None, *, exact: bool) -> list[Assumed]:
    """Nothing for an exact name."""
    return [] if exact else [Assumed(field, asked, record_id, name or "")]
