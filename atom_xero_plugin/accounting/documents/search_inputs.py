"""What can be asked of invoices and bills in a search, as a skill takes it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.inputs import Amount, ContactName, DatesField, PeriodField
from atom_xero_plugin.catalogue.skill import OBVIOUS, also

Status = Literal["draft", "awaiting_approval", "awaiting_payment", "unpaid", "overdue", "paid", "voided", "deleted"]


class InvoiceSearchFields(Struct, forbid_unknown_fields=True):
    """The fields that filter invoices and bills."""

    kind: Annotated[
        Literal["sales", "bill", "both"],
        Meta(
            description="Sales invoices, bills, or both. Bills are those of suppliers.",
            extra=also("type invoice_type document_type sales_or_bills"),
        ),
    ] = "both"
    status: Annotated[
        Status | None,
        Meta(
            description="Left out, all but voided and deleted; unpaid is approved and not fully paid.",
            extra=also("state invoice_status is_overdue paid unpaid"),
        ),
    ] = None
    due_within_days: (
        Annotated[
            int,
            Meta(
                description="Unpaid ones due from today to this many days ahead.",
                ge=0,
                le=3650,
                extra=also("due_in_days due_soon due_in due_next_days") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    overdue_by_days: (
        Annotated[
            int,
            Meta(
                description="Unpaid ones that were due at least this many days ago.",
                ge=0,
                le=3650,
                extra=also("days_overdue overdue overdue_days min_days_overdue") | OBVIOUS,
            ),
        ]
        | None
    ) = None
    contact: ContactName | None = None
    number: (
        Annotated[
            str,
            Meta(
                description="The whole number.",
                max_length=255,
                extra=also("invoice_number invoice_no bill_number invoice invoice_id"),
            ),
        ]
        | None
    ) = None
    reference: (
        Annotated[
            str, Meta(description="The whole reference.", max_length=255, extra=also("ref po po_number purchase_order"))
        ]
        | None
    ) = None
    text: (
        Annotated[
            str,
            Meta(
                description="Part of the number or reference.",
                max_length=255,
                extra=also("query search q keyword contains words search_term"),
            ),
        ]
        | None
    ) = None
    min_amount: Annotated[
        Amount | None,
        Meta(
            description="Total of at least this, decimal text.",
            extra=also("min_total amount_from at_least minimum amount_min total_from amount"),
        ),
    ] = None
    max_amount: Annotated[
        Amount | None,
        Meta(
            description="Total of at most this, decimal text.",
            extra=also("max_total amount_to at_most maximum amount_max total_to amount") | OBVIOUS,
        ),
    ] = None
    period: PeriodField = None
    dates: DatesField = None
    date_field: Annotated[
        Literal["issue", "due"],
        Meta(
            description="Whether period and dates mean the day of issue or the due day.",
            extra=also("date_type which_date") | OBVIOUS,
        ),
    ] = "issue"
