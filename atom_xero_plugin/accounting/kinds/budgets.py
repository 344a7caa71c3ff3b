"""Budgets: how they appear in answers, and how one is named."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Final

from msgspec import Meta, Struct

from atom_xero_plugin.accounting.kind import RecordKind
from atom_xero_plugin.accounting.resolve.resolver import Resolver
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import also
from atom_xero_plugin.core.errors import Candidate
from atom_xero_plugin.core.money import Money, amount_or
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.budgets import BUDGETS, Budget, BudgetLine

BudgetName = Annotated[
    str,
    Meta(
        description="Its name, such as Overall Budget, or its id. find_budgets lists them.",
        min_length=1,
        max_length=255,
        extra=also("budget_id budget_name"),
    ),
]


class BudgetView(Struct, omit_defaults=True):
    """A budget."""

    id: Annotated[str, Meta(description="Xero's id of the budget.")]
    name: Annotated[str, Meta(description="What Xero calls it.")]
    overall: Annotated[bool, Meta(description="True for that of the whole organisation.")] = False
    tracking: Annotated[
        list[str] | None, Meta(description="Of a part, the tracking options, such as Region: North.")
    ] = None


class BudgetRow(Struct):
    """The figures of one account."""

    account: Annotated[str, Meta(description="Code and name of the account.")]
    months: Annotated[dict[str, Decimal], Meta(description="Amount by month, YYYY-MM.")]
    total: Annotated[Money, Meta(description="Of the months shown.")]


def budget_view(_: Context, budget: Budget) -> BudgetView:
    """A budget without its figures."""
    overall = budget.type == "OVERALL"
    name = budget.description or ("Overall budget" if overall else "Budget")
    tracking = [f"{each.name}: {each.option}" for each in budget.tracking or ()]
    return BudgetView(budget.budget_id, name, overall=overall, tracking=tracking or None)


def budget_row(ctx: Context, line: BudgetLine, accounts: dict[str, Account]) -> BudgetRow:
    """The figures of an account; months without one are left out."""
    account = accounts.get(line.account_id or "")
    label = f"{account.code or ''} {account.name or ''}".strip() if account else line.account_code or ""
    months = {each.period: amount_or(each.amount) for each in line.budget_balances or () if each.period}
    total = sum(months.values(), Decimal(0))
    return BudgetRow(label, months, Money.of(total, ctx.organisation.base_currency))


def _candidate(budget: Budget) -> Candidate:
    name = budget.description or "Overall budget"
    return Candidate("budget", budget.budget_id, name, f"{in_sentence(name)} ({budget.budget_id})")


BUDGET_NAMES: Final[Resolver[Budget]] = Resolver(
    kind="budget",
    keys=((lambda each: each.description, lambda each: each.budget_id),),
    also=(),
    identity=_candidate,
    in_use=lambda _: True,
    finder="find_budgets",
)
BUDGET: Final = RecordKind[Budget](
    name="budget",
    endpoint=BUDGETS,
    view=budget_view,
    shape=BudgetView,
    sample={"BudgetID": "847da40f-c12d-4c4f-9c79-6d0e0d3a2f31", "Type": "OVERALL", "Description": "Overall Budget"},
)
