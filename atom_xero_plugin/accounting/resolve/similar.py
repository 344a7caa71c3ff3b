"""What may have been meant where a list is empty: contacts by names spelt alike, invoices and bills by near numbers."""

from __future__ import annotations

import re
import string
from typing import Final

from atom_xero_plugin.accounting.resolve.resolver import unaccented
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind

SHOWN: Final = 5
_SEARCHED: Final = 100
_EVERY: Final = 1_000
"""Contacts that are looked through where no beginning of a word leads to a near name."""
_LIKE: Final = 72
"""Points of 100 from which a name is near: one or two slips in a short name, another word in a long one."""
_SLIPS: Final = 2
_SHORTEST: Final = 4
_WIDEST: Final = 8
"""Digits of a number, of which each slip is asked for."""


async def near_contacts(xero: XeroClient, text: str) -> list[Contact]:
    """Contacts whose names are spelt like a text that none has, the likest first; at most three calls."""
    words = sorted(re.findall(r"\w+", unaccented(text)), key=len, reverse=True)
    for term in dict.fromkeys(word[:3] for word in words[:2] if len(word) > 1):
        requested = ContactFilter(search_term=term, summary_only=True)
        if near := _alike(text, (await list_of(xero, CONTACTS, requested, page_size=_SEARCHED)).items):
            return near
    requested = ContactFilter(summary_only=True)
    return (
        _alike(text, (await list_of(xero, CONTACTS, requested, page_size=_EVERY, order="Name ASC")).items)
        if words
        else []
    )


async def near_invoices(xero: XeroClient, number: str, *, kind: Kind | None = None) -> list[Invoice]:
    """Invoices and bills whose numbers are near one that none has, the nearest first; at most two calls.

    Zeros and signs count nothing: `INV-151` is near INV-0151; else two slips are allowed.
    """
    digits = max(re.findall(r"[0-9]+", number) or [""], key=len)
    if not digits:
        return []
    for requested in (
        InvoiceFilter(invoice_numbers=_one_slip_away(number, digits), kind=kind, summary_only=True),
        InvoiceFilter(search_term=digits.lstrip("0") or digits, kind=kind, summary_only=True),
    ):
        page = await list_of(xero, INVOICES, requested, page_size=_SEARCHED, order="Date DESC")
        if near := _near_numbers(number, page.items):
            return near
    return []


def _one_slip_away(number: str, digits: str) -> tuple[str, ...]:
    """The numbers that differ by a digit: another, one too many or too few, two swapped, or zeros before them."""
    before, _, after = number.rpartition(digits)
    short = digits.lstrip("0") or "0"
    others = {short.zfill(width) for width in range(len(short), _WIDEST + 1)}
    for place in range(min(len(digits), _WIDEST)):
        first, rest = digits[:place], digits[place + 1 :]
        others |= {first + rest, *(first + each + rest for each in string.digits)}
        if rest:
            others.add(first + rest[0] + digits[place] + rest[1:])
    return tuple(f"{before}{each}{after}" for each in sorted(others - {digits, ""}))


def _alike(text: str, contacts: list[Contact]) -> list[Contact]:
    from rapidfuzz import fuzz

    requested = unaccented(text)

    def score(contact: Contact) -> float:
        name = unaccented(contact.name)
        return max(
            fuzz.ratio(requested, name), fuzz.partial_ratio(requested, name) * 0.95 if len(name) > len(requested) else 0
        )

    scored = [(score(each), each) for each in contacts]
    near = sorted((each for each in scored if each[0] >= _LIKE), key=lambda each: -each[0])
    return [contact for _, contact in near[:SHOWN]]


def _near_numbers(number: str, invoices: list[Invoice]) -> list[Invoice]:
    from rapidfuzz.distance import OSA

    requested, plain = number.casefold(), _plain(number)

    def slips(invoice: Invoice) -> int:
        reported = invoice.invoice_number or ""
        return 0 if reported and _plain(reported) == plain else OSA.distance(requested, reported.casefold())

    most = _SLIPS if len(number) > _SHORTEST else 1
    near = sorted((slips(each), place) for place, each in enumerate(invoices) if slips(each) <= most)
    return [invoices[place] for _, place in near[:SHOWN]]


def _plain(number: str) -> str:
    """Letters and digits alone, zeros before digits left out."""
    parts = re.findall(r"[0-9]+|[a-z]+", number.casefold())
    return " ".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)
