"""What keeps invoices and bills from being voided, and the plan that voids many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from atom_xero_plugin.accounting.documents.document import StoredDocument
from atom_xero_plugin.accounting.documents.transitions import refuse_unless
from atom_xero_plugin.accounting.invoice_moves import BulkMove, Cautions
from atom_xero_plugin.accounting.kinds.invoices import named
from atom_xero_plugin.accounting.warnings import day_warnings, refuse_closed
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.core.money import amount_or
from atom_xero_plugin.plans.proposal import PlanWarning
from atom_xero_plugin.xero.records.invoices import Invoice


def refuse_settled(invoice: Invoice) -> None:
    """Raises Conflict for one with payments or credits on it."""
    payments = [each.payment_id for each in invoice.payments or ()]
    credited = amount_or(invoice.amount_credited) != 0 or bool(invoice.credit_notes)
    if payments or amount_or(invoice.amount_paid) != 0:
        listed = f" ({', '.join(str(each) for each in payments)})" if payments else ""
        raise Conflict(
            f"The {named(invoice)} has payments on it{listed}, so Xero does not let it be voided.",
            hint="Remove its payments first with reverse_payment, then try again.",
        )
    if credited:
        raise Conflict(
            f"Credits are set against the {named(invoice)}, so Xero does not let it be voided.",
            hint="Take them off first, with unallocate_credit_note, unallocate_prepayment or unallocate_overpayment.",
        )


def refuse_unvoidable(stored: StoredDocument) -> None:
    """Raises Conflict for one that Xero would neither void nor delete."""
    refuse_settled(stored.record)
    refuse_unless(stored, "voided")
    if stored.status == "AUTHORISED":
        day = stored.record.date or stored.ctx.today
        refuse_closed(stored.ctx.organisation, day, what=f"The {stored.label}")


def void_warnings(stored: StoredDocument) -> list[PlanWarning]:
    """What a person should know of one; a draft is in nobody's books."""
    if stored.status != "AUTHORISED":
        return []
    ctx = stored.ctx
    return day_warnings(ctx.organisation, stored.record.date or ctx.today, ctx.today, what=f"The {stored.label}")


async def _cautions(_: Context, ready: Sequence[StoredDocument]) -> Cautions:
    return {each.id: void_warnings(each) for each in ready}


VOIDING: Final = BulkMove(
    "voided",
    "Void, or delete where it was never approved,",
    refuse=refuse_unvoidable,
    cautions=_cautions,
    shows=lambda stored: stored.document.moves["voided"].to[stored.status],
    final=" This is final.",
)
"""Voiding many, and deleting drafts."""
