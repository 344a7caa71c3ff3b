"""Create an account."""

from __future__ import annotations

from msgspec import Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import invalid_argument, one_line, paragraph
from atom_xero_plugin.accounting.kinds.account_inputs import (
    TYPES,
    AccountDescription,
    AccountDetailsResult,
    AccountType,
    DefaultTax,
    InExpenseClaims,
    TakesPayments,
    account_details,
    default_tax_rate,
)
from atom_xero_plugin.accounting.kinds.account_plans import refuse_taken
from atom_xero_plugin.accounting.kinds.bank_account_inputs import NewCode, NewName
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, Proposal, Step, Undo
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account
from atom_xero_plugin.xero.write import create


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_account takes."""

    code: NewCode
    name: NewName
    type: AccountType
    description: AccountDescription | None = None
    tax: DefaultTax | None = None
    takes_payments: TakesPayments = False
    in_expense_claims: InExpenseClaims = False


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="delete_account",
    examples=[
        Example("Add an expense account 461 for printing and stationery",
                {"code": "461", "name": "Printing & Stationery", "type": "expense"}),
    ],
)  # fmt: skip
async def create_account(ctx: Context, input: Input) -> Proposal:
    """Create an account in the Xero chart of accounts, on which lines can be booked.

    A person approves first. Bank accounts are made by create_bank_account. delete_account undoes it as
    long as nothing was booked.
    """
    name = one_line(input.name, "/name")
    if name is None:
        raise invalid_argument("/name", "must not be blank")
    kind, account_class = TYPES[input.type]
    refuse_taken(await chart(ctx.xero), name=name, code=input.code)
    rate = await default_tax_rate(ctx, input.tax, account_class) if input.tax is not None else None
    body = {
        "Code": input.code,
        "Name": name,
        "Type": kind,
        "Description": paragraph(input.description, "/description"),
        "TaxType": rate.tax_type if rate else None,
        "EnablePaymentsToAccount": input.takes_payments or None,
        "ShowInExpenseClaims": input.in_expense_claims or None,
    }
    expects = {field: str(value) for field, value in body.items() if value is not None and field != "Description"}
    return Proposal(
        summary=f"Create the account {in_sentence(input.code)} {in_sentence(name)} ({input.type.replace('_', ' ')}).",
        party=name,
        steps=[Step(create(ACCOUNTS, body), "account", expects=expects | {"Status": "ACTIVE"}, find={})],
        after={"code": input.code, "name": name, "type": input.type, "description": body["Description"],
               "tax_type": rate.tax_type if rate else None, "takes_payments": input.takes_payments,
               "in_expense_claims": input.in_expense_claims},
        undo=Undo("delete_account", {}, "delete_account can delete it as long as nothing was booked on it.",
                  written={"account": RECORD}),
    )  # fmt: skip


@create_account.verified
def created(ctx: Context, account: Account) -> AccountDetailsResult:
    """The account as Xero has it now."""
    return AccountDetailsResult(account_details(ctx, account))
