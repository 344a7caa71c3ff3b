"""The invoice, bill or payment that is meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from atom_xero_plugin.accounting.documents.document import (
    GONE,
    Document,
    StoredDocument,
    candidate_of,
    described,
    numbered,
)
from atom_xero_plugin.accounting.kinds.invoices import SALES_INVOICE, document_of
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.resolver import LISTED, SHOWN, Match, Resolver, casefolded, shown, unaccented
from atom_xero_plugin.accounting.resolve.similar import near_invoices
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Ambiguous, Candidate, Conflict, FieldError, NotFound
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every, get, list_of
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind
from atom_xero_plugin.xero.records.payments import PAYMENTS, Payment
from atom_xero_plugin.xero.where_clause import checked_text, is_guid

SEARCHED: Final = 100
_WHAT: Final[dict[Kind | None, str]] = {"sales": "sales invoice", "bill": "bill", None: "invoice or bill"}


def invoice_candidate(invoice: Invoice) -> Candidate:
    """An invoice or bill as an error lists it."""
    return candidate_of(document_of(invoice), invoice)


def document_resolver(document: Document, words: str) -> Resolver[Any]:
    """How a document is found by its number, and in a read by its reference."""
    return Resolver(
        kind=words,
        keys=((lambda each: getattr(each, document.number.attribute),),),
        also=(lambda each: each.reference,),
        identity=partial(candidate_of, document),
        in_use=lambda each: each.status not in GONE,
        finder=f"find_{document.record_kind}s",
        begins=lambda text, name: casefolded(name).startswith(casefolded(text)),
    )


async def one_document(ctx: Context, document: Document, named: str) -> StoredDocument:
    """The document with this id, or with exactly this number, whole.

    Of several with one number those that are voided or deleted step back. Raises NotFound with the near ones, or
    Ambiguous.
    """
    path = f"/{document.record_kind}"
    text = checked_text(named, path).strip()
    found, near = await _exactly_one(ctx, document, text, path)
    if found is None:
        raise document_resolver(document, document.words).not_found(text, path, near)
    return found


async def likely_document(ctx: Context, document: Document, named: str) -> Match[StoredDocument]:
    """For a read: as one_document, else the only one whose number begins so."""
    path = f"/{document.record_kind}"
    text = checked_text(named, path).strip()
    found, near = await _exactly_one(ctx, document, text, path)
    if found is not None:
        return Match(found, exact=True)
    resolver = document_resolver(document, document.words)
    likely = resolver.likely(text, near)
    if len(likely) == 1 and len(near) < SEARCHED:
        return Match(await _whole(ctx, document, likely[0].record_id), exact=False)
    raise resolver.not_found(text, path, near)


async def _exactly_one(
    ctx: Context, document: Document, text: str, path: str
) -> tuple[StoredDocument | None, list[Any]]:
    """The one that is named exactly, and those whose numbers Xero finds near."""
    if is_guid(text):
        return await by_id(_whole(ctx, document, text), f"{document.words} {text}", path), []
    near = await numbered(ctx, document, text, most=SEARCHED)
    resolver = document_resolver(document, document.words)
    found = resolver.exact(text, near)
    if len(found) > 1:
        raise resolver.ambiguous(text, path, found)
    if not found and document.endpoint.numbered:  # its number finds one or none: the newest may be near it
        near = (await list_of(ctx.xero, document.endpoint, page_size=SEARCHED, order="UpdatedDateUTC DESC")).items
    return (await _whole(ctx, document, found[0].record_id) if found else None), near


async def _whole(ctx: Context, document: Document, record_id: str) -> StoredDocument:
    """One by its id: a list may leave out what an update has to send again."""
    return StoredDocument(ctx, document, await get(ctx.xero, document.endpoint, record_id))


async def refuse_existing_bill(stored: StoredDocument, numbers: Sequence[str]) -> None:
    """Raises Conflict if a document's contact has a bill of one of these numbers: it may be that of the document."""
    requested = InvoiceFilter(
        kind="bill",
        contact_ids=(stored.contact.contact_id,) if stored.contact else (),
        invoice_numbers=tuple(dict.fromkeys(numbers)),
        summary_only=True,
    )
    _refuse_existing(stored, (await list_of(stored.ctx.xero, INVOICES, requested, page_size=SEARCHED)).items)


async def refuse_existing_invoice(stored: StoredDocument, reference: str) -> None:
    """Raises Conflict if a document's contact has a sales invoice of this reference, which names the document."""
    requested = InvoiceFilter(
        kind="sales",
        contact_ids=(stored.contact.contact_id,) if stored.contact else (),
        reference=reference,
        summary_only=True,
    )
    _refuse_existing(stored, (await list_of(stored.ctx.xero, INVOICES, requested, page_size=SEARCHED)).items)


def _refuse_existing(stored: StoredDocument, found: Sequence[Invoice]) -> None:
    live = [each for each in found if each.status not in GONE]
    if live:
        raise Conflict(
            f"There is one for the {stored.label} already: {described(document_of(live[0]), live[0])}.",
            hint=f"If that is the one, use mark_{stored.document.record_kind}; else delete that one first.",
            candidates=[invoice_candidate(each) for each in live[:LISTED]],
        )


def _resolver(kind: Kind | None) -> Resolver[Invoice]:
    return replace(document_resolver(SALES_INVOICE, _WHAT[kind]), identity=invoice_candidate)


async def one_invoice(xero: XeroClient, named: str, *, kind: Kind | None = None, path: str = "/invoice") -> Invoice:
    """The sales invoice or bill with this id, or with exactly this number, with its lines and payments.

    Of several with one number those that are voided or deleted step back. Raises NotFound with the near ones, or
    Ambiguous.
    """
    text = checked_text(named, path).strip()
    found = await _exactly(xero, text, kind, path)
    if found is not None:
        return found
    raise _resolver(kind).not_found(text, path, await _near(xero, text, kind))


async def several_invoices(
    xero: XeroClient, names: Sequence[str], *, kind: Kind | None = None, path: str = "/invoices"
) -> list[Invoice]:
    """The sales invoices and bills with these ids or exactly these numbers, with their lines, each once, in that order.

    Read by lists of ids and of numbers, some forty a call. Raises NotFound that names all that are not there, or
    Ambiguous for the first of which there are several.
    """
    texts = [checked_text(each, f"{path}/{number}").strip() for number, each in enumerate(names)]
    found = await _listed_by(xero, texts, kind)
    chosen, missing = dict[str, Invoice](), list[int]()
    for number, text in enumerate(texts):
        fits = _resolver(kind).exact(text, found[unaccented(text)])
        fits = fits or [each for each in found[unaccented(text)] if is_guid(text)]
        if len(fits) > 1:
            raise _resolver(kind).ambiguous(text, f"{path}/{number}", fits)
        if fits:
            chosen[fits[0].invoice_id] = fits[0]
        else:
            missing.append(number)
    if missing:
        listed = ", ".join(shown(texts[number]) for number in missing[:SHOWN])
        more = f" and {len(missing) - SHOWN} more" if len(missing) > SHOWN else ""
        raise NotFound(
            f"Of the {len(texts)} named, {len(missing)} are no {_WHAT[kind]} in Xero: {listed}{more}.",
            fields=[FieldError(f"{path}/{number}", "is not in Xero by exactly this name") for number in missing],
            hint="find_invoices lists them; give whole numbers or ids.",
        )
    return list(chosen.values())


async def _listed_by(xero: XeroClient, texts: Sequence[str], kind: Kind | None) -> Mapping[str, list[Invoice]]:
    """Those that have one of these ids or numbers, by the text that Xero compares."""
    ids = sorted({text.lower() for text in texts if is_guid(text)})
    numbers = sorted({text for text in texts if text and not is_guid(text)})
    found = defaultdict[str, list[Invoice]](list)
    if ids:
        async for each in every(xero, INVOICES, InvoiceFilter(ids=ids, kind=kind)):
            found[unaccented(each.invoice_id)].append(each)
    if numbers:
        async for each in every(xero, INVOICES, InvoiceFilter(invoice_numbers=numbers, kind=kind)):
            found[unaccented(each.invoice_number)].append(each)
    return found


async def likely_invoice(
    xero: XeroClient, named: str, *, kind: Kind | None = None, path: str = "/invoice"
) -> Match[Invoice]:
    """For a read: as one_invoice, else the only one with this reference, or whose number or reference begins so."""
    text = checked_text(named, path).strip()
    found = await _exactly(xero, text, kind, path)
    if found is not None:
        return Match(found, exact=True)
    near = await _near(xero, text, kind)
    likely = _resolver(kind).likely(text, near)
    if len(likely) == 1 and len(near) < SEARCHED:
        return Match(await get(xero, INVOICES, likely[0].invoice_id), exact=False)
    raise _resolver(kind).not_found(text, path, near)


async def _exactly(xero: XeroClient, text: str, kind: Kind | None, path: str) -> Invoice | None:
    if is_guid(text):
        return _of_kind(await by_id(get(xero, INVOICES, text), f"{_WHAT[kind]} {text}", path), kind, path)
    page = await list_of(xero, INVOICES, InvoiceFilter(invoice_numbers=(text,), kind=kind), page_size=SEARCHED)
    found = _resolver(kind).exact(text, page.items)
    if len(found) > 1:
        raise _resolver(kind).ambiguous(text, path, found)
    return found[0] if found else None


async def _near(xero: XeroClient, text: str, kind: Kind | None) -> list[Invoice]:
    requested = InvoiceFilter(search_term=text, kind=kind, summary_only=True)
    found = (await list_of(xero, INVOICES, requested, page_size=SEARCHED)).items
    return found or await near_invoices(xero, text, kind=kind)


def _of_kind(invoice: Invoice, kind: str | None, path: str) -> Invoice:
    if kind is None or (kind == "bill") == invoice.is_bill:
        return invoice
    message = f"{invoice.invoice_number or invoice.invoice_id} is a {'bill' if invoice.is_bill else 'sales invoice'}."
    raise NotFound(message, fields=[FieldError(path, message)])


def invoice_label(invoice: Invoice) -> str:
    """A line that distinguishes an invoice from others: number, contact, date, total, status, id."""
    return described(document_of(invoice), invoice)


async def one_payment(xero: XeroClient, named: str, *, path: str = "/payment") -> Payment:
    """The payment with this id, or the only one of the invoice or bill with this number or id.

    Raises NotFound, or Ambiguous that lists the payments.
    """
    text = checked_text(named, path).strip()
    if is_guid(text):
        try:
            return await get(xero, PAYMENTS, text)
        except NotFound:
            pass  # it may be an invoice's id
    invoice = await one_invoice(xero, text, path=path)
    there = [each for each in invoice.payments or () if each.payment_id]
    if len(there) == 1:
        return await get(xero, PAYMENTS, there[0].payment_id or "")
    what = f"{invoice.invoice_number or 'the invoice'}"
    if not there:
        raise NotFound(f"No payment is recorded on {what}.", fields=[FieldError(path, "has no payment")])
    candidates = [
        Candidate("payment", each.payment_id or "", what, f"{each.amount} on {each.date} ({each.payment_id})")
        for each in there
    ]
    listed = "; ".join(each.label for each in candidates[:SHOWN])
    raise Ambiguous(
        f"More than one payment fits {shown(text)}.",
        fields=[FieldError(path, f"could be: {listed}")],
        hint="Give the id of one.",
        candidates=candidates[:LISTED],
    )
