"""Create a bank account."""

from __future__ import annotations

from typing import Annotated, Final, Literal

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting import aliases
from atom_xero_plugin.accounting.inputs import AFTER_READING, Currency, invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.account_plans import number_warnings, refuse_taken
from atom_xero_plugin.accounting.kinds.accounts import AccountResult, account_view
from atom_xero_plugin.accounting.kinds.bank_account_inputs import NewCode, NewName, NewNumber, checked_number
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.accounting.resolve.existing import refuse_unused_currency
from atom_xero_plugin.catalogue.skill import OBVIOUS, also
from atom_xero_plugin.core.quoting import in_sentence
from atom_xero_plugin.plans.proposal import RECORD, Proposal, Step, Undo
from atom_xero_plugin.xero.records.accounts import ACCOUNTS, Account, AccountFilter
from atom_xero_plugin.xero.write import create

_KINDS: Final = {"bank": "BANK", "credit_card": "CREDITCARD"}


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What create_bank_account takes."""

    name: NewName
    number: NewNumber
    code: NewCode | None = None
    kind: Annotated[
        Literal["bank", "credit_card"],
        Meta(description="Kind. That of the account in the chart.", extra=also("type account_type")),
    ] = "bank"
    currency: Annotated[
        Currency | None,
        Meta(description="ISO 4217 code; the organisation's if left out.", extra=aliases.CURRENCY | OBVIOUS),
    ] = None


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="archive_bank_account",
    examples=[
        Example("Add our new savings account 12-3456-0789012-50",
                {"name": "Rainy Day Savings", "number": "12-3456-0789012-50", "code": "095"}),
    ],
)  # fmt: skip
async def create_bank_account(ctx: Context, input: Input) -> Proposal:
    """Create a bank account or credit card in the Xero chart of accounts.

    A person approves first. No bank feed comes with it. archive_bank_account undoes it. Xero lets no
    PayPal account be created from outside.
    """
    name = one_line(input.name, "/name")
    if name is None:
        raise invalid_argument("/name", "must not be blank")
    card = input.kind == "credit_card"
    number = checked_number(input.number, country=ctx.organisation.country, card=card, hint=AFTER_READING)
    accounts = await chart(ctx.xero)
    refuse_taken(accounts, name=name, code=input.code)
    await refuse_unused_currency(ctx.xero, input.currency, base=ctx.organisation.base_currency)
    currency = input.currency or ctx.organisation.base_currency
    body = {
        "Code": input.code,
        "Name": name,
        "Type": "BANK",
        "BankAccountNumber": number,
        "BankAccountType": _KINDS[input.kind],
        "CurrencyCode": input.currency,
    }
    expects = {field: value for field, value in body.items() if value is not None}
    what = "credit card" if card else "bank account"
    return Proposal(
        summary=f"Create the {what} {in_sentence(name)} with the number {in_sentence(number)} in {currency}.",
        party=name,
        steps=[
            Step(
                create(ACCOUNTS, body),
                "account",
                expects=expects | {"Status": "ACTIVE", "CurrencyCode": currency},
                find=AccountFilter(bank_only=True).params(),
                besides=[each.account_id for each in accounts.accounts if each.type == "BANK"],
            )
        ],
        after={"name": name, "code": input.code, "number": number, "kind": input.kind, "currency": currency},
        warnings=number_warnings(accounts, number),
        undo=Undo("archive_bank_account", {"delete": True},
                  "archive_bank_account can delete it as long as it was never used, and archive it later.",
                  written={"account": RECORD}),
    )  # fmt: skip


@create_bank_account.verified
def created(ctx: Context, account: Account) -> AccountResult:
    """The bank account as Xero has it now."""
    return AccountResult(account_view(ctx, account))
