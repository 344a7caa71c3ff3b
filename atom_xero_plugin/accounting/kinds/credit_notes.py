"""What a credit note means: how answers show it, what of it may be changed, and what can become of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Annotated, Any, ClassVar, Final

import msgspec
from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.currency_rates import CurrencyRateField
from atom_xero_plugin.accounting.documents.change_inputs import (
    AddedLines,
    AllLines,
    ChangedLines,
    NewContact,
    NewDate,
    RemovedLines,
)
from atom_xero_plugin.accounting.documents.document import (
    GONE,
    REFERENCE,
    Document,
    DocumentSearch,
    Move,
    StoredDocument,
    TextField,
    currency_of,
    label_of,
)
from atom_xero_plugin.accounting.documents.inputs import AMOUNTS, DocumentCurrency, IssueDate, Lines
from atom_xero_plugin.accounting.documents.line_view import LineView, line_of
from atom_xero_plugin.accounting.documents.trigger_filters import DocumentFilters
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.kind import Found, RecordKind, shown_amount, shown_day
from atom_xero_plugin.accounting.kinds.contacts import SAMPLE_NAME, ContactRef, contact_ref
from atom_xero_plugin.accounting.kinds.credits import (
    CREDIT_STATUSES,
    AllocationView,
    Credit,
    RefundView,
    StoredCredit,
    allocations_of,
    refunds_of,
)
from atom_xero_plugin.accounting.listed import InLists, Listed, listed_document
from atom_xero_plugin.accounting.pricing import AmountsAre, amounts_word
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.records.credit_notes import (
    CREDIT_NOTES,
    TYPE_OF,
    CreditKind,
    CreditNote,
    CreditNoteFilter,
)

CreditNoteName = Annotated[
    str,
    Meta(
        description="Its number or id. Xero credit notes are listed by find_credit_notes.",
        min_length=1,
        max_length=255,
        extra=also("credit_note_id credit_note_number number id credit credit_no document"),
    ),
]
KindField = Annotated[
    CreditKind,
    Meta(
        description="customer for a credit that you give, supplier for one that you get.",
        extra=also("type direction side"),
    ),
]
Number = Annotated[
    str,
    Meta(
        description="A customer's: left out, Xero gives the next. A supplier's: their number, shown as reference.",
        min_length=1,
        max_length=255,
        extra=also("credit_note_number no new_number"),
    ),
]
Reference = Annotated[
    str,
    Meta(description="Reference, of a customer's only.", max_length=255, extra=also("ref their_reference reason")),
]


class CreditNoteRow(Struct, omit_defaults=True):
    """A credit note in a list."""

    id: Annotated[str, Meta(description="Xero's id.")]
    number: Annotated[str | None, Meta(description="Its number; a supplier's has theirs, if any.")]
    kind: Annotated[CreditKind, Meta(description="customer, or supplier.")]
    status: Annotated[str, Meta(description="draft, awaiting_approval, approved, used, voided or deleted.")]
    contact: Annotated[ContactRef, Meta(description="Customer or supplier.")]
    date: Annotated[dt.date | None, Meta(description="Day of issue.")]
    total: Annotated[Money, Meta(description="Total with tax.")]
    remaining: Annotated[Money, Meta(description="What is neither allocated nor refunded yet.")]
    url: Annotated[str, Meta(description="Its page in Xero.")]
    reference: Annotated[str | None, Meta(description="Reference.")] = None


class CreditNoteView(CreditNoteRow, omit_defaults=True):
    """A credit note in full."""

    net: Annotated[Money | None, Meta(description="Total without tax.")] = None
    tax: Annotated[Money | None, Meta(description="Tax.")] = None
    amounts_are: Annotated[str | None, Meta(description="exclusive or inclusive of tax, or no_tax.")] = None
    lines: Annotated[list[LineView], Meta(description="Lines.")] = []
    allocations: Annotated[list[AllocationView], Meta(description="Invoices and bills it is set against.")] = []
    refunds: Annotated[list[RefundView], Meta(description="Payments that refund it.")] = []
    has_attachments: Annotated[bool, Meta(description="Whether files are attached.")] = False
    updated_at: Annotated[dt.datetime | None, Meta(description="Last change in Xero, UTC.")] = None


class CreditNoteResult(Struct):
    """What a write of a credit note answers, from the record that was read back."""

    credit_note: Annotated[CreditNoteView, Meta(description="The credit note as Xero has it now.")]


class CreditNoteFields(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a credit note is made from, but for its kind. Nothing is due on one."""

    due_date: ClassVar[None] = None
    due_in_days: ClassVar[None] = None
    contact: ContactName
    lines: Lines
    date: IssueDate = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "exclusive"
    currency: DocumentCurrency = None
    currency_rate: CurrencyRateField = None
    approve: Annotated[
        bool,
        Meta(
            description="True approves it at once; else it is a draft. Only what is approved can be allocated.",
            extra=aliases.APPROVE | OBVIOUS,
        ),
    ] = False


class CreditNoteChanges(Struct, forbid_unknown_fields=True, kw_only=True):
    """What of a credit note changes."""

    contact: NewContact = None
    date: NewDate = None
    currency_rate: CurrencyRateField = None
    amounts_are: Annotated[AmountsAre | None, AMOUNTS] = None
    change_lines: ChangedLines = msgspec.field(default_factory=list)
    add_lines: AddedLines = msgspec.field(default_factory=list)
    remove_lines: RemovedLines = msgspec.field(default_factory=list)
    lines: AllLines = None


class CreditNoteFilters(DocumentFilters, forbid_unknown_fields=True, omit_defaults=True):
    """Of credit notes."""

    kind: Annotated[CreditKind | None, Meta(description="Only to a customer, or only from a supplier.")] = None

    def matches(self, record: CreditNote) -> bool:
        """Whether the credit note is meant."""
        return super().matches(record) and self.kind in (None, kind_of(record))


def kind_of(note: CreditNote) -> CreditKind:
    """To a customer, or from a supplier."""
    return "supplier" if note.is_suppliers else "customer"


def credit_note_row(ctx: Context, note: CreditNote) -> CreditNoteRow:
    """A credit note in a list."""
    currency = currency_of(ctx, note)
    return CreditNoteRow(
        id=note.credit_note_id,
        number=note.credit_note_number or None,
        kind=kind_of(note),
        status=CREDIT_STATUSES.get(note.status or "", (note.status or "").lower()),
        contact=contact_ref(note.contact),
        date=note.date,
        total=Money.of(note.total, currency),
        remaining=Money.of(note.remaining_credit, currency),
        url=ctx.link(CREDIT_NOTES.page, note.credit_note_id),
        reference=note.reference or None,
    )


def credit_note_view(ctx: Context, note: CreditNote) -> CreditNoteView:
    """A credit note in full."""
    row, currency = credit_note_row(ctx, note), currency_of(ctx, note)
    return CreditNoteView(
        **{name: getattr(row, name) for name in CreditNoteRow.__struct_fields__},
        net=Money.of(note.sub_total, currency),
        tax=Money.of(note.total_tax, currency),
        amounts_are=amounts_word(note.line_amount_types),
        lines=[line_of(line, currency) for line in note.line_items or ()],
        allocations=allocations_of(ctx, note, currency, bills=note.is_suppliers),
        refunds=refunds_of(note, currency),
        has_attachments=bool(note.has_attachments),
        updated_at=note.updated_date_utc,
    )


def _search(kind: CreditKind, wanted: DocumentSearch) -> CreditNoteFilter:
    return CreditNoteFilter(
        kind=kind,
        contact_id=wanted.contact_id,
        number=wanted.number,
        reference=wanted.reference,
        date_from=wanted.first,
        date_to=wanted.last,
    )


_OPEN: Final = ("DRAFT", "SUBMITTED", "AUTHORISED")
_FINAL: Final = dict.fromkeys(GONE, "That is final; create a new one.")
_USED: Final = "Take its allocations off first with unallocate_credit_note, and its refunds with reverse_payment."
CUSTOMER_CREDIT: Final = Document(
    endpoint=CREDIT_NOTES,
    record_kind="credit_note",
    words="credit note",
    kind="customer",
    number=TextField("number", "credit_note_number", "CreditNoteNumber", optional=False),
    texts=(REFERENCE,),
    statuses=CREDIT_STATUSES,
    moves={
        "approved": Move(
            {"DRAFT": "AUTHORISED", "SUBMITTED": "AUTHORISED"},
            done=frozenset({"AUTHORISED", "PAID"}),
            hints=_FINAL,
            back={"DRAFT": "void_credit_note", "SUBMITTED": "void_credit_note"},
        ),
        "voided": Move(
            {"DRAFT": "DELETED", "SUBMITTED": "DELETED", "AUTHORISED": "VOIDED"}, done=GONE, hints={"PAID": _USED}
        ),
        "changed": Move({status: status for status in _OPEN}, hints={"PAID": _USED, **_FINAL}),
    },
    fixed={"Type": TYPE_OF["customer"]},
    opposite="an invoice",
    discounts=False,
    sent=lambda note: bool(note.sent_to_contact),
    undo="void_credit_note",
    undo_while=" as long as nothing of it is used",
    view=credit_note_view,
    search=partial(_search, "customer"),
    by_number=lambda number: CreditNoteFilter(number=number, kind="customer"),
)
SUPPLIER_CREDIT: Final = replace(
    CUSTOMER_CREDIT,
    kind="supplier",
    words="supplier's credit note",
    whose="from",
    side="bill",
    number_is_unique=False,
    texts=(),
    no_reference="is of a customer's; a supplier's has their number instead",
    opposite="a bill",
    fixed={"Type": TYPE_OF["supplier"]},
    search=partial(_search, "supplier"),
    by_number=lambda number: CreditNoteFilter(number=number, kind="supplier"),
)
DOCUMENTS: Final[dict[CreditKind, Document]] = {"customer": CUSTOMER_CREDIT, "supplier": SUPPLIER_CREDIT}
"""What is declared of each kind of credit note."""
EITHER: Final = replace(CUSTOMER_CREDIT, by_number=lambda number: CreditNoteFilter(number=number))
"""For finding one of which only the number is known."""
CREDIT: Final = Credit(endpoint=CREDIT_NOTES, record_kind="credit_note", words="credit note", id_field="CreditNoteID")


def stored_note(ctx: Context, note: CreditNote) -> StoredDocument:
    """A credit note as what the functions for documents take."""
    return StoredDocument(ctx, DOCUMENTS[kind_of(note)], note)


def credit_of(stored: StoredDocument) -> StoredCredit:
    """A credit note as what the functions for credits take."""
    return StoredCredit(stored.ctx, CREDIT, stored.record, stored.label)


def new_credit(ctx: Context, proposal: Proposal, kind: CreditKind, day: dt.date | None) -> StoredCredit:
    """The approved credit note that a plan creates, as it would be; it has no id yet."""
    body = msgspec.json.decode(proposal.steps[0].write.body)["CreditNotes"][0]
    total = proposal.totals.total if proposal.totals is not None else None
    note = CreditNote(
        type=TYPE_OF[kind],
        contact=Contact(contact_id=body["Contact"]["ContactID"], name=proposal.party),
        date=day or ctx.today,
        status="AUTHORISED",
        currency_code=body["CurrencyCode"],
        total=total.amount if total is not None else None,
        remaining_credit=total.amount if total is not None else None,
    )
    return StoredCredit(ctx, CREDIT, note, label_of(DOCUMENTS[kind], note))


def refuse_used(stored: StoredDocument, becomes: str) -> None:
    """Raises Conflict if part of a credit note is allocated or refunded: Xero changes nothing of it then."""
    used = credit_of(stored).used
    if used:
        raise Conflict(f"The {stored.label} has {used} on it; it cannot be {becomes}.", hint=_USED)


def _found_by(note: CreditNote) -> Found:
    number, name = note.credit_note_number, note.contact.name if note.contact else None
    state = CREDIT_STATUSES.get(note.status or "", "").replace("_", " ")
    left = shown_amount(note.remaining_credit, None) if note.status == "AUTHORISED" else None
    return Found(
        title=(f"Credit note {number}" if number else "Credit note", name),
        snippet=(
            shown_amount(note.total, note.currency_code), state, shown_day(note.date), f"{left} left" if left else None,
        ),
        number=number,
        reference=note.reference,
        amount=note.total,
        currency=note.currency_code,
        words=("credit note", number, name, note.reference),
        day=note.date,
        state=state or None,
        texts=tuple(line.description for line in note.line_items or ()),
    )  # fmt: skip


def _listed_by(note: CreditNote) -> Listed:
    left = note.remaining_credit if note.status in {"AUTHORISED", "PAID"} else None
    return listed_document(
        note, note.credit_note_number, money_in=note.is_suppliers, still_owed=left,
        settled_day=note.fully_paid_on_date if note.status == "PAID" else None,
    )  # fmt: skip


IN_LISTS: Final = InLists[CreditNote](listed_by=_listed_by, statuses=CREDIT_STATUSES, gone=("DELETED", "VOIDED"))


SAMPLE: Final[dict[str, Any]] = {
    "Type": "ACCRECCREDIT",
    "CreditNoteID": "c8a1e6d4-5b0f-4e39-8d27-6f4b1a9c3e50",
    "CreditNoteNumber": "CN-0014",
    "Reference": "Posters sent back",
    "Contact": SAMPLE_NAME,
    "DateString": "2026-06-09T00:00:00",
    "Status": "AUTHORISED",
    "LineAmountTypes": "Exclusive",
    "CurrencyCode": "NZD",
    "SubTotal": "100.00",
    "TotalTax": "15.00",
    "Total": "115.00",
    "RemainingCredit": "115.00",
}
CREDIT_NOTE: Final = RecordKind[CreditNote](
    name="credit_note",
    endpoint=CREDIT_NOTES,
    view=credit_note_view,
    shape=CreditNoteView,
    filters=CreditNoteFilters,
    found_by=_found_by,
    in_lists=IN_LISTS,
    document=CUSTOMER_CREDIT,
    sample=SAMPLE,
)
