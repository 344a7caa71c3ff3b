"""Change a bank account."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from atom_xero_plugin import Context, Example, skill
from atom_xero_plugin.accounting.inputs import AFTER_READING, invalid_argument, one_line
from atom_xero_plugin.accounting.kinds.account_plans import (
    NewValue,
    number_warnings,
    propose_fields,
    propose_restoring,
    refuse_taken,
)
from atom_xero_plugin.accounting.kinds.accounts import AccountResult, account_view, is_archived
from atom_xero_plugin.accounting.kinds.bank_account_inputs import (
    BankAccountName,
    NewCode,
    NewName,
    NewNumber,
    account_label,
    checked_number,
    compact,
    is_card,
)
from atom_xero_plugin.accounting.resolve.chart import chart
from atom_xero_plugin.catalogue.skill import OBVIOUS
from atom_xero_plugin.core.errors import Conflict
from atom_xero_plugin.plans.proposal import Proposal
from atom_xero_plugin.xero.records.accounts import Account


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What change_bank_account takes."""

    account: BankAccountName
    name: NewName | None = None
    code: NewCode | None = None
    number: NewNumber | None = None
    restore: Annotated[bool, Meta(description="True takes an archived one into use again; alone.", extra=OBVIOUS)] = (
        False
    )


@skill(
    effect="write",
    scopes=["accounting.settings"],
    undo="change_bank_account",
    examples=[
        Example("Call account 091 Tax Savings", {"account": "091", "name": "Tax Savings"}),
    ],
)
async def change_bank_account(ctx: Context, input: Input) -> Proposal:
    """Change the name, code or number of a Xero bank account or credit card, or restore an archived one.

    A person approves first. Its kind and currency never change.
    """
    name = one_line(input.name, "/name")
    given = [each for each in (name, input.code, input.number) if each is not None]
    if input.restore and given:
        raise invalid_argument("/restore", "goes alone: Xero takes no other field with it")
    if not input.restore and not given:
        raise invalid_argument("", "nothing would change: give name, code, number or restore")
    accounts = await chart(ctx.xero)
    account = accounts.bank_account(input.account)
    if input.restore:
        return propose_restoring(ctx, account, undo="archive_bank_account")
    if is_archived(account):
        raise Conflict(
            f"The {account_label(account)} is archived, and Xero lets such an account only be restored.",
            hint="Ask with restore first, then again for the change.",
        )
    fields = _changing(ctx, account, name, input.code, input.number)
    if not fields:
        raise invalid_argument("", "nothing would change: give at least one field with a new value", hint=AFTER_READING)
    refuse_taken(accounts, name=name, code=input.code, besides=account.account_id)
    number = fields["number"].value if "number" in fields else None
    warnings = number_warnings(accounts, number, besides=account.account_id) if number else []
    return propose_fields(account, "change_bank_account", fields, warnings)


@change_bank_account.verified
def changed(ctx: Context, account: Account) -> AccountResult:
    """The bank account as Xero has it now."""
    return AccountResult(account_view(ctx, account))


def _changing(
    ctx: Context, account: Account, name: str | None, code: str | None, number: str | None
) -> dict[str, NewValue]:
    """The fields that get another value."""
    fields = {}
    if name is not None and name != account.name:
        fields["name"] = NewValue("Name", name, account.name, name, kept=True)
    if code is not None and code != account.code:
        fields["code"] = NewValue("Code", code, account.code, code, kept=True)
    if number is not None and compact(number) != compact(account.bank_account_number or ""):
        country, card = ctx.organisation.country, is_card(account)
        bare = checked_number(number, country=country, card=card, hint=AFTER_READING)
        fields["number"] = NewValue("BankAccountNumber", bare, account.bank_account_number, bare, kept=True)
    return fields
