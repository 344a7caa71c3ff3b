"""The credit note, prepayment or overpayment that is meant, whichever way it goes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.kinds.credit_notes import DOCUMENTS, EITHER, kind_of
from atom_xero_plugin.accounting.kinds.credits import Credit, StoredCredit
from atom_xero_plugin.accounting.resolve.by_id import by_id
from atom_xero_plugin.accounting.resolve.documents import likely_document, one_document
from atom_xero_plugin.accounting.resolve.resolver import LISTED, SHOWN, Match
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Ambiguous, Candidate, FieldError, NotFound
from atom_xero_plugin.core.quoting import in_sentence, quote
from atom_xero_plugin.xero.lists import every, get
from atom_xero_plugin.xero.records.bank_credits import BankCreditFilter
from atom_xero_plugin.xero.where_clause import checked_text, is_guid


async def one_credit_note(ctx: Context, named: str) -> StoredDocument:
    """The credit note with this id, or with exactly this number. Raises NotFound, or Ambiguous."""
    return _as_its_kind(await one_document(ctx, EITHER, named))


async def likely_credit_note(ctx: Context, named: str) -> Match[StoredDocument]:
    """For a read: as one_credit_note."""
    found, exact = await likely_document(ctx, EITHER, named)
    return Match(_as_its_kind(found), exact=exact)


def _as_its_kind(stored: StoredDocument) -> StoredDocument:
    return replace(stored, document=DOCUMENTS[kind_of(stored.record)])


async def one_bank_credit(ctx: Context, credit: Credit, named: str) -> StoredCredit:
    """The prepayment or overpayment with this id, or the only one with this reference that is not voided.

    Raises NotFound, or Ambiguous that lists them.
    """
    path = f"/{credit.record_kind}"
    text = checked_text(named, path).strip()
    if is_guid(text):
        found = await by_id(get(ctx.xero, credit.endpoint, text), f"{credit.words} {text}", path)
        return _stored(ctx, credit, found)
    requested = BankCreditFilter(reference=text)
    found = [each async for each in every(ctx.xero, credit.endpoint, requested) if each.status != "VOIDED"]
    if len(found) == 1:
        return _stored(ctx, credit, await get(ctx.xero, credit.endpoint, found[0].record_id))
    if not found:
        message = f"Xero has no {credit.words} with the reference {quote(text)}."
        hint = f"find_{credit.record_kind}s lists them with their ids."
        raise NotFound(message, fields=[FieldError(path, message)], hint=hint)
    candidates = [
        Candidate(credit.record_kind, each.record_id, each.reference or "", _described(credit, each)) for each in found
    ]
    raise Ambiguous(
        f"More than one {credit.words} has the reference {quote(text)}.",
        fields=[FieldError(path, f"could be: {'; '.join(each.label for each in candidates[:SHOWN])}")],
        hint="Give the id of one.",
        candidates=candidates[:LISTED],
    )


def _stored(ctx: Context, credit: Credit, record: Any) -> StoredCredit:
    name = in_sentence(record.contact.name) if record.contact else ""
    number = f" {in_sentence(record.reference)}" if record.reference else ""
    return StoredCredit(ctx, credit, record, f"{credit.words}{number}{f' of {name}' if name else ''}")


def _described(credit: Credit, record: Any) -> str:
    name = in_sentence(record.contact.name) if record.contact else ""
    return f"{credit.words} of {name} · {record.date} · {record.total} · {record.record_id}"
