"""Change an account."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AFTER_READING, AccountName, invalid_argument, one_line, paragraph
from atom_xero_plugin.accounting.kinds.account_inputs import (
    AccountDescription,
    AccountDetailsResult,
    DefaultTax,
    InExpenseClaims,
    TakesPayments,
    account_details,
    default_tax_rate,
)
from atom_xero_plugin.accounting.kinds.account_plans import NewValue, propose_fields, refuse_taken
from atom_xero_plugin.accounting.kinds.accounts import is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import NewCode, NewName, account_label
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.core.errors import Conflict, FieldError
from atom_xero_plugin.plans.proposal import PlanWarning, Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_account takes."""

    account: AccountName
    name: NewName | None = None
    code: NewCode | None = None
    description: AccountDescription | None = None
    tax: DefaultTax | None = None
    takes_payments: TakesPayments | None = None
    in_expense_claims: InExpenseClaims | None = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_account",
    examples=[Example("Call account 429 Sundry Expenses", {"account": "429", "name": "Sundry Expenses"})],
)
async def change_account(ctx: Context, input: Input) -> Proposal:
    """Change the name, code, description, default tax rate or use of an account in the Xero chart of accounts.

    A person approves first. What is left out stays. Its type stays; bank accounts change by change_bank_account.
    """
    texts = one_line(input.name, "/name"), paragraph(input.description, "/description")
    accounts = await chart(ctx.xero)
    account = accounts.one(input.account, path="/account")
    _refuse_other(account)
    fields = await _changing(ctx, account, input, *texts)
    if not fields:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    new = {name: each.value for name, each in fields.items()}
    refuse_taken(accounts, name=new.get("name"), code=new.get("code"), besides=account.account_id)
    return propose_fields(account, "change_account", fields, _warnings(account, fields))


@change_account.verified
def changed(ctx: Context, account: Account) -> AccountDetailsResult:
    """The account as Xero has it now."""
    return AccountDetailsResult(account_details(ctx, account))


def _refuse_other(account: Account) -> None:
    label = account_label(account)
    if account.is_bank:
        error = FieldError("/account", "is a bank account")
        raise Conflict(
            f"The {label} is changed by change_bank_account.", fields=[error], hint="Ask change_bank_account."
        )
    if is_archived(account):
        raise Conflict(f"The {label} is archived, and Xero lets such an account only be restored.",
                       hint="Restore it by restore_account first, then change it.")  # fmt: skip


async def _changing(
    ctx: Context, account: Account, input: Input, name: str | None, description: str | None
) -> dict[str, NewValue]:
    """The fields that get another value."""
    rate = await default_tax_rate(ctx, input.tax, account.class_) if input.tax is not None else None
    pays, claims = input.takes_payments, input.in_expense_claims
    was = account_details(ctx, account)
    about, tax = was.description or "", rate.tax_type if rate else None
    asked = {
        "name": NewValue("Name", name, account.name, name, kept=True),
        "code": NewValue("Code", input.code, account.code, input.code, kept=True),
        "description": NewValue("Description", description or "", about, description or ""),
        "tax": NewValue("TaxType", tax, account.tax_type, tax, kept=True),
        "takes_payments": NewValue("EnablePaymentsToAccount", pays, was.takes_payments, pays),
        "in_expense_claims": NewValue("ShowInExpenseClaims", claims, was.in_expense_claims, claims),
    }
    given = {field for field in asked if getattr(input, field) is not None}
    return {field: each for field, each in asked.items() if field in given and each.value not in {None, each.was}}


def _warnings(account: Account, fields: dict[str, NewValue]) -> list[PlanWarning]:
    found = []
    if account.system_account:
        found.append(
            PlanWarning("system_account", "Xero itself uses this account, and may refuse a part of the change.")
        )
    if "code" in fields:
        found.append(PlanWarning("code_used", "Other programs may book by the old code; they need the new one."))
    return found
