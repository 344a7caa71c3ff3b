"""What it takes to make or change an account that lines are booked on, and how one is shown in full."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import AFTER_READING
from atom_xero_plugin.accounting.kinds.accounts import AccountView, account_view
from atom_xero_plugin.accounting.kinds.tax_rates import can_apply
from atom_xero_plugin.accounting.resolve.chart import tax_rates
from atom_xero_plugin.catalogue.context import Context
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.xero.records.accounts import Account
from atom_xero_plugin.xero.records.tax_rates import TaxRate

TYPES: Final = {
    "current_asset": ("CURRENT", "ASSET"),
    "fixed_asset": ("FIXED", "ASSET"),
    "inventory": ("INVENTORY", "ASSET"),
    "non_current_asset": ("NONCURRENT", "ASSET"),
    "prepayment": ("PREPAYMENT", "ASSET"),
    "equity": ("EQUITY", "EQUITY"),
    "depreciation": ("DEPRECIATN", "EXPENSE"),
    "direct_costs": ("DIRECTCOSTS", "EXPENSE"),
    "expense": ("EXPENSE", "EXPENSE"),
    "overhead": ("OVERHEADS", "EXPENSE"),
    "current_liability": ("CURRLIAB", "LIABILITY"),
    "liability": ("LIABILITY", "LIABILITY"),
    "non_current_liability": ("TERMLIAB", "LIABILITY"),
    "other_income": ("OTHERINCOME", "REVENUE"),
    "revenue": ("REVENUE", "REVENUE"),
    "sales": ("SALES", "REVENUE"),
}
"""Of each word Xero's type and the class that it is of. Source: developer.xero.com, Types and codes."""
AccountType = Annotated[
    Literal[
        "current_asset", "fixed_asset", "inventory", "non_current_asset", "prepayment", "equity", "depreciation",
        "direct_costs", "expense", "overhead", "current_liability", "liability", "non_current_liability",
        "other_income", "revenue", "sales",
    ],
    Meta(
        description="Type: {current,non_current,fixed}_asset, inventory, prepayment, "
        "{current,non_current}_liability, liability, equity, expense, direct_costs, overhead, "
        "depreciation, revenue, sales or other_income. It decides where reports show the account.",
        extra=also("account_type kind class"),
    ),
]  # fmt: skip
AccountDescription = Annotated[
    str, Meta(description="What it is for.", max_length=4000, extra=aliases.DESCRIPTION | OBVIOUS)
]
DefaultTax = Annotated[
    str,
    Meta(
        description="Tax rate of its lines unless they name one, by name or type, such as OUTPUT2.",
        min_length=1,
        max_length=50,
        extra=also("default_tax", aliases.TAX),
    ),
]
TakesPayments = Annotated[
    bool,
    Meta(
        description="Whether invoices and bills can be paid to or from it.",
        extra=also("enable_payments payments_enabled enable_payments_to_account payments") | OBVIOUS,
    ),
]
InExpenseClaims = Annotated[
    bool,
    Meta(
        description="Whether people can choose it in expense claims.",
        extra=also("show_in_expense_claims expense_claims") | OBVIOUS,
    ),
]


class AccountDetails(AccountView, omit_defaults=True, kw_only=True):
    """An account of the general ledger, in full."""

    description: Annotated[str | None, Meta(description="What it is for.")] = None
    in_expense_claims: Annotated[bool, Meta(description="Whether people can choose it in expense claims.")] = False
    reported_as: Annotated[str | None, Meta(description="Where reports of Xero put it, where a person chose.")] = None


class AccountDetailsResult(Struct):
    """What an operation on an account answers, made from the record that was read back."""

    account: Annotated[AccountDetails, Meta(description="The account as Xero has it now.")]


def account_details(ctx: Context, account: Account) -> AccountDetails:
    """An account with all that people may set."""
    view = account_view(ctx, account)
    return AccountDetails(
        **{name: getattr(view, name) for name in view.__struct_fields__},
        description=account.description or None,
        in_expense_claims=bool(account.show_in_expense_claims),
        reported_as=account.reporting_code_name or account.reporting_code,
    )


async def default_tax_rate(ctx: Context, named: str, account_class: str | None, *, path: str = "/tax") -> TaxRate:
    """The rate that lines on accounts of a class may have.

    Raises NotFound, Ambiguous, or Conflict for one that is no longer in use or cannot be used there.
    """
    rates = await tax_rates(ctx.xero)
    rate = rates.one(named, path=path)
    fitting = [
        each.tax_type for each in rates.rates if each.status in {None, "ACTIVE"} and can_apply(each, account_class)
    ]
    if rate.tax_type not in fitting:
        used = rate.status in {None, "ACTIVE"}
        why = f"cannot be used on accounts of {(account_class or '').lower()}" if used else "is no longer in use"
        raise Conflict(
            f"The tax rate {rate.name} ({rate.tax_type}) {why}.",
            fields=[FieldError(path, f"{why}; these can: {', '.join(fitting)}")],
            hint=AFTER_READING,
        )
    return rate
