"""Find repeating invoices."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import Cursor, Limit
from atom_xero_plugin.accounting.kinds.repeating_invoices import RepeatingInvoiceRow, repeating_row
from atom_xero_plugin.accounting.listing import part_of
from atom_xero_plugin.accounting.repeating import templates
from atom_xero_plugin.accounting.resolve.resolver import casefolded
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.xero.records.repeating_invoices import RepeatingInvoice


class Input(Struct, forbid_unknown_fields=True):
    """What find_repeating_invoices takes."""

    kind: Annotated[
        Literal["sales", "bill", "both"],
        Meta(description="Those to customers, from suppliers, or both.", extra=also("type")),
    ] = "both"
    text: (
        Annotated[
            str,
            Meta(
                description="Part of the contact's name or the reference.",
                max_length=255,
                extra=also("contact query search q name reference"),
            ),
        ]
        | None
    ) = None
    limit: Limit = 50
    cursor: Cursor = None


class Output(Struct):
    """What find_repeating_invoices answers."""

    items: Annotated[list[RepeatingInvoiceRow], Meta(description="The repeating invoices, the next first.")]
    total: Annotated[int, Meta(description="How many fit in all.")]
    has_more: Annotated[bool, Meta(description="Whether there are more.")]
    next_cursor: Annotated[str | None, Meta(description="What to give as cursor for what follows.")]


@skill(
    effect="read",
    scopes=["accounting.invoices.read"],
    examples=[Example("Which invoices do we send every month by themselves?", {"kind": "sales"})],
)
async def find_repeating_invoices(ctx: Context, input: Input) -> Output:
    """Find each repeating Xero invoice or repeating Xero bill that is not deleted: to whom, how often, when next."""
    text = casefolded(input.text)

    async def read() -> list[RepeatingInvoice]:
        fitting = (each for each in await templates(ctx) if _fits(each, input.kind, text))
        return sorted(fitting, key=lambda each: (_next(each) or dt.date.max, each.repeating_invoice_id))

    found, cursor, total = await part_of(ctx, input, read)
    return Output([repeating_row(ctx, each) for each in found], total, cursor is not None, cursor)


def _next(template: RepeatingInvoice) -> dt.date | None:
    return template.schedule.next_scheduled_date if template.schedule else None


def _fits(template: RepeatingInvoice, kind: str, text: str) -> bool:
    is_bill = template.type == "ACCPAY"
    names = casefolded(f"{template.contact.name if template.contact else ''} {template.reference or ''}")
    return template.status != "DELETED" and kind in {"both", "bill" if is_bill else "sales"} and text in names
