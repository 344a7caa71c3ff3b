"""What a sales invoice, a bill and a quote share, and where each differs: one declaration of each.

The functions of this folder create, change and move documents by such a declaration; none of them knows an invoice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple, Protocol

from msgspec import Struct

from atom_xero_plugin.accounting.pricing import XERO_WORDS, AmountsAre, amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Candidate
from atom_xero_plugin.core.money import MOST_ROUNDING, ZERO, Money
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import PlanWarning, Step, Totals
from atom_xero_plugin.xero.endpoint import Endpoint
from atom_xero_plugin.xero.filters import Filter
from atom_xero_plugin.xero.lists import get_by_number, is_addressable, list_of
from atom_xero_plugin.xero.pages import Page
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.invoices import Kind
from atom_xero_plugin.xero.records.parts import LineItem
from atom_xero_plugin.xero.write import update

GONE: Final = frozenset({"VOIDED", "DELETED"})
"""Statuses of what no longer counts, and never will again."""


class DocumentRecord(Protocol):
    """What Xero's record of every document has."""

    contact: Contact | None
    date: date | None
    status: str | None
    line_amount_types: str | None
    line_items: list[LineItem] | None
    sub_total: Decimal | None
    total_tax: Decimal | None
    total: Decimal | None
    currency_code: str | None
    updated_date_utc: datetime | None

    @property
    def record_id(self) -> str:
        """Xero's id."""
        ...


class TextField(NamedTuple):
    """A field of text: its argument, which is what a plan calls it too, the record's attribute, and Xero's name."""

    name: str
    attribute: str
    xero: str
    many_lines: bool = False
    optional: bool = True
    """Whether an empty text empties it."""


REFERENCE: Final = TextField("reference", "reference", "Reference")


class DueField(NamedTuple):
    """The day until which a document holds."""

    name: str
    attribute: str
    xero: str
    clause: str
    """How a summary goes on before the day, for example `due`."""
    warnings: Callable[[date, date | None, date], list[PlanWarning]] | None = None
    """What is odd about the document's day, this day and today; None for what is odd of a due day, or of an expiry."""


@dataclass(frozen=True)
class Move:
    """A change of status."""

    to: Mapping[str, str]
    """From each status that allows it to the one that it leads to."""
    done: frozenset[str] = frozenset()
    """Statuses of one that has it behind it."""
    hints: Mapping[str, str] = field(default_factory=dict)
    """What to do instead, by the status that does not allow it."""
    back: Mapping[str, str] = field(default_factory=dict)
    """By the status before it, the skill that brings it back; none for a status that nothing comes back to."""


class DocumentSearch(NamedTuple):
    """Which documents of a contact are searched for."""

    contact_id: str
    first: date
    last: date
    number: str | None = None
    reference: str | None = None
    summary_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Document:
    """One kind of document: what it is called, what it is made of and what can become of it."""

    endpoint: Endpoint[Any]
    record_kind: str
    """The kind of its record, which its skills are named by: invoice, quote."""
    kind: str = ""
    """What a plan shows as its kind, where that is not the record's: sales, bill."""
    listed_as: str = ""
    """What errors know it by, where that is not the record's kind: bill."""
    words: str = ""
    """What a sentence calls it, where that is not the record's kind."""
    whose: str = "to"
    """`to` a customer or `from` a supplier."""
    side: Kind = "sales"
    """Whether its lines sell or buy."""
    number: TextField
    number_path: str = "/number"
    """The argument of a new one's number."""
    due: DueField | None = None
    """Until when it holds; None for what holds without a day, such as a credit note."""
    payment_day: DueField | None = None
    """The day on which its payment is expected or planned, if it has one."""
    texts: Sequence[TextField] = ()
    """The other fields of text."""
    no_reference: str = ""
    """Why it has no reference, if it has none."""
    statuses: Mapping[str, str]
    """Xero's statuses in the words of its pages."""
    moves: Mapping[str, Move]
    """By what it is afterwards: approved, voided; and `changed`, which moves nothing."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """What is the same on each."""
    in_ledger: bool = True
    """Whether one that is approved counts in the books: lock dates hold then, and its lines need accounts."""
    number_is_unique: bool = True
    """Whether Xero takes a number once; that of a bill is the supplier's and may come again."""
    opposite: str = "a credit note"
    """What one that comes to less than zero would be."""
    discounts: bool = True
    tax_from_account: bool = True
    """Whether Xero takes the tax rate of a line's account for one that has none."""
    upper_case: bool = False
    """Whether Xero spells line amount types in capitals."""
    keeps: Callable[[Any], Mapping[str, Any]] = lambda _: {}
    """What an update has to send again, because Xero clears or renews what it is not sent."""
    sent: Callable[[Any], bool]
    """Whether the customer has it."""
    settled: Callable[[Any], str] = lambda _: ""
    """What settles part of it, so that no amount may change: `payments`, `credits`, or nothing."""
    undo: str
    """The skill that takes a new one back."""
    undo_while: str = ""
    view: Callable[[Context, Any], Struct]
    search: Callable[[DocumentSearch], Filter]
    by_number: Callable[[str], Filter]
    by_text: Callable[[str, date, date], Filter] | None = None
    """Those of all contacts with a text in their number, between two days; None where that shows no copy."""

    def __post_init__(self) -> None:
        """Most documents are called what their records are."""
        for name in ("kind", "listed_as", "words"):
            object.__setattr__(self, name, getattr(self, name) or self.record_kind)

    def line_amount_types(self, amounts_are: AmountsAre) -> str:
        """Xero's word for what unit amounts are."""
        word = XERO_WORDS[amounts_are]
        return word.upper() if self.upper_case else word

    def status_word(self, status: str | None) -> str:
        """A status as text; one that Xero added since is shown as it came, in small letters."""
        return self.statuses.get(status or "", (status or "").lower())

    def text(self, name: str) -> TextField | None:
        """The field of that name."""
        return next((each for each in (self.number, *self.texts) if each.name == name), None)


@dataclass(frozen=True)
class StoredDocument:
    """A document as it stands in Xero."""

    ctx: Context
    document: Document
    record: Any
    """A DocumentRecord."""

    @property
    def id(self) -> str:
        """Xero's id."""
        record: DocumentRecord = self.record
        return record.record_id

    @property
    def status(self) -> str:
        """Xero's status."""
        return self.record.status or ""

    @property
    def number(self) -> str | None:
        """Its number, if it has one."""
        return getattr(self.record, self.document.number.attribute) or None

    @property
    def reference(self) -> str | None:
        """Its reference, if it has one."""
        return getattr(self.record, "reference", None) or None

    @property
    def due(self) -> date | None:
        """The day it is due, or expires."""
        field = self.document.due
        due: date | None = getattr(self.record, field.attribute) if field is not None else None
        return due

    @property
    def texts(self) -> dict[str, str | None]:
        """Its fields of text but for its number, by their names."""
        return {each.name: getattr(self.record, each.attribute) or None for each in self.document.texts}

    @property
    def look(self) -> dict[str, Any]:
        """What decides how it is printed, in Xero's names."""
        theme = getattr(self.record, "branding_theme_id", None)
        return {"BrandingThemeID": theme} if theme else {}

    @property
    def contact(self) -> Contact | None:
        """Whose it is."""
        contact: Contact | None = self.record.contact
        return contact

    @property
    def lines(self) -> list[LineItem]:
        """Its lines."""
        return self.record.line_items or []

    @property
    def currency(self) -> str:
        """The currency it is in."""
        return currency_of(self.ctx, self.record)

    @property
    def amounts_are(self) -> AmountsAre:
        """What its unit amounts are."""
        return amounts_word(self.record.line_amount_types) or "exclusive"

    @property
    def label(self) -> str:
        """What a sentence calls it, for example `sales invoice INV-0042 to Acme`."""
        return label_of(self.document, self.record)

    @property
    def state(self) -> str:
        """Its status in a sentence."""
        return self.document.status_word(self.record.status).replace("_", " ")

    @property
    def is_rounded(self) -> bool:
        """Whether Xero rounds its total."""
        return rounding_of(self.record) != 0

    @property
    def totals(self) -> Totals:
        """What it comes to."""
        record: DocumentRecord = self.record
        return Totals(self.money(record.sub_total), self.money(record.total_tax), self.money(record.total))

    def update(self, body: Mapping[str, Any], expects: Mapping[str, str]) -> Step:
        """The step that sends a change, void if the document changes meanwhile.

        With it goes what Xero would clear or renew, which must be there afterwards as it was.
        """
        record: DocumentRecord = self.record
        keeps = self.document.keeps(record)
        stays = {name: value for name, value in keeps.items() if name not in body}
        shown = expected(stays, exact=True)
        if keeps and "LineItems" not in body and record.total is not None:
            shown["Total"] = f"{record.total:f}"
        return Step(
            update(self.document.endpoint, self.id, {**stays, **body}),
            self.document.record_kind,
            expects={**shown, **expects},
            record_id=self.id,
            unchanged_since=record.updated_date_utc,
        )

    def money(self, amount: Decimal | None) -> Money:
        """One of its amounts."""
        return Money.of(amount, self.currency)


def label_of(document: Document, record: Any) -> str:
    """What a sentence calls a document, for example `sales invoice INV-0042 to Acme`."""
    shown = getattr(record, document.number.attribute)
    number = f" {in_sentence(shown)}" if shown else ""
    name = record.contact.name if record.contact else None
    contact = f" {document.whose} {in_sentence(name)}" if name else ""
    return f"{document.words}{number}{contact}"


def described(document: Document, record: Any) -> str:
    """A line that distinguishes a document from others: number, contact, date, total, status, id."""
    contact = record.contact.name if record.contact else None
    name = getattr(record, document.number.attribute) or record.reference or "no number"
    parts = [
        in_sentence(name),
        in_sentence(contact) if contact else "",
        str(record.date or ""),
        f"{record.currency_code or ''} {record.total}".strip(),
        document.statuses.get(record.status or "", "").replace("_", " "),
    ]
    return f"{' · '.join(part for part in parts if part)} ({record.record_id})"


def candidate_of(document: Document, record: Any) -> Candidate:
    """A document as an error lists it."""
    number = getattr(record, document.number.attribute) or ""
    return Candidate(document.listed_as, record.record_id, number, described(document, record))


def expected(body: Mapping[str, Any], *, exact: bool = False) -> dict[str, str]:
    """What a record must show of what was sent, in Xero's dotted names: texts, days, the contact.

    How Xero keeps the line breaks of a new text is its own affair, unless `exact` says that it is an old one.
    """
    shown = {}
    for name, value in body.items():
        if isinstance(value, date):
            shown[f"{name}String"] = f"{value}T00:00:00"
        elif isinstance(value, str) and (exact or "\n" not in value):
            shown[name] = value
        elif name == "Contact":
            shown["Contact.ContactID"] = value["ContactID"]
    return shown


def currency_of(ctx: Context, record: Any) -> str:
    """The currency that a document is in."""
    return record.currency_code or ctx.organisation.base_currency


def rounding_of(record: Any) -> Decimal:
    """What the total is rounded by: Total = SubTotal + TotalTax + RoundingAmount.

    It is an organisation's choice, at most 0.10 either way, and lists do not show it. Source: spec 19.2, Invoices.
    """
    reported: Decimal | None = getattr(record, "rounding_amount", None)
    if reported is not None:
        return reported
    if record.total is None or record.sub_total is None or record.total_tax is None:
        return ZERO
    rest: Decimal = record.total - record.sub_total - record.total_tax
    return rest if abs(rest) <= MOST_ROUNDING else ZERO


async def documents_of(ctx: Context, document: Document, requested: DocumentSearch, *, most: int) -> Page[Any]:
    """A page of a contact's documents."""
    page: Page[Any] = await list_of(ctx.xero, document.endpoint, document.search(requested), page_size=most)
    return page


async def numbered(ctx: Context, document: Document, number: str, *, most: int = 100) -> list[Any]:
    """The documents of that number, or a page of those that Xero finds for it.

    A list that cannot be asked for a number is asked by address, or read whole for a number that no address can hold.
    """
    if document.endpoint.numbered and is_addressable(number):
        found = await get_by_number(ctx.xero, document.endpoint, number)
        return [] if found is None else [found]
    return (await list_of(ctx.xero, document.endpoint, document.by_number(number), page_size=most)).items


async def documents_with(ctx: Context, document: Document, text: str, first: date, last: date) -> list[Any]:
    """Documents of all contacts with a text in their number, or a page of them; none where that is not asked for."""
    if document.by_text is None:
        return []
    return (await list_of(ctx.xero, document.endpoint, document.by_text(text, first, last), page_size=200)).items
