"""What the filters of triggers have in common. Each Struct's `matches` says whether a record is meant."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from msgspec import Meta, Struct

from atom_xero_plugin.catalogue.skill import also

Text = Annotated[str, Meta(min_length=1, max_length=255)]
ContactName = Annotated[
    str,
    Meta(
        description="Only of this contact: its id, or part of its name.",
        min_length=1,
        extra=also("customer supplier vendor client contact_name"),
    ),
]
Least = Annotated[
    Decimal,
    Meta(
        description='Only of at least this amount, as decimal text, for example "500.00".',
        extra_json_schema={"type": "string", "pattern": r"^\d{1,13}(\.\d{1,4})?$"},
        extra=also("amount minimum at_least min_value"),
    ),
]


class NoFilters(Struct, forbid_unknown_fields=True):
    """There is nothing to filter."""

    def matches(self, record: Any) -> bool:  # noqa: ARG002 - the shape of every filter
        """Every record is meant."""
        return True


def is_contact(wanted: str | None, contact: Any) -> bool:
    """Whether a record's contact, if any, has this id, or this in its name; every one is if None is wanted."""
    if wanted is None:
        return True
    if contact is None:
        return False
    return wanted.casefold() == contact.contact_id.casefold() or wanted.casefold() in (contact.name or "").casefold()


def reaches(least: Decimal | None, amount: Decimal | None) -> bool:
    """Whether an amount, whatever its sign, is at least so much."""
    return least is None or (amount is not None and abs(amount) >= least)
