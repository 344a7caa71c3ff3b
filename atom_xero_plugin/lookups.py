"""From the names people use to one record: contacts, invoices, accounts, tax rates, items.

An exact name wins; several that fit are answered with `Ambiguous` and listed; none with `NotFound` and the nearest.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Awaitable, Callable, Iterable, Sequence
from typing import Final, TypeVar

from atom_xero_plugin.errors import Ambiguous, FieldError, NotFound
from atom_xero_plugin.quoting import in_sentence
from atom_xero_plugin.views.accounts import is_archived as is_archived_account
from atom_xero_plugin.views.accounts import takes_payments
from atom_xero_plugin.views.contacts import is_archived
from atom_xero_plugin.views.invoices import STATUS_WORDS
from atom_xero_plugin.xero.accounts import list_accounts
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.contacts import get_contact, list_contacts
from atom_xero_plugin.xero.filters import ContactFilter, InvoiceFilter
from atom_xero_plugin.xero.invoices import get_invoice, list_invoices
from atom_xero_plugin.xero.items import list_items
from atom_xero_plugin.xero.models.accounts import Account
from atom_xero_plugin.xero.models.contacts import Contact
from atom_xero_plugin.xero.models.invoices import Invoice, Kind
from atom_xero_plugin.xero.models.items import Item
from atom_xero_plugin.xero.models.payments import Payment
from atom_xero_plugin.xero.models.tax_rates import TaxRate
from atom_xero_plugin.xero.payments import get_payment
from atom_xero_plugin.xero.tax_rates import list_tax_rates
from atom_xero_plugin.xero.where import checked_text, is_guid

SHOWN: Final = 5
"""Candidates that an error lists."""
FEW: Final = 50
"""Candidates that are looked at."""
T = TypeVar("T")


def folded(text: str | None) -> str:
    """A name as it is compared: small letters, single spaces."""
    return " ".join((text or "").casefold().split())


async def one_contact(xero: XeroClient, named: str, *, path: str = "/contact") -> Contact:
    """The contact with this id, or with exactly this name, e-mail address or number, or the only one like it.

    Active ones go before archived ones. Raises NotFound with near misses, or Ambiguous with candidates.
    """
    text = checked_text(named, path).strip()
    if is_guid(text):
        return await _by_id(get_contact(xero, text), f"contact {text}", path)
    wanted = ContactFilter(search_term=text, include_archived=True)
    found = (await list_contacts(xero, wanted, page_size=FEW)).items
    exact = [each for each in found if folded(text) in _contact_names(each)]
    for fitting in (exact, found):
        active = [each for each in fitting if not is_archived(each)]
        if len(active or fitting) == 1:
            return (active or fitting)[0]
        if fitting:
            raise _ambiguous("contact", text, path, [_contact_words(each) for each in active or fitting])
    numbered = await list_contacts(xero, ContactFilter(account_number=text, include_archived=True), page_size=FEW)
    if len(numbered.items) == 1:
        return numbered.items[0]
    raise _not_found("contact", text, path, await _like(xero, text), "find_contacts")


def _contact_names(contact: Contact) -> set[str]:
    names = (contact.name, contact.email_address, contact.contact_number, contact.account_number)
    return {folded(name) for name in names if name}


def _contact_words(contact: Contact) -> str:
    archived = ", archived" if is_archived(contact) else ""
    return f"{contact.name} ({contact.contact_id}{archived})"


async def _like(xero: XeroClient, text: str) -> list[str]:
    """Contacts whose names are like a text that none has: those with its longest word, or its first letters."""
    word = max(re.findall(r"\w+", text) or [""], key=len)[:40]
    near: dict[str, str] = {}
    for term in dict.fromkeys((word, word[:3])):
        if len(term) > 1 and not near:
            found = await list_contacts(xero, ContactFilter(search_term=term), page_size=FEW)
            near = {folded(each.name): _contact_words(each) for each in found.items}
    close = difflib.get_close_matches(folded(text), list(near), n=SHOWN, cutoff=0.5)
    return [near[name] for name in close]


async def one_invoice(xero: XeroClient, named: str, *, kind: Kind | None = None, path: str = "/invoice") -> Invoice:
    """The sales invoice or bill with this id or number, with its lines and payments.

    Of several bills with one number those that are voided or deleted step back. Raises NotFound, or Ambiguous.
    """
    text = checked_text(named, path).strip()
    what = {"sales": "sales invoice", "bill": "bill", None: "invoice or bill"}[kind]
    if is_guid(text):
        return _of_kind(await _by_id(get_invoice(xero, text), f"{what} {text}", path), kind, path)
    found = (await list_invoices(xero, InvoiceFilter(invoice_numbers=(text,), kind=kind), page_size=FEW)).items
    live = [each for each in found if each.status not in {"VOIDED", "DELETED"}]
    fitting = live or found
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise _ambiguous(what, text, path, [invoice_words(each) for each in fitting])
    near = (
        await list_invoices(xero, InvoiceFilter(search_term=text, kind=kind, summary_only=True), page_size=FEW)
    ).items
    raise _not_found(what, text, path, [invoice_words(each) for each in near], "find_invoices")


def _of_kind(invoice: Invoice, kind: str | None, path: str) -> Invoice:
    if kind is None or (kind == "bill") == invoice.is_bill:
        return invoice
    message = f"{invoice.invoice_number or invoice.invoice_id} is a {'bill' if invoice.is_bill else 'sales invoice'}."
    raise NotFound(message, fields=[FieldError(path, message)])


def invoice_words(invoice: Invoice) -> str:
    """A line that tells an invoice from others: number, contact, date, total, status, id."""
    contact = invoice.contact.name if invoice.contact else None
    parts = [
        in_sentence(invoice.invoice_number or invoice.reference or "no number"),
        in_sentence(contact) if contact else "",
        str(invoice.date or ""),
        f"{invoice.currency_code or ''} {invoice.total}".strip(),
        STATUS_WORDS.get(invoice.status or "", "").replace("_", " "),
    ]
    return f"{' · '.join(part for part in parts if part)} ({invoice.invoice_id})"


async def one_payment(xero: XeroClient, named: str, *, path: str = "/payment") -> Payment:
    """The payment with this id, or the only one of the invoice or bill with this number or id.

    Raises NotFound, or Ambiguous that lists the payments.
    """
    text = checked_text(named, path).strip()
    if is_guid(text):
        try:
            return await get_payment(xero, text)
        except NotFound:
            pass  # it may be an invoice's id
    invoice = await one_invoice(xero, text, path=path)
    ids = [each.payment_id for each in invoice.payments or () if each.payment_id]
    if len(ids) == 1:
        return await get_payment(xero, ids[0])
    what = f"{invoice.invoice_number or 'the invoice'}"
    if not ids:
        raise NotFound(f"No payment is recorded on {what}.", fields=[FieldError(path, "has no payment")])
    words = [f"{each.amount} on {each.date} ({each.payment_id})" for each in invoice.payments or ()]
    raise _ambiguous("payment", text, path, words)


class Chart:
    """The chart of accounts, read once for a call."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        """Keep the accounts as Xero gave them."""
        self.accounts = list(accounts)

    def one(
        self, named: str, *, path: str, only: Callable[[Account], bool] | None = None, kind: str = "account"
    ) -> Account:
        """The account with this code, id or name, or the only one whose name holds the text.

        `only` narrows what a part of a name may mean; an exact one is answered whatever it is. Raises NotFound, or
        Ambiguous.
        """
        text = folded(named)
        exact = [each for each in self.accounts if text in {folded(each.code), each.account_id.lower()}]
        exact = exact or [each for each in self.accounts if text == folded(each.name)]
        usable = [each for each in self.accounts if not is_archived_account(each) and (only is None or only(each))]
        fitting = exact or [each for each in usable if text and text in folded(each.name)]
        living = [each for each in fitting if each in usable] or fitting
        if len(living) == 1:
            return living[0]
        if living:
            raise _ambiguous(kind, named, path, [_account_words(each) for each in living])
        near = {folded(each.name): _account_words(each) for each in usable}
        close = [near[name] for name in difflib.get_close_matches(text, list(near), n=SHOWN, cutoff=0.5)]
        raise _not_found(kind, named, path, close, "find_accounts")

    def for_payment(self, named: str, *, path: str = "/account") -> Account:
        """The bank account, or other account open for payments, that is meant."""
        return self.one(named, path=path, only=takes_payments, kind="account for payments")


def _account_words(account: Account) -> str:
    archived = ", archived" if is_archived_account(account) else ""
    return f"{account.code or 'no code'} {account.name} ({account.account_id}{archived})"


async def chart(xero: XeroClient) -> Chart:
    """The chart of accounts."""
    return Chart((await list_accounts(xero)).items)


async def one_account(
    xero: XeroClient, named: str, *, bank_only: bool = False, payments: bool = False, path: str = "/account"
) -> Account:
    """The account with this code, id or name, or the only one like it. Raises NotFound, or Ambiguous."""
    accounts = await chart(xero)
    if payments:
        return accounts.for_payment(named, path=path)
    return accounts.one(named, path=path, only=(lambda each: each.is_bank) if bank_only else None)


class TaxRates:
    """The tax rates, read once for a call."""

    def __init__(self, rates: Sequence[TaxRate]) -> None:
        """Keep the rates as Xero gave them."""
        self.rates = list(rates)

    def by_type(self, tax_type: str | None) -> TaxRate | None:
        """The rate of a tax type, if there is one."""
        return next((each for each in self.rates if tax_type and each.tax_type == tax_type), None)

    def one(self, named: str, *, path: str) -> TaxRate:
        """The rate with this tax type or name. Raises NotFound, or Ambiguous."""
        text = folded(named)
        fitting = [each for each in self.rates if text == each.tax_type.casefold()]
        fitting = fitting or [each for each in self.rates if text == folded(each.name)]
        living = [each for each in fitting if each.status in {None, "ACTIVE"}] or fitting
        if len(living) == 1:
            return living[0]
        words = [f"{each.name} ({each.tax_type})" for each in (living or self.rates) if each.status in {None, "ACTIVE"}]
        if living:
            raise _ambiguous("tax rate", named, path, words)
        raise _not_found("tax rate", named, path, words[:SHOWN], None)


async def tax_rates(xero: XeroClient) -> TaxRates:
    """The tax rates."""
    return TaxRates((await list_tax_rates(xero)).items)


class Items:
    """The items, read once for a call."""

    def __init__(self, items: Sequence[Item]) -> None:
        """Keep the items as Xero gave them."""
        self.items = list(items)

    def one(self, named: str, *, path: str) -> Item:
        """The item with this code or name. Raises NotFound, or Ambiguous."""
        text = folded(named)
        fitting = [each for each in self.items if text == folded(each.code)]
        fitting = fitting or [each for each in self.items if text == folded(each.name)]
        if len(fitting) == 1:
            return fitting[0]
        near = {folded(each.code): f"{each.code} {each.name or ''}".strip() for each in fitting or self.items}
        if fitting:
            raise _ambiguous("item", named, path, list(near.values()))
        close = [near[name] for name in difflib.get_close_matches(text, list(near), n=SHOWN, cutoff=0.5)]
        raise _not_found("item", named, path, close, None)


async def items(xero: XeroClient) -> Items:
    """The items."""
    return Items((await list_items(xero)).items)


async def _by_id(reading: Awaitable[T], what: str, path: str) -> T:
    try:
        return await reading
    except NotFound:
        message = f"Xero has no {what}."
        raise NotFound(message, fields=[FieldError(path, message)]) from None


def _ambiguous(what: str, text: str, path: str, candidates: Iterable[str]) -> Ambiguous:
    listed = list(candidates)
    shown = "; ".join(listed[:SHOWN])
    more = f"; and {len(listed) - SHOWN} more" if len(listed) > SHOWN else ""
    return Ambiguous(
        f"More than one {what} fits {_shown(text)}.",
        fields=[FieldError(path, f"could be: {shown}{more}")],
        hint="Name one by its id.",
    )


def _not_found(what: str, text: str, path: str, near: Sequence[str], finder: str | None) -> NotFound:
    look = f"Look with {finder}." if finder else ""
    hint = f"Did you mean {' or '.join(near[:SHOWN])}?" if near else look
    return NotFound(f"No {what} in Xero fits {_shown(text)}.", fields=[FieldError(path, f"fits no {what}")], hint=hint)


def _shown(text: str) -> str:
    return repr(text[:80])
