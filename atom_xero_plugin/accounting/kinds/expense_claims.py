"""Expense claims, as answers show them."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.kinds.receipts import person_of
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.core.money import Money
from atom_xero_plugin.xero.records.expense_claims import EXPENSE_CLAIMS, ExpenseClaim


class ExpenseClaimView(Struct, omit_defaults=True):
    """What a person wants back for receipts."""

    id: Annotated[str, Meta(description="Xero's id of the claim.")]
    status: Annotated[str, Meta(description="submitted, authorised, paid, voided or deleted.")]
    total: Annotated[Money, Meta(description="What is claimed.")]
    due: Annotated[Money, Meta(description="What is still due to the person.")]
    person: Annotated[str | None, Meta(description="Who claims it.")] = None
    due_date: Annotated[dt.date | None, Meta(description="Day it is due.")] = None
    reported_on: Annotated[dt.date | None, Meta(description="Day by which it counts in reports.")] = None


def expense_claim_view(ctx: Context, claim: ExpenseClaim) -> ExpenseClaimView:
    """A claim, in the organisation's currency."""
    currency = ctx.organisation.base_currency
    return ExpenseClaimView(
        id=claim.expense_claim_id,
        status=(claim.status or "").lower(),
        total=Money.of(claim.total, currency),
        due=Money.of(claim.amount_due, currency),
        person=person_of(claim.user),
        due_date=claim.payment_due_date,
        reported_on=claim.reporting_date,
    )


EXPENSE_CLAIM: Final = RecordKind[ExpenseClaim](
    name="expense_claim",
    endpoint=EXPENSE_CLAIMS,
    view=expense_claim_view,
    shape=ExpenseClaimView,
    sample={
        "ExpenseClaimID": "646b15ab-b874-4e13-82ae-f4385b2ac4b6",
        "Status": "SUBMITTED",
        "User": {"UserID": "d1164823-0ac1-41ad-987b-b4e30fe0b273", "FirstName": "Ana", "LastName": "Whare"},
        "Total": 23,
        "AmountDue": 23,
        "AmountPaid": 0,
    },
)
