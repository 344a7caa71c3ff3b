"""The contact that is meant."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Final

from atom_xero_plugin.accounting.kinds.contacts import is_archived
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.resolver import Match, Resolver, unaccented
from atom_xero_plugin.core.errors import Candidate, Conflict, FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence, seen
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every, get, list_of
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter
from atom_xero_plugin.xero.where_clause import checked_text, is_guid, is_sayable

SEARCHED: Final = 100
"""Hits of the first question; what has more is asked for exactly."""
MOST: Final = 5_000
"""Hits looked through for a name that cannot be asked for exactly."""
_CODE: Final = re.compile(r"(?=.*\d)\S{1,50}")
"""What may be an account number: one word with a digit in it, as long as Xero takes."""
_RESTORE: Final = "Restore it in Xero (Contacts > Archived), or name another contact."
MERGES: Final = 5
"""How often a contact that another was merged into may itself have been merged."""


def contact_candidate(contact: Contact) -> Candidate:
    """A contact as an error lists it."""
    note = ", archived" if is_archived(contact) else ""
    name = contact.name or ""
    return Candidate("contact", contact.contact_id, name, f"{in_sentence(name)} ({contact.contact_id}{note})")


CONTACT_NAMES: Final[Resolver[Contact]] = Resolver(
    kind="contact",
    keys=((
        lambda each: each.name, lambda each: each.email_address, lambda each: each.contact_number,
        lambda each: each.account_number,
    ),),
    also=(lambda each: f"{each.first_name or ''} {each.last_name or ''}".strip(),),
    identity=contact_candidate,
    in_use=lambda each: not is_archived(each),
    finder="find_contacts",
)  # fmt: skip


def may_be_a_code(named: str) -> bool:
    """Whether a text may be the account number of a contact, not its name."""
    return _CODE.fullmatch(named.strip()) is not None


async def one_contact(xero: XeroClient, named: str, *, path: str = "/contact") -> Contact:
    """The contact with this id, or with exactly this name, e-mail address, number or account number.

    Active ones go before archived ones. Raises NotFound with the near ones, or Ambiguous with those that fit.
    """
    text = _text(named, path)
    if is_guid(text):
        return await by_id(get(xero, CONTACTS, text), f"contact {text}", path)
    found, near, _ = await _search(xero, text, path)
    if found is not None:
        return found
    raise CONTACT_NAMES.not_found(text, path, near)


async def likely_contact(xero: XeroClient, named: str, *, path: str = "/contact") -> Match[Contact]:
    """For a read: as one_contact, else the only contact whose words begin like the text.

    One that was merged into another stands for that one.
    """
    text = _text(named, path)
    if is_guid(text):
        return await _merged(xero, await by_id(get(xero, CONTACTS, text), f"contact {text}", path), exact=True)
    found, near, complete = await _search(xero, text, path)
    if found is not None:
        return await _merged(xero, found, exact=True)
    likely = CONTACT_NAMES.likely(text, near)
    if len(likely) == 1 and complete:
        return await _merged(xero, likely[0], exact=False)
    raise CONTACT_NAMES.not_found(text, path, near)


async def merged_into(xero: XeroClient, contact: Contact) -> Contact | None:
    """The contact that this one was merged into, at the end of all merges; None if it was not."""
    target, step = contact, 0
    while target.merged_to_contact_id and step < MERGES:
        try:
            target, step = await get(xero, CONTACTS, target.merged_to_contact_id), step + 1
        except NotFound:
            break
    return target if step else None


async def refuse_archived(
    xero: XeroClient, contact: Contact, what: str, *, path: str = "/contact", hint: str = _RESTORE
) -> None:
    """Raises Conflict for an archived contact, with what follows. One that was merged says which it became."""
    if not is_archived(contact):
        return
    target = await merged_into(xero, contact)
    if target is not None:
        became = contact_candidate(target)
        raise Conflict(
            f"The contact {in_sentence(contact.name)} was merged into {became.label}; {what}.",
            fields=[FieldError(path, f"was merged into {became.label}")],
            hint=f"Name {in_sentence(target.name)} by its id {target.contact_id}.",
            candidates=[became],
        )
    raise Conflict(
        f"The contact {in_sentence(contact.name)} is archived; {what}.",
        fields=[FieldError(path, "is archived")],
        hint=hint,
    )


async def _merged(xero: XeroClient, contact: Contact, *, exact: bool) -> Match[Contact]:
    target = await merged_into(xero, contact) if is_archived(contact) else None
    return Match(target or contact, exact and target is None)


def _text(named: str, path: str) -> str:
    return " ".join(checked_text(seen(named), path).split())


async def _search(xero: XeroClient, text: str, path: str) -> tuple[Contact | None, list[Contact], bool]:
    """The contact of exactly this name, or those near it; and whether no other can begin like it.

    A text with more than one page of hits is asked for exactly; so is one that Xero's search, which does not check
    account numbers and need not see through accents, does not find; and one that may be both a name and the account
    number of another. What cannot be asked for so is read on, page after
    page. Raises Ambiguous.
    """
    requested = ContactFilter(search_term=text, include_archived=True)
    page = await list_of(xero, CONTACTS, requested, page_size=SEARCHED)
    hits = page.items
    for place, exactly in enumerate(_exactly(text)):
        may_hide = page.has_more if place == 0 else _CODE.fullmatch(text)  # another of that name, or account number
        if may_hide or not CONTACT_NAMES.exact(text, hits):
            hits = [*(await list_of(xero, CONTACTS, exactly, page_size=SEARCHED)).items, *hits]
    if page.has_more and not CONTACT_NAMES.exact(text, hits):
        hits = await _first(every(xero, CONTACTS, requested), MOST)
    near = hits or await _like(xero, text)
    found = CONTACT_NAMES.exact(text, near)
    if len(found) > 1:
        raise CONTACT_NAMES.ambiguous(text, path, found)
    return found[0] if found else None, near, not page.has_more


def _exactly(text: str) -> list[ContactFilter]:
    """What asks for those of exactly this name or address, or account number."""
    if not is_sayable(text):
        return []
    named = ContactFilter(email=text, include_archived=True) if "@" in text else _of_name(text)
    return [named, ContactFilter(account_number=text, include_archived=True)]


async def _like(xero: XeroClient, text: str) -> list[Contact]:
    """Contacts spelt like a text that none has: those with its longest word, or its first letters."""
    word = max(re.findall(r"\w+", unaccented(text)) or [""], key=len)[:40]
    for term in dict.fromkeys((word, word[:3])):
        if len(term) > 1:
            found = (await list_of(xero, CONTACTS, ContactFilter(search_term=term), page_size=SEARCHED)).items
            close = CONTACT_NAMES.exact(text, found) or CONTACT_NAMES.spelt_like(text, found)
            if close:
                return close
    return []


async def _first(found: AsyncIterator[Contact], most: int) -> list[Contact]:
    stored: list[Contact] = []
    async for each in found:
        stored.append(each)
        if len(stored) == most:
            break
    return stored


def _of_name(text: str) -> ContactFilter:
    return ContactFilter(name=text, include_archived=True)
