"""What a person should know before approving: the warnings that several plans share."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.resolve.resolver import casefolded, unaccented
from atom_xero_plugin.catalogue.context import Organisation
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.core.quoting import in_sentence, quote, seen
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.endpoint import LARGEST_PAGE
from atom_xero_plugin.xero.lists import list_of
from atom_xero_plugin.xero.records.contacts import CONTACTS, Contact, ContactFilter

FAR: Final = timedelta(days=366)
COMPARED: Final = 200
NOT_COMPARED: Final = PlanWarning(
    "not_compared", "Whether it is there already could not be asked: Xero did not answer."
)
_ALIKE: Final = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})
"""Alphabets with letters that look like one another's."""
_LEGAL_FORMS: Final = re.compile(r"\b(ltd|limited|inc|llc|llp|plc|pty|gmbh|bv|co|company|corp|corporation)\b\.?")


def day_warnings(
    organisation: Organisation, day: date, today: date, *, what: str, in_ledger: bool = True
) -> list[PlanWarning]:
    """Warnings about the day of something; lock dates are of what is booked in the ledger."""
    found = []
    if in_ledger and organisation.lock_date is not None and day <= organisation.lock_date:
        found.append(
            PlanWarning(
                "lock_date",
                f"{what} is dated {day}, and the books are locked up to {organisation.lock_date}: Xero will refuse it "
                "unless the connected user may post to locked periods.",
            )
        )
    if abs(day - today) > FAR:
        found.append(PlanWarning("far_date", f"{what} is dated {day}, more than a year from today."))
    elif day > today:
        found.append(PlanWarning("future_date", f"{what} is dated {day}, which is still to come."))
    return found


def refuse_closed(organisation: Organisation, day: date, *, what: str, path: str = "") -> None:
    """Raises Conflict for a day that the books are closed to everyone on; only an approved document counts there."""
    closed = organisation.closed_to_all
    if closed is not None and day <= closed:
        raise Conflict(
            f"{what} is dated {day}, and the books are closed to everyone up to {closed}: Xero refuses it.",
            fields=[FieldError(path, f"is not after {closed}")] if path else [],
            hint="Give a later date, or have the lock date moved in Xero (Accounting > Advanced > Lock dates).",
        )


def due_warnings(day: date, due: date | None, today: date) -> list[PlanWarning]:
    """Warnings about the day something is due."""
    if due is None:
        return [PlanWarning("no_due_date", "There is no due date; it is needed to approve it.")]
    found = []
    if due < today:
        found.append(
            PlanWarning("due_in_the_past", f"It is due on {due}, which has passed: it will be overdue at once.")
        )
    if due < day:
        found.append(PlanWarning("due_before_date", f"It is due on {due}, before its own date {day}."))
    if found:
        return found
    return [PlanWarning("far_date", f"It is due on {due}, more than a year from today.")] if due - today > FAR else []


def expiry_warnings(day: date, expires: date | None, today: date) -> list[PlanWarning]:
    """Warnings about the day something expires."""
    if expires is not None and expires < day:
        return [PlanWarning("expires_before_date", f"It expires on {expires}, before its own date {day}.")]
    if expires is not None and expires < today:
        return [PlanWarning("expired", f"It expires on {expires}, which has passed.")]
    return []


def delivery_warnings(day: date, delivery: date | None, today: date) -> list[PlanWarning]:
    """Warnings about the day something is to be delivered."""
    if delivery is not None and delivery < day:
        return [PlanWarning("delivery_before_date", f"It is to be delivered on {delivery}, before its own date {day}.")]
    if delivery is not None and delivery < today:
        return [PlanWarning("delivery_past", f"It is to be delivered on {delivery}, which has passed.")]
    return []


def currency_warnings(currency: str, contact: Contact, organisation: Organisation) -> list[PlanWarning]:
    """A warning about a currency that neither the organisation nor the contact usually has."""
    if currency in {organisation.base_currency, contact.default_currency}:
        return []
    return [
        PlanWarning("unusual_currency", f"It is in {currency}; {in_sentence(organisation.name)} keeps its books in "
                f"{organisation.base_currency}. Xero uses its rate of the day.")
    ]  # fmt: skip


def total_warnings(total: Decimal) -> list[PlanWarning]:
    """A warning about a total that is probably a slip."""
    if total == 0:
        return [PlanWarning("zero_total", "The total is zero.")]
    return [PlanWarning("negative_total", "The total is below zero.")] if total < 0 else []


def normalised(number: str | None) -> str:
    """A number as people mean it: `INV-0042`, `inv 42` and `Inv#42` are one."""
    letters = re.sub(r"[^0-9a-z]", "", (number or "").casefold())
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", letters)


async def like_contacts(xero: XeroClient, name: str, email: str | None) -> tuple[list[Contact], list[PlanWarning]]:
    """Contacts, archived ones too, that may be the same: of this name or one like it, or this e-mail address.

    And a warning where Xero did not answer all of it.
    """
    word = max(re.findall(r"\w+", bare_name(name)) or [name.strip()], key=len)
    asked = [ContactFilter(name=name, include_archived=True), ContactFilter(search_term=word, include_archived=True)]
    if email:
        asked.append(ContactFilter(email=email, include_archived=True))
    pages = [await if_answered(list_of(xero, CONTACTS, requested, page_size=COMPARED)) for requested in asked]
    found = {each.contact_id: each for page in pages if page is not None for each in page.items}
    return list(found.values()), [NOT_COMPARED] if None in pages else []


async def with_tax_number(xero: XeroClient, tax_number: str, *, besides: Collection[str]) -> list[PlanWarning]:
    """Warnings for other contacts of the same tax number, which Xero cannot search for: one large page is compared."""
    page = await if_answered(list_of(xero, CONTACTS, page_size=LARGEST_PAGE))
    if page is None:
        return [NOT_COMPARED]
    others = [each for each in page.items if each.contact_id not in besides]
    found = contact_warnings(others, name=None, email=None, tax_number=tax_number)
    if page.has_more:
        words = f"The tax number was compared with {len(page.items)} contacts only; there are more."
        found.append(PlanWarning("not_all_compared", words))
    return found


def contact_warnings(
    others: Sequence[Contact], *, name: str | None, email: str | None, tax_number: str | None
) -> list[PlanWarning]:
    """Warnings for contacts that may be the same one."""
    found = []
    for each in others:
        same = []
        if name and bare_name(each.name or "") == bare_name(name):
            same.append("name" if casefolded(each.name) == casefolded(name) else "name but for its form")
        if email and casefolded(each.email_address) == casefolded(email):
            same.append("e-mail address")
        if tax_number and normalised(each.tax_number) == normalised(tax_number):
            same.append("tax number")
        if same:
            archived = ", archived" if each.contact_status == "ARCHIVED" else ""
            message = f"The same {' and '.join(same)}: {in_sentence(each.name)} ({each.contact_id}{archived})."
            found.append(PlanWarning("possible_duplicate", message))
    return found


def bare_name(name: str) -> str:
    """A company's name without its legal form, punctuation and accents."""
    words = re.sub(r"[^\w\s]", " ", _LEGAL_FORMS.sub(" ", unaccented(seen(name))))
    return " ".join(words.split()) or casefolded(name)


def script_warnings(name: str | None) -> list[PlanWarning]:
    """A warning about a word of a new name with letters of two alphabets: it may pass for a name that is there."""
    for word in re.findall(r"\w+", name or ""):
        alphabets = {unicodedata.name(each, "").partition(" ")[0] for each in word if each.isalpha()}
        if len(alphabets & _ALIKE) > 1:
            reported = " and ".join(sorted(each.capitalize() for each in alphabets & _ALIKE))
            words = f"{quote(word)} mixes {reported} letters: it may look like another contact's name and be none."
            return [PlanWarning("mixed_alphabets", words)]
    return []
