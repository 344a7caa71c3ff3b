"""From what a person asks for to the exact document that would be sent, with all that speaks against it.

What Xero certainly would refuse is refused here, as text that say what to do, before anybody is asked to approve it.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from atom_xero_plugin.accounting import warnings as warning_checks
from atom_xero_plugin.accounting.currency_rates import checked_rate, rate_expected, rate_shown, rate_warnings
from atom_xero_plugin.accounting.documents.document import Document, DocumentSearch, TextField, expected
from atom_xero_plugin.accounting.documents.due_dates import due_day
from atom_xero_plugin.accounting.documents.habits import charged
from atom_xero_plugin.accounting.documents.inputs import DocumentRequest, PlannedDocument, snapshot
from atom_xero_plugin.accounting.documents.lines import DraftLine, document_lines, line_view, tracking_expected
from atom_xero_plugin.accounting.documents.preflight import DocumentState, Preflight, line_warnings, preflight
from atom_xero_plugin.accounting.inputs import one_line, paragraph, sane_day
from atom_xero_plugin.accounting.kinds.contacts import contact_ref
from atom_xero_plugin.accounting.pricing import totals_of
from atom_xero_plugin.accounting.resolve import contacts, existing
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import FieldError, InvalidArguments
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.records.contacts import Contact
from atom_xero_plugin.xero.write import create


@dataclass(frozen=True)
class _Draft:
    """A document, worked out but not sent."""

    document: Document
    requested: DocumentRequest
    contact: Contact
    day: date
    due: date | None
    currency: str
    rate: Decimal | None
    number: str | None
    texts: Mapping[str, str]
    """By the names of the document's other fields of text."""
    lines: Sequence[DraftLine]
    totals: Totals
    also: Mapping[str, Any]
    """What else is sent, in Xero's names."""

    @property
    def reference(self) -> str | None:
        return self.texts.get("reference")

    @property
    def status(self) -> str:
        """The status that it gets. An approved one with nothing to pay is paid at once."""
        if not self.requested.approve:
            return "DRAFT"
        return "PAID" if self.booked and self.totals.total.amount == 0 else "AUTHORISED"

    @property
    def booked(self) -> bool:
        """Whether it counts in the books at once."""
        return self.requested.approve and self.document.in_ledger


async def propose_document(
    ctx: Context, document: Document, requested: DocumentRequest, *, number: str | None = None, **texts: str | None
) -> Proposal:
    """The plan that creates a document; `texts` are its other fields of text, such as `reference`.

    Raises InvalidArguments, NotFound, Ambiguous or Conflict for what Xero would refuse.
    """
    check_alone(document, requested)

    async def lines() -> list[DraftLine]:
        return await document_lines(ctx.xero, document, requested)

    return await propose_with_lines(ctx, document, requested, lines, number=number, texts=texts)


async def propose_with_lines(
    ctx: Context,
    document: Document,
    requested: DocumentRequest,
    work_out: Callable[[], Awaitable[list[DraftLine]]],
    *,
    number: str | None = None,
    texts: Mapping[str, str | None],
    also: Mapping[str, Any] | None = None,
) -> Proposal:
    """As propose_document, of lines that are worked out elsewhere.

    Args:
        ctx: For which organisation.
        document: What is created.
        requested: All of it but its lines.
        work_out: Works out the lines, once the contact is known.
        number: Its number.
        texts: Its other fields of text, by their names.
        also: What else is sent, in Xero's names.
    """
    number = one_line(number, document.number_path)
    given = {each.name: text for each in document.texts if (text := checked(each, texts.get(each.name)))}
    day = sane_day(requested.date, "/date") or ctx.today
    if requested.approve and document.in_ledger:
        warning_checks.refuse_closed(ctx.organisation, day, what="The document", path="/date")
    contact = await live_contact(ctx.xero, requested.contact)
    due = await due_day(ctx.xero, document, requested, contact, day)
    lines = await work_out()
    currency = requested.currency or contact.default_currency or ctx.organisation.base_currency
    if requested.currency != contact.default_currency:
        await existing.refuse_unused_currency(ctx.xero, requested.currency, base=ctx.organisation.base_currency)
    rate = checked_rate(requested.currency_rate, currency, ctx.organisation.base_currency)
    totals = totals_of([line.priced for line in lines], requested.amounts_are, currency)
    draft = _Draft(document, requested, contact, day, due, currency, rate, number, given, lines, totals, also or {})
    return _proposal(ctx, draft, await preflight(_state(ctx, draft), number_path=document.number_path))


def checked(field: TextField, text: str | None) -> str | None:
    """A text as it would be sent; None for an empty one. Raises InvalidArguments for control characters."""
    return (paragraph if field.many_lines else one_line)(text, f"/{field.name}")


def check_alone(document: Document, requested: DocumentRequest) -> None:
    """What is wrong with the arguments by themselves; nothing is asked of Xero for it."""
    problems = []
    if requested.due_date is not None and requested.due_in_days is not None:
        problems.append(FieldError("/due_in_days", "cannot be given together with due_date; give one of them"))
    for number, line in enumerate(requested.lines):
        paragraph(line.description, f"/lines/{number}/description")
        if line.item is None and not (line.description or "").strip():
            problems.append(FieldError(f"/lines/{number}/description", "is required on a line without an item"))
        if line.description_only:
            continue
        if line.item is None and line.unit_amount is None:
            words = "is required on a line without an item, unless it is only words"
            problems.append(FieldError(f"/lines/{number}/unit_amount", words))
        if requested.approve and document.in_ledger and line.item is None and line.account is None:
            problems.append(FieldError(f"/lines/{number}/account", "is required to approve; find_accounts lists them"))
    if problems:
        reported = "; ".join(f"{each.path} {each.message}" for each in problems[:3])
        raise InvalidArguments(f"The document cannot be made like this: {reported}.", fields=problems)
    sane_day(requested.due_date, f"/{document.due.name if document.due else 'due_date'}")


async def live_contact(xero: XeroClient, named: str) -> Contact:
    """The contact of that name, for a document. Raises Conflict for an archived one, NotFound, or Ambiguous."""
    contact = await contacts.one_contact(xero, named)
    await contacts.refuse_archived(xero, contact, "Xero takes no new documents for it")
    return contact


def _state(ctx: Context, draft: _Draft) -> DocumentState:
    return DocumentState(
        ctx=ctx,
        document=draft.document,
        label=draft.document.words,
        contact=draft.contact,
        day=draft.day,
        due=draft.due,
        currency=draft.currency,
        number=draft.number,
        reference=draft.reference,
        total=draft.totals.total.amount,
        net=draft.totals.net.amount,
        approved=draft.booked,
        edited=charged(draft.lines),
    )


def _proposal(ctx: Context, draft: _Draft, found: Preflight) -> Proposal:
    document, base = draft.document, ctx.organisation.base_currency
    body = _body(draft)
    state = "Create and approve" if draft.requested.approve else "Create as a draft"
    due = f", {document.due.clause} {draft.due}" if document.due and draft.due else ""
    undo = "void it" if draft.booked else "delete it"
    party = in_sentence(draft.contact.name)
    warnings = line_warnings(
        document,
        draft.lines,
        new=draft.lines,
        edited=draft.lines,
        draft=True,
        taxless=draft.requested.amounts_are == "no_tax",
    )
    return Proposal(
        summary=f"{state} the {document.words} {document.whose} {party} over {draft.totals.total}{due}.",
        steps=[
            Step(
                create(document.endpoint, body),
                document.record_kind,
                expects=_expects(draft, body),
                # Without a check those that are there, one of them could be taken for the new one.
                find=None if found.others is None else _search(draft).params(),
                besides=_duplicates(draft, found.others or ()),
            ),
        ],
        after=_planned(draft) | rate_shown(draft.rate, draft.totals.total, base),
        kinds=[document.listed_as],
        totals=draft.totals,
        party=draft.contact.name,
        warnings=[*found.warnings, *warnings, *rate_warnings(draft.rate, draft.currency, base)],
        undo=Undo(
            document.undo,
            {},
            f"{document.undo} can {undo}{document.undo_while}.",
            written={document.record_kind: RECORD},
        ),
    )


def _body(draft: _Draft) -> dict[str, Any]:
    document = draft.document
    return {
        **document.fixed,
        "Status": "AUTHORISED" if draft.requested.approve else "DRAFT",
        "Contact": {"ContactID": draft.contact.contact_id},
        "Date": draft.day,
        **({document.due.xero: draft.due} if document.due else {}),
        "LineAmountTypes": document.line_amount_types(draft.requested.amounts_are),
        "LineItems": [line.body for line in draft.lines],
        document.number.xero: draft.number,
        **{each.xero: draft.texts.get(each.name) for each in document.texts},
        "CurrencyCode": draft.currency,
        "CurrencyRate": draft.rate,
        **draft.also,
    }


def _expects(draft: _Draft, body: Mapping[str, Any]) -> dict[str, str]:
    """What the record must show."""
    expects = expected(body) | {"Status": draft.status} | tracking_expected(body["LineItems"])
    expects |= rate_expected(draft.rate)
    if all(line.taxed for line in draft.lines):
        expects |= amounts_expected(draft.totals)
    return expects


def amounts_expected(totals: Totals) -> dict[str, str]:
    """What the sums of a record must show."""
    amounts = {"SubTotal": totals.net, "TotalTax": totals.tax, "Total": totals.total}
    return {name: f"{money.amount:f}" for name, money in amounts.items()}


def _duplicates(draft: _Draft, others: Sequence[Any]) -> list[str]:
    """Ids of those that are there already and look the same: none of them is the one that is made."""
    return [
        each.record_id
        for each in others
        if each.date == draft.day
        and each.total == draft.totals.total.amount
        and (draft.number is None or getattr(each, draft.document.number.attribute) == draft.number)
        and (draft.reference is None or each.reference == draft.reference)
    ]


def _search(draft: _Draft) -> Any:
    """How to find it again."""
    return draft.document.search(
        DocumentSearch(draft.contact.contact_id, draft.day, draft.day, number=draft.number, reference=draft.reference)
    )


def _planned(draft: _Draft) -> dict[str, Any]:
    """It as it would be, as a plan shows it."""
    document = draft.document
    planned = PlannedDocument(
        kind=document.kind,
        status=document.status_word("AUTHORISED" if draft.requested.approve else "DRAFT"),
        contact=contact_ref(draft.contact),
        date=draft.day,
        due_date=draft.due,
        currency=draft.currency,
        amounts_are=draft.requested.amounts_are,
        lines=[line_view(line, draft.currency) for line in draft.lines],
        total=draft.totals.total,
        number=draft.number,
    )
    shown = snapshot(planned)
    due = shown.pop("due_date", None)
    return {**shown, **({document.due.name: due} if document.due else {}), **draft.texts}
