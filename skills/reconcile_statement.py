"""Reconcile a statement."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AccountName
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.reconciliation.choice_input import Choice, check_alone
from atom_xero_plugin.reconciliation.matching.scoring import SURE
from atom_xero_plugin.reconciliation.propose import MOST_LINES, propose
from atom_xero_plugin.reconciliation.result import ReconciliationResult, reconciliation_result
from atom_xero_plugin.reconciliation.review import review_statement
from atom_xero_plugin.reconciliation.views import GivenStatement, Layout, MinScore
from atom_xero_plugin.xero.decoding.base import XeroRecord


class Input(Struct, forbid_unknown_fields=True):
    """What reconcile_statement takes."""

    account: Annotated[AccountName, Meta(description="Bank account it is of: its code, name or id.")]
    statement: GivenStatement | None = None
    choices: Annotated[
        list[Choice],
        Meta(
            description="What a person decided for a line: pays, account, parts, transfer, refunds or leave.",
            max_length=200,
            extra=also("decisions matches chosen selections"),
        ),
    ] = []
    sure_ones: Annotated[
        bool, Meta(description="Also every line whose match is sure.", extra=also("include_sure sure auto all_sure"))
    ] = True
    min_score: MinScore = SURE
    limit: Annotated[int, Meta(description="Lines of one plan.", ge=1, le=MOST_LINES)] = MOST_LINES
    layout: Layout | None = None


@skill(
    effect="write",
    scopes=[
        "accounting.payments",
        "accounting.banktransactions",
        "accounting.invoices.read",
        "accounting.contacts.read",
        "accounting.settings.read",
    ],
    undo="reverse_reconciliation",
    takes_file=True,
    examples=[
        Example(
            "Record what this bank statement pays; the fee goes to bank fees",
            {
                "account": "090",
                "statement": "Date,Amount,Payee,Reference\n"
                "2026-06-15,690.00,BROOKLYN HILL WIND EN,INV-0151\n"
                "2026-06-15,-359.26,CAPITAL POWER,CP-2270\n"
                "2026-06-16,-12.50,ACCOUNT FEE,\n",
                "choices": [{"row": 4, "account": "404", "contact": "Capital Power"}],
            },
        )
    ],
)
async def reconcile_statement(ctx: Context, input: Input) -> Proposal:
    """Record what a bank statement (OFX, CSV, MT940) shows: payments of each Xero invoice and Xero bill that lines pay.

    Ask suggest_matches first: lines that are not sure need choices. A person approves first. A line is
    recorded once, however often its file is given. It reconciles nothing: a person must click each line in Xero.
    """
    check_alone(input.choices)
    review = await review_statement(ctx, input.account, input.statement, input.layout)
    return await propose(
        ctx, review, input.choices, min_score=input.min_score, sure_ones=input.sure_ones, most=input.limit
    )


@reconcile_statement.verified
def recorded(ctx: Context, *records: XeroRecord) -> ReconciliationResult:
    """The records as Xero has them now."""
    return reconciliation_result(
        ctx,
        records,
        "Nothing is reconciled by this: in Xero, open the bank account, choose Reconcile, and click OK at each line; "
        "Xero suggests these records where amount, date and account agree.",
    )
