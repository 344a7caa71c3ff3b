"""What it takes to make a repeating invoice."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.documents.inputs import AMOUNTS, DocumentCurrency, SalesLines
from atom_xero_plugin.accounting.inputs import ContactName
from atom_xero_plugin.accounting.pricing import AmountsAre
from atom_xero_plugin.catalogue.skill import also

DueRule = Literal["days_after_date", "days_after_month", "day_of_month", "day_of_next_month"]


class RepeatingInput(Struct, forbid_unknown_fields=True, kw_only=True):
    """What a repeating invoice is made from."""

    contact: ContactName
    lines: SalesLines
    start_date: Annotated[
        dt.date, Meta(description="Day of the first invoice, YYYY-MM-DD.", extra=also("from start first_date"))
    ]
    every: Annotated[
        int, Meta(description="How many units from one to the next.", ge=1, le=520, extra=also("interval period"))
    ] = 1
    unit: Annotated[
        Literal["week", "month"], Meta(description="A year is 12 months.", extra=also("frequency repeats"))
    ] = "month"
    end_date: Annotated[
        dt.date | None, Meta(description="Last day, YYYY-MM-DD; left out, it goes on.", extra=also("until end to"))
    ] = None
    due: Annotated[
        int,
        Meta(description="Days, or a day of a month, as due_rule says.", ge=0, le=365, extra=also("due_in_days terms")),
    ] = 14
    due_rule: Annotated[
        DueRule, Meta(description="days_after_date is days after each invoice; the others count by month.")
    ] = "days_after_date"
    invoices_are: Annotated[
        Literal["draft", "approved", "sent"],
        Meta(description="draft: somebody approves each. sent: approved and e-mailed by itself.", extra=aliases.STATE),
    ] = "draft"
    reference: (
        Annotated[str, Meta(description="Reference, also of each invoice.", max_length=255, extra=also("name"))] | None
    ) = None
    amounts_are: Annotated[AmountsAre, AMOUNTS] = "exclusive"
    currency: DocumentCurrency = None

    @property
    def approve(self) -> bool:
        """Whether its invoices count in the books at once."""
        return self.invoices_are != "draft"
