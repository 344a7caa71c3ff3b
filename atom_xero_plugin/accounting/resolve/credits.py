"""The credit note that is meant, whichever way it goes."""

from __future__ import annotations

from dataclasses import replace

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.kinds.credit_notes import DOCUMENTS, EITHER, kind_of
from atom_xero_plugin.accounting.resolve.documents import likely_document, one_document
from atom_xero_plugin.accounting.resolve.resolver import Match
from atom_xero_plugin.catalogue.context import Context


async def one_credit_note(ctx: Context, named: str) -> StoredDocument:
    """The credit note with this id, or with exactly this number. Raises NotFound, or Ambiguous."""
    return _as_its_kind(await one_document(ctx, EITHER, named))


async def likely_credit_note(ctx: Context, named: str) -> Match[StoredDocument]:
    """For a read: as one_credit_note."""
    found, exact = await likely_document(ctx, EITHER, named)
    return Match(_as_its_kind(found), exact=exact)


def _as_its_kind(stored: StoredDocument) -> StoredDocument:
    return replace(stored, document=DOCUMENTS[kind_of(stored.record)])
