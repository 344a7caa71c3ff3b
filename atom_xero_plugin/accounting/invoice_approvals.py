"""The plan that approves many drafts of invoices and bills."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.duplicates import DAYS_AROUND, DAYS_OF_NUMBER
from atom_xero_plugin.accounting.documents.preflight import (
    APPROVED,
    preflight_among,
    refuse_incomplete,
    state_of,
)
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.invoice_moves import BulkMove, Cautions
from atom_xero_plugin.accounting.kinds.invoices import kind_of
from atom_xero_plugin.accounting.resolve.optional_reads import if_answered
from atom_xero_plugin.accounting.warnings import refuse_closed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.plans.proposal import PlanWarning, Undo
from atom_xero_plugin.xero.client import XeroClient
from atom_xero_plugin.xero.lists import every
from atom_xero_plugin.xero.records.invoices import INVOICES, Invoice, InvoiceFilter, Kind

DRAFTS: Final = ("DRAFT", "SUBMITTED")
"""Xero's statuses of what can be approved."""


def _refuse(stored: StoredDocument) -> None:
    """Raises Conflict for one that Xero would not approve."""
    refuse_unless(stored, "approved")
    refuse_incomplete(stored)
    refuse_closed(stored.ctx.organisation, stored.record.date or stored.ctx.today, what=f"The {stored.label}")


async def _cautions(ctx: Context, ready: Sequence[StoredDocument]) -> Cautions:
    """Duplicates are looked for by one list a kind, not one a document."""
    found: dict[str, list[PlanWarning]] = {}
    for kind in sorted({kind_of(each.record) for each in ready}):
        those = [each for each in ready if kind_of(each.record) == kind]
        others = await if_answered(_others(ctx.xero, kind, those, ctx.today))
        found |= {each.id: preflight_among(state_of(each), others, APPROVED) for each in those}
    return found


async def _others(xero: XeroClient, kind: Kind, ready: Sequence[StoredDocument], today: date) -> list[Invoice]:
    """Documents of the same contacts of about those days, those that are to be approved among them."""
    days = [each.record.date or today for each in ready]
    around = timedelta(days=DAYS_OF_NUMBER if kind == "bill" else DAYS_AROUND)
    requested = InvoiceFilter(
        kind=kind,
        contact_ids=sorted({each.contact.contact_id for each in ready if each.contact}),
        date_from=min(days) - around,
        date_to=max(days) + around,
        summary_only=True,
    )
    return [each async for each in every(xero, INVOICES, requested)]


APPROVAL: Final = BulkMove(
    "approved",
    "Approve",
    refuse=_refuse,
    cautions=_cautions,
    shows=lambda stored: "PAID" if stored.record.total == 0 else "AUTHORISED",
    undo=Undo(
        "void_invoices",
        {},
        "void_invoices can void them while nothing is paid on them.",
        written={"invoices": "invoice"},
    ),
)
"""Approving many."""
