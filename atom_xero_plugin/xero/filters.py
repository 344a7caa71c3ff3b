"""What to look for in Xero, typed, and the parameters that say so in an address.

Each filter checks its values when it is compiled and raises InvalidArguments with the field's path. Lists of ids
longer than one request takes are told by `chunks()`: filters that together find the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import product
from typing import ClassVar, Self

import msgspec
from msgspec import Struct

from atom_xero_plugin.xero import where_clause
from atom_xero_plugin.xero.decoding.base import XeroRecord
from atom_xero_plugin.xero.records.invoices import Kind
from atom_xero_plugin.xero.where_clause import checked_guid, checked_text, checked_word, joined

TYPE_OF: dict[Kind, str] = {"sales": "ACCREC", "bill": "ACCPAY"}


class _Filter(Struct, frozen=True, kw_only=True):
    """What all filters have: the order to answer in, and a way to split lists that are too long for one request."""

    LISTS: ClassVar[tuple[str, ...]] = ()
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {}
    """Of each text that must be the whole text: Xero's name of it, and the record's attribute."""
    SEARCHED: ClassVar[frozenset[str]] = frozenset()
    """Those of them that `searchTerm` looks into."""
    PATHS: ClassVar[dict[str, str]] = {}
    """Where one stands that is no field by itself."""

    order: str | None = None

    def params(self) -> dict[str, str]:
        """The query parameters, not yet percent-encoded. Raises InvalidArguments for values Xero could misread."""
        if len(self.chunks()) > 1:
            lists = [name for name in self.LISTS if getattr(self, name)]
            raise where_clause.invalid(f"/{lists[0]}", "holds more than one request takes; ask in chunks")
        parameters = joined(self._terms()) | self._parameters()
        if self.order is not None:
            parameters["order"] = where_clause.checked_order(self.order)
        return parameters

    def chunks(self) -> list[Self]:
        """Filters that together find what this one does, none with more ids than one request takes."""
        lists = {name: getattr(self, name) for name in self.LISTS if getattr(self, name)}
        most, room = (
            where_clause.MOST_IDS // max(len(lists), 1),
            where_clause.MOST_LIST_CHARACTERS // max(len(lists), 1),
        )
        pieces = [where_clause.chunked(values, most, room) for values in lists.values()]
        return [msgspec.structs.replace(self, **dict(zip(lists, each, strict=True))) for each in product(*pieces)]

    def unsaid(self) -> dict[str, str]:
        """Attributes and the values they must have, of texts that `where` has no form for: see `fits`."""
        given = ((attribute, getattr(self, name)) for name, (_, attribute) in self.TEXTS.items())
        return {
            attribute: value for attribute, value in given if value is not None and not where_clause.is_sayable(value)
        }

    def fits(self, record: XeroRecord) -> bool:
        """Whether a record that Xero answered has what could not be asked for."""
        return all(
            where_clause.compared(getattr(record, attribute)) == where_clause.compared(value)
            for attribute, value in self.unsaid().items()
        )

    def _terms(self) -> Iterator[str]:
        yield from self._texts()

    def _texts(self) -> Iterator[str]:
        for name, (xero, _) in self.TEXTS.items():
            value = getattr(self, name)
            path = self.PATHS.get(name, f"/{name}")
            if value is not None and where_clause.is_sayable(checked_text(value, path)):
                yield f"{xero}=={where_clause.text(value, path)}"

    def _searched(self, term: str | None) -> dict[str, str]:
        """The term, else a text that `where` has no form for and the search looks into."""
        unsaid = self.unsaid()
        searched = (attribute for name, (_, attribute) in self.TEXTS.items() if name in self.SEARCHED)
        found = [unsaid[attribute] for attribute in searched if attribute in unsaid]
        return _search(term if term is not None else next(iter(found), None))

    def _parameters(self) -> dict[str, str]:
        return {}


class InvoiceFilter(_Filter, frozen=True, kw_only=True):
    """Which invoices and bills. Days are inclusive but for `due_before`."""

    LISTS: ClassVar[tuple[str, ...]] = ("ids", "contact_ids", "invoice_numbers")
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {
        "reference": ("Reference", "reference"), "odd_number": ("InvoiceNumber", "invoice_number"),
    }  # fmt: skip
    SEARCHED: ClassVar[frozenset[str]] = frozenset(TEXTS)
    PATHS: ClassVar[dict[str, str]] = {"odd_number": "/invoice_numbers/0"}

    kind: Kind | None = None
    statuses: Sequence[str] = ()
    ids: Sequence[str] = ()
    contact_ids: Sequence[str] = ()
    invoice_numbers: Sequence[str] = ()
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None
    due_from: date | None = None
    due_to: date | None = None
    due_before: date | None = None
    unpaid_only: bool = False
    """Something is still due; only approved ones (AUTHORISED) unless `statuses` says otherwise."""
    min_amount_due: Decimal | None = None
    max_amount_due: Decimal | None = None
    search_term: str | None = None
    """In number and reference."""
    summary_only: bool = False
    """Without lines and payments: fewer bytes, which Xero charges for."""
    created_by_my_app: bool = False

    def chunks(self) -> list[Self]:
        """As for every filter; a number with a comma is asked for by itself, since commas part the list."""
        plain = [each for each in self.invoice_numbers if "," not in each]
        odd = [each for each in dict.fromkeys(self.invoice_numbers) if "," in each]
        if not odd or len(self.invoice_numbers) == 1:
            return super().chunks()
        alone = [chunk for each in odd for chunk in msgspec.structs.replace(self, invoice_numbers=(each,)).chunks()]
        return (msgspec.structs.replace(self, invoice_numbers=plain).chunks() if plain else []) + alone

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'Type=="{TYPE_OF[self.kind]}"'
        yield from self._texts()
        yield from _range("Date", self.date_from, self.date_to)
        yield from _range("DueDate", self.due_from, self.due_to)
        if self.due_before is not None:
            yield f"DueDate < {where_clause.day(self.due_before)}"
        if self.unpaid_only:
            yield "AmountDue > 0"
        if self.min_amount_due is not None:
            yield f"AmountDue >= {where_clause.number(self.min_amount_due, '/min_amount_due')}"
        if self.max_amount_due is not None:
            yield f"AmountDue <= {where_clause.number(self.max_amount_due, '/max_amount_due')}"

    def _parameters(self) -> dict[str, str]:
        statuses = self.statuses or (("AUTHORISED",) if self.unpaid_only else ())
        numbers = () if self.odd_number is not None else self.invoice_numbers
        return (
            _listed("Statuses", statuses, "/statuses", checked_word)
            | _listed("IDs", self.ids, "/ids", checked_guid)
            | _listed("ContactIDs", self.contact_ids, "/contact_ids", checked_guid)
            | _listed("InvoiceNumbers", numbers, "/invoice_numbers", checked_text)
            | self._searched(self.search_term)
            | _flags(summaryOnly=self.summary_only, createdByMyApp=self.created_by_my_app)
        )

    @property
    def odd_number(self) -> str | None:
        """The only number asked for, if a comma keeps it out of a list."""
        first, *others = self.invoice_numbers or ("",)
        return first if "," in first and not others else None


class ContactFilter(_Filter, frozen=True, kw_only=True):
    """Which contacts. Name, e-mail address and account number must be the whole text."""

    LISTS: ClassVar[tuple[str, ...]] = ("ids",)
    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {
        "name": ("Name", "name"), "email": ("EmailAddress", "email_address"),
        "account_number": ("AccountNumber", "account_number"),
    }  # fmt: skip
    SEARCHED: ClassVar[frozenset[str]] = frozenset({"name", "email"})

    search_term: str | None = None
    """In name, first and last name, contact number, company number and e-mail address."""
    ids: Sequence[str] = ()
    name: str | None = None
    email: str | None = None
    account_number: str | None = None
    include_archived: bool = False
    summary_only: bool = False

    def _parameters(self) -> dict[str, str]:
        return (
            _listed("IDs", self.ids, "/ids", checked_guid)
            | self._searched(self.search_term)
            | _flags(includeArchived=self.include_archived, summaryOnly=self.summary_only)
        )


class PaymentFilter(_Filter, frozen=True, kw_only=True):
    """Which payments. Xero has no optimised search for them: give days to keep it small."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"reference": ("Reference", "reference")}

    kind: Kind | None = None
    """Of sales invoices, or of bills."""
    status: str | None = None
    invoice_id: str | None = None
    account_id: str | None = None
    """The bank account they went over."""
    reference: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.kind is not None:
            yield f'PaymentType=="{TYPE_OF[self.kind]}PAYMENT"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.invoice_id is not None:
            yield f"Invoice.InvoiceID == {where_clause.guid(self.invoice_id, '/invoice_id')}"
        if self.account_id is not None:
            yield f"Account.AccountID == {where_clause.guid(self.account_id, '/account_id')}"
        yield from self._texts()
        yield from _range("Date", self.date_from, self.date_to)


class BankTransactionFilter(_Filter, frozen=True, kw_only=True):
    """Which bank transactions."""

    type: str | None = None
    """SPEND, RECEIVE, SPEND-TRANSFER …"""
    status: str | None = None
    contact_id: str | None = None
    account_id: str | None = None
    """The bank account; not optimised by Xero, so big books refuse it."""
    date_from: date | None = None
    date_to: date | None = None

    def _terms(self) -> Iterator[str]:
        if self.type is not None:
            yield f'Type=="{checked_word(self.type, "/type")}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'
        if self.contact_id is not None:
            yield f"Contact.ContactID == {where_clause.guid(self.contact_id, '/contact_id')}"
        if self.account_id is not None:
            yield f"BankAccount.AccountID == {where_clause.guid(self.account_id, '/account_id')}"
        yield from _range("Date", self.date_from, self.date_to)


class AccountFilter(_Filter, frozen=True, kw_only=True):
    """Which accounts."""

    type: str | None = None
    """BANK, REVENUE, EXPENSE, DIRECTCOSTS …"""
    class_: str | None = msgspec.field(name="class", default=None)
    """ASSET, EQUITY, EXPENSE, LIABILITY or REVENUE."""
    status: str | None = None
    """ACTIVE or ARCHIVED."""
    bank_only: bool = False

    def _terms(self) -> Iterator[str]:
        if self.type is not None:
            yield f'Type=="{checked_word(self.type, "/type")}"'
        if self.bank_only and self.type != "BANK":
            yield 'Type=="BANK"'
        if self.class_ is not None:
            yield f'Class=="{checked_word(self.class_, "/class")}"'
        if self.status is not None:
            yield f'Status=="{checked_word(self.status, "/status")}"'


class ItemFilter(_Filter, frozen=True, kw_only=True):
    """Which items. The code must be the whole text."""

    TEXTS: ClassVar[dict[str, tuple[str, str]]] = {"code": ("Code", "code")}

    code: str | None = None


def _range(field: str, first: date | None, last: date | None) -> Iterator[str]:
    if first is not None:
        yield f"{field} >= {where_clause.day(first)}"
    if last is not None:
        yield f"{field} <= {where_clause.day(last)}"


def _listed(name: str, values: Sequence[str], path: str, check: Callable[[str, str], str]) -> dict[str, str]:
    checked = [check(value, f"{path}/{number}") for number, value in enumerate(values)]
    return {name: ",".join(checked)} if checked else {}


def _search(term: str | None) -> dict[str, str]:
    return {} if term is None else {"searchTerm": checked_text(term, "/search_term")}


def _flags(**flags: bool) -> dict[str, str]:
    return {name: "true" for name, requested in flags.items() if requested}
