"""Plans that move an invoice or bill from one status to another, as Xero allows it.

Source: developer.xero.com, Invoices, "Status codes".
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, Final

from atom_xero_plugin.accounting.documents.inputs import snapshot
from atom_xero_plugin.accounting.kinds.invoices import (
    STATUS_WORDS,
    InvoiceView,
    invoice_view,
    money_of,
    named,
    status_of,
)
from atom_xero_plugin.accounting.warnings import GONE
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal, Step, Totals, Undo
from atom_xero_plugin.xero.records.invoices import Invoice
from atom_xero_plugin.xero.write import Write

_SHOWN: Final = (
    "id",
    "number",
    "kind",
    "status",
    "contact",
    "date",
    "due_date",
    "reference",
    "total",
    "amount_due",
    "url",
)


def refuse_unless(invoice: Invoice, allowed: Collection[str], requested: str) -> None:
    """Raises Conflict if an invoice in its status cannot be `requested`, for example `voided`."""
    if invoice.status in allowed:
        return
    state = status_of(invoice).replace("_", " ")
    if requested == "voided" and invoice.status in GONE:
        raise Conflict(f"The {named(invoice)} is {state} already.", hint="Nothing needs to be done.")
    if requested == "approved" and invoice.status in {"AUTHORISED", "PAID"}:
        raise Conflict(f"The {named(invoice)} is approved already; it is {state}.", hint="Nothing needs to be done.")
    hint = "That is final; create a new one." if invoice.status in GONE else ""
    raise Conflict(f"The {named(invoice)} is {state}; it cannot be {requested}.", hint=hint)


def move(
    ctx: Context,
    invoice: Invoice,
    write: Write,
    status: str,
    *,
    summary: str,
    warnings: Sequence[PlanWarning],
    undo: str | None = None,
) -> Proposal:
    """The plan of one move, void if the invoice changes meanwhile. `undo` is the sentence for void_invoice."""
    before = _snapshot(invoice_view(ctx, invoice))
    after = {**before, "status": STATUS_WORDS[status]}
    if status in GONE or status == "PAID":
        after["amount_due"] = snapshot(money_of(ctx, invoice, None))
    expects = {"Status": status}
    if invoice.total is not None:
        expects["Total"] = f"{invoice.total:f}"
    return Proposal(
        summary=summary,
        steps=[
            Step(
                write,
                "invoice",
                expects=expects,
                record_id=invoice.invoice_id,
                unchanged_since=invoice.updated_date_utc,
            )
        ],
        before=before,
        after=after,
        totals=Totals(
            money_of(ctx, invoice, invoice.sub_total),
            money_of(ctx, invoice, invoice.total_tax),
            money_of(ctx, invoice, invoice.total),
        ),
        party=invoice.contact.name if invoice.contact else None,
        warnings=list(warnings),
        undo=Undo("void_invoice", {"invoice": invoice.invoice_id}, undo) if undo else None,
    )


def _snapshot(view: InvoiceView) -> dict[str, Any]:
    shown = snapshot(view)
    return {name: shown[name] for name in _SHOWN if name in shown}
