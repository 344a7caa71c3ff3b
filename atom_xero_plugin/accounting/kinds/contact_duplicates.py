"""Contacts that may be the same as another: named alike, or with the same e-mail address, tax or company number."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kinds.contacts import ContactRef
from atom_xero_plugin.accounting.resolve.resolver import unaccented
from atom_xero_plugin.xero.records.contacts import Contact

Same = Literal["name", "email", "tax_number", "company_number"]
_ALIKE: Final = 88
"""Points of 100 from which two names are alike: a slip, or another order of words."""
_MOST: Final = 10


class LikelyDuplicate(Struct):
    """A contact that may be the same as the one asked about."""

    contact: Annotated[ContactRef, Meta(description="The other contact.")]
    same: Annotated[list[Same], Meta(description="What is the same, or alike in names.")]


def duplicates_of(contact: Contact, others: Iterable[Contact]) -> list[LikelyDuplicate]:
    """Those that may be the same, the ones with most in common first."""
    found = []
    for each in others:
        same = [] if each.contact_id == contact.contact_id else _same(contact, each)
        if same:
            found.append(LikelyDuplicate(ContactRef(each.contact_id, each.name or ""), same))
    return sorted(found, key=lambda each: (-len(each.same), each.contact.name))[:_MOST]


def _same(one: Contact, other: Contact) -> list[Same]:
    from rapidfuzz import fuzz

    found: list[Same] = []
    if fuzz.token_sort_ratio(unaccented(one.name), unaccented(other.name)) >= _ALIKE:
        found.append("name")
    pairs: tuple[tuple[Same, str | None, str | None], ...] = (
        ("email", one.email_address, other.email_address),
        ("tax_number", one.tax_number, other.tax_number),
        ("company_number", one.company_number, other.company_number),
    )
    return found + [name for name, mine, theirs in pairs if mine and theirs and _key(mine) == _key(theirs)]


def _key(text: str) -> str:
    return "".join(text.casefold().split())
